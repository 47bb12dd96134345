import { random } from "./random.mjs";

// Runs inside the page. Readings in ruby, the words on buttons and the headings that the theme adds
// (their ids start with `s-`) are not text of the page.
function articleText() {
  for (const extra of document.querySelectorAll("rt, rp, button, main .visually-hidden, main :is(h2, h3)[id^='s-']")) extra.remove();
  const parts = document.querySelectorAll("main h1, main .prose");
  return [...parts].map((part) => part.innerText).join("\n");
}

/** Letters and digits that stand together on the open page, in runs of two or more. */
export async function runs(page) {
  const text = await page.evaluate(articleText);
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** A piece of 2 to 6 characters of one of the runs. */
export function piece(runs, below) {
  const run = [...runs[below(runs.length)]];
  const length = Math.min(run.length, 2 + below(5));
  const start = below(run.length - length + 1);
  return run.slice(start, start + length).join("").replace(/^\p{M}+/u, "");
}

/** Takes `count` of the items, the same in every run. */
export function sample(items, count, seed) {
  const below = random(seed);
  const rest = [...items];
  return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(below(rest.length), 1)[0]);
}
