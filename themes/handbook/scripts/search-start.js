// Starts the dialog, and search.html where it is the open page.
(function (search) {
  "use strict";
  const { View, fill, pageOf, remember, resultPages, whenVisible, words } = search;
  const IN_DIALOG = { most: 20, batch: 6 };
  const ON_PAGE = { most: Infinity, batch: 20 };
  const part = (id) => document.getElementById(id);

  /** The dialog: a combobox whose options are links. */
  class Dialog extends View {
    constructor() {
      const results = part("search-results");
      super({ input: part("search-input"), status: part("search-status"), filters: part("search-filters"), results }, IN_DIALOG);
      this.dialog = part("search-dialog");
      this.all = this.dialog.querySelector("[data-search-all]");
      this.dialog.addEventListener("keydown", (event) => this.key(event));
      this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    }

    options() {
      return [...this.results.querySelectorAll(".result > a")];
    }

    onAsked(typed) {
      this.all.href = pageOf(typed);
    }

    onShown(hits) {
      this.active = null;
      this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-expanded", String(hits.length > 0));
      this.all.textContent = hits.length > IN_DIALOG.most ? fill(words.textMore, { count: hits.length }) : words.textAll;
    }

    /** The first results are on the screen; the files of the others load when they are wanted. */
    async rest(waiting, isStale) {
      this.more = async function () {
        const pages = await resultPages(this.answer, waiting.splice(0, IN_DIALOG.batch));
        if (isStale() || pages.length === 0) return;
        this.append(pages);
        this.finish();
      };
    }

    finish() {
      super.finish();
      const last = [...this.results.querySelectorAll(".result")].slice(-1);
      this.observers.push(whenVisible(last, () => this.more().catch(() => {})));
    }

    /** In a listbox there are only groups and options. */
    onListed() {
      this.options().forEach(function (link, number) {
        Object.assign(link, { id: "search-option-" + number, tabIndex: -1 });
        link.setAttribute("role", "option");
        if (!link.hasAttribute("aria-selected")) link.setAttribute("aria-selected", "false");
      });
      for (const section of this.results.children) {
        section.setAttribute("role", "group");
        section.setAttribute("aria-label", section.querySelector(".result-title").textContent);
        for (const part of section.querySelectorAll("h3, p, ul, li")) part.setAttribute("role", "presentation");
      }
    }

    onFollowed() {
      this.dialog.close();
    }

    key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      const action = { Escape: () => this.dialog.close(), ...(event.target === this.input ? this.keysOfInput() : {}) }[event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
      if (action.call(this) !== false) event.preventDefault();
    }

    keysOfInput() {
      const options = this.options();
      const at = options.indexOf(this.active);
      return {
        ArrowDown: () => this.select(options, at + 1),
        ArrowUp: () => this.select(options, at < 0 ? options.length - 1 : at - 1),
        Home: () => at >= 0 && this.select(options, 0),
        End: () => (at >= 0 || this.isAtEnd()) && this.select(options, options.length - 1),
        Enter: () => this.enter(options),
      };
    }

    /** In a text the End key moves the cursor; where that is there already, to the last result. */
    isAtEnd() {
      return this.input.selectionStart === this.input.value.length;
    }

    /** Makes a result the active one; beyond the first and the last one stands the text again. */
    select(options, at) {
      if (this.active) this.active.setAttribute("aria-selected", "false");
      this.active = options[at] || null;
      if (!this.active) return this.input.removeAttribute("aria-activedescendant");
      this.active.setAttribute("aria-selected", "true");
      this.active.scrollIntoView({ block: "nearest" });
      return this.input.setAttribute("aria-activedescendant", this.active.id);
    }

    /** Opens the active result, or the first one; before there is one, the page of all results. */
    enter(options) {
      const link = this.active || (this.answered === this.input.value && options[0]);
      if (link) return link.click();
      remember(this.input.value);
      return location.assign(pageOf(this.input.value));
    }
  }

  /** search.html: every result, and the query in the address. */
  class Page extends View {
    constructor() {
      super({ input: part("page-search-input"), status: part("page-search-status"), filters: part("page-search-filters"), results: part("results") }, ON_PAGE);
      this.input.form.addEventListener("submit", (event) => this.submit(event));
    }

    submit(event) {
      event.preventDefault();
      remember(this.input.value);
      this.search(this.input.value);
    }

    onAsked(typed) {
      const { pathname, search: before } = new URL(pageOf(typed), location.href);
      if (before !== location.search) history.replaceState(history.state, "", pathname + before);
    }
  }

  function startPage() {
    const page = new Page();
    // What was typed before the scripts were there stays.
    if (page.input.value === "") page.input.value = new URLSearchParams(location.search).get("q") || "";
    page.search(page.input.value);
  }

  const dialog = new Dialog();
  if (part("page-search-status") && part("results")) startPage();
  if (dialog.dialog.open) dialog.search(dialog.input.value);
  // Opened for the first time, it shows what was searched before.
  dialog.input.addEventListener("focus", () => dialog.answer || dialog.search(dialog.input.value));
})(window.tebikiSearch);
