// Paper cannot be opened: what is folded on the screen is unfolded for printing.
(function () {
  "use strict";
  let folded = [];

  window.addEventListener("beforeprint", function () {
    folded = [...document.querySelectorAll("main details:not([open])")];
    for (const details of folded) details.open = true;
  });
  window.addEventListener("afterprint", function () {
    for (const details of folded) details.open = false;
    folded = [];
  });
})();
