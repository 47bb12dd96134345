// Pages that are open in `tebiki serve` follow what is written.
import assert from "node:assert/strict";
import { mkdtemp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";

import { launch } from "./support/browsers.mjs";
import { serve } from "./support/server.mjs";

const PAGE = "content/index.md";
const paragraphs = (text) => `# 入口\n\n${text}\n\n${"長い本文。\n\n".repeat(300)}`;

// A book of one long page.
async function newBook() {
  const folder = await mkdtemp(path.join(tmpdir(), "tebiki-follow-"));
  await mkdir(path.join(folder, "content"));
  await writeFile(path.join(folder, PAGE), paragraphs("初めの文。"));
  return folder;
}

// While a page is loaded anew it has no body for a moment.
const shows = (page, text) =>
  page.waitForFunction((wanted) => document.body?.textContent.includes(wanted), { timeout: 60_000 }, text);

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let browser, folder, server, page;
    const write = (file, text) => writeFile(path.join(folder, file), text);
    const move = (from, to) => rename(path.join(folder, from), path.join(folder, to));

    before(async () => {
      folder = await newBook();
      server = await serve(folder);
      browser = await launch(name);
      page = await browser.newPage();
      await page.goto(server.origin);
    });

    after(async () => {
      await browser?.close();
      await server?.stop();
      await rm(folder, { recursive: true });
    });

    test("a change is shown where the reader was", async () => {
      await shows(page, "初めの文");
      await page.evaluate(() => window.scrollTo({ top: 2500, behavior: "instant" }));
      await page.waitForFunction(() => window.scrollY > 2400, { timeout: 20_000 });
      await write(PAGE, paragraphs("書き直した文。"));
      await shows(page, "書き直した文");
      await page.waitForFunction(() => window.scrollY > 2400 && window.scrollY < 2600, { timeout: 20_000 });
    });

    test("a style is swapped without loading the page again", async () => {
      await page.evaluate(() => (window.stillHere = true));
      await mkdir(path.join(folder, "theme/styles/components"), { recursive: true });
      await write("theme/styles/components/footer.css", "body { outline: 7px solid rgb(1, 2, 3); }\n");
      const outline = () => getComputedStyle(document.body).outlineWidth === "7px";
      await page.waitForFunction(outline, { timeout: 60_000 });
      assert.ok(await page.evaluate(() => window.stillHere && window.scrollY > 2400));
    });

    test("a mistake is shown as the terminal shows it, until it is mended", async () => {
      await write(PAGE, paragraphs("[[どこにもない]]"));
      const told = () => {
        const problems = document.getElementById("tebiki-problems")?.textContent;
        return problems?.includes("error[dead-link]") && problems.includes("content/index.md:3:1");
      };
      await page.waitForFunction(told, { timeout: 60_000 });
      await write(PAGE, paragraphs("直した文。"));
      await shows(page, "直した文");
      await page.waitForFunction(() => !document.getElementById("tebiki-problems"), { timeout: 60_000 });
    });

    test("a file that an editor puts in the place of the old one is shown", async () => {
      await write("content/.index.md.swp", "the editor's own");
      await write("content/index.md~", paragraphs("置き換えた文。"));
      await move("content/index.md~", PAGE);
      await shows(page, "置き換えた文");
    });

    test("a folder that is put in the place of the content is shown", async () => {
      await mkdir(path.join(folder, "next"));
      await write("next/index.md", paragraphs("別のフォルダーの文。"));
      await move("content", "before");
      await move("next", "content");
      await shows(page, "別のフォルダーの文");
      await write(PAGE, paragraphs("移した後の文。"));
      await shows(page, "移した後の文");
    });
  });
}
