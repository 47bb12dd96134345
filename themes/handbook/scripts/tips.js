// Escape puts away the meaning of a term that hover or focus shows, until the next one.
(function () {
  "use strict";
  const root = document.documentElement;
  const show = (event) => event.target.closest?.(".term") && root.classList.remove("no-tips");
  document.addEventListener("keydown", (event) => event.key === "Escape" && root.classList.add("no-tips"));
  document.addEventListener("focusin", show);
  document.addEventListener("pointerover", show);
})();
