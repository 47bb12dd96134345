import { after, describe } from "node:test";

import { siteUrl } from "./book.mjs";
import { launch } from "./browsers.mjs";
import { nothing } from "./nothing.mjs";
import { watch } from "./problems.mjs";
import { serve } from "./server.mjs";

/** A browser that is started by the first page and stays for the file's other tests. */
function lazyBrowser(name, scheme) {
  let starting;
  return {
    get: () => (starting ??= launch(name, scheme)),
    close: async () => (await starting)?.close(),
  };
}

let server;

async function baseOf(way) {
  if (way === "file") return siteUrl;
  return (await (server ??= serve())).origin;
}

after(async () => (await server)?.stop());

/**
 * Gives `use` a page of the handbook, and fails if anything went wrong on it. `page.base` is the
 * address of the site, `page.visit` opens an output path, `page.place` returns the open one;
 * `page.problems` is what went wrong so far.
 */
function reader(browser, base, { name, scheme }) {
  return async (options, use) => {
    const { width = 1280, height = 800, javascript = true } = options;
    const page = await (await browser.get()).newPage();
    page.setDefaultTimeout(10_000);
    page.base = await base();
    page.visit = (path) => page.goto(page.base + path, { waitUntil: "load" });
    page.place = () => decodeURI(page.url().replace(page.base, ""));
    const problems = await watch(page, page.base);
    page.problems = problems;
    try {
      await page.setViewport({ width, height });
      // Firefox has it by a preference.
      if (name === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      if (!javascript) await page.setJavaScriptEnabled(false);
      await use(page).catch((error) => {
        error.message = [error.message, ...problems].join("\n");
        throw error;
      });
      nothing(problems);
    } finally {
      await page.close();
    }
  };
}

/**
 * Defines the same tests for Chromium and Firefox, from `file://` and from `tebiki serve`.
 * `define` gets `read(options, use)` and where it is.
 */
export function combinations(define, { browsers = ["chromium", "firefox"], ways = ["file", "http"], scheme = "light" } = {}) {
  for (const name of browsers) {
    describe(`${name}, ${scheme}`, () => {
      const browser = lazyBrowser(name, scheme);
      after(browser.close);
      for (const way of ways) {
        describe(way, () => define(reader(browser, () => baseOf(way), { name, scheme }), { browser: name, way }));
      }
    });
  }
}
