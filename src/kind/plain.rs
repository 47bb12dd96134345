//! Plain pages of books that say nothing about them.

use crate::diagnostic::Diagnostic;
use crate::parse::{Document, is_known};

/// Keys that mean something to the program on every page.
pub const KEYS: [&str; 18] = [
    "id",
    "kind",
    "title",
    "description",
    "aliases",
    "keywords",
    "tags",
    "audience",
    "weight",
    "order",
    "draft",
    "updated",
    "collect",
    "facts-as-of",
    "verified",
    "review-by",
    "covers",
    "reading",
];

/// Reports keys of a plain page that mean nothing here.
pub fn unknown_keys(document: &Document) -> Vec<Diagnostic> {
    let unknown = document.front.data.keys().filter(|key| !KEYS.contains(&key.as_str()) && !is_known(key));
    let report = |key: &String| {
        let place = document.front_key_place(std::slice::from_ref(key));
        Diagnostic::warning("unknown-key", place, format!("`{key}` means nothing on a plain page")).suggest(
            key,
            KEYS.into_iter(),
            "describe it in `_kinds/page.yaml`, or take it away",
        )
    };
    unknown.map(report).collect()
}
