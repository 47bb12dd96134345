// Keeps what is filled into a form on this page, and carries it away as text or data.
(function () {
  "use strict";
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const store = window.tebiki.store("form:" + form.dataset.id);
  const inputs = [...form.querySelectorAll("input[name], textarea[name]")];
  let values = store.load()?.values || {};

  function choice(input) {
    return input.type === "radio" || input.type === "checkbox";
  }

  function read() {
    const next = {};
    for (const input of inputs) {
      if (!choice(input)) next[input.name] = input.value;
      else if (input.checked) next[input.name] = [...(next[input.name] || []), input.value];
    }
    return next;
  }

  // The field for details is shown when its answer is chosen. Until then it is there on paper only.
  function unfold() {
    for (const box of form.querySelectorAll("[data-details]")) {
      const field = box.closest("[data-field]");
      box.classList.toggle("is-asked", Boolean(field.querySelector("[data-asks-details]:checked")));
    }
  }

  function fill() {
    for (const input of inputs) {
      const value = values[input.name];
      if (choice(input)) input.checked = Array.isArray(value) && value.includes(input.value);
      else input.value = value || "";
    }
    unfold();
  }

  function answer(field) {
    const name = field.dataset.field;
    const value = [values[name] || ""].flat().join(", ");
    const details = values[name + ".details"];
    return field.querySelector("[data-label]").textContent.trim() + "\n    " + value + (details ? " (" + details + ")" : "");
  }

  function asText() {
    values = read();
    const parts = [...form.querySelectorAll("[data-section]")].map(function (section) {
      const fields = [...section.querySelectorAll("[data-field]")].map(answer);
      return ["", "■ " + section.querySelector("h2").textContent.trim(), ...fields].join("\n");
    });
    return [form.dataset.title, window.tebiki.stamp(new Date()), ...parts, ""].join("\n");
  }

  function change(next) {
    values = next;
    saved(store.save({ edition: window.tebiki.edition(form), values }));
    fill();
  }

  const saved = window.tebiki.carry(form, {
    id: form.dataset.id,
    title: form.dataset.title,
    text: asText,
    data: () => ({ edition: window.tebiki.edition(form), values: read() }),
    restore: (data) => change(data.values || {}),
    clear: () => change({}),
  });
  form.addEventListener("input", function () {
    values = read();
    unfold();
    saved(store.save({ edition: window.tebiki.edition(form), values }));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  fill();
})();
