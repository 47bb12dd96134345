//! What ages, and how pages hang together.

use super::{Rule, off, warning};

pub const RULES: &[Rule] = &[
    warning(
        "stale",
        "facts that nobody has verified for too long",
        "`verified:` or, without it, `facts-as-of:` is more than `stale-after` days ago. 0, the default, never reports. \
         The day is SOURCE_DATE_EPOCH where it is set, else today.",
        "[check]\nstale-after = 365\n\nverified: \"2019-04-01\"",
        "verified: \"2026-04-01\"",
    ),
    warning(
        "review-due",
        "the day for the review of a page has passed",
        "`review-by:` names the day up to which a page should be looked through.",
        "review-by: \"2020-03-31\"",
        "review-by: \"2030-03-31\"",
    ),
    warning(
        "unknown-topic",
        "`covers:` names a topic that does not exist",
        "Asked only where `check.topics` in book.toml names a file of topics: the first word of each line.",
        "covers: [GA-9999]",
        "covers: [GA-001]",
    ),
    off(
        "uncovered-topic",
        "a topic that no page covers",
        "The file that `check.topics` in book.toml names is the list of what the book should say. No page has the topic \
         under `covers:`. Off by default: a young book has gaps.",
        "GA-002 in the file of topics, and no page that names it",
        "covers: [GA-002]",
    ),
    warning(
        "orphan",
        "a page that cannot be reached from the home page",
        "Neither the navigation nor a link nor a relation leads to it from the pages that can be reached.",
        "a page that SUMMARY.md does not name and nothing links to",
        "a link to it from a page that can be reached",
    ),
    off(
        "unlinked",
        "a page that only the navigation leads to",
        "No text links to it, no front matter names it, no collection lists it. Off by default: in a small book the \
         navigation is enough.",
        "backup.md, and no page that names it",
        "a page with [[backup]]",
    ),
    warning(
        "dead-end",
        "a page that leads nowhere",
        "It has no link in its text, no relation, no address, no pages below it. A reader who came by the search is \
         left alone there.",
        "# 電話番号\n\n0120-000-000",
        "# 電話番号\n\n0120-000-000。かける前に[[before-calling]]を見る",
    ),
];
