// An answer → elements. Everything is put in as text: nothing that was typed or indexed is ever
// read as HTML.
(function (search) {
  "use strict";
  const { marked, snippet } = search;
  const root = document.documentElement.dataset.root || "";
  const words = document.getElementById("search-dialog").dataset;
  const ENCODED = "%#?\"<>\\^`{|}'& ";

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  /** Percent-encodes what may not stand in an address; the same as `path::encode`. */
  function encode(path) {
    const hex = (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
    const isControl = (c) => c < " " || (c >= "\u007f" && c <= "\u009f");
    const one = (c) => (ENCODED.includes(c) || isControl(c) ? hex(c) : c);
    return Array.from(path, one).join("");
  }

  function withMarks(target, parts) {
    target.replaceChildren(...parts.map(([isMarked, text]) => (isMarked ? element("mark", "", text) : text)));
  }

  /** The section of a page: its anchor and heading. The first one is the page itself. */
  function sectionOf(answer, hit, page) {
    const number = hit.section - answer.index.facts.pages[hit.page].first;
    const [anchor, heading] = number > 0 ? page.headings[number - 1] : ["", page.title];
    return { number, anchor, heading };
  }

  /** A result; its snippet is filled when it comes into view. */
  function result(answer, hit, page) {
    const { number, anchor, heading } = sectionOf(answer, hit, page);
    const headingPart = element("span", "result-heading");
    const snippetPart = element("span", "result-snippet");
    withMarks(headingPart, marked(heading, answer.found));
    const link = element("a", "", headingPart, " ", snippetPart);
    link.href = root + encode(page.url) + (anchor === "" ? "" : "#" + encode(anchor));
    const item = element("li", "result", link);
    item.fill = async function () {
      item.fill = null;
      withMarks(snippetPart, snippet(await answer.index.text(hit.page, number), answer.found));
    };
    return item;
  }

  /**
   * A page with those of its sections that stand one after another in the answer. Where the page
   * itself is the first of them, its link shows the title already.
   */
  function resultPage(answer, hits, page) {
    const { kind: name, first } = answer.index.facts.pages[hits[0].page];
    const kind = answer.index.facts.kinds.get(name);
    const title = element("h3", "result-title", element("span", hits[0].section === first ? "visually-hidden" : "", page.title));
    if (kind) title.append(" ", element("span", "badge", kind));
    const list = element("ul", "", ...hits.map((hit) => result(answer, hit, page)));
    const crumbs = page.crumbs === "" ? [] : [element("p", "result-crumbs", page.crumbs)];
    const divider = answer.divider === hits[0] ? [element("p", "result-divider", words.textPartly)] : [];
    return element("section", "result-page", ...divider, title, ...crumbs, list);
  }

  /** Cuts hits into runs of one page. */
  function runs(hits) {
    const out = [];
    for (const hit of hits) {
      const last = out[out.length - 1];
      if (last && last[0].page === hit.page) last.push(hit);
      else out.push([hit]);
    }
    return out;
  }

  /** Makes the elements of some runs. */
  function resultPages(answer, runs) {
    return Promise.all(runs.map(async (run) => resultPage(answer, run, await answer.index.page(run[0].page))));
  }

  /** Fills the snippets of a list that are on the screen; those after the first that is not, are not. */
  async function fillVisible(list) {
    const filling = [];
    if (list.getClientRects().length === 0) return;
    const dialog = list.closest("dialog");
    const end = dialog ? dialog.getBoundingClientRect().bottom : window.innerHeight;
    for (const item of list.querySelectorAll(".result")) {
      const { top, bottom } = item.getBoundingClientRect();
      if (top >= end) break;
      if (bottom >= 0 && item.fill) filling.push(item.fill());
    }
    await Promise.all(filling);
  }

  /** Calls a function for each result that comes into view. */
  function whenVisible(items, found) {
    const observer = new IntersectionObserver(function (entries) {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        found(target);
      }
    });
    items.forEach((item) => observer.observe(item));
    return observer;
  }

  function pairs(text) {
    const chars = Array.from(text);
    return chars.slice(1).map((c, at) => chars[at] + c);
  }

  /** Names of terms that share most pairs of characters with what was typed. */
  async function nearestNames({ query, index }, most) {
    const wanted = new Set(query.words.filter((word) => !word.excluded).flatMap((word) => pairs(word.forms[0].text)));
    const near = [];
    for (const group of await index.groups()) {
      for (const [normal, label] of group) {
        const own = pairs(normal);
        const shared = own.filter((pair) => wanted.has(pair)).length;
        if (shared > 0) near.push({ label, share: Math.floor((200 * shared) / (own.length + wanted.size)) });
      }
    }
    near.sort((a, b) => b.share - a.share);
    return [...new Set(near.map(({ label }) => label))].slice(0, most);
  }

  Object.assign(search, { element, fillVisible, nearestNames, resultPages, runs, whenVisible });
})(window.tebikiSearch);
