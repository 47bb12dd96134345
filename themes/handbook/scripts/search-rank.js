// Words with the places where they stand → pages in order, each with its sections in order: the same
// as src/search/ranking.rs, function by function.
(function (search) {
  "use strict";
  const { nearnessBonus } = search;
  const TIERS = ["section", "page", "partial"];
  // A score is below 2^32, the number of a page below 2^20: both go into one number, which sorts faster.
  const [SCORES, PAGES] = [2 ** 32, 2 ** 20];

  /**
   * Ranks the pages that have any of the words, `{ matches, weight }`. `phrases` are what was typed,
   * where the words are only parts of it.
   */
  function rank(facts, words, phrases, allowed) {
    const sums = new Float64Array(facts.sections);
    const having = new Int32Array(facts.sections);
    const bests = words.map((word) => add(facts, word, sums, having, allowed));
    const pages = [];
    for (let section = 0; section < facts.sections; ) {
      if (having[section] === 0) section += 1;
      else section = addPage(section);
    }
    return TIERS.flatMap((tier) => sorted(pages.filter((page) => page.tier === tier)));

    /** Ranks the page of a section; returns the first section of the next page. */
    function addPage(from) {
      const page = facts.pageOf[from];
      const end = page + 1 < facts.pages.length ? facts.pages[page + 1].first : facts.sections;
      const sections = [];
      for (let section = from; section < end; section += 1) if (having[section] > 0) sections.push(section);
      pages.push(ranked(facts, page, sections, { words, phrases, sums, having, bests }));
      return end;
    }
  }

  /** Adds the score of a word to its sections; returns its best score in each page. */
  function add(facts, { matches, weight }, sums, having, allowed) {
    const best = new Float64Array(facts.pages.length);
    matches.sections.forEach(function (section, at) {
      if (!allowed(section)) return;
      const score = Math.floor((matches.scores[at] * weight) / 100);
      sums[section] += score;
      having[section] += 1;
      const page = facts.pageOf[section];
      if (score > best[page]) best[page] = score;
    });
    return best;
  }

  /** Ranks one page: half by its best section, half by the best place of each word. */
  function ranked(facts, page, sections, { words, phrases, sums, having, bests }) {
    const whole = sections.filter((section) => having[section] === words.length);
    const tier = whole.length > 0 ? "section" : bests.every((best) => best[page] > 0) ? "page" : "partial";
    const all = words.map((word) => word.matches);
    const near = (section) => (words.length > 1 && having[section] === words.length ? nearnessBonus(all, section) : 0);
    const score = (section) => sums[section] + Math.floor((sums[section] * near(section)) / 100) + phraseScore(phrases, section);
    const shown = (tier === "section" ? whole : sections).map((section) => ({ section, score: score(section) }));
    if (shown.length > 1) shown.sort((a, b) => b.score - a.score || a.section - b.section);
    const share = shareOf(words, bests, page);
    let total = 0;
    for (const best of bests) total += best[page];
    const value = Math.floor((Math.floor((Math.floor((shown[0].score + total) / 2) * facts.pages[page].rank) / 100) * share) / 100);
    return { page, tier, share, score: value, sections: shown.map(({ section }) => section) };
  }

  /** Half of the score of what was typed, where it stands as a whole. */
  function phraseScore(phrases, section) {
    let sum = 0;
    for (const word of phrases) if (word.places[section] > 0) sum += Math.floor(word.scores[word.places[section] - 1] / 2);
    return sum;
  }

  /** Percent of the query that the words on a page make up. */
  function shareOf(words, bests, page) {
    let [all, has] = [0, 0];
    words.forEach(function ({ matches, weight }, at) {
      all += matches.rarity * weight;
      if (bests[at][page] > 0) has += matches.rarity * weight;
    });
    return Math.floor((has * 100) / Math.max(1, all));
  }

  /** The best first, in the order of the book where they are equal. */
  function sorted(pages) {
    const keys = Float64Array.from(pages, (page, at) => (SCORES - page.score) * PAGES + at);
    return Array.from(keys.sort(), (key) => pages[key % PAGES]);
  }

  Object.assign(search, { rank, sortedPages: sorted });
})(window.tebikiSearch);
