// Answers a query from postings: which sections, in which order. The same as src/search/engine.rs,
// function by function and number by number; `tebiki search` is what it is tested against.
(function (search) {
  "use strict";
  const { exact, forms, inflected, isSentence, matches, pairs, parse, parts, rank, sortedPages } = search;
  const ENOUGH = 8;
  const PARTIAL = 20;
  const SECTIONS = 3;

  /** Answers a query: `hits`, the best first; the forms that were `found`; `synonyms` among them. */
  async function answer(index, query) {
    const alone = query.words.filter((word) => !word.excluded).length === 1;
    const all = await Promise.all(query.words.map((word) => matches(index, word.forms, alone && !word.excluded)));
    const isTyped = (_, at) => !query.words[at].excluded;
    const allowed = allowedSections(index.facts, query, all.filter((_, at) => !isTyped(_, at)));
    const typed = all.filter(isTyped);
    if (typed.length === 0) return given(filtered(index.facts, query, allowed), []);
    const weighed = typed.map((matches) => ({ matches, weight: 100 }));
    const whole = rank(index.facts, weighed, [], allowed).filter(({ tier }) => tier !== "partial");
    const question = questionOf(query.words.filter(isTyped));
    if (whole.length >= ENOUGH || (whole.length > 0 && !question.isSentence)) return given(whole, typed);
    const asked = await lookUp(index, question);
    const pages = rank(index.facts, asked.words, typed, allowed);
    const ranked = asked.isCut ? sortedPages(pages.map((page) => ({ ...page, tier: "partial" })).sort((a, b) => a.page - b.page)) : pages;
    return given(best(ranked), [...typed, ...asked.words.map(({ matches }) => matches)]);
  }

  /** Makes an answer of pages and of the words that were looked up. */
  function given(pages, words) {
    const found = words.flatMap(({ lists }) => lists.map(({ form }) => form));
    const hits = [];
    for (const { page, tier, score, sections } of pages) for (const section of sections) hits.push({ section, page, tier, score });
    return { hits, found: found.map(({ text }) => text), synonyms: found.filter(({ nearness }) => nearness === "synonym") };
  }

  /** Says of a section whether it may be shown. */
  function allowedSections(facts, query, excluded) {
    if (!hasFilter(query) && excluded.length === 0) return () => true;
    const passes = facts.pages.map((page) => passesPage(page, query));
    return (section) => passes[facts.pageOf[section]] && !excluded.some((word) => word.places[section] > 0);
  }

  function passesPage(page, { kinds, tags, audiences }) {
    return (kinds.length === 0 || kinds.includes(page.kind)) && tags.every((tag) => page.tags.includes(tag)) && audiences.every((audience) => page.audience.includes(audience));
  }

  const hasFilter = ({ kinds, tags, audiences }) => kinds.length + tags.length + audiences.length > 0;

  /** First sections of the pages that pass the filters, for a query that has nothing else. */
  function filtered(facts, query, allowed) {
    if (!hasFilter(query)) return [];
    const pages = facts.pages.map(({ first }, page) => ({ page, tier: "section", score: 0, sections: [first] }));
    return pages.filter(({ sections }) => allowed(sections[0]));
  }

  /** Pages that have all words, then the best of those that have some. */
  function best(pages) {
    const most = pages.reduce((most, { share }) => Math.max(most, share), 0);
    const near = pages.filter(({ share }) => share * 2 >= most);
    const part = near.filter(({ tier }) => tier === "partial").slice(0, PARTIAL);
    const short = part.map((page) => ({ ...page, sections: page.sections.slice(0, SECTIONS) }));
    return near.filter(({ tier }) => tier !== "partial").concat(short);
  }

  /** The words of a query as a question. Words in quotation marks are not to be taken apart. */
  function questionOf(words) {
    const all = new Map();
    if (words.some(({ quoted }) => quoted)) return { parts: [], isSentence: false };
    let found = false;
    for (const { forms } of words) {
      const typed = forms[0].text;
      const own = parts(typed);
      if (isSentence(typed, own)) found = true;
      for (const part of own) if (!all.has(part.text)) all.set(part.text, part);
    }
    return { parts: [...all.values()], isSentence: found };
  }

  /** Looks up the words of a question. Those that stand nowhere are cut into pairs. */
  async function lookUp(index, question) {
    const alone = question.parts.length === 1;
    const found = await Promise.all(question.parts.map((part) => lookUpPart(index, part, alone)));
    return { words: found.flatMap(({ words }) => words), isCut: found.some(({ isCut }) => isCut) };
  }

  async function lookUpPart(index, part, alone) {
    const whole = await matches(index, inflected(await forms(index, part.text), part.inflected), alone);
    if (whole.sections.length > 0) return { words: [{ matches: whole, weight: part.weight }], isCut: false };
    const cut = await Promise.all(pairs(part).map(async (pair) => ({ matches: await matches(index, [exact(pair.text)], false), weight: pair.weight })));
    return { words: cut.filter(({ matches }) => matches.sections.length > 0), isCut: true };
  }

  /** Answers what a reader types. */
  search.answer = (typed) =>
    search.withIndex(async function (index) {
      const query = await parse(index, typed);
      return index.answer ? index.answer(query) : { ...(await answer(index, query)), query, index };
    });
})(window.tebikiSearch);
