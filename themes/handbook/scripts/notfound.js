// Puts the words of the address that was not found into the search field.
(function () {
  "use strict";
  const input = document.querySelector("[data-from-address]");
  if (!input) return;
  const last = location.pathname.split("/").filter(Boolean).pop() || "";
  try {
    input.value = decodeURIComponent(last).replace(/\.html?$/, "").replace(/[-_]+/g, " ");
  } catch {
    input.value = "";
  }
  if (input.value === "404") input.value = "";
})();
