"""What can be measured on a page and axe does not: whether text fits, what can be hit, what moves or covers.

All of it is JavaScript that runs in the page's document, and goes into the shadow root of a fragment.
"""

_ALL = """
  const all = root => [...root.querySelectorAll('*')]
    .flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const elements = all(document.body);
  const shown = e => e.outerHTML.slice(0, 120);
"""

TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  for (const root of [document, ...[...document.querySelectorAll('section')].map(e => e.shadowRoot).filter(Boolean)])
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}"""
"""The values of WCAG 1.4.12."""

USUAL_SPACING = """() => {
  for (const root of [document, ...[...document.querySelectorAll('section')].map(e => e.shadowRoot).filter(Boolean)])
    root.adoptedStyleSheets = [...root.adoptedStyleSheets].slice(0, -1);
}"""
"""Undoes it."""

LARGE_TEXT = """() => {
  document.documentElement.style.fontSize = '200%';
  for (const e of document.querySelectorAll('section'))
    if (e.shadowRoot) e.shadowRoot.querySelector('.root').style.zoom = '2';
}"""
"""Text twice as large: what rems are counted by. A fragment counts in pixels, so there the browser has to zoom."""

CLIPPED = f"""() => {{{_ALL}
  return elements.filter(e => {{
    const style = getComputedStyle(e);
    return e.checkVisibility() && style.overflow !== 'visible' && style.clipPath === 'none'
      && !e.matches('input, select, iframe, textarea, .window')
      && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  }}).map(shown);
}}"""
"""Elements that cut off what is in them. Fields and previews scroll on purpose."""

OVERLAPPING = f"""() => {{{_ALL}
  const lines = [];
  for (const parent of elements) {{
    if (!parent.checkVisibility({{visibilityProperty: true}}) || parent.closest('.vh, textarea, option')) continue;
    for (const node of parent.childNodes) {{
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {{
        const slack = box.height / 4;
        const inner = {{left: box.left + 1, right: box.right - 1, top: box.top + slack, bottom: box.bottom - slack}};
        lines.push({{node, ...inner}});
      }}
    }}
  }}
  lines.sort((a, b) => a.top - b.top);
  const found = [];
  lines.forEach((a, i) => {{
    for (let j = i + 1; j < lines.length && lines[j].top < a.bottom; j++) {{
      const b = lines[j];
      if (a.left < b.right && b.left < a.right) found.push(`${{a.node.data.trim()}} / ${{b.node.data.trim()}}`);
    }}
  }});
  return found;
}}"""
"""Lines of text that lie on each other."""

_TARGETS = f"""{_ALL}
  const controls = 'a[href], button, summary, input:not([type=hidden]), select, textarea';
  const box = e => {{
    const boxes = [e, ...(e.labels || [])].map(part => part.getBoundingClientRect());
    const left = Math.min(...boxes.map(b => b.left)), top = Math.min(...boxes.map(b => b.top));
    const right = Math.max(...boxes.map(b => b.right)), bottom = Math.max(...boxes.map(b => b.bottom));
    return {{e, left, top, right, bottom, size: Math.min(right - left, bottom - top),
      x: (left + right) / 2, y: (top + bottom) / 2}};
  }};
  const words = text => (text.match(/\\p{{L}}{{2,}}/gu) || []).length;
  const inSentence = link => {{
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const clone = block.cloneNode(true);
    clone.querySelectorAll('a, .vh').forEach(e => e.remove());
    return link.matches('a') && getComputedStyle(link).display === 'inline' && words(clone.textContent) >= 3;
  }};
  const targets = elements.filter(e => e.matches(controls) && e.checkVisibility() && !e.closest('.vh')).map(box);
"""

SMALL_TARGETS = f"""() => {{{_TARGETS}
  return targets.filter(t => !inSentence(t.e) && t.size < 23.9).map(t => `${{t.size}} ${{shown(t.e)}}`);
}}"""
"""Controls and links that are lower or narrower than 24 pixels and stand in no sentence."""

CROWDED_TARGETS = f"""() => {{{_TARGETS}
  const distance = (t, other) => Math.hypot(
    Math.max(other.left - t.x, 0, t.x - other.right), Math.max(other.top - t.y, 0, t.y - other.bottom));
  return targets.filter(t => !inSentence(t.e) && t.size < 23.9).filter(t => targets.some(other => other !== t
    && (distance(t, other) < 12 || (other.size < 23.9 && Math.hypot(t.x - other.x, t.y - other.y) < 24))))
    .map(t => `${{t.size}} ${{shown(t.e)}}`);
}}"""
"""Those of them that have another target within the circle that WCAG 2.5.8 draws around them."""

MOVING_OR_COVERING = f"""() => {{{_ALL}
  return elements.filter(e => {{
    const s = getComputedStyle(e);
    return e.checkVisibility() && (['fixed', 'sticky'].includes(s.position) || s.animationName !== 'none'
      || s.transitionDuration !== '0s' || s.scrollBehavior === 'smooth'
      || e.matches('marquee, blink, video, audio, object, embed, canvas'));
  }}).map(shown);
}}"""
"""What could move by itself, or stay in front of what has the focus."""
