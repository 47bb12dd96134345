// Narrows an answer down: by kind of page, by reader, by tag, each with how many results it has.
(function (search) {
  "use strict";
  const { element } = search;
  const words = document.getElementById("search-dialog").dataset;
  const MOST = 30;

  /** What can be chosen: how a page has it, and how it is shown. */
  const FACETS = [
    { name: "kind", title: words.textKind, of: (page) => [page.kind], label: (kind, { kinds }) => kinds.get(kind) || "" },
    { name: "audience", title: words.textAudience, of: (page) => page.audience, label: (role) => words["audience" + role[0].toUpperCase() + role.slice(1)] || role },
    { name: "tag", title: words.textTag, of: (page) => page.tags, label: (tag) => tag },
  ];

  /** Hits whose pages have all that was chosen, apart from one facet. */
  function chosenHits({ hits, index }, chosen, apart) {
    const active = FACETS.filter(({ name }) => chosen[name] && name !== apart);
    return hits.filter((hit) => active.every(({ name, of }) => of(index.facts.pages[hit.page]).includes(chosen[name])));
  }

  /** Values of a facet among hits, with how many have each; the most frequent first. */
  function counts({ index }, hits, { of, label }) {
    const found = new Map();
    for (const hit of hits) for (const value of of(index.facts.pages[hit.page])) found.set(value, (found.get(value) || 0) + 1);
    const shown = [...found].map(([value, count]) => ({ value, count, label: label(value, index.facts) }));
    return shown.filter(({ label }) => label !== "").sort((a, b) => b.count - a.count).slice(0, MOST);
  }

  /** A list to choose a value of a facet from; nothing where there is no choice. */
  function list(answer, facet, chosen, choose) {
    const hits = chosenHits(answer, chosen, facet.name);
    const values = counts(answer, hits, facet);
    if (values.length < 2 && !chosen[facet.name]) return [];
    const select = element("select", "", option("", facet.title, hits.length, ""), ...values.map(({ value, label, count }) => option(value, label, count, chosen[facet.name])));
    select.setAttribute("aria-label", facet.title);
    select.name = facet.name;
    select.addEventListener("change", () => choose({ ...chosen, [facet.name]: select.value }));
    return [select];
  }

  function option(value, label, count, chosen) {
    const made = element("option", "", label + " (" + count + ")");
    made.value = value;
    made.selected = value === chosen;
    return made;
  }

  /** Lists for all facets. */
  function filters(answer, chosen, choose) {
    return FACETS.flatMap((facet) => list(answer, facet, chosen, choose));
  }

  Object.assign(search, { chosenHits, filters });
})(window.tebikiSearch);
