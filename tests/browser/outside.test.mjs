// No page asks for anything outside the site. All pages are read; a page of every template and a sample are opened in
// both browsers, and every page with PAGES=all.
import assert from "node:assert/strict";
import { test } from "node:test";

import { onePerTemplate, pages, read } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import { tags } from "./support/html.mjs";
import { nothing } from "./support/nothing.mjs";
import { sample } from "./support/text.mjs";

const SEED = 20261121;
const SAMPLE = 20;
const TABS = 3;
const ELSEWHERE = /(^|[\s,"'(=])([a-z][\w+.-]*:)?\/\/[\w[]/i;

/** Attributes that lead a reader elsewhere, or say something to machines; a browser loads nothing by them. */
function isHarmless({ name, attributes }, attribute) {
  const rel = attributes.get("rel") ?? "";
  if (name === "a" || name === "area") return attribute === "href" || /^(title|aria-label|data-[\w-]+)$/.test(attribute);
  if (name === "link") return attribute === "href" && /^(canonical|alternate|license|author|edit)$/.test(rel);
  if (name === "meta") return attribute === "content" && !attributes.has("http-equiv");
  return attribute.startsWith("xmlns") || /^(title|alt|value|placeholder|aria-label|data-[\w-]+)$/.test(attribute);
}

/** A name of a vocabulary looks like an address, and nobody asks for it. */
const withoutNames = (value) => value.replaceAll(/xmlns(:\w+)?='[^']*'/g, "");

/** What of a tag may make a browser ask another site. */
function outside(tag) {
  const found = [...tag.attributes].filter(([name, value]) => ELSEWHERE.test(withoutNames(value)) && !isHarmless(tag, name));
  return found.map(([name, value]) => `<${tag.name} ${name}="${value.slice(0, 80)}">`);
}

test("what asks for something elsewhere is noticed", () => {
  const html = `<img srcset="a.png, https://x.example/b.png 2x"><link rel=preconnect href="//x.example"><p style="background:url(https://x.example)">
    <meta http-equiv=refresh content="0;url=https://x.example"><a ping="https://x.example" href="https://x.example">x</a><video poster="http://[::1]/">`;
  assert.equal(tags(html).flatMap(outside).length, 6);
});

test(`nothing in ${pages.length} pages asks for anything elsewhere`, () => {
  nothing(pages.flatMap((page) => tags(read(page)).flatMap(outside).map((what) => `${page}: ${what}`)));
});

const opened = process.env.PAGES === "all" ? pages : [...new Set([...onePerTemplate().values(), ...sample(pages, SAMPLE, SEED)])];
const share = (turn) => opened.filter((_, at) => at % TABS === turn && opened[at] !== "404.html");

combinations(
  (read) => {
    // Whatever is asked for outside the site fails the reading of a page, see support/problems.mjs.
    test(`${opened.length} pages ask for nothing elsewhere`, { timeout: 3_000_000 }, () =>
      Promise.all(
        Array.from({ length: TABS }, (_, turn) =>
          read({}, async (page) => {
            for (const path of share(turn)) await page.visit(path);
          }),
        ),
      ));
  },
  { ways: ["file"] },
);
