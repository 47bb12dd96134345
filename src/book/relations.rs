//! Relations: what the front matter of pages names, seen from both sides.

use rayon::prelude::*;
use serde_json::Value;

use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::kind::{Reference, visit_front};

/// A page that a front matter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Keys and indices that lead to the name.
    pub pointer: Vec<String>,
    /// The page that it names.
    pub page: usize,
}

impl Use {
    /// The way to the name as a JSON pointer (RFC 6901).
    pub fn json_pointer(&self) -> String {
        self.pointer.iter().map(|part| format!("/{}", part.replace('~', "~0").replace('/', "~1"))).collect()
    }
}

/// Pages that name a page in one of their fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// `kind.field` on the naming side.
    pub key: String,
    /// Title on the named side.
    pub title: String,
    /// The naming pages in reading order.
    pub pages: Vec<usize>,
}

/// What one page names: the uses, and for each the relation on the other side.
type Named = (Vec<(Use, Option<(String, String)>)>, Vec<Diagnostic>);

/// Resolves the references of all pages, and tells the other side.
pub fn connect(book: &mut Book, diagnostics: &mut Vec<Diagnostic>) {
    let named: Vec<Named> = book.pages.par_iter().map(|page| named(book, page)).collect();
    for (index, (uses, problems)) in named.into_iter().enumerate() {
        diagnostics.extend(problems);
        for (usage, reverse) in uses {
            if let Some((key, title)) = reverse {
                add(&mut book.pages[usage.page].relations, key, title, index);
            }
            book.pages[index].uses.push(usage);
        }
    }
}

/// Adds a page to a relation.
fn add(relations: &mut Vec<Relation>, key: String, title: String, page: usize) {
    match relations.iter_mut().find(|relation| relation.key == key) {
        Some(relation) if relation.pages.last() == Some(&page) => {}
        Some(relation) => relation.pages.push(page),
        None => relations.push(Relation { key, title, pages: vec![page] }),
    }
}

/// Resolves the references of one page.
fn named(book: &Book, page: &Page) -> Named {
    let mut named = Named::default();
    let Some(kind) = book.kind(page) else { return named };
    for reference in &kind.references {
        visit_front(&page.document.front.data, &reference.path, &mut |pointer, value| match resolve(
            book, page, reference, pointer, value,
        ) {
            Some(Ok(target)) => {
                let field = pointer.first().map_or("", String::as_str);
                let reverse = reference.reverse.clone().map(|title| (format!("{}.{field}", kind.name), title));
                named.0.push((Use { pointer: pointer.to_vec(), page: target }, reverse));
            }
            Some(Err(diagnostic)) => named.1.push(diagnostic),
            None => {}
        });
    }
    named
}

fn resolve(
    book: &Book,
    page: &Page,
    reference: &Reference,
    pointer: &[String],
    value: &Value,
) -> Option<Result<usize, Diagnostic>> {
    let name = value.as_str()?;
    let place = || page.document.front_place(pointer);
    let Some(target) = book.names.get(name) else {
        let same_kind = book
            .pages
            .iter()
            .filter(|page| reference.kind == "*" || page.document.kind() == reference.kind)
            .map(Page::id);
        return Some(Err(
            Diagnostic::error("dead-reference", place(), format!("there is no page `{name}`")).suggest(name, same_kind)
        ));
    };
    let kind = book.pages[target].document.kind();
    if reference.kind != "*" && reference.kind != kind {
        let message = format!("`{name}` is a {kind}, not a {}", reference.kind);
        return Some(Err(Diagnostic::error("wrong-reference", place(), message)));
    }
    Some(Ok(target))
}
