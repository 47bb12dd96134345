// A button that shows the lines of a block of code which its writer hid.
(function () {
  "use strict";
  for (const pre of document.querySelectorAll("pre.has-hidden")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy show-hidden";
    button.textContent = document.body.dataset.hiddenLines;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", function () {
      const shown = pre.classList.toggle("shows-hidden");
      button.setAttribute("aria-pressed", String(shown));
    });
    (pre.closest(".code") || pre).append(button);
  }
})();
