//! Collections: pages of a kind, or those that changed last, as `collect:` of a page asks for.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::changes::{self, Changed};
use super::given::FaceRef;
use super::view::{Collection, Column, Group, Link, Row};
use super::{Context, data};
use crate::book::{Book, Page, Use};
use crate::parse::slug;
use crate::path;

/// One entry of `collect:` in a front matter.
#[derive(Debug, Clone, Default, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Collect {
    kind: String,
    title: String,
    each: String,
    group_by: String,
    sort_by: String,
    columns: Vec<String>,
    r#where: Map<String, Value>,
    against: String,
    field: String,
    layout: String,
    latest: usize,
}

/// The pages that a `collect:` asked for.
#[derive(Debug, Hash)]
pub struct Collected<'a> {
    asked: Collect,
    /// Titles of the columns.
    columns: Vec<&'a str>,
    /// Groups by their titles.
    groups: Vec<(String, Vec<Member<'a>>)>,
    against: Vec<FaceRef<'a>>,
    /// The pages that changed last, when those are asked for.
    latest: Vec<Changed<'a>>,
}

/// A page in a collection.
#[derive(Debug, Hash)]
struct Member<'a> {
    page: FaceRef<'a>,
    cells: Vec<Cell<'a>>,
    marks: Vec<bool>,
}

/// What a page shows in a column.
#[derive(Debug, Hash)]
enum Cell<'a> {
    Pages(Vec<FaceRef<'a>>),
    Value(&'a Value),
    Empty,
}

/// Collects what a page asks for.
pub fn collections<'a>(context: &'a Context<'a>, page: &Page) -> Vec<Collected<'a>> {
    let asked = match page.document.front.value("collect") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let asked = asked.iter().filter_map(|value| Collect::deserialize(value).ok());
    asked.map(|asked| collected(context, asked)).collect()
}

fn collected<'a>(context: &'a Context<'a>, asked: Collect) -> Collected<'a> {
    if asked.latest > 0 {
        let latest = changes::newest(context, &asked.kind, asked.latest);
        return Collected { asked, latest, columns: Vec::new(), groups: Vec::new(), against: Vec::new() };
    }
    let book = context.book;
    let kind = book.kinds.get(&asked.kind);
    let title_of = |key: &String| {
        let field = kind.and_then(|kind| kind.field(&asked.each, key));
        field.and_then(|field| field["title"].as_str()).unwrap_or("")
    };
    let against: Vec<usize> = match asked.against.as_str() {
        "" => Vec::new(),
        kind => (0..book.pages.len()).filter(|index| book.pages[*index].document.kind() == kind).collect(),
    };
    Collected {
        columns: asked.columns.iter().map(title_of).collect(),
        groups: groups(context, &asked, &against),
        against: against.iter().map(|index| context.face(*index)).collect(),
        latest: Vec::new(),
        asked,
    }
}

/// What makes a row: a page, or an item of one of its lists.
#[derive(Clone, Copy)]
struct Entry<'b> {
    index: usize,
    page: &'b Page,
    item: Option<&'b Value>,
}

impl<'b> Entry<'b> {
    /// The value of a field, of the item first.
    fn value(&self, key: &str) -> Option<&'b Value> {
        self.item.and_then(|item| item.get(key)).or_else(|| self.page.document.front.data.get(key))
    }
}

/// The pages of a collection, or with `each` the items of that list in them.
fn entries<'b>(book: &'b Book, asked: &Collect) -> Vec<Entry<'b>> {
    let pages = book.pages.iter().enumerate().filter(|(_, page)| page.document.kind() == asked.kind);
    let mut entries: Vec<Entry<'b>> = Vec::new();
    for (index, page) in pages {
        match page.document.front.data.get(&asked.each).and_then(Value::as_array) {
            Some(list) => entries.extend(list.iter().map(|item| Entry { index, page, item: Some(item) })),
            None if asked.each.is_empty() => entries.push(Entry { index, page, item: None }),
            None => {}
        }
    }
    entries.retain(|entry| is_member(entry, asked));
    entries
}

/// Sorts the entries of a collection into groups, in the order in which the schema or the pages name
/// the groups; numbers, such as years, from the largest. A page with several values stands in each of
/// their groups.
fn groups<'a>(context: &'a Context<'a>, asked: &Collect, against: &[usize]) -> Vec<(String, Vec<Member<'a>>)> {
    let book = context.book;
    let mut entries = entries(book, asked);
    if !asked.sort_by.is_empty() {
        entries.sort_by_cached_key(|entry| sort_key(entry, &asked.sort_by));
    }
    let mut titles: Vec<String> = group_order(book, asked);
    let mut members: BTreeMap<String, Vec<Member<'a>>> = BTreeMap::new();
    for entry in entries {
        for title in group_titles(book, &entry, &asked.group_by) {
            if !titles.contains(&title) {
                titles.push(title.clone());
            }
            members.entry(title).or_default().push(member(context, &entry, asked, against));
        }
    }
    if titles.iter().all(|title| title.parse::<i64>().is_ok()) {
        titles.sort_by_key(|title| std::cmp::Reverse(title.parse::<i64>().ok()));
    }
    titles.into_iter().filter_map(|title| members.remove_entry(&title)).collect()
}

fn is_member(entry: &Entry<'_>, asked: &Collect) -> bool {
    let holds = |(key, wanted): (&String, &Value)| match entry.value(key) {
        Some(Value::Array(list)) => list.contains(wanted),
        value => value == Some(wanted),
    };
    asked.r#where.iter().all(holds)
}

/// Values sort by number, then by text; a page without the value comes last.
fn sort_key(entry: &Entry<'_>, key: &str) -> (bool, Option<i64>, String) {
    let value = entry.value(key);
    let text = value.and_then(Value::as_str).map(str::to_owned).unwrap_or_else(|| entry.page.title().to_owned());
    (value.is_none(), value.and_then(Value::as_i64), text)
}

/// Order of the groups where the schema lists the values of the field.
fn group_order(book: &Book, asked: &Collect) -> Vec<String> {
    let schema = book.kinds.get(&asked.kind).and_then(|kind| kind.field(&asked.each, &asked.group_by));
    let options = schema.and_then(|field| field["enum"].as_array().or_else(|| field["items"]["enum"].as_array()));
    options.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Groups that a page belongs to. A reference is shown by the title of its page.
fn group_titles(book: &Book, entry: &Entry<'_>, key: &str) -> Vec<String> {
    let shown = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let referenced =
            entry.page.uses.iter().find(|usage| {
                usage.pointer.first().is_some_and(|part| part == key) && book.pages[usage.page].id() == text
            });
        referenced.map_or(text, |usage| book.pages[usage.page].title().to_owned())
    };
    match entry.value(key) {
        Some(Value::Array(list)) => list.iter().map(shown).collect(),
        Some(value) => vec![shown(value)],
        None => vec![String::new()],
    }
}

fn member<'a>(context: &'a Context<'a>, entry: &Entry<'a>, asked: &Collect, against: &[usize]) -> Member<'a> {
    let page = entry.page;
    let cell = |key: &String| {
        let pages: Vec<FaceRef<'a>> = named(page, key).map(|usage| context.face(usage.page)).collect();
        match entry.value(key) {
            _ if !pages.is_empty() => Cell::Pages(pages),
            Some(value) => Cell::Value(value),
            None => Cell::Empty,
        }
    };
    Member {
        page: context.face(entry.index),
        cells: asked.columns.iter().map(cell).collect(),
        marks: against.iter().map(|other| named(page, &asked.field).any(|usage| usage.page == *other)).collect(),
    }
}

/// Pages that a field of a page names.
fn named<'p>(page: &'p Page, field: &'p str) -> impl Iterator<Item = &'p Use> {
    page.uses.iter().filter(move |usage| usage.pointer.first().is_some_and(|key| key == field))
}

/// A collection as the page with an output path shows it.
pub fn shown(collected: &Collected<'_>, from: &str) -> Collection {
    let Collected { asked, columns, groups, against, latest } = collected;
    if asked.latest > 0 {
        let title = asked.title.clone();
        return Collection { id: slug(&title), title, ..changes::latest(latest, from) };
    }
    let default_layout = if asked.columns.is_empty() { "list" } else { "table" };
    let column = |(key, title): (&String, &&str)| Column {
        key: data::snake(key),
        title: if title.is_empty() { key.clone() } else { (*title).to_owned() },
    };
    let group = |(title, members): &(String, Vec<Member<'_>>)| Group {
        id: slug(title),
        title: title.clone(),
        rows: members.iter().map(|member| row(member, from)).collect(),
    };
    Collection {
        title: asked.title.clone(),
        id: if asked.title.is_empty() { format!("collect-{}", asked.kind) } else { slug(&asked.title) },
        kind: asked.kind.clone(),
        layout: if asked.layout.is_empty() { default_layout.to_owned() } else { asked.layout.clone() },
        groups: groups.iter().map(group).collect(),
        columns: asked.columns.iter().zip(columns).map(column).collect(),
        against: data::cards(against, from),
    }
}

/// The links in the cells are relative to the page that shows them, not to the member.
fn row(member: &Member<'_>, from: &str) -> Row {
    let cell = |cell: &Cell<'_>| match cell {
        Cell::Pages(pages) => data::html(&serde_json::json!(data::cards(pages, from))),
        Cell::Value(value) => data::html(value),
        Cell::Empty => String::new(),
    };
    Row {
        page: data::card(member.page, from),
        cells: member.cells.iter().map(cell).collect(),
        marks: member.marks.clone(),
    }
}

/// A link to the list of the pages with a tag.
pub fn tag_link(tag: &str, from: &str) -> Link {
    Link { title: tag.to_owned(), href: format!("{}#{}", path::relative(from, "tags.html"), path::encode(&slug(tag))) }
}
