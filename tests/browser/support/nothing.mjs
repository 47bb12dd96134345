import assert from "node:assert/strict";

const SHOWN_AT_MOST = 20;

/** Fails with the complaints, one a line, if there are any. */
export function nothing(complaints) {
  if (complaints.length === 0) return;
  const more = complaints.length - SHOWN_AT_MOST;
  const shown = complaints.slice(0, SHOWN_AT_MOST);
  if (more > 0) shown.push(`and ${more} more`);
  assert.fail(shown.join("\n"));
}
