// The only script of the search that every page loads. It opens the dialog, and loads the rest
// when the reader asks; it also marks the words on the page that a result led to.
(function () {
  "use strict";
  const KEY = "tebiki:highlight";
  const SLASH = "tebiki:slash";
  const root = document.documentElement;
  const dialog = document.getElementById("search-dialog");
  const input = document.getElementById("search-input");
  const slash = document.getElementById("search-slash");
  let loading = false;

  /** Loads the rest of the search. */
  function load() {
    if (loading) return;
    loading = true;
    const script = document.createElement("script");
    script.src = root.dataset.searchScript;
    document.head.append(script);
  }

  function open() {
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
    load();
  }

  function isField(element) {
    return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  }

  function isKey(event) {
    if (event.isComposing || event.altKey) return false;
    if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k" && !event.shiftKey;
    return event.key === "/" && slash.checked && !isField(event.target);
  }

  // A shortcut of one character can be turned off: speech input may say it by accident (WCAG 2.1.4).
  function keepSlash() {
    try {
      slash.checked = localStorage.getItem(SLASH) !== "off";
      slash.addEventListener("change", () => localStorage.setItem(SLASH, slash.checked ? "on" : "off"));
    } catch {
      // The choice then lasts for this page only.
    }
  }

  /** What was searched on the page before, and is to be marked here; it is there once. */
  function carried() {
    const address = new URL(location.href);
    const inAddress = address.searchParams.get("highlight");
    if (inAddress !== null && location.protocol === "file:") {
      address.searchParams.delete("highlight");
      history.replaceState(history.state, "", address.href);
      return inAddress;
    }
    try {
      const stored = sessionStorage.getItem(KEY);
      sessionStorage.removeItem(KEY);
      return stored;
    } catch {
      return null;
    }
  }

  if (!dialog || !root.dataset.searchScript) return;
  keepSlash();
  document.addEventListener("keydown", function (event) {
    if (!isKey(event)) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-search-open]")) open();
  });
  // A browser may leave the focus in the dialog that it closed, where no key does anything.
  dialog.addEventListener("close", () => dialog.contains(document.activeElement) && document.activeElement.blur());
  root.dataset.highlight = carried() || "";
  if (root.dataset.highlight || document.getElementById("page-search-status")) load();
})();
