// Sets the colour scheme before anything is painted: the only script that is not deferred.
(function () {
  "use strict";
  const KEY = "tebiki:scheme";
  const ORDER = ["auto", "light", "dark"];
  const root = document.documentElement;
  root.classList.add("js");

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function apply(scheme) {
    root.dataset.scheme = ORDER.includes(scheme) ? scheme : "auto";
  }

  function remember(scheme) {
    try {
      localStorage.setItem(KEY, scheme);
    } catch {
      // The choice then lasts for this page only.
    }
  }

  function label(button) {
    button.setAttribute("aria-label", button.dataset[root.dataset.scheme]);
    button.title = button.dataset[root.dataset.scheme];
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", function () {
    const button = document.querySelector("[data-scheme-switch]");
    if (!button) return;
    label(button);
    button.addEventListener("click", function () {
      apply(ORDER[(ORDER.indexOf(root.dataset.scheme) + 1) % ORDER.length]);
      remember(root.dataset.scheme);
      label(button);
    });
  });
})();
