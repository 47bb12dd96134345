// Answers a query from postings: which sections, in which order. The same as src/search/engine.rs,
// function by function and number by number; `tebiki search` is what it is tested against.
//
// Where a word stands is `{ sections, scores, owners, slots, places }`: for each section that has it
// the score, which of the forms' lists it is in, and where there. `places[section]` is where a
// section stands in these lists, plus one.
(function (search) {
  "use strict";
  const { CLASS, classOf, find, forms, isKatakana, normalise, parse, snippet, tables } = search;
  const HEADING = 1 << 10;
  const KEYWORDS = 2 << 10;
  const BODY = 4 << 10;
  const PARTIAL = 30;
  const NEARNESS = { exact: 100, spelling: 80, synonym: 50 };
  // A score is below 2^30 (100 words of at most 11,900 · 400 and 40 %), a section below 2^22.
  const [SCORES, SECTIONS] = [2 ** 30, 2 ** 22];

  /** Answers a query: `hits`, the best first; the forms that were `found`; `synonyms` among them. */
  async function answer(index, query) {
    const out = { hits: [], found: [], synonyms: [] };
    const all = await Promise.all(query.words.map((word) => matches(index, word)));
    const words = all.filter((_, at) => !query.words[at].excluded);
    words.forEach((word) => note(out, word));
    const allowed = allowedSections(index.facts, query, all.filter((_, at) => query.words[at].excluded));
    out.hits = complete(index.facts, words, allowed);
    return out.hits.length === 0 && words.length > 0 ? partial(index, query, allowed) : out;
  }

  /** Notes the forms of a word that were found. */
  function note(out, word) {
    for (const form of word.found) {
      out.found.push(form.text);
      if (form.nearness === "synonym") out.synonyms.push(form.label);
    }
  }

  /** Says of a section whether it may be shown. */
  function allowedSections(facts, query, excluded) {
    if (query.kinds.length + query.tags.length + excluded.length === 0) return () => true;
    const passes = facts.pages.map((page) => passesPage(page, query));
    return (section) => passes[facts.pageOf[section]] && !excluded.some((word) => word.places[section] > 0);
  }

  function passesPage(page, query) {
    return (query.kinds.length === 0 || query.kinds.includes(page.kind)) && query.tags.every((tag) => page.tags.includes(tag));
  }

  /** Sections that have all words, then sections of pages that have all words. */
  function complete(facts, words, allowed) {
    if (words.length === 0) return [];
    const [sections, scores] = [[], []];
    for (const section of words[0].sections) {
      if (!isInAll(words, section) || !allowed(section)) continue;
      let score = 0;
      for (const word of words) score += word.scores[word.places[section] - 1];
      sections.push(section);
      scores.push(score + Math.floor((score * nearnessBonus(words, section)) / 100));
    }
    const whole = ranked(facts, "section", sections, scores);
    return words.length === 1 ? whole : whole.concat(acrossSections(facts, words, allowed, whole));
  }

  function isInAll(words, section) {
    for (const word of words) if (word.places[section] === 0) return false;
    return true;
  }

  /** Hits of a tier, the best first: both numbers of each in one, which sorts faster. */
  function ranked(facts, tier, sections, scores) {
    const keys = new Float64Array(sections.length);
    for (let at = 0; at < keys.length; at += 1) keys[at] = (SCORES - scores[at]) * SECTIONS + sections[at];
    const hits = [];
    for (const key of keys.sort()) {
      const section = key % SECTIONS;
      hits.push({ section, page: facts.pageOf[section], tier, score: SCORES - Math.floor(key / SECTIONS) });
    }
    return hits;
  }

  /** Sections with some of the words, of pages that have all of them but in no one section. */
  function acrossSections(facts, words, allowed, whole) {
    const having = new Int32Array(facts.pages.length);
    words.forEach(function (word, at) {
      for (const section of word.sections) {
        const page = facts.pageOf[section];
        if (having[page] === at && allowed(section)) having[page] = at + 1;
      }
    });
    whole.forEach((hit) => (having[hit.page] = 0));
    const scores = new Map();
    const add = (section, score) => scores.set(section, (scores.get(section) || 0) + score);
    for (const word of words) {
      word.sections.forEach((section, at) => having[facts.pageOf[section]] === words.length && allowed(section) && add(section, word.scores[at]));
    }
    return ranked(facts, "page", [...scores.keys()], [...scores.values()]);
  }

  /** Percent that is added when the words stand near one another in the order of the query. */
  function nearnessBonus(words, section) {
    let widest = -1;
    for (let at = 1; at < words.length; at += 1) widest = Math.max(widest, gap(placesIn(words[at - 1], section), placesIn(words[at], section)));
    if (widest < 0 || widest > 100) return 0;
    return widest <= 2 ? 40 : widest <= 20 ? 20 : 8;
  }

  /** Where a word stands in a section: positions `from` to `end` of a list, and its length. */
  function placesIn(word, section) {
    const at = word.places[section] - 1;
    const { list, length } = word.lists[word.owners[at]];
    const slot = word.slots[at];
    return { positions: list.positions, from: list.starts[slot], end: list.starts[slot + 1], length };
  }

  /** Smallest distance from the end of one word to the start of the next, after or before it. */
  function gap(first, second) {
    let smallest = Infinity;
    let at = second.from;
    for (let place = first.from; place < first.end; place += 1) {
      const start = first.positions[place];
      while (at + 1 < second.end && second.positions[at + 1] <= start) at += 1;
      for (let next = at; next < Math.min(at + 2, second.end); next += 1) {
        const other = second.positions[next];
        const distance = other >= start ? other - start - first.length : start - other - second.length;
        smallest = Math.min(smallest, Math.max(0, distance));
      }
    }
    return smallest;
  }

  /** Finds a word in its forms. A section takes the nearest form that it has. */
  async function matches(index, word) {
    const lists = await Promise.all(word.forms.map((form) => find(index, form)));
    const found = word.forms.map((form, at) => ({ form, list: lists[at], length: Array.from(form.text).length }));
    return scored(index.facts, nearest(index.facts, found.filter(({ list }) => list.sections.length > 0)));
  }

  /** Gives each section the first of the lists that has it. */
  function nearest(facts, lists) {
    const owners = new Int16Array(facts.sections).fill(-1);
    const slots = new Int32Array(facts.sections);
    let count = 0;
    lists.forEach(function ({ list }, owner) {
      for (let slot = 0; slot < list.sections.length; slot += 1) {
        const section = list.sections[slot];
        if (owners[section] >= 0) continue;
        owners[section] = owner;
        slots[section] = slot;
        count += 1;
      }
    });
    return { lists, found: lists.map(({ form }) => form), ...compact(owners, slots, count) };
  }

  /** Drops the sections that have none of the lists. */
  function compact(allOwners, allSlots, count) {
    const [sections, owners, slots] = [new Int32Array(count), new Int16Array(count), new Int32Array(count)];
    const places = new Int32Array(allOwners.length);
    let filled = 0;
    for (let section = 0; section < allOwners.length; section += 1) {
      if (allOwners[section] < 0) continue;
      sections[filled] = section;
      owners[filled] = allOwners[section];
      slots[filled] = allSlots[section];
      places[section] = filled += 1;
    }
    return { sections, places, owners, slots };
  }

  function scored(facts, word) {
    const weight = rarity(facts.sections, word.sections.length);
    const scores = new Float64Array(word.sections.length);
    for (let at = 0; at < scores.length; at += 1) {
      scores[at] = score(facts, word.sections[at], word.lists[word.owners[at]], word.slots[at], weight);
    }
    return { ...word, scores };
  }

  /**
   * Score of a word in a section: how often it stands in the text, as BM25 weighs it (see `norms`
   * in search-files.js), and whether in the title, heading or keywords;
   * times the weight of the page's kind.
   */
  function score(facts, section, { form, list, length }, slot, weight) {
    const { positions, starts } = list;
    let [body, title, heading, keywords] = [0, 0, 0, 0];
    for (let at = starts[slot]; at < starts[slot + 1]; at += 1) {
      const position = positions[at];
      if (position >= BODY) body += 1;
      else if (position < HEADING) title = 3000;
      else if (position < KEYWORDS) heading = 1500;
      else keywords = 1200;
    }
    const { rank, titleLength } = facts.pages[facts.pageOf[section]];
    const isWhole = title > 0 && positions[starts[slot]] === 0 && titleLength === length;
    const field = title + (isWhole ? 4000 : 0) + heading + keywords;
    const text = body > 0 ? Math.floor((2200 * 100 * body) / (100 * body + facts.norms[section])) : 0;
    return Math.floor((Math.floor(((text + field) * NEARNESS[form.nearness] * weight) / 100) * rank) / 100);
  }

  /** Rarity of a word that stands in so many of all sections. */
  function rarity(sections, having) {
    const ratio = Math.max(16, Math.floor((sections * 16) / Math.max(1, having)));
    const bits = 31 - Math.clz32(ratio);
    return 16 + bits * 16 + Math.floor((ratio * 16) / 2 ** bits) - 16 - 64;
  }

  /** The best sections when no page has all words: ordered by how much of the query they cover. */
  async function partial(index, query, allowed) {
    const { facts } = index;
    const out = { hits: [], found: [], synonyms: [] };
    const chunksOf = query.words.filter((word) => !word.excluded).flatMap((word) => chunks(word.forms[0].text));
    const weighed = await Promise.all([...new Set(chunksOf)].map((chunk) => weigh(index, chunk)));
    const [covers, scores] = [new Float64Array(facts.sections), new Float64Array(facts.sections)];
    for (const { chunk, word } of weighed.flat()) {
      note(out, word);
      cover(facts, chunk, word, covers, scores);
    }
    out.hits = nearHits(facts, covers, scores, allowed);
    return out;
  }

  /** Sections that cover at least half as much as the best one. */
  function nearHits(facts, covers, scores, allowed) {
    const sections = [];
    covers.forEach((cover, section) => cover > 0 && allowed(section) && sections.push(section));
    const best = sections.reduce((best, section) => Math.max(best, covers[section]), 0);
    const near = sections.filter((section) => covers[section] * 2 >= best);
    near.sort((a, b) => covers[b] - covers[a] || scores[b] - scores[a] || a - b);
    return near.slice(0, PARTIAL).map((section) => ({ section, page: facts.pageOf[section], tier: "partial", score: scores[section] }));
  }

  /** Where a chunk stands. One that stands nowhere is cut into its pairs. */
  async function weigh(index, chunk) {
    const find = async (text) => ({ chunk: text, word: await matches(index, { forms: forms(text, index.facts.synonyms) }) });
    const whole = await find(chunk);
    const chars = Array.from(chunk);
    if (whole.word.sections.length > 0 || chars.length < 3 || !chars.every((c) => classOf(c) === CLASS.cjk)) return [whole];
    return Promise.all(chars.slice(1).map((c, at) => find(chars[at] + c)));
  }

  /** Counts a chunk for the sections that have it: by its rarity and length; hiragana count a quarter. */
  function cover(facts, chunk, word, covers, scores) {
    const length = Math.min(4, Array.from(chunk).length);
    const weight = rarity(facts.sections, word.sections.length) * length * (/^[ぁ-ゖー]*$/u.test(chunk) ? 1 : 4);
    word.sections.forEach(function (section, at) {
      covers[section] += weight;
      scores[section] += word.scores[at];
    });
  }

  /** Script of a character of a question. */
  function script(c) {
    if (c >= "ぁ" && c <= "ゖ") return "hiragana";
    if (isKatakana(c)) return "katakana";
    return { [CLASS.cjk]: "kanji", [CLASS.other]: "space" }[classOf(c)] || "word";
  }

  /** Cuts a question into what carries its meaning: runs of one script, function words dropped. */
  function chunks(text) {
    const runs = [];
    for (const c of text) {
      const last = runs[runs.length - 1];
      if (last && last.script === script(c)) last.run.push(c);
      else runs.push({ script: script(c), run: [c] });
    }
    return runs.flatMap((run, at) => chunk(run, runs[at + 1]));
  }

  /** A single kanji takes the first kana of its ending with it. */
  function chunk({ script, run }, next) {
    if (script === "space") return [];
    if (script === "hiragana") return meaning(run.join(""));
    const ending = script === "kanji" && run.length === 1 && next && next.script === "hiragana" ? next.run[0] : "";
    return [run.join("") + ending];
  }

  /** What is left of a run of hiragana without function words at its start and end. */
  function meaning(run) {
    const words = tables().function;
    let rest = run;
    for (let next; (next = words.find((word) => rest.startsWith(word))); ) rest = rest.slice(next.length);
    for (let next; (next = words.find((word) => rest.endsWith(word))); ) rest = rest.slice(0, -next.length);
    return rest.length >= 2 ? [rest] : [];
  }

  /** Answers what a reader types. */
  search.answer = (typed) =>
    search.withIndex(async function (index) {
      const query = parse(typed, index.facts.synonyms);
      return { ...(await answer(index, query)), query, index };
    });

  /** What tests reach, once the tables are there. */
  search.ready = search.index().then(function (index) {
    const withSynonyms = (text) => forms(text, index.facts.synonyms);
    window.tebiki = { ...window.tebiki, normalise, forms: withSynonyms, parse: (typed) => parse(typed, index.facts.synonyms), snippet, answer: search.answer };
  });
})(window.tebikiSearch);
