import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** axe-core as a script for `page.evaluate`. */
export const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** A way to look at a page: the scheme, or paper, and the width of the window in pixels. */
export const LOOKS = ["light", "dark", "print"].flatMap((kind) => [320, 1280].map((width) => ({ kind, width })));

const HEIGHT = 800;

/** Lets a page be shown in a way. Chromium only: the others cannot emulate these. */
export async function look(page, { kind, width }) {
  await page.setViewport({ width, height: HEIGHT });
  await page.emulateMediaType(kind === "print" ? "print" : "screen");
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: kind === "dark" ? "dark" : "light" }]);
}

// Runs inside the page.
async function findings() {
  const { violations } = await window.axe.run(document, { resultTypes: ["violations"], preload: false });
  const where = (node) => `${node.html.slice(0, 160)} ${node.any.map(({ message }) => message).join(" ").slice(0, 160)}`;
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}, ${nodes.length} times: ${where(node)}`));
}

/** What axe-core finds on the open page, as texts. */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(findings);
}
