import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { book, tebiki } from "./book.mjs";

const run = promisify(execFile);
const answers = new Map();

async function search(query) {
  const options = ["search", "--book", book, "--format", "json", "--limit", "100000", "--", query];
  const { stdout } = await run(tebiki, options, { maxBuffer: 2 ** 30 });
  return JSON.parse(stdout).map((result) => result.url);
}

/** What `tebiki search` answers: output paths with anchors, best first. */
export function oracle(query) {
  if (!answers.has(query)) answers.set(query, search(query));
  return answers.get(query);
}
