// One normal form for text and queries: the same as src/search/normalise.rs and snippet.rs, function
// by function. Characters are code points; places in a normal form are code units.
(function (search) {
  "use strict";
  const CLASS = { other: 0, cjk: 1, letter: 2, digit: 3 };
  const GAP = { none: 0, space: 1, border: 2 };
  const CJK = [[0x3040, 0x309f], [0x30a0, 0x30fa], [0x30fc, 0x30ff], [0x3005, 0x3007], [0x3400, 0x4dbf], [0x4e00, 0x9fff], [0xf900, 0xfaff], [0x20000, 0x3ffff]];
  const DROPPED = /^[\u30fb\u3099\u309a\u0345]/;
  const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]/g;
  const COMBINES = /^[\p{M}\uff9e\uff9f\u1161-\u11ff\u3131-\u318e\uffa0-\uffdc]/u;
  const SNIPPET = 110;
  const LEAD = 24;
  const BORDER = ".";
  const BREAK = " ／ ";
  let smallKana = new Map();
  let tables = { spellings: [], v: [], function: [] };

  search.setTables = function (loaded) {
    const kana = [...loaded.small];
    smallKana = new Map(kana.filter((_, at) => at % 2 === 0).map((small, at) => [small, kana[at * 2 + 1]]));
    tables = loaded;
  };

  const isIn = (ranges, code) => ranges.some(([from, to]) => code >= from && code <= to);
  const isWhitespace = (c) => /^\p{White_Space}/u.test(c);
  const isNumeric = (c) => /^\p{N}/u.test(c);
  const isKatakana = (c) => (c >= "ァ" && c <= "ヺ") || c === "ー";
  const isDash = (c) => c === "-" || (c >= "\u2010" && c <= "\u2015") || c === "\u2212" || c === "~" || c === "〜";
  const hasSmall = (c) => (c >= "ァ" && c <= "ヶ") || (c >= "ぁ" && c <= "わ");

  /** Sort of a character of the normal form; `class` in Rust. */
  function classOf(c) {
    const code = c.codePointAt(0);
    if (code >= 0x61 && code <= 0x7a) return CLASS.letter;
    if (code >= 0x30 && code <= 0x39) return CLASS.digit;
    if (code < 0x80) return /^[A-Z]/.test(c) ? CLASS.letter : CLASS.other;
    if (isIn(CJK, code)) return CLASS.cjk;
    if (isNumeric(c)) return CLASS.digit;
    return /^\p{Alphabetic}/u.test(c) ? CLASS.letter : CLASS.other;
  }

  const isOfWord = (c) => [CLASS.letter, CLASS.digit].includes(classOf(c));

  /** Script of a character in the normal form. */
  function script(c) {
    if (c >= "ぁ" && c <= "ゖ") return "hiragana";
    if (isKatakana(c)) return "katakana";
    return { [CLASS.cjk]: "kanji", [CLASS.other]: "space" }[classOf(c)] || "word";
  }

  function isBorder(gap, last, next) {
    const words = last !== CLASS.cjk && next !== CLASS.cjk;
    if (gap === GAP.none) return words && last !== next;
    return gap === GAP.border || words;
  }

  /** Writes the normal form character by character. */
  function folder() {
    const out = { text: "", fold };
    let last = "";
    let lastSort = CLASS.other;
    let gap = GAP.none;

    function push(c) {
      const sort = classOf(c);
      if (sort === CLASS.other) {
        gap = Math.max(gap, isWhitespace(c) && c !== "\n" ? GAP.space : GAP.border);
        return;
      }
      if (last && isBorder(gap, lastSort, sort)) out.text += lastSort !== CLASS.cjk && sort !== CLASS.cjk ? " " : BORDER;
      out.text += c;
      [last, lastSort, gap] = [c, sort, GAP.none];
    }

    function fold(c) {
      if (DROPPED.test(c)) return;
      if (isDash(c) && gap === GAP.none && last && isKatakana(last)) push("ー");
      else if (hasSmall(c)) push(smallKana.get(c) || c);
      else for (const lower of c.toLowerCase()) push(lower);
    }
    return out;
  }

  /** A text in NFKC; what is not seen does not keep its neighbours apart. */
  const composed = (text) => text.replace(INVISIBLE, "").normalize("NFKC");

  /** Returns the normal form of a text, without space at its ends. */
  function normalise(text) {
    const out = folder();
    for (const c of composed(text)) out.fold(c);
    return out.text;
  }

  const combines = (c) => COMBINES.test(c) || c.replace(INVISIBLE, "") === "";

  /** Cuts a text before each character that does not combine with the one before. */
  function clusters(text) {
    const out = [];
    let index = 0;
    for (const c of text) {
      if (index > 0 && c >= "\u00ad" && combines(c)) out[out.length - 1].text += c;
      else out.push({ index, text: c });
      index += 1;
    }
    return out;
  }

  /** Returns the normal form, and for each code unit of it the character that it comes from. */
  function withOrigins(text) {
    const out = folder();
    const origins = [];
    for (const cluster of clusters(text)) {
      for (const c of composed(cluster.text)) out.fold(c);
      while (origins.length < out.text.length) origins.push(cluster.index);
    }
    return { normal: out.text, origins };
  }

  /** Places of the forms in a text, in characters, in order and without overlaps. */
  function marks(text, forms) {
    const { normal, origins } = withOrigins(text);
    const found = [];
    origins.push(Array.from(text).length);
    for (const form of forms.filter((form) => form !== "")) {
      for (let at = normal.indexOf(form); at >= 0; at = normal.indexOf(form, at + 1)) {
        const [start, last, next] = [at, at + form.length - 1, at + form.length].map((place) => origins[place]);
        found.push([start, Math.max(start + 1, Math.min(next, last + 1))]);
      }
    }
    return joined(found.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  }

  function joined(places) {
    const out = [];
    for (const [start, end] of places) {
      const last = out[out.length - 1];
      if (last && start < last[1]) last[1] = Math.max(last[1], end);
      else out.push([start, end]);
    }
    return out;
  }

  /** Cuts characters into parts `[marked, text]` at the places that are marked. */
  function parts(shown, places, from, to) {
    const out = [];
    const push = (marked, start, end) => start < end && out.push([marked, shown.slice(start, end).join("")]);
    let at = from;
    for (const [start, end] of places.filter(([start]) => start >= from && start < to)) {
      push(false, at, start);
      push(true, start, Math.min(end, to));
      at = Math.min(end, to);
    }
    push(false, at, to);
    return out;
  }

  /** Marks the forms in a whole text. */
  function marked(text, forms) {
    const shown = Array.from(text);
    return parts(shown, marks(text, forms), 0, shown.length);
  }

  /** Cuts the text around the first place where one of the forms stands, and marks all of them. */
  function snippet(text, forms) {
    const shown = Array.from(text);
    const places = marks(text, forms);
    const from = Math.max(0, (places.length ? places[0][0] : 0) - LEAD);
    const to = Math.min(from + SNIPPET, shown.length);
    const out = parts(shown, places, from, to);
    if (from > 0) out.unshift([false, "…"]);
    if (to < shown.length) out.push([false, "…"]);
    return out.map(([isMarked, text]) => [isMarked, text.replaceAll("\n", BREAK)]);
  }

  Object.assign(search, { CLASS, classOf, isKatakana, isNumeric, isOfWord, isWhitespace, marked, marks, normalise, script, snippet, tables: () => tables });
})(window.tebikiSearch);
