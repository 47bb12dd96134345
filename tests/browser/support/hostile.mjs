/** Queries that must do no harm, with what they are. */
export const queries = new Map([
  ["10,000 characters", "漏えい".repeat(3334).slice(0, 10_000)],
  ["10,000 words", "漏 ".repeat(10_000)],
  ["regular expression", "(a+)+$|[漏-え]{1,9}.*?\\d\\"],
  ["quotes", "'\"`「」『』\"漏えい"],
  ["one open quote", '"漏えい'],
  ["script", "<script>window.injected = 1</script>"],
  ["element with a handler", "<img id=injected src=x onerror='window.injected = 1'>漏えい"],
  ["entity", "&lt;b&gt; &#x6F0F;えい"],
  ["lone surrogates", "\ud800漏え\udc00い\ud83d"],
  ["zero-width and bidi", "漏\u200bえ\u200dい\ufeff \u202e漏えい\u2066"],
  ["combining marks", "か" + "\u3099".repeat(500)],
  ["only spaces", " \t\u3000\u00a0 "],
  ["only punctuation", "、。・!?-:()[]{}"],
  ["one character", "漏"],
  ["one Latin character", "a"],
  ["names of objects", "__proto__ constructor toString hasOwnProperty"],
  ["only filters", "kind: tag: -"],
  ["emoji", "👨‍👩‍👧‍👦🇯🇵漏えい"],
]);

// Both run inside the page. A query goes there as JSON, because a lone surrogate does not survive
// the protocol otherwise.
export function type(selector, json) {
  const input = document.querySelector(selector);
  input.value = JSON.parse(json);
  document.getElementById("results").removeAttribute("data-state");
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

export function traces() {
  const elements = document.querySelectorAll("#injected, :is(#results, #partial-results, .search-filters) :is(script, img, iframe), .search-status :is(script, img)");
  return [...elements].map((element) => element.outerHTML).concat(window.injected ? ["a script ran"] : []);
}
