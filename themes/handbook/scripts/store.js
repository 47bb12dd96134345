// What a page remembers of its reader, and how that is carried away from the page and back.
// One key for each page: Firefox gives every page from a disk a storage of its own.
(function () {
  "use strict";

  function store(name) {
    const key = "tebiki:" + name;
    return {
      load() {
        try {
          return JSON.parse(localStorage.getItem(key));
        } catch {
          return null;
        }
      },
      // Tells whether it was saved: a full or forbidden storage must not go unnoticed.
      save(value) {
        try {
          localStorage.setItem(key, JSON.stringify(value));
          return true;
        } catch {
          return false;
        }
      },
      clear() {
        try {
          localStorage.removeItem(key);
        } catch {
          // Nothing was there.
        }
      },
    };
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  // Local time, in a form that sorts: 2026-11-21 04:15:07.
  function stamp(iso) {
    const date = new Date(iso);
    const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
    return day + " " + [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  }

  function download(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function pick(done) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "application/json,.json";
    input.addEventListener("change", function () {
      const reader = new FileReader();
      reader.addEventListener("load", () => done(reader.result));
      if (input.files[0]) reader.readAsText(input.files[0]);
    });
    input.click();
  }

  function parse(text, id) {
    try {
      const data = JSON.parse(text);
      return data && data.page === id ? data : null;
    } catch {
      return null;
    }
  }

  // Makes the buttons of the component `carry` work. `page` has an id and a title; `text`,
  // `data`, `restore` and `clear` are its functions.
  function carry(root, page) {
    const lines = root.querySelectorAll("[data-carry-status]");
    const say = (word) => lines.forEach((line) => (line.textContent = line.dataset[word]));
    const name = (ending) => page.id + "-" + stamp(new Date()).slice(0, 10) + ending;
    const actions = {
      print: () => window.print(),
      text: () => download(name(".txt"), "text/plain;charset=utf-8", page.text()),
      json() {
        const data = { page: page.id, title: page.title, exported: new Date().toISOString(), ...page.data() };
        download(name(".json"), "application/json", JSON.stringify(data, null, 2));
      },
      import: () => pick(function (text) {
        const data = parse(text, page.id);
        if (data) page.restore(data);
        say(data ? "imported" : "bad");
      }),
      clear(button) {
        if (!window.confirm(button.dataset.confirm)) return;
        page.clear();
        say("cleared");
      },
    };
    for (const button of root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do](button));
    }
    return (saved) => say(saved ? "saved" : "unsaved");
  }

  // The edition of what is filled in: its own, or that of the book.
  function edition(root) {
    return root.dataset.edition || document.documentElement.dataset.edition || "";
  }

  window.tebiki = { ...window.tebiki, store, stamp, carry, edition };
})();
