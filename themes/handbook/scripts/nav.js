// The menu. On a narrow screen it covers the page; on a wide one it lies beside it and goes when
// the focus leaves it. Without this script it is a link to the navigation.
(function () {
  "use strict";
  const link = document.querySelector("[data-menu]");
  const nav = document.getElementById("site-nav");
  if (!link || !nav) return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.setAttribute("aria-controls", nav.id);
  link.replaceWith(button);

  const wide = window.matchMedia("(min-width: 64em)");
  const label = button.querySelector(".tool-label");
  const words = { open: label.textContent, close: link.dataset.close };

  function behind() {
    return document.querySelectorAll("main, .site-footer");
  }

  function set(open) {
    nav.classList.toggle("is-shown", open);
    document.documentElement.classList.toggle("has-menu", open);
    button.setAttribute("aria-expanded", String(open));
    label.textContent = open ? words.close : words.open;
    for (const part of behind()) part.inert = open && !wide.matches;
  }

  function close() {
    if (button.getAttribute("aria-expanded") !== "true") return;
    set(false);
    button.focus();
  }

  button.addEventListener("click", function () {
    const open = button.getAttribute("aria-expanded") !== "true";
    set(open);
    if (open) (nav.querySelector("[aria-current]") || nav.querySelector("a")).focus();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") close();
  });
  nav.addEventListener("focusout", function (event) {
    const to = event.relatedTarget;
    if (wide.matches && to && to !== button && !nav.contains(to)) set(false);
  });
  // On a screen that has become wide the navigation is beside the text anyway.
  wide.addEventListener("change", () => set(false));
  set(false);
})();
