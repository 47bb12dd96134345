//! Relations that a kind's schema says its pages should have (`x-expect`).

use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::kind::Expect;
use crate::say;

/// Reports relations that a page lacks and its kind expects.
pub fn check(book: &Book, page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    for expect in book.kind(page).iter().flat_map(|kind| &kind.expects) {
        diagnostics.extend(missing(page, expect));
    }
}

fn missing(page: &Page, expect: &Expect) -> Option<Diagnostic> {
    let keys: Vec<&str> = expect.field.split('.').collect();
    let found = page
        .uses
        .iter()
        .filter(|usage| usage.pointer.iter().filter(|part| part.parse::<usize>().is_err()).eq(keys.iter()))
        .count();
    if found >= expect.at_least {
        return None;
    }
    let place = page.document.front_place(&[keys[0].to_owned()]);
    let message = say!(
        "`{id}` names {found} in `{field}`; a {kind} should name at least {at_least}",
        id = page.id(),
        found,
        field = expect.field,
        kind = page.document.kind(),
        at_least = expect.at_least
    );
    let hint = say!("add ids to `{field}`, or set the level of `missing-relation` in book.toml", field = expect.field);
    Some(Diagnostic::warning("missing-relation", place, message).hint(hint))
}
