// Carries the words that were found from a result to its page, and marks them there.
(function (search) {
  "use strict";
  const KEY = "tebiki:highlight";
  const NAME = "tebiki-search";
  const MOST = 1000;
  const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, pre, figcaption, summary, label, div, section";
  const SKIPPED = "rt, rp, script, style, button, input, textarea, select";

  /**
   * Before a link is followed: keeps the words for its page. Pages from a disk have a storage each
   * in Firefox, so there they go into the address, and `search.js` takes them out of it again.
   */
  search.carry = function (link, found) {
    const words = [...new Set(found)].join("\n").slice(0, MOST);
    if (location.protocol === "file:") {
      const address = new URL(link.href);
      address.searchParams.set("highlight", words);
      const plain = link.getAttribute("href");
      link.href = address.href;
      setTimeout(() => link.setAttribute("href", plain));
      return;
    }
    try {
      sessionStorage.setItem(KEY, words);
    } catch {
      // The page is then shown without marks.
    }
  };

  function textNodes(main) {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(SKIPPED)) nodes.push(walker.currentNode);
    return nodes;
  }

  /** Text nodes by the block that they are in: a word may go over several of them. */
  function blocks(nodes) {
    const out = [];
    let last = null;
    for (const node of nodes) {
      const block = node.parentElement.closest(BLOCKS);
      if (out.length > 0 && block === last) out[out.length - 1].push(node);
      else out.push([node]);
      last = block;
    }
    return out;
  }

  /** Ranges of the words in the text nodes of one block. */
  function rangesIn(nodes, words) {
    const text = nodes.map((node) => node.data).join("");
    const units = [0];
    for (const c of text) units.push(units[units.length - 1] + c.length);
    const places = search.marks(text, words).map(([start, end]) => [units[start], units[end]]);
    const ranges = [];
    let from = 0;
    for (const node of nodes) {
      for (const [start, end] of places) {
        if (start < from + node.length && end > from) ranges.push(range(node, Math.max(0, start - from), Math.min(node.length, end - from)));
      }
      from += node.length;
    }
    return ranges;
  }

  function range(node, start, end) {
    const made = document.createRange();
    made.setStart(node, start);
    made.setEnd(node, end);
    return made;
  }

  /** Shows ranges as marked; elements only where the browser knows no highlights. */
  function show(ranges) {
    if (typeof Highlight === "function" && CSS.highlights) {
      CSS.highlights.set(NAME, new Highlight(...ranges));
      return;
    }
    for (const range of ranges.reverse()) range.surroundContents(document.createElement("mark"));
  }

  /** Marks words in the text of this page. */
  search.mark = async function (words) {
    const main = document.getElementById("main");
    if (words.length === 0 || !main) return;
    await search.index();
    show(blocks(textNodes(main)).flatMap((nodes) => rangesIn(nodes, words)));
  };

  const carried = document.documentElement.dataset.highlight || "";
  // Without the index there is nothing to say: the reader asked for the page, not for marks.
  search.mark(carried.split("\n").filter((word) => word !== "")).catch(() => {});
})(window.tebikiSearch);
