//! Values of the front matter that must name something: a step of the page, a value of another
//! page (`x-target` and `x-among` of [`crate::kind`]).

use serde_json::{Map, Value};

use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::kind::{Naming, visit_front};
use crate::message::either;
use crate::say;

/// Reports values of a page that name nothing.
pub fn check(book: &Book, page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    let Some(kind) = book.kind(page) else { return };
    for naming in &kind.targets {
        each(page, naming, &mut |pointer, value| diagnostics.extend(target(book, page, naming, pointer, value)));
    }
    for naming in &kind.among {
        each(page, naming, &mut |pointer, value| diagnostics.extend(among(book, page, naming, pointer, value)));
    }
}

/// Calls a function for every text at the naming's place.
fn each<'p>(page: &'p Page, naming: &Naming, found: &mut impl FnMut(&[String], &'p str)) {
    visit_front(&page.document.front.data, &naming.path, &mut |pointer, value| {
        if let Some(text) = value.as_str() {
            found(pointer, text);
        }
    });
}

/// Whether a value names a place on the page itself; such a place comes before a page of the name.
fn is_anchor(page: &Page, naming: &Naming, value: &str) -> bool {
    naming.allows("anchor") && page.anchors().contains(value)
}

/// The page that a value of `x-target` names; none when it names a place on the page itself.
pub fn named_page(book: &Book, page: &Page, naming: &Naming, value: &str) -> Option<usize> {
    let other = book.names.get(value).filter(|other| naming.allows_kind(book.pages[*other].document.kind()));
    other.filter(|_| !is_anchor(page, naming, value))
}

fn target(book: &Book, page: &Page, naming: &Naming, pointer: &[String], value: &str) -> Option<Diagnostic> {
    if is_anchor(page, naming, value) || named_page(book, page, naming, value).is_some() {
        return None;
    }
    let wanted = naming.words.iter().map(|word| match word.as_str() {
        "anchor" => say!("a place on this page"),
        kind => say!("a page of the kind `{kind}`", kind),
    });
    let message = say!("`{value}` is not {wanted}", value, wanted = either(wanted));
    let pages = book.pages.iter().filter(|other| naming.allows_kind(other.document.kind())).map(Page::id);
    let places = page.anchors().iter().map(String::as_str).filter(|_| naming.allows("anchor"));
    let otherwise = say!("add it, or name one that exists");
    let diagnostic = Diagnostic::error("dead-target", page.document.front_place(pointer), message);
    Some(diagnostic.suggest(value, places.chain(pages), otherwise))
}

fn among(book: &Book, page: &Page, naming: &Naming, pointer: &[String], value: &str) -> Option<Diagnostic> {
    let (field, way) = naming.words.split_first()?;
    let other = match field.as_str() {
        "" => page,
        _ => &book.pages[page.uses.iter().find(|usage| usage.pointer.first() == Some(field))?.page],
    };
    let mut allowed = Vec::new();
    values(&other.document.front.data, way, &mut allowed);
    if allowed.contains(&value) {
        return None;
    }
    let message = say!("`{id}` has no `{value}` in `{way}`", id = other.id(), value, way = way.join("."));
    let place = page.document.front_place(pointer);
    let otherwise = say!("one of: {allowed}", allowed = allowed.join(", "));
    Some(Diagnostic::error("not-among", place, message).suggest(value, allowed.into_iter(), otherwise))
}

/// Collects the texts at a way through a front matter; lists are passed through.
fn values<'v>(data: &'v Map<String, Value>, way: &[String], out: &mut Vec<&'v str>) {
    let Some((key, rest)) = way.split_first() else { return };
    for value in data.get(key).into_iter().flat_map(items) {
        match value {
            Value::Object(inner) => values(inner, rest, out),
            Value::String(text) if rest.is_empty() => out.push(text),
            _ => {}
        }
    }
}

fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        one => std::slice::from_ref(one),
    }
}
