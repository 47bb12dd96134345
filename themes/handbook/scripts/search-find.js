// Finds a normal form in all sections, exactly, by the positions of its terms: the same as
// src/search/atoms.rs and find.rs. Postings are flat lists, see `decode` in search-files.js.
(function (search) {
  "use strict";
  const { CLASS, NONE, classOf, script } = search;
  // Stands before the end of a word, of which so many characters are written; see ends.rs.
  const END = "-";
  const LONGEST = 16;

  /**
   * Finds a form in all sections, exactly. Files are asked for together, but those of hiragana, which
   * stand everywhere and have long lists, only when the rest stands together somewhere; of another spelling, one
   * after another, as long as there is something left. Another name has a list of its own. Where a form is a long
   * term, and its places are not `needed`, its summary will do.
   */
  async function find(index, form, needed) {
    if (!needed && index.long.has(form.text)) return index.summary(form.text);
    if (form.nearness === "synonym") return index.name(form.text);
    const { content, hiragana } = atoms(form.text, index.long);
    let [found, base] = [null, 0];
    for (const some of [typed(Array.from(form.text), content), hiragana]) {
      const asked = form.nearness === "exact" ? some.map(([, atom]) => atomPostings(index, atom)) : [];
      asked.forEach((postings) => postings.catch(() => NONE));
      for (let at = 0; at < some.length; at += 1) {
        const [offset, atom] = some[at];
        const postings = await (asked[at] || atomPostings(index, atom));
        if (!found) [found, base] = [postings, offset];
        else found = intersect(found, postings, offset - base);
        if (found.sections.length === 0) return NONE;
      }
    }
    if (!found) return NONE;
    return base === 0 ? found : union(index.facts.sections, [{ list: found, by: -base }]);
  }

  /**
   * The conditions for a form that was typed. A word of one character is told by the terms that it makes with what
   * stands beside it, and alone it is no part of another; a long part of a word is told by pieces.
   */
  function typed(chars, content) {
    const all = content.flatMap(([at, atom]) => around(chars, at, atom) || pieces(at, atom));
    return all.filter(([at, { term }], place) => !term || all.findIndex(([other, atom]) => other === at && atom.term === term) === place);
  }

  /** The terms around a word of one character, or itself where it stands alone; none at a border that is in no term. */
  function around(chars, at, { term, part }) {
    if (Array.from(term || part || "").length !== 1) return null;
    const [before, after] = [reach(chars[at - 1]), reach(chars[at + 1])];
    if (before === undefined || after === undefined) return null;
    const ranges = [[at - before, at + 1], [at, at + 1 + after]].filter(([from, end]) => end - from > 1 || chars.length === 1);
    return ranges.map(([from, end]) => [from, { term: chars.slice(from, end).join("") }]);
  }

  /** Characters that a term of a word's last or first character has beyond it. */
  function reach(beside) {
    if (beside === undefined) return 0;
    return classOf(beside) === CLASS.cjk ? 1 : beside === " " ? 2 : undefined;
  }

  /** A part of a word, cut into some that are shorter than what is written of an end; the last one may overlap. */
  function pieces(at, atom) {
    const chars = Array.from(atom.part || "");
    const size = LONGEST - 1;
    if (chars.length <= size) return [[at, atom]];
    const count = Math.ceil(chars.length / size);
    const starts = Array.from({ length: count }, (_, at) => Math.min(at * size, chars.length - size));
    const piece = (from) => ({ part: chars.slice(from, from + size).join(""), start: atom.start && from === 0, end: atom.end && from + size >= chars.length });
    return starts.map((from) => [at + from, piece(from)]);
  }

  /**
   * Cuts a form into conditions with their places, which together hold exactly where it stands. Kanji and
   * katakana are covered by pairs of their own, which are those of the words of a question, or by grams where these are
   * `long`.
   */
  function atoms(form, long) {
    const chars = Array.from(form);
    if (chars.length === 1 && classOf(form) === CLASS.cjk) return { content: [[0, { single: form }]], hiragana: [] };
    const runs = runsOf(chars);
    const covered = chars.map(() => false);
    const own = runs.filter(({ script }) => script !== "hiragana" && script !== "space");
    const content = own.flatMap((run) => (run.script === "word" ? [[run.start, wordAtom(chars, run)]] : grams(chars, pairs(chars, run, covered), long)));
    const kana = runs.filter(({ script }) => script === "hiragana");
    return { content, hiragana: kana.flatMap((run) => pairs(chars, uncovered(run, covered), covered)) };
  }

  /** Cuts characters into runs of one script. */
  function runsOf(chars) {
    const out = [];
    chars.forEach(function (c, at) {
      const last = out[out.length - 1];
      if (last && last.script === script(c)) last.end = at + 1;
      else out.push({ script: script(c), start: at, end: at + 1 });
    });
    return out;
  }

  function uncovered({ start, end }, covered) {
    let rest = start;
    while (rest < end && covered[rest]) rest += 1;
    return { start: rest, end };
  }

  /** A word of letters or digits; at the edges of a form it may stand inside a longer one. */
  function wordAtom(chars, { start, end }) {
    const text = chars.slice(start, end).join("");
    return start > 0 && end < chars.length ? { term: text } : { part: text, start: start > 0, end: end < chars.length };
  }

  /** Pairs that cover a run, side by side; the last one may overlap, or go beyond a single character. */
  function pairs(chars, { start, end }, covered) {
    const out = [];
    for (let at = start; at < end; at += 2) {
      const reaches = at + 1 < end || (at === start && at + 1 < chars.length);
      const from = reaches ? at : at - 1;
      covered.fill(true, from, from + 2);
      out.push([from, { term: chars[from] + chars[from + 1] }]);
    }
    return out;
  }

  /**
   * The same conditions, where each that is long is made a longer one by the kanji and katakana behind it, then
   * by those before it, until it is long no more or has all of them.
   */
  function grams(chars, pairs, long) {
    const text = (from, end) => chars.slice(from, end).join("");
    const isContent = (c) => c !== undefined && ["kanji", "katakana"].includes(script(c));
    const out = [];
    let covered = 0;
    for (const [at] of pairs) {
      let [from, end] = [at, at + 2];
      if (end <= covered) continue;
      while (long.has(text(from, end)) && isContent(chars[end])) end += 1;
      while (long.has(text(from, end)) && isContent(chars[from - 1])) from -= 1;
      out.push([from, { term: text(from, end) }]);
      covered = end;
    }
    return out;
  }

  /** The term that is looked up first for a form, were none long; none for a single character. */
  function firstTerm(form) {
    const { content, hiragana } = atoms(form, new Set());
    const [first] = [...content, ...hiragana];
    return first && (first[1].term || first[1].part);
  }

  async function atomPostings(index, atom) {
    if (atom.term) return index.postings(atom.term);
    const lists = await (atom.single ? all(index, await index.pairs(atom.single)) : partPostings(index, atom));
    return union(index.facts.sections, lists.map((list) => ({ list, by: 0 })));
  }

  const all = (index, terms) => Promise.all(terms.map((term) => index.postings(term)));

  /** Postings of the words that have a part; only at their start or end where that is asked. */
  async function partPostings(index, { part, start, end }) {
    if (start) return index.words(part);
    if (end) return all(index, [part, END + part]);
    return (await Promise.all([index.words(part), index.words(END + part)])).flat();
  }

  /** Positions that are in both lists, where those of the second stand so many behind. */
  function intersect(a, b, offset) {
    const sections = new Int32Array(Math.min(a.sections.length, b.sections.length));
    const starts = new Int32Array(sections.length + 1);
    const positions = new Int32Array(Math.min(a.positions.length, b.positions.length));
    let [count, filled] = [0, 0];
    for (let i = 0, j = 0; i < a.sections.length && j < b.sections.length; i += 1) {
      while (j < b.sections.length && b.sections[j] < a.sections[i]) j += 1;
      if (j === b.sections.length || b.sections[j] > a.sections[i]) continue;
      const before = filled;
      for (let p = a.starts[i], q = b.starts[j]; p < a.starts[i + 1]; p += 1) {
        const wanted = a.positions[p] + offset;
        while (q < b.starts[j + 1] && b.positions[q] < wanted) q += 1;
        if (q < b.starts[j + 1] && b.positions[q] === wanted) positions[filled++] = a.positions[p];
      }
      if (filled === before) continue;
      sections[count++] = a.sections[i];
      starts[count] = filled;
    }
    return { sections: sections.subarray(0, count), starts: starts.subarray(0, count + 1), positions: positions.subarray(0, filled) };
  }

  /** Positions that are in any list, after each list is moved by its distance. */
  function union(all, lists) {
    if (lists.length === 1 && lists[0].by === 0) return lists[0].list;
    const ends = new Int32Array(all + 1);
    for (const { list } of lists) list.sections.forEach((section, at) => (ends[section + 1] += list.starts[at + 1] - list.starts[at]));
    for (let section = 0; section < all; section += 1) ends[section + 1] += ends[section];
    const positions = new Int32Array(ends[all]);
    const next = ends.slice(0, all);
    for (const { list, by } of lists) {
      list.sections.forEach(function (section, at) {
        for (let p = list.starts[at]; p < list.starts[at + 1]; p += 1) positions[next[section]++] = list.positions[p] + by;
      });
    }
    return merged(positions, ends);
  }

  /** A part of a list in rising order; most parts are from one list and have it already. */
  function ascending(list, from, end) {
    const part = list.slice(from, end);
    for (let at = 1; at < part.length; at += 1) if (part[at] < part[at - 1]) return part.sort();
    return part;
  }

  /** Sorts the positions of each section, and drops those that are there twice. */
  function merged(positions, ends) {
    const [sections, starts] = [[], [0]];
    let filled = 0;
    for (let section = 0; section + 1 < ends.length; section += 1) {
      if (ends[section] === ends[section + 1]) continue;
      const start = filled;
      for (const position of ascending(positions, ends[section], ends[section + 1])) {
        if (filled === start || positions[filled - 1] !== position) positions[filled++] = position;
      }
      sections.push(section);
      starts.push(filled);
    }
    return { sections: Int32Array.from(sections), starts: Int32Array.from(starts), positions: positions.subarray(0, filled) };
  }

  Object.assign(search, { find, firstTerm });
})(window.tebikiSearch);
