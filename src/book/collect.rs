//! Collections that ask for what does not exist: `collect:` of pages against the kinds.

use serde_json::{Map, Value};

use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::say;

/// Keys of a collection that name fields of its kind.
const FIELDS: [&str; 5] = ["each", "group-by", "sort-by", "columns", "field"];

/// Reports kinds and fields that the collections of a page name and no schema describes. A book without kinds is
/// free.
pub fn check(book: &Book, page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    let Some(asked) = page.document.front.value("collect").filter(|_| !book.kinds.is_empty()) else { return };
    let key = "collect".to_owned();
    match asked {
        Value::Array(list) => {
            for (at, asked) in list.iter().enumerate() {
                collection(book, page, &[key.clone(), at.to_string()], asked, diagnostics);
            }
        }
        one => collection(book, page, &[key], one, diagnostics),
    }
}

/// Reports what one collection names, by the way to it.
fn collection(book: &Book, page: &Page, way: &[String], asked: &Value, diagnostics: &mut Vec<Diagnostic>) {
    let Some(asked) = asked.as_object() else { return };
    for key in ["kind", "against"] {
        diagnostics.extend(unknown_kind(book, page, way, asked, key));
    }
    let Some(kind) = asked.get("kind").and_then(Value::as_str).and_then(|name| book.kinds.get(name)) else { return };
    let each = asked.get("each").and_then(Value::as_str).unwrap_or("");
    for (pointer, field) in fields(asked) {
        let way: Vec<String> = way.iter().cloned().chain(pointer).collect();
        diagnostics.extend(unknown_field(page, &way, kind, each, field));
    }
}

/// A kind without a schema is known where it is that of plain pages; `*` means all kinds.
fn unknown_kind(book: &Book, page: &Page, way: &[String], asked: &Map<String, Value>, key: &str) -> Option<Diagnostic> {
    let name = asked.get(key)?.as_str()?;
    if matches!(name, "page" | "*") || book.kinds.get(name).is_some() {
        return None;
    }
    let way: Vec<String> = way.iter().cloned().chain([key.to_owned()]).collect();
    let message = say!("there is no kind `{name}` to collect", name);
    let diagnostic = Diagnostic::error("dead-collect", page.document.front_place(&way), message);
    let known = book.kinds.iter().map(|kind| kind.name.as_str());
    Some(diagnostic.suggest(name, known, say!("name a file in `_kinds/`; `tebiki schema` lists them")))
}

fn unknown_field(page: &Page, way: &[String], kind: &Kind, each: &str, field: &str) -> Option<Diagnostic> {
    if kind.has_field(each, field) {
        return None;
    }
    let is_key = way.iter().any(|part| part == "where");
    let place = if is_key { page.document.front_key_place(way) } else { page.document.front_place(way) };
    let diagnostic = Diagnostic::error(
        "dead-collect",
        place,
        say!("the kind `{name}` has no field `{field}`", name = kind.name, field),
    );
    let known = kind.fields.iter().map(|known| known.key.as_str());
    Some(diagnostic.suggest(field, known, say!("name a field of its schema")))
}

/// The fields that a collection names, each with the way to the name.
fn fields(asked: &Map<String, Value>) -> Vec<(Vec<String>, &str)> {
    let mut found = Vec::new();
    for (key, value) in asked.iter().filter(|(key, _)| FIELDS.contains(&key.as_str())) {
        match value {
            Value::Array(list) => {
                let names = list.iter().enumerate();
                found.extend(names.filter_map(|(at, name)| Some((vec![key.clone(), at.to_string()], name.as_str()?))));
            }
            one => found.extend(one.as_str().map(|name| (vec![key.clone()], name))),
        }
    }
    let conditions = asked.get("where").and_then(Value::as_object).into_iter().flatten();
    found.extend(conditions.map(|(name, _)| (vec!["where".to_owned(), name.clone()], name.as_str())));
    found
}
