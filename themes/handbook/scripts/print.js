// Paper cannot be opened: what is folded on the screen is unfolded for printing. Not the details of
// a checklist: a sheet with all of them has three times the leaves, so the reader opens what is wanted.
(function () {
  "use strict";
  let folded = [];

  window.addEventListener("beforeprint", function () {
    folded = [...document.querySelectorAll("main details:not([open], .item-more)")];
    for (const details of folded) details.open = true;
  });
  window.addEventListener("afterprint", function () {
    for (const details of folded) details.open = false;
    folded = [];
  });
})();
