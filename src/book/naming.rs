//! Values of the front matter that must name something: a step of the page, a value of another
//! page (`x-target` and `x-among` of [`crate::kind`]).

use serde_json::{Map, Value};

use super::{Book, Page};
use crate::diagnostic::{Diagnostic, nearest};
use crate::kind::{Naming, visit_front};

/// Reports values that name nothing.
pub fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for page in &book.pages {
        let Some(kind) = book.kind(page) else { continue };
        for naming in &kind.targets {
            each(page, naming, &mut |pointer, value| diagnostics.extend(target(book, page, naming, pointer, value)));
        }
        for naming in &kind.among {
            each(page, naming, &mut |pointer, value| diagnostics.extend(among(book, page, naming, pointer, value)));
        }
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

fn target(book: &Book, page: &Page, naming: &Naming, pointer: &[String], value: &str) -> Option<Diagnostic> {
    let allows = |word: &str| naming.words.iter().any(|allowed| allowed == word);
    let is_anchor = allows("anchor") && page.anchors.contains(value);
    let other = book.names.get(value).map(|other| book.pages[other].document.kind());
    if is_anchor || other.is_some_and(|kind| allows(kind) || allows("*")) {
        return None;
    }
    let words: Vec<String> = naming
        .words
        .iter()
        .map(|word| if word == "anchor" { "place on this page".to_owned() } else { format!("`{word}`") })
        .collect();
    let message = format!("`{value}` is no {}", words.join(" and no "));
    let candidates = page.anchors.iter().map(String::as_str).chain(book.pages.iter().map(Page::id));
    Some(Diagnostic::error("dead-target", page.document.front_place(pointer), message).suggest(value, candidates))
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
    let message = format!("`{}` has no `{value}` in `{}`", other.id(), way.join("."));
    let place = page.document.front_place(pointer);
    let near = nearest(value, allowed.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let diagnostic = Diagnostic::error("not-among", place, message);
    Some(diagnostic.hint(near.unwrap_or_else(|| format!("one of: {}", allowed.join(", ")))))
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
