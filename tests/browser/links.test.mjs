// Every address in the built handbook leads somewhere, and nothing is loaded from elsewhere.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { pages, read, site } from "./support/book.mjs";
import { tags } from "./support/html.mjs";
import { nothing } from "./support/nothing.mjs";

const ADDRESSES = ["href", "src", "action", "poster", "data", "xlink:href"];
const LOADED_LINKS = /\b(stylesheet|icon|preload|modulepreload|manifest|prefetch)\b/;
const READER_SCHEME = /^(https?|mailto|tel):/;

const tagsOf = new Map(pages.map((page) => [page, tags(read(page))]));
const idsOf = new Map(pages.map((page) => [page, ids(page)]));

function ids(page) {
  return tagsOf.get(page).flatMap((tag) => (tag.attributes.has("id") ? [tag.attributes.get("id")] : []));
}

/** Calls `look(tag, page)` for every tag of the site; what it returns or lists is a complaint. */
function complaints(look) {
  return pages.flatMap((page) =>
    tagsOf.get(page).flatMap((tag) => [look(tag, page) ?? []].flat().map((complaint) => `${page}: ${complaint}`)),
  );
}

function isLoaded(tag) {
  if (tag.name === "link") return LOADED_LINKS.test(tag.attributes.get("rel") ?? "");
  return tag.name !== "a" && tag.name !== "area" && tag.name !== "form" && tag.name !== "base";
}

/** What is wrong with an address on a page, or null. */
function wrong(address, page) {
  if (READER_SCHEME.test(address) || address.startsWith("data:")) return null;
  if (page === "404.html") return wrongAtAnyDepth(address);
  if (/^[a-z][\w+.-]*:|^\//i.test(address)) return `${address} works neither from file:// nor below a sub-path`;
  const [, relative, anchor] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(address);
  const target = relative === "" ? page : path.posix.join(path.posix.dirname(page), decodeURIComponent(relative));
  if (target.startsWith("../")) return `${address} leaves the site`;
  if (!existsSync(path.join(site, target))) return `${address} leads to no file`;
  if (!anchor || anchor === "top") return null;
  return idsOf.get(target)?.includes(decodeURIComponent(anchor)) ? null : `${address} leads to no id`;
}

/** Servers show 404.html at any depth: its addresses start at the root. */
function wrongAtAnyDepth(address) {
  if (address.startsWith("#")) return null;
  return address.startsWith("/") ? wrong(address.slice(1), "") : `${address} is lost at another depth`;
}

test("every address leads to a file and to an id in it", () => {
  nothing(
    complaints((tag, page) =>
      ADDRESSES.filter((name) => tag.attributes.has(name))
        .map((name) => wrong(tag.attributes.get(name), page))
        .filter(Boolean),
    ),
  );
});

test("nothing is loaded from outside the site", () => {
  nothing(
    complaints((tag) =>
      ADDRESSES.filter((name) => isLoaded(tag) && /^(?:[a-z][\w+.-]*:)?\/\//i.test(tag.attributes.get(name) ?? ""))
        .map((name) => `<${tag.name} ${name}="${tag.attributes.get(name)}">`),
    ),
  );
});

test("style sheets load nothing from outside and nothing that is missing", () => {
  const sheets = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".css"));
  assert.ok(sheets.length > 0);
  for (const sheet of sheets) {
    const css = readFileSync(path.join(site, sheet), "utf8");
    for (const [, address] of css.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)/g)) {
      if (address.startsWith("data:")) continue;
      assert.doesNotMatch(address, /^[a-z]+:|^\//i, sheet);
      assert.ok(existsSync(path.join(site, path.dirname(sheet), address.split(/[?#]/)[0])), `${sheet}: ${address}`);
    }
  }
});

test("every page has a strict content security policy, and needs no exception from it", () => {
  const policies = new Map();
  const found = complaints((tag, page) => {
    const { name, attributes, text } = tag;
    if (name === "meta" && /^content-security-policy$/i.test(attributes.get("http-equiv") ?? "")) {
      policies.set(page, attributes.get("content"));
    }
    const data = /json/.test(attributes.get("type") ?? "");
    if (name === "script" && !attributes.has("src") && !data) return `inline script: ${text.slice(0, 60)}`;
    if (name === "style") return `inline style sheet: ${text.slice(0, 60)}`;
    return [...attributes.keys()].filter((key) => key === "style" || key.startsWith("on")).map((key) => `<${name} ${key}>`);
  });
  nothing(found);
  nothing(pages.filter((page) => !/default-src 'none'/.test(policies.get(page) ?? "")));
  nothing(pages.filter((page) => /unsafe|https?:|\*/.test(policies.get(page))));
});

test("an id stands once on its page", () => {
  nothing(
    pages.flatMap((page) => {
      const all = idsOf.get(page);
      return all.filter((id, at) => all.indexOf(id) !== at).map((id) => `${page}: ${id}`);
    }),
  );
});
