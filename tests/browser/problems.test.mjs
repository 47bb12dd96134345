// The other tests rely on noticing whatever goes wrong on a page; these pages go wrong on purpose.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { combinations } from "./support/combinations.mjs";

// A page whose mistake is not noticed fails after so many milliseconds.
const PATIENCE = 10_000;
const POLICY = `<meta http-equiv="content-security-policy" content="script-src 'self'">`;

const WRONG = new Map([
  ["an exception", ["<script>throw new Error('wrong')</script>", /wrong/]],
  ["an exception later", ["<script>Promise.reject(new Error('wrong'))</script>", /wrong/]],
  ["an error on the console", ["<script>console.error('wrong')</script>", /wrong/]],
  ["a script that is missing", ["<script src='wrong.js'></script>", /wrong\.js/]],
  ["a style sheet that is missing", ["<link rel='stylesheet' href='wrong.css'>", /wrong\.css/]],
  ["an inline script under the policy", [`${POLICY}<script>document.title = "wrong"</script>`, /script-src/]],
  ["a request that leaves the site", ["<img src='http://127.0.0.1:1/wrong.png'>", /wrong\.png/]],
  // Allowed where automation relaxes the rules for file://, see support/browsers.mjs.
  ["a file that is fetched", ["<script>fetch('other.txt').catch(console.error)</script>", /fetch|CORS|Cross-Origin/i]],
]);

const folder = mkdtempSync(path.join(tmpdir(), "tebiki-problems-"));
writeFileSync(path.join(folder, "other.txt"), "");
after(() => rmSync(folder, { recursive: true }));

/** Opens a page and waits until what is wrong with it was noticed. */
async function open(page, html, message) {
  const file = path.join(folder, "index.html");
  writeFileSync(file, `<!doctype html><html lang="en"><meta charset="utf-8"><title>wrong</title>${html}`);
  await page.goto(pathToFileURL(file).href);
  const deadline = Date.now() + PATIENCE;
  while (!page.problems.some((problem) => message.test(problem)) && Date.now() < deadline) await sleep(20);
}

combinations(
  (read) => {
    for (const [name, [html, message]] of WRONG) {
      test(name, () => assert.rejects(read({}, (page) => open(page, html, message)), message));
    }
    test("a page without problems", () => read({}, (page) => page.goto("about:blank")));
  },
  { ways: ["file"] },
);
