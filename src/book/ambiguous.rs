//! Names that more than one page claims.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::message::either;
use crate::parse::{Link, Target};
use crate::say;

/// Reports aliases that two pages of a kind share or that another page's id hides, and links by a
/// name that means pages of different kinds. A term and the page about it may share an alias: it
/// is ambiguous only once a link uses it.
pub fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    let claims = claims(book);
    let are_shared = claims.values().any(|pages| pages.len() > 1);
    for index in 0..book.pages.len() {
        aliases(book, index, &claims, diagnostics);
        if are_shared {
            links(book, &book.pages[index], &claims, diagnostics);
        }
    }
}

/// Pages by each of their aliases.
fn claims(book: &Book) -> BTreeMap<String, Vec<usize>> {
    let mut claims: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, page) in book.pages.iter().enumerate() {
        for alias in page.document.front.texts("aliases") {
            claims.entry(alias.nfc().collect()).or_default().push(index);
        }
    }
    claims
}

fn aliases(book: &Book, index: usize, claims: &BTreeMap<String, Vec<usize>>, diagnostics: &mut Vec<Diagnostic>) {
    let page = &book.pages[index];
    for (at, alias) in page.document.front.texts("aliases").enumerate() {
        let name: String = alias.nfc().collect();
        let hidden = book.names.id(&name).filter(|other| *other != index);
        let earlier = claims[&name].iter().copied().take_while(|other| *other < index);
        let shared = earlier.into_iter().find(|other| book.pages[*other].document.kind() == page.document.kind());
        if let Some(other) = hidden.or(shared) {
            let place = page.document.front_place(&["aliases".into(), at.to_string()]);
            let file = &book.pages[other].document.source.file;
            let (message, hint) = match hidden {
                Some(_) => {
                    (say!("`{alias}` is the id of {file}, and an id wins", alias, file), say!("take the alias away"))
                }
                None => (
                    say!("{file} has the alias `{alias}` too", file, alias),
                    say!("take it away from one of the two pages"),
                ),
            };
            diagnostics.push(Diagnostic::warning("ambiguous-alias", place, message).hint(hint));
        }
    }
}

fn links(book: &Book, page: &Page, claims: &BTreeMap<String, Vec<usize>>, diagnostics: &mut Vec<Diagnostic>) {
    for Link { target, range, .. } in &page.document.links {
        let Target::Name(name, _) = target else { continue };
        let name: String = name.nfc().collect();
        let claimed = claims.get(&name).filter(|pages| pages.len() > 1 && book.names.id(&name).is_none());
        if let Some(pages) = claimed {
            let ids = either(pages.iter().map(|page| format!("`{}`", book.pages[*page].id())));
            let message = say!("`{name}` can mean {ids}", name, ids);
            let diagnostic = Diagnostic::warning("ambiguous-link", page.document.place(range.clone()), message);
            diagnostics.push(diagnostic.hint(say!("link by the id of the page")));
        }
    }
}
