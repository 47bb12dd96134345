//! Collections: pages of a kind, or those that changed last, as `collect:` of a page asks for.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::view::{Collection, Column, Group, Link, Row};
use super::{Context, changes, data};
use crate::book::{Book, Page};
use crate::parse::slug;
use crate::path;

/// One entry of `collect:` in a front matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Collect {
    kind: String,
    title: String,
    group_by: String,
    sort_by: String,
    columns: Vec<String>,
    r#where: Map<String, Value>,
    against: String,
    field: String,
    layout: String,
    latest: usize,
}

/// Makes the collections that a page asks for.
pub fn collections(context: &Context<'_>, page: &Page) -> Vec<Collection> {
    let asked = match page.document.front.data.get("collect") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let asked = asked.into_iter().filter_map(|value| serde_json::from_value::<Collect>(value).ok());
    asked.map(|collect| collection(context, page, &collect)).collect()
}

fn collection(context: &Context<'_>, page: &Page, collect: &Collect) -> Collection {
    if collect.latest == 0 {
        return of_a_kind(context.book, page, collect);
    }
    let title = collect.title.clone();
    Collection { id: slug(&title), title, ..changes::latest(context, &collect.kind, collect.latest, &page.url) }
}

fn of_a_kind(book: &Book, page: &Page, collect: &Collect) -> Collection {
    let kind = book.kinds.get(&collect.kind);
    let title_of = |key: &String| {
        let field = kind.and_then(|kind| kind.fields.iter().find(|field| field.key == *key));
        field.map_or_else(|| key.clone(), |field| field.title.clone())
    };
    let against: Vec<usize> = match collect.against.as_str() {
        "" => Vec::new(),
        kind => (0..book.pages.len()).filter(|index| book.pages[*index].document.kind() == kind).collect(),
    };
    let default_layout = if collect.columns.is_empty() { "list" } else { "table" };
    Collection {
        title: collect.title.clone(),
        id: if collect.title.is_empty() { format!("collect-{}", collect.kind) } else { slug(&collect.title) },
        kind: collect.kind.clone(),
        layout: if collect.layout.is_empty() { default_layout.to_owned() } else { collect.layout.clone() },
        groups: groups(book, page, collect, &against),
        columns: collect.columns.iter().map(|key| Column { key: data::snake(key), title: title_of(key) }).collect(),
        against: against.iter().map(|index| data::card(book, *index, &page.url)).collect(),
    }
}

/// Sorts the pages of a collection into groups, in the order in which the schema or the pages name
/// the groups. A page with several values stands in each of their groups.
fn groups(book: &Book, page: &Page, collect: &Collect, against: &[usize]) -> Vec<Group> {
    let mut members: Vec<usize> =
        (0..book.pages.len()).filter(|index| is_member(&book.pages[*index], collect)).collect();
    if !collect.sort_by.is_empty() {
        members.sort_by_key(|index| sort_key(&book.pages[*index], &collect.sort_by));
    }
    let mut titles: Vec<String> = group_order(book, collect);
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for index in members {
        for title in group_titles(book, &book.pages[index], &collect.group_by) {
            if !titles.contains(&title) {
                titles.push(title.clone());
            }
            rows.entry(title).or_default().push(row(book, page, index, collect, against));
        }
    }
    titles.into_iter().filter_map(|title| Some(Group { id: slug(&title), rows: rows.remove(&title)?, title })).collect()
}

fn is_member(page: &Page, collect: &Collect) -> bool {
    let front = &page.document.front.data;
    let holds = |(key, wanted): (&String, &Value)| match front.get(key) {
        Some(Value::Array(list)) => list.contains(wanted),
        value => value == Some(wanted),
    };
    page.document.kind() == collect.kind && collect.r#where.iter().all(holds)
}

/// Values sort by number, then by text; a page without the value comes last.
fn sort_key(page: &Page, key: &str) -> (bool, Option<i64>, String) {
    let value = page.document.front.data.get(key);
    let text = value.and_then(Value::as_str).map(str::to_owned).unwrap_or_else(|| page.title().to_owned());
    (value.is_none(), value.and_then(Value::as_i64), text)
}

/// Order of the groups where the schema lists the values of the field.
fn group_order(book: &Book, collect: &Collect) -> Vec<String> {
    let schema = book.kinds.get(&collect.kind).map(|kind| &kind.schema["properties"][&collect.group_by]);
    let options = schema.and_then(|field| field["enum"].as_array().or_else(|| field["items"]["enum"].as_array()));
    options.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Groups that a page belongs to. A reference is shown by the title of its page.
fn group_titles(book: &Book, page: &Page, key: &str) -> Vec<String> {
    let shown = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let referenced = page
            .uses
            .iter()
            .find(|usage| usage.pointer.first().is_some_and(|part| part == key) && book.pages[usage.page].id() == text);
        referenced.map_or(text, |usage| book.pages[usage.page].title().to_owned())
    };
    match page.document.front.data.get(key) {
        Some(Value::Array(list)) => list.iter().map(shown).collect(),
        Some(value) => vec![shown(value)],
        None => vec![String::new()],
    }
}

fn row(book: &Book, page: &Page, index: usize, collect: &Collect, against: &[usize]) -> Row {
    let member = &book.pages[index];
    // The cells' links are relative to the page that shows them, not to the member.
    let shown = |key: &String| -> String {
        let cards: Vec<Value> = member
            .uses
            .iter()
            .filter(|usage| usage.pointer.first() == Some(key))
            .map(|usage| serde_json::json!(data::card(book, usage.page, &page.url)))
            .collect();
        match member.document.front.data.get(key) {
            _ if !cards.is_empty() => data::html(&Value::Array(cards)),
            Some(value) => data::html(value),
            None => String::new(),
        }
    };
    let names = |other: &usize| {
        member.uses.iter().any(|usage| usage.page == *other && usage.pointer.first() == Some(&collect.field))
    };
    Row {
        page: data::card(book, index, &page.url),
        cells: collect.columns.iter().map(shown).collect(),
        marks: against.iter().map(names).collect(),
    }
}

/// A link to the list of the pages with a tag.
pub fn tag_link(tag: &str, from: &str) -> Link {
    Link { title: tag.to_owned(), href: format!("{}#{}", path::relative(from, "tags.html"), path::encode(&slug(tag))) }
}
