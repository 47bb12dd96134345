// As much of HTML as a check of links needs; what it reads was written by one serialiser.
const RAW_TEXT = /(<(script|style|textarea|title)\b[^>]*>)[\s\S]*?(<\/\2\s*>)/gi;
const COMMENT = /<!--[\s\S]*?-->/g;
const TAG = /<([a-zA-Z][\w:-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

export function decode(text) {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return NAMED[name] ?? whole;
  });
}

function attributes(source) {
  const found = new Map();
  for (const [, name, double, single, bare] of source.matchAll(ATTRIBUTE)) {
    found.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ""));
  }
  return found;
}

/** All start tags in order: name, attributes and, for scripts and styles, the raw text. */
export function tags(html) {
  const inline = [];
  const bare = html.replace(COMMENT, "").replace(RAW_TEXT, (whole, start, name, end) => {
    inline.push(whole.slice(start.length, -end.length));
    return start + end;
  });
  const isRaw = (name) => /^(script|style|textarea|title)$/.test(name);
  return [...bare.matchAll(TAG)].map(([, tag, source]) => {
    const name = tag.toLowerCase();
    return { name, attributes: attributes(source), text: isRaw(name) ? inline.shift() : "" };
  });
}
