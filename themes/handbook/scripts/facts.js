// Says when what a page states may be old. The page cannot know: it was built some day, and is
// read on another.
(function () {
  "use strict";
  const YEARS = 2;
  const line = document.querySelector("[data-stale]");
  if (!line) return;
  const { asOf, reviewBy } = line.dataset;
  const now = new Date();

  function overdue() {
    return reviewBy && new Date(reviewBy) < now;
  }

  function old() {
    if (!asOf) return false;
    const limit = new Date(asOf);
    limit.setFullYear(limit.getFullYear() + YEARS);
    return limit < now;
  }

  line.hidden = !(overdue() || old());
})();
