// The dialog and search.html: what is typed → what is shown.
(function (search) {
  "use strict";
  const { carry, chosenHits, element, fillVisible, filters, nearestNames, normalise, resultPages, runs, whenVisible } = search;
  const RECENT = "tebiki:recent";
  const MOST_RECENT = 5;
  const MOST_NEAREST = 5;
  // One character asks for many files, and is most often the start of a word.
  const WAIT_FOR_SECOND = 250;
  const dialog = document.getElementById("search-dialog");
  const words = dialog.dataset;
  const root = document.documentElement.dataset.root || "";

  /** Puts values into a text of the theme: `{count}`. */
  function fill(text, values) {
    return (text || "").split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : part)).join("");
  }

  /** Lone surrogates cannot stand in an address. */
  const wellFormed = (text) => Array.from(text, (c) => (/^[\ud800-\udfff]$/.test(c) ? "\ufffd" : c)).join("");
  const pageOf = (typed) => root + "search.html" + (typed.trim() === "" ? "" : "?q=" + encodeURIComponent(wellFormed(typed.slice(0, 400))));

  function recent() {
    try {
      const stored = JSON.parse(localStorage.getItem(RECENT));
      return Array.isArray(stored) ? stored.filter((typed) => typeof typed === "string").slice(0, MOST_RECENT) : [];
    } catch {
      return [];
    }
  }

  function remember(typed) {
    const text = wellFormed(typed.trim().slice(0, 100));
    if (text === "") return;
    try {
      localStorage.setItem(RECENT, JSON.stringify([text, ...recent().filter((other) => other !== text)].slice(0, MOST_RECENT)));
    } catch {
      // It is then forgotten.
    }
  }

  /** Says what was found, and by which other names. */
  function sentence(answer, typed) {
    const { hits, query } = answer;
    const isFilter = query.kinds.length + query.tags.length + query.audiences.length > 0;
    if (!isFilter && !query.words.some((word) => !word.excluded)) return words.textOnlyFilters;
    if (hits.length === 0) return fill(words.textNone, { query: typed });
    const whole = hits.filter(({ tier }) => tier !== "partial");
    const some = hits.length - whole.length;
    const pages = new Set(whole.map((hit) => hit.page)).size;
    const count = whole.length > 0 ? fill(words.textCount, { count: whole.length, pages }) : words.textPartial;
    return [count, some > 0 ? fill(words.textSome, { count: some }) : "", synonymNote(answer)].filter((part) => part).join(" ");
  }

  const isPartial = ({ hits }) => hits.length > 0 && hits[0].tier === "partial";

  /** Names the term that was searched for another name of it: CSIRT（シーサート）. */
  function synonymNote({ synonyms, query }) {
    const own = synonyms.find(({ label, title }) => label === title);
    if (!own) return "";
    const meant = query.words.filter(({ forms }) => forms.some(({ label }) => label === own.label));
    return fill(words.textSynonym, { name: own.label, typed: meant.map(({ typed }) => typed).join(" ") });
  }

  /**
   * A place where answers are shown: `parts` are its elements, `most` is how many results it shows,
   * and `batch` how many of their pages at first.
   */
  class View {
    constructor(parts, { most, batch }) {
      Object.assign(this, parts, { most, batch, chosen: {}, turn: 0, answer: null, answered: null, observers: [] });
      this.input.addEventListener("input", (event) => this.typed(event.isComposing));
      this.input.addEventListener("compositionend", () => this.typed(false));
      this.results.addEventListener("click", (event) => this.follow(event));
    }

    /** What is asked for. The Latin letters at the end of a kana word that is being typed are not. */
    wanted(isComposing) {
      const typed = this.input.value;
      const kana = isComposing ? typed.replace(/[a-zａ-ｚ]+$/i, "") : typed;
      return kana === "" ? typed : kana;
    }

    typed(isComposing) {
      const typed = this.wanted(isComposing);
      const { length } = normalise(typed.slice(0, 400));
      this.turn += 1;
      clearTimeout(this.timer);
      if (length === 1 && isComposing) return;
      if (length === 1) this.timer = setTimeout(() => this.search(typed), WAIT_FOR_SECOND);
      else this.search(typed);
    }

    /** Searches and shows. An answer that comes after something else was typed is dropped. */
    async search(typed) {
      const turn = (this.turn += 1);
      const isStale = () => turn !== this.turn;
      this.results.dataset.state = "loading";
      this.onAsked(typed);
      try {
        const answer = await search.answer(typed);
        if (isStale()) return;
        Object.assign(this, { answer, answered: this.input.value, chosen: {} });
        this.showFilters();
        await this.show(isStale);
      } catch (error) {
        if (isStale()) return;
        this.failed(error);
      }
    }

    failed(error) {
      this.clear();
      this.say(error.message === search.silent ? words.textSilent : words.textFailed);
      this.results.dataset.state = "failed";
      if (error.message !== search.missing && error.message !== search.silent) throw error;
    }

    say(text) {
      if (this.status.textContent !== text) this.status.textContent = text;
    }

    clear() {
      this.observers.forEach((observer) => observer.disconnect());
      this.observers = [];
      this.results.replaceChildren();
      this.onShown([]);
    }

    /** Shows those of the answer that were chosen. */
    async show(isStale) {
      const { answer } = this;
      const hits = chosenHits(answer, this.chosen);
      // Where those begin that have only some of the words, unless all have.
      answer.divider = isPartial({ hits }) ? undefined : hits.find(({ tier }) => tier === "partial");
      const waiting = runs(hits.slice(0, this.most));
      const first = await resultPages(answer, waiting.splice(0, this.batch));
      if (isStale()) return;
      this.clear();
      this.tell(hits);
      this.append(first);
      await this.rest(waiting, isStale);
      if (isStale()) return;
      await fillVisible(this.results);
      if (!isStale()) this.finish();
    }

    tell(hits) {
      const typed = this.input.value.slice(0, 200);
      this.results.dataset.total = hits.length;
      this.results.dataset.partial = isPartial(this.answer);
      this.say(typed.trim() === "" ? "" : sentence({ ...this.answer, hits }, typed));
      this.onShown(hits);
    }

    append(pages) {
      this.results.append(...pages);
      this.onListed();
    }

    /** Shows the other results too: a page may have tens of thousands, so others may work between. */
    async rest(waiting, isStale) {
      for (let size = this.batch * 2; waiting.length > 0; size *= 2) {
        const pages = await resultPages(this.answer, waiting.splice(0, size));
        if (isStale()) return;
        this.append(pages);
        await new Promise((resolve) => setTimeout(resolve));
      }
    }

    /** What is seen is complete; the other snippets come when they are seen. */
    finish() {
      const unfilled = [...this.results.querySelectorAll(".result")].filter((item) => item.fill);
      // A text that does not load leaves its result without.
      this.observers.push(whenVisible(unfilled, (item) => item.fill && item.fill().catch(() => {})));
      this.results.dataset.state = "done";
    }

    showFilters() {
      if (this.answer.hits.length === 0) this.filters.replaceChildren();
      if (this.answer.hits.length === 0) this.offer();
      else this.filters.replaceChildren(...filters(this.answer, this.chosen, (chosen) => this.choose(chosen)));
    }

    choose(chosen) {
      const turn = (this.turn += 1);
      const { name } = document.activeElement;
      this.chosen = chosen;
      this.showFilters();
      const same = [...this.filters.children].find((select) => select.name === name);
      if (name && same) same.focus();
      this.show(() => turn !== this.turn).catch((error) => this.failed(error));
    }

    button(text, action) {
      const button = element("button", "", text);
      button.type = "button";
      button.addEventListener("click", action);
      return button;
    }

    /** Nothing was found: terms that look alike; nothing was typed: what was searched before. */
    async offer() {
      const { answer } = this;
      const isEmpty = answer.query.words.length === 0;
      const names = isEmpty ? recent() : await nearestNames(answer, MOST_NEAREST);
      if (names.length === 0 || this.answer !== answer) return;
      this.filters.replaceChildren(element("span", "search-offer", isEmpty ? words.textRecent : words.textNearest), ...names.map((name) => this.button(name, () => this.take(name))));
    }

    take(name) {
      this.input.value = name;
      this.input.focus();
      this.search(name);
    }

    /** A result is followed: its page shall know the words. */
    follow(event) {
      const link = event.target.closest("a");
      if (!link) return;
      remember(this.input.value);
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (link.pathname === location.pathname) this.stay(link.hash);
      else carry(link, this.answer.found);
      this.onFollowed();
    }

    /** A result on the open page: nothing is loaded, and the way there may be long. */
    stay(hash) {
      const target = document.getElementById(decodeURIComponent(hash.slice(1)));
      search.mark(this.answer.found).catch(() => {});
      if (target) setTimeout(() => target.scrollIntoView({ behavior: "instant" }));
    }

    onAsked() {}
    onShown() {}
    onListed() {}
    onFollowed() {}
  }

  Object.assign(search, { View, fill, pageOf, remember, words });
})(window.tebikiSearch);
