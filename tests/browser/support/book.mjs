import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

// `tests/run` sets these three; the defaults serve `npm test` after a build.
export const book = process.env.TEBIKI_BOOK || repository;
export const site = path.resolve(process.env.TEBIKI_SITE || path.join(repository, "target/handbook"));
export const tebiki = path.resolve(process.env.TEBIKI || path.join(repository, "target/debug/tebiki"));

if (!existsSync(path.join(site, "index.html"))) {
  throw new Error(`no built handbook in ${site}: run tests/run, or tebiki build . -d target/handbook`);
}

export const siteUrl = pathToFileURL(site).href + "/";

/** Output paths of all pages, sorted. */
export const pages = readdirSync(site, { recursive: true })
  .map((name) => name.split(path.sep).join("/"))
  .filter((name) => name.endsWith(".html"))
  .sort();

export function read(page) {
  return readFileSync(path.join(site, page), "utf8");
}

/**
 * The pages that stand for a template of their own; every other page is told by its kind. 404.html
 * has a test of its own: it needs a server.
 */
const SINGLE = ["index.html", "search.html", "kana.html", "tags.html", "changes.html", "conformity.html"];
const SERVED = "404.html";

/**
 * One page of every template and kind, by a name to show in the test's title. Of a kind the page
 * with the most source is taken: it has the most to get wrong.
 */
export function onePerTemplate() {
  const samples = new Map(SINGLE.filter((page) => pages.includes(page)).map((page) => [page, page]));
  const sizes = new Map();
  for (const page of pages) {
    if (SINGLE.includes(page) || page === SERVED) continue;
    const html = read(page);
    const kind = /<body[^>]* class="kind-([\w-]+)/.exec(html)?.[1] ?? "none";
    if (html.length > (sizes.get(kind) ?? 0)) {
      sizes.set(kind, html.length);
      samples.set(kind, page);
    }
  }
  return samples;
}

/** Lines of a text file below tests/, without comments and empty lines. */
export function lines(name) {
  const text = readFileSync(path.join(repository, "tests", name), "utf8");
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

const made = [];
process.on("exit", () => made.forEach((folder) => rmSync(folder, { recursive: true })));

/** A new book as `tebiki init` makes it, with more lines in its `[build]`. Returns its folder. */
export function newBook(lines) {
  const folder = mkdtempSync(path.join(tmpdir(), "tebiki-book-"));
  made.push(folder);
  execFileSync(tebiki, ["init"], { cwd: folder, env: { ...process.env, LC_ALL: "ja_JP.UTF-8" } });
  appendFileSync(path.join(folder, "book.toml"), lines);
  return folder;
}

/** Builds a book. Returns the folder of the site. */
export function build(folder) {
  const out = path.join(folder, "out");
  execFileSync(tebiki, ["build", folder, "-d", out]);
  return out;
}
