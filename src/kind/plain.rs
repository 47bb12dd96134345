//! Plain pages of books that say nothing about them.

use super::common;
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, is_known};
use crate::say;

/// How many keys of one page are reported each by itself.
const SHOWN: usize = 10;

/// Reports keys of a plain page that mean nothing here; of very many, the first and how many more there are.
pub fn unknown_keys(document: &Document) -> Vec<Diagnostic> {
    let data = &document.front.data;
    let unknown: Vec<&String> = data.keys().filter(|key| !common::is_common(key) && !is_known(key)).collect();
    let rest = unknown.get(SHOWN).map(|first| many_more(document, first, unknown.len() - SHOWN));
    unknown.iter().take(SHOWN).map(|key| unknown_key(document, key)).chain(rest).collect()
}

fn unknown_key(document: &Document, key: &String) -> Diagnostic {
    let place = document.front_key_place(std::slice::from_ref(key));
    Diagnostic::warning("unknown-key", place, say!("`{key}` means nothing on a plain page", key)).suggest(
        key,
        common::keys(),
        say!("describe it in `_kinds/page.yaml`, or take it away"),
    )
}

fn many_more(document: &Document, first: &String, count: usize) -> Diagnostic {
    let place = document.front_key_place(std::slice::from_ref(first));
    Diagnostic::warning(
        "unknown-key",
        place,
        say!("{count} more keys from here on mean nothing on a plain page", count),
    )
    .hint(say!("describe them in `_kinds/page.yaml`, or take them away"))
}
