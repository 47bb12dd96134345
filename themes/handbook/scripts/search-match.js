// Where a word stands in its forms, and how well: the same as src/search/matches.rs, function by function.
//
// Where a word stands is `{ sections, scores, owners, slots, places, lists, rarity }`: for each section
// that has it the score, which of the forms' lists counts most there, and where in it.
// `places[section]` is where a section stands in these lists, plus one.
(function (search) {
  "use strict";
  const { find } = search;
  const [ROOM, HEADING, KEYWORDS, BODY] = [256, 4 << 10, 8 << 10, 16 << 10];
  const BITS = { title: 1, heading: 2, keywords: 4, wholeName: 8, wholeTitle: 16 };
  const FIELDS = { title: 4000, heading: 2000, keywords: 3000 };
  const [WHOLE_NAME, WHOLE_TITLE] = [20000, 24000];
  const NEARNESS = { exact: 100, spelling: 80, synonym: 10 };

  /** Finds a word in its forms. `alone` says that the query has no other word. */
  async function matches(index, forms, alone) {
    const found = await Promise.all(forms.map((form) => find(index, form, !alone)));
    const lists = forms.map((form, at) => ({ form, list: found[at], length: Array.from(form.text).length }));
    return scored(index.facts, lists.filter(({ list }) => list.sections.length > 0), alone);
  }

  /** Gives each section that has a form the one that counts most there. */
  function scored(facts, lists, alone) {
    const scores = new Float64Array(facts.sections);
    const owners = new Int16Array(facts.sections);
    const slots = new Int32Array(facts.sections);
    let count = 0;
    lists.forEach(function ({ form, list, length }, owner) {
      const { sections, counts, bits } = list.counts ? list : summed(list, length);
      for (let slot = 0; slot < sections.length; slot += 1) {
        const section = sections[slot];
        const value = score(facts, section, form, counts[slot], bits[slot], alone);
        if (value <= scores[section]) continue;
        if (scores[section] === 0) count += 1;
        [scores[section], owners[section], slots[section]] = [value, owner, slot];
      }
    });
    return { lists, ...compact(scores, owners, slots, count, rarity(facts.sections, count)) };
  }

  /** Drops the sections that have none of the lists. */
  function compact(allScores, allOwners, allSlots, count, weight) {
    const [sections, owners, slots] = [new Int32Array(count), new Int16Array(count), new Int32Array(count)];
    const scores = new Float64Array(count);
    const places = new Int32Array(allScores.length);
    let filled = 0;
    for (let section = 0; section < allScores.length; section += 1) {
      if (allScores[section] === 0) continue;
      sections[filled] = section;
      scores[filled] = allScores[section] * weight;
      owners[filled] = allOwners[section];
      slots[filled] = allSlots[section];
      places[section] = filled += 1;
    }
    return { sections, scores, owners, slots, places, rarity: weight };
  }

  /** How often the text of each section of a list has a form, and where else it stands: what a summary says. */
  function summed({ sections, starts, positions }, length) {
    const counts = new Int32Array(sections.length);
    const bits = new Uint8Array(sections.length);
    for (let slot = 0; slot < sections.length; slot += 1) {
      for (let at = starts[slot]; at < starts[slot + 1]; at += 1) {
        if (positions[at] >= BODY) counts[slot] += 1;
        else bits[slot] |= bitsOf(positions[at], length);
      }
    }
    return { sections, counts, bits };
  }

  function bitsOf(position, length) {
    if (position >= KEYWORDS) return BITS.keywords;
    if (position >= HEADING) return BITS.heading;
    const isName = position % ROOM === length;
    if (position < ROOM) return BITS.title | (isName ? BITS.wholeTitle : 0);
    return isName ? BITS.wholeName : 0;
  }

  /** Score of a form in a section: text, title, heading and keywords, times its nearness. */
  function score(facts, section, form, count, bits, alone) {
    const text = count > 0 ? Math.floor((2200 * 100 * count) / (100 * count + facts.norms[facts.lengths[section]])) : 0;
    const title = bits & BITS.title ? FIELDS.title : 0;
    const heading = bits & BITS.heading ? FIELDS.heading : 0;
    const keywords = bits & BITS.keywords ? FIELDS.keywords : 0;
    const whole = bits & BITS.wholeTitle ? WHOLE_TITLE : bits & BITS.wholeName ? WHOLE_NAME : 0;
    const named = whole > 0 && alone && form.nearness !== "synonym";
    const name = named ? Math.floor((whole * facts.pages[facts.pageOf[section]].nameRank) / 100) : 0;
    return Math.max(1, Math.floor(((text + title + heading + keywords + name) * NEARNESS[form.nearness]) / 100));
  }

  /** Rarity of a word that stands in so many of all sections. */
  function rarity(sections, having) {
    const ratio = Math.max(16, Math.floor((sections * 16) / Math.max(1, having)));
    const bits = 31 - Math.clz32(ratio);
    return 16 + bits * 16 + Math.floor((ratio * 16) / 2 ** bits) - 16 - 64;
  }

  /** Percent that is added to a section when its words stand near one another in the order of the query. */
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

  Object.assign(search, { matches, nearnessBonus });
})(window.tebikiSearch);
