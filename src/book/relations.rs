//! Relations: what the front matter of pages names, seen from both sides.

use rayon::prelude::*;
use serde_json::Value;

use super::naming::named_page;
use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::kind::{Reference, visit_front};
use crate::message::Message;
use crate::say;

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
    match relations.iter_mut().find(|relation| relation.key == key && relation.title == title) {
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
            Some(Ok(target)) => named.0.push(usage(&kind.name, pointer, target, reference.reverse.as_deref())),
            Some(Err(diagnostic)) => named.1.push(diagnostic),
            None => {}
        });
    }
    for naming in &kind.targets {
        visit_front(&page.document.front.data, &naming.path, &mut |pointer, value| {
            let target = value.as_str().and_then(|name| named_page(book, page, naming, name));
            named.0.extend(target.map(|target| usage(&kind.name, pointer, target, naming.reverse.as_deref())));
        });
    }
    named
}

/// A use, and for the other side the key and the title of the relation.
fn usage(kind: &str, pointer: &[String], page: usize, reverse: Option<&str>) -> (Use, Option<(String, String)>) {
    let field = pointer.first().map_or("", String::as_str);
    let reverse = reverse.map(|title| (format!("{kind}.{field}"), title.to_owned()));
    (Use { pointer: pointer.to_vec(), page }, reverse)
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
        let diagnostic = Diagnostic::error("dead-reference", place(), say!("there is no page `{name}`", name));
        return Some(Err(diagnostic.suggest(
            name,
            same_kind,
            say!("write {wanted}, or name one that exists", wanted = wanted(reference)),
        )));
    };
    let kind = book.pages[target].document.kind();
    if reference.kind != "*" && reference.kind != kind {
        let message = say!("`{name}` is a {kind}, not a {wanted}", name, kind, wanted = reference.kind);
        let diagnostic = Diagnostic::error("wrong-reference", place(), message);
        return Some(Err(diagnostic.hint(say!("name {wanted}", wanted = wanted(reference)))));
    }
    Some(Ok(target))
}

/// What a reference asks for.
fn wanted(reference: &Reference) -> Message {
    match reference.kind.as_str() {
        "*" => say!("a page of that id"),
        kind => say!("a page of the kind `{kind}`", kind),
    }
}
