// Asks a search engine instead of the files of the site, where `book.toml` names one: OpenSearch, or Quickwit by
// the part of OpenSearch's interface that it has. `tebiki export` makes what they hold.
(function (search) {
  "use strict";
  const { CLASS, classOf } = search;
  const MOST = 100;
  const PATIENCE = 10_000;
  // Sections of a page stand this far from those of the next: more than a page has.
  const STEP = 1_000_000;
  search.silent = "search engine silent";

  /** The normal form as words, a kana or kanji each: `quickwit::terms`. */
  function terms(normal) {
    const spaced = Array.from(normal, (c) => (c === "." || classOf(c) === CLASS.cjk ? " " + c + " " : c)).join("");
    return spaced.split(/ +/).filter((word) => word !== "").join(" ");
  }

  /** What each engine is asked for: a form of a word, and the fields with their weights. */
  const ENGINES = {
    opensearch: { text: (normal) => normal, fields: ["title^8", "heading^4", "keywords^4", "text", "title.loose^4", "heading.loose^2", "keywords.loose^2", "text.loose^0.5"] },
    quickwit: { text: terms, fields: ["title_terms", "heading_terms", "keywords_terms", "text_terms"] },
  };

  const any = (list) => ({ bool: { should: list } });
  const is = (field, value) => ({ term: { [field]: { value } } });

  /** A query → the body of the request. */
  function request({ words, kinds, tags, audiences }, { text, fields }) {
    const phrase = (form) => ({ multi_match: { query: text(form.text), type: "phrase", fields } });
    const wanted = words.filter((word) => !word.excluded).map((word) => any(word.forms.map(phrase)));
    const filter = [...tags.map((tag) => is("tags", tag)), ...audiences.map((one) => is("audience", one))];
    if (kinds.length > 0) filter.push(any(kinds.map((kind) => is("kind", kind))));
    // A filter alone lists pages.
    if (wanted.length === 0) filter.push(is("section", 0));
    const unwanted = words.filter((word) => word.excluded).map((word) => phrase(word.forms[0]));
    return { size: MOST, query: { bool: { must: wanted, filter, must_not: unwanted } } };
  }

  /** Sends a request. Whatever goes wrong on the way or over there is silence to the reader. */
  async function ask(address, body) {
    try {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
      if (!response.ok) throw new Error(String(response.status));
      return (await response.json()).hits.hits.map((hit) => hit._source).map(checked);
    } catch (error) {
      throw new Error(search.silent, { cause: error });
    }
  }

  /** A document that leads to a page of the site and nowhere else. */
  function checked(found) {
    const texts = ["url", "title", "crumbs", "anchor", "heading", "text", "kind"];
    const isPath = typeof found.url === "string" && !/[:\\?#]|^\/|(^|\/)\.\.(\/|$)/.test(found.url);
    if (!isPath || !texts.every((field) => typeof found[field] === "string") || !Number.isInteger(found.section)) throw new Error("no section");
    return { ...found, tags: [].concat(found.tags ?? []), audience: [].concat(found.audience ?? []) };
  }

  /** What was found, as an index of its own: it has these pages and sections and no others. */
  class Found {
    constructor(documents, kinds) {
      this.pages = new Map();
      for (const one of documents) {
        if (!this.pages.has(one.url)) this.pages.set(one.url, { ...one, number: this.pages.size, headings: [], texts: [] });
        const page = this.pages.get(one.url);
        page.texts[one.section] = one.text;
        if (one.section > 0) page.headings[one.section - 1] = [one.anchor, one.heading];
      }
      this.list = [...this.pages.values()];
      this.facts = { kinds, pages: this.list.map(({ number, kind, tags, audience }) => ({ first: number * STEP, kind, tags, audience })) };
    }

    /** The sections by page, in the order in which the engine named the pages. */
    hits(documents) {
      const hits = documents.map(({ url, section }) => ({ page: this.pages.get(url).number, section }));
      hits.sort((a, b) => a.page - b.page);
      return hits.map(({ page, section }) => ({ page, section: page * STEP + section, tier: "section", score: 0 }));
    }

    async page(number) {
      return this.list[number];
    }

    async text(page, number) {
      return this.list[page].texts[number];
    }

    async groups() {
      return [];
    }
  }

  /** The engine, in the place of the index. */
  search.Elsewhere = class {
    constructor({ engine, kinds }) {
      this.engine = engine;
      this.kinds = new Map(kinds);
    }

    /** The engine knows other names; nobody else here does. */
    async groupsOf() {
      return [];
    }

    async answer(query) {
      const words = query.words.filter((word) => !word.excluded);
      const isEmpty = words.length + query.kinds.length + query.tags.length + query.audiences.length === 0;
      const documents = isEmpty ? [] : await ask(this.engine.address, request(query, ENGINES[this.engine.name]));
      const index = new Found(documents, this.kinds);
      const found = words.flatMap(({ forms }) => forms.map(({ text }) => text));
      return { hits: index.hits(documents), found, synonyms: [], query, index };
    }
  };
})(window.tebikiSearch);
