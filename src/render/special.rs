//! The pages that the generator adds, most of them lists.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::kana::kana;
use super::view::{Collection, Group, NavEntry, PageView, Row};
use super::{Context, changes, data, empty_view, navigation};
use crate::book::Book;
use crate::parse::{Piece, slug};

/// How many changes the page of changes lists.
const CHANGES: usize = 100;

/// The pages that the generator adds: search, not found, tags, the index of all pages, what changed
/// last, how accessible the book is, and a home page where the book has none.
pub fn pages(context: &Context<'_>) -> Vec<PageView> {
    let book = context.book;
    let free = |view: &PageView| !book.pages.iter().any(|page| page.url == view.url);
    let list = |name: &str, collection| PageView { collections: vec![collection], ..page(context, name) };
    let conformity = PageView { data: census(book), ..page(context, "conformity") };
    let pages = [
        home(context),
        page(context, "search"),
        not_found(context),
        list("tags", tags(book)),
        list("kana", kana(book)),
        list("changes", changes::by_day(context, CHANGES, "changes.html")),
        conformity,
    ];
    pages.into_iter().filter(free).collect()
}

/// A page at the site's root whose title is a string of the theme.
fn page(context: &Context<'_>, name: &str) -> PageView {
    let title = context.site.strings.get(&format!("{name}_title")).map_or(name, String::as_str);
    let url = format!("{name}.html");
    PageView { sidebar: navigation::top(context.book, &url), ..empty_view(context, name, name, title, &url) }
}

fn home(context: &Context<'_>) -> PageView {
    let (book, url) = (context.book, "index.html");
    let contents = listed("contents", std::iter::once((String::new(), book.roots.clone())), book, url);
    let view = empty_view(context, "index", "index", &context.config.book.title, url);
    PageView { collections: vec![contents], sidebar: navigation::top(book, url), ..view }
}

/// The page that a server answers with at addresses of any depth. So its links start at the root
/// of the place where the book is published.
fn not_found(context: &Context<'_>) -> PageView {
    let root = context.config.build.root().to_owned();
    let title = context.site.strings.get("not_found_title").map_or("404", String::as_str);
    let sidebar = navigation::top(context.book, "404.html").into_iter();
    let sidebar = sidebar.map(|entry| NavEntry { href: format!("{root}{}", entry.href), ..entry }).collect();
    PageView { root, sidebar, permalink: String::new(), ..empty_view(context, "404", "404", title, "404.html") }
}

/// What the book holds that a statement about accessibility depends on.
fn census(book: &Book) -> BTreeMap<String, Value> {
    let pieces = book.pages.iter().flat_map(|page| &page.document.body);
    let images = pieces.filter(|piece| matches!(piece, Piece::Image(..))).count();
    [("pages".to_owned(), json!(book.pages.len())), ("images".to_owned(), json!(images))].into()
}

fn tags(book: &Book) -> Collection {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, page) in book.pages.iter().enumerate() {
        page.document.front.texts("tags").for_each(|tag| groups.entry(tag).or_default().push(index));
    }
    listed("tags", groups.into_iter().map(|(tag, pages)| (tag.to_owned(), pages)), book, "tags.html")
}

/// A collection of groups of pages, by their titles.
pub fn listed(id: &str, groups: impl Iterator<Item = (String, Vec<usize>)>, book: &Book, from: &str) -> Collection {
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
