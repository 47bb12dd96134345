//! Front matter as templates see it: keys with `_`, references as cards.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::view::{Card, Field};
use crate::book::{Book, Page};
use crate::kind::FieldSpec;
use crate::parse::escape;
use crate::path;

/// Keys of the front matter that every page has and that the view shows in other ways.
const SHOWN_ELSEWHERE: [&str; 12] = [
    "id",
    "kind",
    "title",
    "description",
    "audience",
    "tags",
    "keywords",
    "weight",
    "draft",
    "covers",
    "collect",
    "moved-from",
];

/// What a page shows of another.
pub fn card(book: &Book, index: usize, from: &str) -> Card {
    let page = &book.pages[index];
    let kind = book.kind(page);
    let front = &page.document.front.data;
    let shown = kind.map_or(&[][..], |kind| &kind.card);
    Card {
        id: page.id().to_owned(),
        kind: page.document.kind().to_owned(),
        title: page.title().to_owned(),
        title_html: page.title_html.clone(),
        href: path::relative(from, &page.url),
        description: page.description(kind).to_owned(),
        data: shown.iter().filter_map(|key| Some((snake(key), snake_value(front.get(key)?)))).collect(),
    }
}

/// The front matter of a page. References are replaced by cards; `_title` of a reference that is
/// dead is its name.
pub fn data(book: &Book, page: &Page) -> BTreeMap<String, Value> {
    let mut data = Value::Object(page.document.front.data.clone());
    for usage in &page.uses {
        if let Some(value) = data.pointer_mut(&usage.json_pointer()) {
            *value = json!(card(book, usage.page, &page.url));
        }
    }
    match data {
        Value::Object(map) => map.into_iter().map(|(key, value)| (snake(&key), snake_value(&value))).collect(),
        _ => BTreeMap::new(),
    }
}

/// The fields of a page in the schema's order, for kinds without a template.
pub fn fields(book: &Book, page: &Page) -> Vec<Field> {
    let Some(kind) = book.kind(page) else { return Vec::new() };
    let data = data(book, page);
    let own = kind.fields.iter().filter(|field| field.own && !SHOWN_ELSEWHERE.contains(&field.key.as_str()));
    own.filter_map(|spec| field(spec, data.get(&snake(&spec.key))?)).collect()
}

fn field(spec: &FieldSpec, value: &Value) -> Option<Field> {
    let html = html(value);
    (!html.is_empty()).then(|| Field { key: snake(&spec.key), title: spec.title.clone(), html })
}

/// Shows a value: text, a list, or a list of terms with their values.
pub fn html(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
            format!("<a href=\"{0}\" rel=\"noopener noreferrer\">{0}</a>", escape(text))
        }
        Value::String(text) => escape(text).into_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => {
            let items: String = list.iter().map(|item| format!("<li>{}</li>", html(item))).collect();
            if items.is_empty() { items } else { format!("<ul>{items}</ul>") }
        }
        Value::Object(map) => object(map),
    }
}

/// Shows a card as a link, any other object as a list of its keys.
fn object(map: &Map<String, Value>) -> String {
    if let (Some(href), Some(title)) =
        (map.get("href").and_then(Value::as_str), map.get("title").and_then(Value::as_str))
    {
        return format!("<a href=\"{}\">{}</a>", escape(href), escape(title));
    }
    let rows: String =
        map.iter().map(|(key, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(key), html(value))).collect();
    format!("<dl>{rows}</dl>")
}

/// Template identifiers have no hyphen.
pub fn snake(key: &str) -> String {
    key.replace('-', "_")
}

fn snake_value(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (snake(key), snake_value(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(list) => list.iter().map(snake_value).collect(),
        other => other.clone(),
    }
}
