// A copy button for every block of code.
(function () {
  "use strict";
  const { copy, copied } = document.body.dataset;

  function fallback(text) {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      fallback(text);
    }
  }

  for (const pre of document.querySelectorAll(".prose pre")) {
    const frame = document.createElement("div");
    frame.className = "code";
    pre.replaceWith(frame);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.addEventListener("click", async function () {
      await write(pre.textContent);
      button.textContent = copied;
      button.focus();
      setTimeout(() => (button.textContent = copy), 2000);
    });
    frame.append(pre, button);
  }
})();
