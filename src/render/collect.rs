//! Collections: pages of a kind, as `collect:` of a page asks for; and the pages that the
//! generator adds, which are collections of their own.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::view::{Collection, Column, Group, Link, PageView, Row};
use super::{Context, data, empty_view, navigation};
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
}

/// Makes the collections that a page asks for.
pub fn collections(book: &Book, page: &Page) -> Vec<Collection> {
    let asked = match page.document.front.data.get("collect") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let asked = asked.into_iter().filter_map(|value| serde_json::from_value::<Collect>(value).ok());
    asked.map(|collect| collection(book, page, &collect)).collect()
}

fn collection(book: &Book, page: &Page, collect: &Collect) -> Collection {
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

/// The pages that the generator adds: search, not found, tags, the index of all pages, and a home
/// page where the book has none.
pub fn special_pages(context: &Context<'_>) -> Vec<PageView> {
    let book = context.book;
    let page = |id: &str, key: &str| {
        let title = context.site.strings.get(key).map_or(id, String::as_str);
        let url = format!("{id}.html");
        PageView { sidebar: navigation::top(book, &url), ..empty_view(context, id, id, title, &url) }
    };
    let free = |view: &PageView| !book.pages.iter().any(|page| page.url == view.url);
    let tags = PageView { collections: vec![tags(book)], ..page("tags", "tags_title") };
    let kana = PageView { collections: vec![kana(book)], ..page("kana", "kana_title") };
    let contents = vec![listed("contents", std::iter::once((String::new(), book.roots.clone())), book, "index.html")];
    let title = &context.config.book.title;
    let home = empty_view(context, "index", "index", title, "index.html");
    let home = PageView { collections: contents, sidebar: navigation::top(book, "index.html"), ..home };
    [home, page("search", "search_title"), page("404", "not_found_title"), tags, kana]
        .into_iter()
        .filter(free)
        .collect()
}

fn tags(book: &Book) -> Collection {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, page) in book.pages.iter().enumerate() {
        page.document.front.texts("tags").for_each(|tag| groups.entry(tag).or_default().push(index));
    }
    listed("tags", groups.into_iter().map(|(tag, pages)| (tag.to_owned(), pages)), book, "tags.html")
}

/// All pages in the order of their readings, a group for each row of the kana table. A page without
/// a reading is listed by its title, after kana, under its first character's sort.
fn kana(book: &Book) -> Collection {
    let mut readings: Vec<(String, usize)> =
        book.glossary.terms.iter().map(|term| (term.reading.clone(), term.page)).collect();
    let terms: Vec<usize> = readings.iter().map(|(_, page)| *page).collect();
    let others = book.pages.iter().enumerate().filter(|(index, _)| !terms.contains(index));
    readings.extend(others.map(|(index, page)| (page.title().to_owned(), index)));
    readings.sort_by_cached_key(|(reading, page)| (kana_row(reading), sortable(reading), *page));
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (reading, page) in readings {
        let (_, row) = kana_row(&reading);
        match groups.last_mut() {
            Some((last, pages)) if last == row => pages.push(page),
            _ => groups.push((row.to_owned(), vec![page])),
        }
    }
    listed("kana", groups.into_iter(), book, "kana.html")
}

/// Rows of the kana table: the first character of each, and its name.
const ROWS: [(char, &str); 10] = [
    ('あ', "あ"),
    ('か', "か"),
    ('さ', "さ"),
    ('た', "た"),
    ('な', "な"),
    ('は', "は"),
    ('ま', "ま"),
    ('や', "や"),
    ('ら', "ら"),
    ('わ', "わ"),
];

/// Row of a reading, with its rank; what does not start with kana comes last.
fn kana_row(reading: &str) -> (usize, &'static str) {
    let first = sortable(reading).chars().next().unwrap_or(' ');
    let kana = ('ぁ'..='ゖ').contains(&first);
    let row = ROWS.iter().rposition(|(start, _)| kana && first >= *start);
    match row {
        Some(row) => (row, ROWS[row].1),
        None if kana => (0, ROWS[0].1),
        None if first.is_ascii_alphanumeric() => (11, "A–Z"),
        None => (12, "漢字"),
    }
}

/// Hiragana without marks, in the order of the kana table: か and が are one, small kana are large.
fn sortable(reading: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = reading.nfkd().filter(|c| !matches!(c, '\u{3099}' | '\u{309A}' | 'ー' | '・'));
    let hiragana = plain.map(|c| match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    });
    let large = hiragana.map(|c| match c {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(c as u32 + 1).unwrap_or(c)
        }
        c => c,
    });
    large.flat_map(char::to_lowercase).collect()
}

fn listed(id: &str, groups: impl Iterator<Item = (String, Vec<usize>)>, book: &Book, from: &str) -> Collection {
    let row = |index: &usize| Row { page: data::card(book, *index, from), cells: Vec::new(), marks: Vec::new() };
    Collection {
        title: String::new(),
        id: id.to_owned(),
        kind: String::new(),
        layout: "list".into(),
        groups: groups
            .map(|(title, pages)| Group { id: slug(&title), rows: pages.iter().map(row).collect(), title })
            .collect(),
        columns: Vec::new(),
        against: Vec::new(),
    }
}
