// Finds a normal form in all sections, exactly, by the positions of its terms: the second half of
// src/search/engine.rs. Postings are flat lists, see `decode` in search-files.js.
(function (search) {
  "use strict";
  const { CLASS, NONE, classOf } = search;

  /**
   * Finds a form in all sections, exactly. What was typed most likely stands somewhere, so all its
   * files are asked for at once; of the other forms, only as long as there is something left.
   */
  async function find(index, form) {
    const list = atoms(form.text);
    const asked = form.nearness === "exact" ? list.map(([, atom]) => atomPostings(index, atom)) : [];
    asked.forEach((postings) => postings.catch(() => NONE));
    let found = null;
    for (let at = 0; at < list.length; at += 1) {
      const postings = await (asked[at] || atomPostings(index, list[at][1]));
      found = found ? intersect(found, postings, list[at][0]) : postings;
      if (found.sections.length === 0) break;
    }
    return found || NONE;
  }

  const isWordClass = (c) => classOf(c) === CLASS.letter || classOf(c) === CLASS.digit;

  /** Cuts a form into conditions that together hold exactly where it stands, with their offsets. */
  function atoms(form) {
    const chars = Array.from(form);
    const isCjk = (at) => at < chars.length && classOf(chars[at]) === CLASS.cjk;
    if (chars.length === 1 && isCjk(0)) return [[0, { single: chars[0] }]];
    const out = [];
    for (let at = 0; at < chars.length; ) {
      if (isWordClass(chars[at])) {
        out.push([at, wordAtom(chars, at)]);
        while (at < chars.length && isWordClass(chars[at])) at += 1;
      } else if (isCjk(at)) {
        // Pairs side by side; the last one may overlap the one before it.
        const from = at + 1 < chars.length ? at : at - 1;
        out.push([from, { term: chars[from] + chars[from + 1] }]);
        at += isCjk(at + 1) ? 2 : 1;
      } else {
        at += 1;
      }
    }
    return out;
  }

  /** A word; at the edges of a form it may stand inside a longer one. */
  function wordAtom(chars, from) {
    let end = from;
    while (end < chars.length && isWordClass(chars[end])) end += 1;
    const text = chars.slice(from, end).join("");
    return from > 0 && end < chars.length ? { term: text } : { part: text, start: from > 0, end: end < chars.length };
  }

  async function atomPostings(index, atom) {
    if (atom.term) return index.postings(atom.term);
    const terms = atom.single ? (await index.terms(atom.single)).map((term) => [term, 0]) : partsOf(await index.words(), atom);
    const lists = await Promise.all(terms.map(async ([term, by]) => ({ list: await index.postings(term), by })));
    return union(index.facts.sections, lists);
  }

  function partsOf(words, { part, start, end }) {
    const holding = words.filter((word) => word.includes(part));
    return holding.flatMap((word) => offsets(word, part, start, end).map((offset) => [word, offset]));
  }

  /** Where a part stands in a word, in characters; only at its start or end where that is asked. */
  function offsets(word, part, start, end) {
    if (start) return word.startsWith(part) ? [0] : [];
    const length = (text) => Array.from(text).length;
    if (end) return word.endsWith(part) ? [length(word) - length(part)] : [];
    const out = [];
    for (let at = word.indexOf(part); at >= 0; at = word.indexOf(part, at + 1)) out.push(length(word.slice(0, at)));
    return out;
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

  Object.assign(search, { find });
})(window.tebikiSearch);
