// Words with the places where they stand → pages in order, each with its sections in order: the same
// as src/search/ranking.rs, function by function.
(function (search) {
  "use strict";
  const { nearnessBonus } = search;
  const TIERS = ["section", "page", "partial"];
  // A score is below 2^32, the number of a page or a section below 2^20: both go into one number, which sorts faster.
  const [SCORES, NUMBERS] = [2 ** 32, 2 ** 20];
  const key = (score, number) => (SCORES - score) * NUMBERS + number;
  const scoreOf = (key) => SCORES - Math.floor(key / NUMBERS);

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
    const { sections, scores } = matches;
    for (let at = 0; at < sections.length; at += 1) {
      const section = sections[at];
      if (!allowed(section)) continue;
      const score = Math.floor((scores[at] * weight) / 100);
      sums[section] += score;
      having[section] += 1;
      const page = facts.pageOf[section];
      if (score > best[page]) best[page] = score;
    }
    return best;
  }

  /** Ranks one page: half by its best section, half by the best place of each word. */
  function ranked(facts, page, sections, { words, phrases, sums, having, bests }) {
    const whole = sections.filter((section) => having[section] === words.length);
    const tier = whole.length > 0 ? "section" : bests.every((best) => best[page] > 0) ? "page" : "partial";
    const keys = tier === "section" ? whole : sections;
    for (let at = 0; at < keys.length; at += 1) {
      const section = keys[at];
      const near = words.length > 1 && having[section] === words.length ? nearness(words, section) : 0;
      keys[at] = key(sums[section] + Math.floor((sums[section] * near) / 100) + phraseScore(phrases, section), section);
    }
    if (keys.length > 1) keys.sort((a, b) => a - b);
    const first = scoreOf(keys[0]);
    for (let at = 0; at < keys.length; at += 1) keys[at] %= NUMBERS;
    const share = shareOf(words, bests, page);
    let total = 0;
    for (const best of bests) total += best[page];
    const value = Math.floor((Math.floor((Math.floor((first + total) / 2) * facts.pages[page].rank) / 100) * share) / 100);
    return { page, tier, share, score: value, sections: keys };
  }

  const nearness = (words, section) => nearnessBonus(words.map(({ matches }) => matches), section);

  /** Half of the score of what was typed, where it stands as a whole. */
  function phraseScore(phrases, section) {
    let sum = 0;
    for (const word of phrases) if (word.places[section] > 0) sum += Math.floor(word.scores[word.places[section] - 1] / 2);
    return sum;
  }

  /** Percent of the query that the words on a page make up. */
  function shareOf(words, bests, page) {
    let [all, has] = [0, 0];
    for (let at = 0; at < words.length; at += 1) {
      const weight = words[at].matches.rarity * words[at].weight;
      all += weight;
      if (bests[at][page] > 0) has += weight;
    }
    return Math.floor((has * 100) / Math.max(1, all));
  }

  /** The best first, in the order of the book where they are equal. */
  function sorted(pages) {
    const keys = new Float64Array(pages.length);
    for (let at = 0; at < pages.length; at += 1) keys[at] = key(pages[at].score, at);
    keys.sort();
    return pages.map((_, at) => pages[keys[at] % NUMBERS]);
  }

  Object.assign(search, { rank, sortedPages: sorted });
})(window.tebikiSearch);
