// Books in which every text is an attack.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { book, lines, tebiki } from "./book.mjs";

/** Texts whose addresses lead to `origin`. */
const leadingTo = (origin, texts) => texts.map((text) => text.replaceAll(/https?:\/\/[^/\s"'<>()]+\/?/gi, origin));

/** Our own attacks. */
export const attacks = (origin) => leadingTo(origin, lines("hostile/payloads.txt"));

/** A list that others published, or that `TEBIKI_ATTACKS` names, a line each. */
export function published(origin) {
  const other = process.env.TEBIKI_ATTACKS;
  const all = other ? readFileSync(other, "utf8").split(/\r?\n/) : createRequire(import.meta.url)("big-list-of-naughty-strings");
  return leadingTo(origin, [...new Set(all)].filter((text) => text.trim() !== ""));
}

// JSON is YAML and, for what stands here, TOML; these may not stand in either as they are.
const quoted = (text) => JSON.stringify(text).replaceAll(/[\x7f-\x9f\u2028\u2029\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt().toString(16).padStart(4, "0")}`);

/** A name that a file may have: without what no path holds, and short enough. */
function fileName(text, number) {
  return `${number}-${[...text.replaceAll(/[/\\\p{Cc}]/gu, "_")].slice(0, 40).join("")}`;
}

/** Every sort of place that a text can take in a body. */
function body(text) {
  return [
    `# ${text}`,
    text,
    `文の中に${text}がある。**${text}**`,
    `> ${text}\n\n- ${text}\n\n1. ${text}`,
    `> [!NOTE] ${text}\n> ${text}`,
    `|甲|${text}|\n|-|-|\n|${text}|乙|`,
    `[${text}](${text}) [${text}](<${text}>) [[${text}]] [[home|${text}]] ![${text}](${text})`,
    `![${text}](x.png "${text}")`,
    `<a href="${text}">x</a> <a href='${text}'>x</a> <img src="${text}" alt="${text}"> <b title="${text}">x</b> <div id="${text}" class="${text}">x</div>`,
    `<div>\n${text}\n</div>`,
    `甲[^${text}]と乙[^b]\n\n[^${text}]: ${text}\n\n[^b]: ${text}`,
    `{漢字|${text}} {${text}|かんじ}`,
    `\`\`\`${text}\n${text}\n\`\`\``,
    `\`\`\`chart\ntype: bar\ntitle: ${quoted(text)}\nnote: ${quoted(text)}\nunit: ${quoted(text)}\nx: [${quoted(text)}]\nseries: [{name: ${quoted(text)}, values: [1]}]\n\`\`\``,
    `\`\`\`diagram\ntype: steps\ntitle: ${quoted(text)}\nitems: [{title: ${quoted(text)}, text: ${quoted(text)}}, {title: 乙}]\n\`\`\``,
    `## ${text} {#${text}}`,
    `## ${text}`,
  ].join("\n\n");
}

/** A plain page, or a term of the glossary, whose id, title, tags and all else are one attack. */
function page(text, number) {
  const values = {
    id: text + number, title: text, description: text, definition: text, reading: text, tags: [text], aliases: [text, `/${text}/`, `/old.html#${text}`],
    keywords: [text], audience: [text], updated: number % 4 < 2 ? "2026-11-21" : text, verified: text, covers: [text], sources: [text], [[...text].slice(0, 200).join("")]: text,
  };
  if (number % 2 === 1) values.kind = "term";
  const front = Object.entries(values).map(([key, value]) => `${quoted(key)}: ${quoted(value)}\n`);
  return `---\n${front.join("")}---\n${body(text)}`;
}

// In YAML: a text in quotes, an address, or a plain scalar between two marks.
const SCALAR = /"[^"\n]*"|'[^'\n]*'|https?:\/\/[^\s,\]}]+|(?<=: |- |\[|, )[^\s[\]{},:#"'>|][^\n[\]{},:#"']*(?=\n|, |\]|\}|$)/gu;
const IS_PROSE = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]|:\/\//u;

/** A page of a kind of the handbook with an attack for each of its texts, so that its template shows them all. */
function spoilt(text, next) {
  const [, front] = /^---\n([\s\S]*?)\n---\n/.exec(text);
  return `---\n${front.replaceAll(SCALAR, (scalar) => (IS_PROSE.test(scalar) ? quoted(next()) : scalar))}\n---\n${body(next())}`;
}

/** Of every kind of the handbook the page with the longest source. */
function longestPages() {
  const longest = new Map();
  for (const name of readdirSync(path.join(book, "content"), { recursive: true }).sort()) {
    if (!name.endsWith(".md")) continue;
    const text = readFileSync(path.join(book, "content", name), "utf8");
    const kind = /^kind: (\w+)$/m.exec(text.split("\n---\n")[0])?.[1];
    if (kind && text.length > (longest.get(kind) ?? "").length) longest.set(kind, text);
  }
  return longest;
}

/** Codes are off: what is asked is what becomes of a book that is published all the same. A front matter that is not read attacks nothing. */
function configuration(text) {
  const codes = execFileSync(tebiki, ["explain"], { encoding: "utf8" }).split("\n").map((line) => line.split(" ")[0]).filter(Boolean);
  const off = codes.filter((code) => code !== "front-matter" && code !== "template").map((code) => `${code} = "off"\n`);
  return `[book]
title = ${quoted(text)}
authors = [${quoted(text)}]
description = ${quoted(text)}
[build]
base-url = "https://book.invalid/"
edit-url = "https://book.invalid/edit/{path}"
[check.levels]
${off.join("")}`;
}

function write(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Writes the book that its folders order. Returns the paths of its pages' files from the content. */
export function writeBook(folder, payloads) {
  const content = path.join(folder, "content");
  const pages = [["index.md", `---\ndescription: ${quoted(payloads[0])}\n---\n# 入口\n`]];
  payloads.forEach((text, number) => {
    const name = fileName(text, number);
    pages.push([number % 3 === 0 ? `${name}/index.md` : `${name}.md`, page(text, number)]);
    write(content, `${name}.txt`, text);
  });
  let at = 0;
  const next = () => payloads[at++ % payloads.length];
  for (const [kind, text] of longestPages()) {
    for (const turn of [1, 2]) pages.push([`${kind}${turn}.md`, spoilt(text, next)]);
  }
  pages.forEach(([name, text]) => write(content, name, text));
  cpSync(path.join(book, "content/_kinds"), path.join(content, "_kinds"), { recursive: true });
  write(folder, "book.toml", configuration(payloads.join(" ").slice(0, 2000)));
  return pages.map(([name]) => name);
}

/** Writes a book whose order and titles stand in `SUMMARY.md`, and whose pages include each other. Returns as above. */
export function writeOrderedBook(folder, payloads) {
  const entries = payloads.map((text, number) => `- [${text.replaceAll(/[\\[\]]/g, "\\$&")}](p${number}.md)`);
  write(folder, "content/SUMMARY.md", `# ${payloads[0]}\n\n[入口](index.md)\n\n${entries.join("\n")}\n`);
  write(folder, "book.toml", configuration(payloads[0]));
  const pages = ["index.md", ...payloads.slice(0, 20).map((_, number) => `p${number}.md`)];
  pages.forEach((name, number) => write(folder, `content/${name}`, `# 甲\n\n![[${payloads[number]}]]\n\n{{#include ${payloads[number]}}}\n`));
  return pages;
}
