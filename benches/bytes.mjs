// What a browser loads for a query: `node bytes.mjs tebiki|pagefind SITE QUERIES.json` prints gzip
// bytes of the first query of a session, of each further one, and how long a query takes whose
// files are all there. Uses the browser and the driver of tests/browser.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { launch } from "../tests/browser/support/browsers.mjs";

const [sort, site, list] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(list, "utf8"));

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };
const BENCH = "<!DOCTYPE html><meta charset=utf-8><html lang=ja><title>bench</title><main></main>";
// Pagefind's own interface shows five results.
const SHOWN = 5;

let requests = [];
// Files that were counted in this session. The service worker fetches what every page needs a second
// time, for reading offline; that is no part of a query.
let counted = new Set();

/** Bytes of a file as a server sends it; what is packed already stays. */
function sent(body) {
  return body[0] === 0x1f && body[1] === 0x8b ? body.length : gzipSync(body, { level: 9 }).length;
}

function respond(request, response) {
  const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(1);
  let body;
  try {
    body = name === "bench.html" ? Buffer.from(BENCH) : readFileSync(path.join(site, name));
  } catch {
    response.writeHead(404).end();
    return;
  }
  requests.push([name, sent(body)]);
  const type = TYPES[path.extname(name)] || "application/octet-stream";
  response.writeHead(200, { "Content-Type": type, "Cache-Control": "max-age=3600" }).end(body);
}

const KINDS = {
  tebiki: {
    page: "index.html",
    isSearch: (name) => name.startsWith("search/") || name.startsWith("assets/search"),
    open: (page) => page.evaluate(() => document.querySelector("[data-search-open]").click()),
    // The dialog answers as one types; its list says when it has finished.
    ask: (page, query) =>
      page.evaluate(async function (query) {
        const results = document.getElementById("search-results");
        const input = document.getElementById("search-input");
        const done = () => input.value === query && results.dataset.state === "done";
        const started = performance.now();
        input.value = query;
        results.dataset.state = "";
        input.dispatchEvent(new Event("input"));
        if (results.dataset.state === "") {
          // The scripts are still on their way; they ask for what stands in the field.
          while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
        } else if (!done()) {
          await new Promise(function (resolve) {
            const observer = new MutationObserver(() => done() && (observer.disconnect(), resolve()));
            observer.observe(results, { attributes: true });
          });
        }
        return performance.now() - started;
      }, query),
  },
  pagefind: {
    page: "bench.html",
    isSearch: (name) => name.startsWith("pagefind/"),
    open: () => {},
    ask: (page, query) =>
      page.evaluate(
        async function (query, shown) {
          const started = performance.now();
          const pagefind = await import("/pagefind/pagefind.js");
          const { results } = await pagefind.search(query);
          await Promise.all(results.slice(0, shown).map((result) => result.data()));
          return performance.now() - started;
        },
        query,
        SHOWN,
      ),
  },
};

const kind = KINDS[sort];

function searchBytes() {
  let total = 0;
  for (const [name, size] of requests) {
    if (!kind.isSearch(name) || counted.has(name)) continue;
    counted.add(name);
    total += size;
  }
  requests = [];
  return total;
}

async function session(browser, origin, asked, out) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  requests = [];
  counted = new Set();
  await page.goto(origin + kind.page, { waitUntil: "load" });
  await kind.open(page);
  await kind.ask(page, asked[0]);
  out.first.push(searchBytes());
  for (const query of asked.slice(1)) {
    await kind.ask(page, query);
    out.further.push(searchBytes());
  }
  for (const query of asked) {
    await kind.ask(page, query);
    out.delay.push(await kind.ask(page, query));
  }
  await context.close();
}

const server = createServer(respond);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}/`;
const browser = await launch("chromium");
const out = { first: [], further: [], delay: [] };
try {
  // A session begins with each query; two more are asked in it.
  for (const at of queries.keys()) {
    const asked = [0, 1, 2].map((more) => queries[(at + more) % queries.length]);
    await session(browser, origin, [...new Set(asked)], out);
  }
} finally {
  await browser.close();
  server.close();
}
console.log(JSON.stringify(out));
