// Loads the files that `src/search/export.rs` writes. They are classic scripts which call
// `tebikiSearch(value)`, so they load from a disk too. The function is also the place where the
// scripts of the search keep what they share.
(function () {
  "use strict";
  const HASH = 8;
  const BODY = 16 << 10;
  const DECODED = 64;
  const waiting = new Map();
  const search = (window.tebikiSearch = function (value) {
    const found = waiting.get(document.currentScript);
    if (found) found(value);
  });
  search.missing = "search file missing";

  const DIGITS = new Uint8Array(128);
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach(function (digit, value) {
    DIGITS[digit.charCodeAt(0)] = value;
  });

  /** Reads the numbers of `postings::write_number` one by one. */
  function reader(text, from) {
    let at = from;
    function next() {
      let number = 0;
      let shift = 0;
      for (;;) {
        const digit = DIGITS[text.charCodeAt(at++)];
        number |= (digit & 31) << shift;
        if (digit < 32) return number;
        shift += 5;
      }
    }
    return { next, at: () => at };
  }

  function numbers(text) {
    const { next, at } = reader(text, 0);
    const out = [];
    while (at() < text.length) out.push(next());
    return out;
  }

  /** Adds up numbers: from sizes to places, from distances to positions. */
  function sums(list, start) {
    let sum = start;
    return list.map((number) => (sum += number));
  }

  /** Runs a script and gives what it hands over. */
  function run(address) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      let value;
      waiting.set(script, (handed) => (value = handed));
      function end() {
        waiting.delete(script);
        script.remove();
        if (value === undefined) reject(new Error(search.missing));
        else resolve(value);
      }
      script.onload = script.onerror = end;
      script.src = address;
      document.head.append(script);
    });
  }

  const nameIn = (names) => (file) => names.slice(file * HASH, (file + 1) * HASH);

  /** Files with their first page or section each, and how to get their names. */
  function grouped({ counts, names }) {
    return { firsts: [0, ...sums(numbers(counts), 0)], name: nameIn(names) };
  }

  /** Files with their first term each, and how to get their names. */
  function listed({ first, names }) {
    return { firsts: first.split("\n"), name: nameIn(names) };
  }

  /** The last place whose value does not come after the one asked for, by a comparison. */
  function lastUpTo(list, isUpTo) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isUpTo(list[middle])) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Compares by code points, as the bytes of UTF-8 do; `<` compares code units. */
  function compare(a, b) {
    let at = 0;
    while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
    if (at === a.length || at === b.length) return a.length - b.length;
    const order = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
    return order(a.charCodeAt(at)) - order(b.charCodeAt(at));
  }

  const isUpTo = (term) => (first) => compare(first, term) <= 0;
  const between = (from, end) => Array.from({ length: Math.max(0, end - from) }, (_, at) => from + at);

  /** Which files may have terms that start with a text. */
  function span(firsts, prefix) {
    const from = Math.max(0, lastUpTo(firsts, isUpTo(prefix)));
    let end = from + 1;
    while (end < firsts.length && firsts[end].startsWith(prefix)) end += 1;
    return [from, end];
  }

  function pageFacts(root) {
    const firsts = sums(numbers(root.counts), 0);
    const pages = numbers(root.kind).map(function (number, page) {
      const [kind, , rank, nameRank] = root.kinds[number];
      return { first: page ? firsts[page - 1] : 0, kind, rank, nameRank, tags: [], audience: [] };
    });
    for (const sort of ["tags", "audience"]) {
      for (const [value, distances] of Object.entries(root[sort])) {
        for (const page of sums(numbers(distances), 0)) pages[page][sort].push(value);
      }
    }
    return pages;
  }

  function pageOfSections(pages, sections) {
    const pageOf = new Int32Array(sections);
    pages.forEach((page, index) => pageOf.fill(index, page.first));
    return pageOf;
  }

  /** For each length of a section how much it counts; see `Facts::norms`. */
  function norms(lengths) {
    const total = lengths.reduce((sum, step) => sum + 2 ** step, 0);
    const average = Math.max(1, Math.floor(total / Math.max(1, lengths.length)));
    return Array.from({ length: 16 }, (_, step) => 24 + Math.floor((96 * 2 ** step) / average));
  }

  /** What ranking knows of the book beside the postings; see `Facts`. */
  function facts(root) {
    const pages = pageFacts(root);
    const lengths = numbers(root.lengths);
    return { sections: root.sections, pages, lengths, norms: norms(lengths), pageOf: pageOfSections(pages, root.sections), kinds: new Map(root.kinds) };
  }

  /** Names of one term, `[normal form, as it is shown]`; see `Group::text`. */
  function group(text) {
    return { text, names: text.split("|").map((shown) => [search.normalise(shown), shown]) };
  }

  /** Postings as flat lists: `positions` of `sections[i]` stand from `starts[i]` to `starts[i + 1]`. */
  function decode(text, from, end) {
    const { next, at } = reader(text, from);
    const sections = new Int32Array((end - from) >> 1);
    const starts = new Int32Array(sections.length + 1);
    const positions = new Int32Array(end - from);
    let [count, filled, section] = [0, 0, 0];
    while (at() < end) {
      const head = next();
      section += head >> 1;
      sections[count++] = section;
      const many = head & 1 ? next() + 2 : 1;
      const first = next();
      let position = first & 1 ? first >> 1 : BODY + (first >> 1);
      positions[filled++] = position;
      for (let more = 1; more < many; more += 1) positions[filled++] = position += next();
      starts[count] = filled;
    }
    return { sections: sections.subarray(0, count), starts: starts.subarray(0, count + 1), positions: positions.subarray(0, filled) };
  }

  const NONE = decode("", 0, 0);

  /** A summary as flat lists: how often the text of a section has the term, and where else it stands; see grams.rs. */
  function decodeSummary(text, from, end) {
    const { next, at } = reader(text, from);
    const sections = new Int32Array(end - from);
    const counts = new Int32Array(end - from);
    const bits = new Uint8Array(end - from);
    let [filled, section] = [0, 0];
    while (at() < end) {
      const head = next();
      const sort = head % 3;
      section += (head - sort) / 3;
      sections[filled] = section;
      counts[filled] = [1, 2, 0][sort] + (sort > 0 ? next() : 0);
      if (sort === 2) bits[filled] = next();
      filled += 1;
    }
    return { sections: sections.subarray(0, filled), counts, bits };
  }

  // What stands before a long term in the lines that have its places, and the names that begin with it; and before a whole name.
  const [PLACES, NAMES, NAME] = ["\u0001", "\u0002", "="];

  /** One edition of the book's index: its root, and what was loaded of it. */
  class Edition {
    constructor(root, folder) {
      this.root = root;
      this.folder = folder;
      this.facts = facts(root);
      this.directories = listed(root.terms);
      this.long = new Set(root.long.split("\n"));
      this.pages = grouped(root.pages);
      this.loaded = new Map();
      this.decoded = new Map();
    }

    file(sort, name) {
      const address = this.folder + sort + "-" + name + ".js";
      if (!this.loaded.has(address)) this.loaded.set(address, run(address));
      return this.loaded.get(address);
    }

    directory(at) {
      return this.file("d", this.directories.name(at)).then(listed);
    }

    lines(directory, at) {
      return this.file("t", directory.name(at)).then((lines) => "\n" + lines);
    }

    /** The line of a term: its postings and, behind a tab each, groups of names; empty where it is not. */
    async line(term) {
      const at = lastUpTo(this.directories.firsts, isUpTo(term));
      if (at < 0) return "";
      const directory = await this.directory(at);
      const lines = await this.lines(directory, lastUpTo(directory.firsts, isUpTo(term)));
      const found = lines.indexOf("\n" + term + "\t");
      const from = found + term.length + 2;
      return found < 0 ? "" : lines.slice(from, lines.indexOf("\n", from));
    }

    postings(term) {
      return this.list(this.long.has(term) ? PLACES + term : term, decode);
    }

    /** Where a name of a term stands, in whole words. */
    name(text) {
      return this.list(NAME + text, decode);
    }

    /** The summary of a long term. */
    summary(term) {
      return this.list(term, decodeSummary);
    }

    async list(key, decode) {
      if (this.decoded.has(key)) return this.decoded.get(key);
      const line = await this.line(key);
      const end = line.indexOf("\t");
      return this.keep(key, decode(line, 0, end < 0 ? line.length : end));
    }

    /** Keeps what was decoded last: the next letter that is typed asks for most of it again. */
    keep(term, list) {
      if (this.decoded.size >= DECODED) this.decoded.delete(this.decoded.keys().next().value);
      this.decoded.set(term, list);
      return list;
    }

    /** The terms that start with a text, in order: each with its list, unless it is long. */
    async starting(prefix) {
      const [from, end] = span(this.directories.firsts, prefix);
      const directories = await Promise.all(between(from, end).map((at) => this.directory(at)));
      const files = directories.flatMap((directory) => between(...span(directory.firsts, prefix)).map((at) => this.lines(directory, at)));
      const lines = (await Promise.all(files)).join("").split("\n");
      return lines.filter((line) => line.startsWith(prefix)).map((line) => line.split("\t", 2));
    }

    /** All pairs that start with a character, in order. */
    async pairs(prefix) {
      const terms = (await this.starting(prefix)).map(([term]) => term);
      return terms.filter((term) => Array.from(term).length === 2);
    }

    /** Postings of the words, or of the ends of words, that start with a text. */
    async words(prefix) {
      const isWord = ([term]) => Array.from(term.slice(prefix.length)).every(search.isOfWord);
      return (await this.starting(prefix)).filter(isWord).map(([, list]) => decode(list, 0, list.length));
    }

    async page(index) {
      const at = lastUpTo(this.pages.firsts, (first) => first <= index);
      const [url, title, crumbs, headings, names, counts] = (await this.file("p", this.pages.name(at)))[index - this.pages.firsts[at]];
      return { url, title, crumbs, headings, texts: grouped({ names, counts }) };
    }

    /** The text of a section; its number counts from the first one of its page. */
    async text(page, number) {
      const { texts } = await this.page(page);
      const at = lastUpTo(texts.firsts, (first) => first <= number);
      return (await this.file("x", texts.name(at)))[number - texts.firsts[at]];
    }

    /** Groups of names that have one of some normal forms. */
    async groupsOf(texts) {
      const found = new Map();
      const terms = texts.map((text) => search.firstTerm(text)).filter((term) => term);
      const lines = await Promise.all(terms.map((term) => this.line(this.long.has(term) ? NAMES + term : term)));
      for (const line of lines) {
        for (const text of line.split("\t").slice(1)) found.set(text, group(text));
      }
      const groups = [...found.values()].filter(({ names }) => names.some(([normal]) => texts.includes(normal)));
      return groups.sort((a, b) => compare(a.text, b.text)).map(({ names }) => names);
    }

    /** The names of all terms. */
    async groups() {
      const lines = await this.file("s", this.root.synonyms);
      return lines === "" ? [] : lines.split("\n").map((line) => group(line).names);
    }
  }

  /** Loads an edition: its root. */
  async function open(query) {
    const address = document.documentElement.dataset.search;
    const root = await run(address + query);
    const index = root.engine ? new search.Elsewhere(root) : new Edition(root, address.slice(0, address.lastIndexOf("/") + 1));
    search.setTables(root.tables);
    return index;
  }

  let current;

  /** Opens the index. A failure is forgotten, so that the next query tries again. */
  function opened(query) {
    const opening = open(query);
    opening.catch(() => (current = current === opening ? undefined : current));
    current = opening;
    return opening;
  }

  search.index = () => current || opened("");

  /**
   * Works with the index. When a file is missing, a new edition was published since the root was
   * loaded: the root is loaded again, past all caches, and the work done once more.
   */
  search.withIndex = async function (work) {
    const known = search.index();
    try {
      return await work(await known);
    } catch (error) {
      if (error.message !== search.missing) throw error;
      return work(await (current && current !== known ? current : opened("?v=" + Date.now())));
    }
  };

  search.NONE = NONE;
})();
