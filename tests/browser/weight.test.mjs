// What a page costs over the wire, compressed, with its styles and scripts but without the search.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { pages, read, site } from "./support/book.mjs";
import { tags } from "./support/html.mjs";
import { nothing } from "./support/nothing.mjs";

const KILO = 1000;
const PAGE = 60 * KILO;
const SCRIPTS = 15 * KILO;

const sizes = new Map();

/** Bytes of a file when a server compresses it. */
function wire(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(path.join(site, file)), { level: 6 }).length);
  return sizes.get(file);
}

function resolve(address, page) {
  return address.startsWith("/") ? address.slice(1) : path.posix.join(path.posix.dirname(page), decodeURI(address));
}

function weigh(page) {
  const found = tags(read(page));
  const sum = (addresses) => addresses.reduce((total, address) => total + wire(resolve(address, page)), 0);
  const scripts = sum(found.filter(({ name }) => name === "script").map(({ attributes }) => attributes.get("src")));
  const styles = sum(
    found.filter(({ attributes }) => attributes.get("rel") === "stylesheet").map(({ attributes }) => attributes.get("href")),
  );
  return { page, scripts, total: wire(page) + scripts + styles };
}

const weighed = pages.map(weigh);

function heaviest(key) {
  const { page, [key]: size } = weighed.reduce((most, one) => (one[key] > most[key] ? one : most));
  return `the heaviest is ${page} with ${size} bytes`;
}

function above(key, limit) {
  return weighed.filter((one) => one[key] > limit).map((one) => `${one.page}: ${one[key]} bytes`);
}

test("a page costs at most 60 kB", (context) => {
  context.diagnostic(heaviest("total"));
  nothing(above("total", PAGE));
});

test("at most 15 kB of it are scripts", (context) => {
  assert.ok(weighed.every(({ scripts }) => scripts > 0));
  context.diagnostic(heaviest("scripts"));
  nothing(above("scripts", SCRIPTS));
});
