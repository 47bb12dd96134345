import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { book, tebiki } from "./book.mjs";

const LIMIT = "100000";

/** What `tebiki search` answers to queries: lists of output paths with anchors, best first. */
export async function oracle(queries) {
  const child = spawn(tebiki, ["search", "--book", book, "--limit", LIMIT, "--each-line"], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  child.stdin.end(queries.map((query) => query + "\n").join(""));
  const answers = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line).map((result) => result.url));
  const [code] = await exited;
  if (code !== 0 || answers.length !== queries.length) throw new Error(`tebiki search ended with ${code} after ${answers.length} of ${queries.length} answers`);
  return answers;
}
