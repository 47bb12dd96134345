// Books in which every text is an attack: nothing of it runs, loads, or stands in a page as more than text. Both
// browsers parse every page; they open each page of our own attacks and a sample of those from a published list, with
// PAGES=all each of these too.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { attacks, published, writeBook, writeOrderedBook } from "./support/attacks.mjs";
import { tebiki } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import { type } from "./support/hostile.mjs";
import { tags } from "./support/html.mjs";
import { nothing } from "./support/nothing.mjs";
import { watch } from "./support/problems.mjs";
import { sample } from "./support/text.mjs";

const TABS = 3;
const SAMPLE = 25;
const SEED = 20261121;

// Where the attacks lead; it counts who comes.
const visitors = [];
const outside = createServer((request, response) => {
  visitors.push(request.url);
  response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/plain" }).end();
});
await once(outside.listen(0, "127.0.0.1"), "listening");
after(() => (outside.closeAllConnections(), outside.close()));
const origin = `http://127.0.0.1:${outside.address().port}/`;
const payloads = attacks(origin);
const list = published(origin);

const desk = mkdtempSync(path.join(tmpdir(), "tebiki-attack-"));
const sites = path.join(desk, "sites");
after(() => rmSync(desk, { recursive: true }));

const BOOKS = [["folders", writeBook, payloads], ["summary", writeOrderedBook, payloads], ["published", writeBook, list]];
const written = new Map();
for (const [name, write, texts] of BOOKS) {
  written.set(name, write(path.join(desk, name), texts));
  execFileSync(tebiki, ["build", path.join(desk, name), "-d", path.join(sites, name)]);
}
const pages = readdirSync(sites, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const text = (name) => readFileSync(path.join(sites, name), "utf8");
const isMoved = (name) => text(name).includes('http-equiv="refresh"');
const [moved, shown] = [pages.filter(isMoved), pages.filter((name) => !isMoved(name) && !name.endsWith("404.html"))];
const some = (items) => (process.env.PAGES === "all" ? items : sample(items, SAMPLE, SEED));
const isPublished = (name) => name.startsWith("published");
const opened = [...shown.filter((name) => !isPublished(name)), ...some(shown.filter(isPublished))];
const base = pathToFileURL(sites).href + "/";
const address = (name) => base + name.split(path.sep).map(encodeURIComponent).join("/");

// Runs inside the page, before anything else: whoever calls one of these is an attack that ran.
function trap() {
  for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => console.error(`${name} was called`);
}

// Runs inside the page: what stands in it, or in a page of some HTML, that content may not put there.
function traces(html) {
  const root = html === undefined ? document : new DOMParser().parseFromString(html, "text/html");
  const never = "iframe, object, embed, base, style, math, script:not([src], [type='application/ld+json']), svg script, svg animate, svg set, svg foreignObject, [style], [formaction], [srcdoc], meta[http-equiv='refresh' i], form[action*=':'], link[rel~='stylesheet'][href*=':']";
  const runs = (value) => /^[\s\x00-\x20]*(javascript|vbscript|data):/i.test(value);
  const attacks = ({ name, value }, element) =>
    /^on/i.test(name) || (/^(href|src|xlink:href|action|data|poster|background)$/i.test(name) && runs(value) && element.rel !== "icon");
  const found = [...root.querySelectorAll("*")].filter(
    (element) => element.matches(never) || [...element.attributes].some((attribute) => attacks(attribute, element)),
  );
  return found.map((element) => element.outerHTML.slice(0, 200));
}

/** What a picture gives that is not there, or that the policy stops; whether it was asked for, `visitors` knows. */
const isPicture = (problem) => /failed to load file:|ERR_FILE_NOT_FOUND|img-src/.test(problem) || problem.includes(origin);

/** An open tab, with what went wrong in it. */
async function tab(browser) {
  const page = await browser.newPage();
  const problems = await watch(page, base);
  await page.evaluateOnNewDocument(trap);
  const bad = async () => {
    const seen = problems.splice(0).filter((problem) => !isPicture(problem));
    return [...(await page.evaluate(traces)), ...seen];
  };
  return { page, bad };
}

/** Has a browser parse pages, which runs and loads nothing. Returns what stands there and may not. */
async function parse(browser, names) {
  const page = await browser.newPage();
  const complaints = [];
  for (const name of names) complaints.push(...(await page.evaluate(traces, text(name))).map((what) => `${name}: ${what}`));
  await page.close();
  return complaints;
}

/** Opens addresses in one tab, one after another. Returns what went wrong. */
async function visit(browser, addresses) {
  const { page, bad } = await tab(browser);
  const complaints = [];
  for (const where of addresses) {
    await page.goto(where, { waitUntil: "load" });
    complaints.push(...(await bad()).map((what) => `${where}: ${what}`));
  }
  await page.close();
  return complaints;
}

/** Types queries into the search of a book. */
async function search(browser, book, queries) {
  const { page, bad } = await tab(browser);
  await page.goto(`${base}${book}/search.html?q=${encodeURIComponent(queries[0])}`);
  const complaints = [];
  for (const query of queries) {
    await page.evaluate(type, "#page-search-input", JSON.stringify(query));
    await page.waitForSelector('#results[data-state="done"]');
    complaints.push(...(await bad()).map((what) => `${query}: ${what}`));
  }
  await page.close();
  return complaints;
}

const share = (items, turn) => items.filter((_, at) => at % TABS === turn);
const inTabs = async (look) => (await Promise.all(Array.from({ length: TABS }, (_, turn) => look(turn)))).flat();

for (const name of ["chromium", "firefox"]) {
  describe(name, () => {
    let starting;
    const browser = () => (starting ??= launch(name));
    after(async () => (await starting)?.close());
    test("an attack that runs is noticed", async () => {
      const file = path.join(desk, "index.html");
      writeFileSync(file, `<!doctype html><img src=${origin}seen onerror=alert(1)><iframe></iframe><p style="color:red">`);
      const noticed = (await visit(await browser(), [pathToFileURL(file).href])).join("\n");
      for (const sign of ["alert was called", "<iframe>", "style="]) assert.ok(noticed.includes(sign), noticed);
      assert.deepEqual(visitors.splice(0), ["/seen"]);
      assert.equal((await parse(await browser(), [path.relative(sites, file)])).length, 3);
    });
    test(`nothing stands on ${shown.length} pages that could run`, async () => nothing(await parse(await browser(), shown)));
    test(`nothing runs on ${opened.length} pages`, async () => {
      const one = await browser();
      nothing(await inTabs((turn) => visit(one, share(opened, turn).map(address))));
    });
    test("nothing that is searched for runs", async () => {
      nothing(await search(await browser(), "folders", payloads));
      nothing(await search(await browser(), "published", some(list)));
    });
    test("nothing in an address runs", async () => {
      const places = payloads.filter((_, at) => at % 10 === 0).map(encodeURIComponent);
      nothing(await visit(await browser(), places.flatMap((text) => [`${base}folders/search.html?q=${text}`, `${base}folders/index.html#${text}`])));
    });
  });
}

test("nothing was asked for outside the site", () => nothing(visitors));

test("every page is there, so every attack was made", () => {
  for (const [name, files] of written) {
    nothing(files.filter((file) => !existsSync(path.join(sites, name, file.replace(/\.md$/, ".html")))));
  }
});

// They lead on at once, so no browser stays on them.
test("what leads from an attack leads into the book", () => {
  assert.ok(moved.length > payloads.length / 2);
  const allowed = ["html", "head", "meta", "title", "link", "script", "body", "main", "h1", "p", "a", "span", "wbr", "header", "footer", "div", "ul", "li"];
  nothing(moved.flatMap((name) => tags(text(name)).filter((tag) => !allowed.includes(tag.name)).map((tag) => `${name}: <${tag.name}>`)));
  nothing(moved.flatMap((name) => tags(text(name)).filter(({ attributes }) => /url=(?!(\.\.\/|[^:/]))/i.test(attributes.get("content") ?? "")).map(() => name)));
});

test("template syntax in content is text, and no file is read", () => {
  const all = pages.map(text);
  assert.ok(all.some((html) => html.includes("{{ 7 * 7 }}")));
  nothing(pages.filter((_, at) => /root:x:0/.test(all[at])));
});

test("data in pages is whole, and machines can read all that is for them", () => {
  const data = shown.flatMap((name) => tags(text(name)).filter(({ attributes }) => attributes.get("type") === "application/ld+json"));
  data.forEach((tag) => JSON.parse(tag.text));
  assert.ok(data.length > payloads.length / 2);
  const named = (end) => readdirSync(sites, { recursive: true }).filter((name) => name.endsWith(end));
  named(".json").forEach((name) => JSON.parse(text(name)));
  // What stands in XML is text and known elements; a stray one would be an attack's.
  const known = /^(\?xml|urlset|url|loc|lastmod|feed|entry|title|subtitle|id|link|updated|published|author|name|summary|content|category|rights|generator)$/;
  const elements = named(".xml").flatMap((name) => [...text(name).matchAll(/<([?\w][\w:-]*)/g)].map(([, element]) => `${name}: ${element}`));
  assert.ok(elements.length > payloads.length);
  nothing(elements.filter((element) => !known.test(element.split(": ")[1])));
});

test("no file of the search can end its script", () => {
  const folders = ["folders/search", "published/search"];
  const scripts = folders.flatMap((folder) => readdirSync(path.join(sites, folder)).map((name) => `${folder}/${name}`));
  assert.ok(scripts.length > payloads.length / 10);
  nothing(scripts.filter((name) => text(name).includes("</")));
});
