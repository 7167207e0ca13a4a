// In a page with an element #editor, once a program's own script is there: what it keeps of a text.

async function withTinyMCE(text) {
  const [editor] = await tinymce.init({ selector: '#editor', license_key: 'gpl', plugins: 'code', promotion: false });
  editor.setContent(text);
  const kept = editor.getContent();
  editor.remove();
  return kept;
}

async function withCKEditor(text, plugins, options) {
  const { ClassicEditor, Essentials, Paragraph, Heading, Link, List } = CKEDITOR;
  const all = [Essentials, Paragraph, Heading, Link, List, ...plugins.map(name => CKEDITOR[name])];
  const editor = await ClassicEditor.create(document.querySelector('#editor'), { licenseKey: 'GPL', plugins: all, ...options });
  // What is typed into the dialogue of an HTML embed is stored in this element.
  editor.setData(plugins.includes('HtmlEmbed') ? `<div class="raw-html-embed">${text}</div>` : text);
  const kept = editor.getData({ trim: 'none' });
  await editor.destroy();
  return kept;
}

const PROGRAMS = {
  'TinyMCE': withTinyMCE,
  'CKEditor': text => withCKEditor(text, [], {}),
  'CKEditor, all HTML': text => withCKEditor(text, ['GeneralHtmlSupport'], {
    htmlSupport: { allow: [{ name: /.*/, attributes: true, classes: true, styles: true }] },
  }),
  'CKEditor, HTML embed': text => withCKEditor(text, ['HtmlEmbed'], {}),
  'DOMPurify': text => DOMPurify.sanitize(text),
  'DOMPurify, frames': text => DOMPurify.sanitize(text, { ADD_TAGS: ['iframe'] }),
};
