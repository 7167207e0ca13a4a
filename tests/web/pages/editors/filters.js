// Reads texts by name as JSON from the input; writes, by program and name, what filters keep of them.
const sanitize = require('sanitize-html');
const markdown = require('markdown-it');

const withFrames = {
  allowedTags: [...sanitize.defaults.allowedTags, 'iframe'],
  allowedAttributes: { ...sanitize.defaults.allowedAttributes, iframe: ['src', 'title', 'width', 'height'] },
};
const PROGRAMS = {
  'sanitize-html': text => sanitize(text),
  'sanitize-html, frames': text => sanitize(text, withFrames),
  'markdown-it': text => markdown().render(text),
  'markdown-it, HTML': text => markdown({ html: true, linkify: true }).render(text),
};

const texts = JSON.parse(require('fs').readFileSync(0));
const kept = {};
for (const [program, filter] of Object.entries(PROGRAMS)) {
  kept[program] = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filter(text)]));
}
console.log(JSON.stringify(kept));
