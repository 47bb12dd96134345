//! Sidebar and breadcrumbs.

use super::Context;
use super::given::NameRef;
use super::view::{Link, NavEntry};
use crate::{book, path};

/// An entry of the sidebar.
#[derive(Debug, Hash)]
pub struct Entry<'a> {
    /// What it leads to.
    label: Label<'a>,
    /// Whether the page that shows the sidebar is it or below it.
    open: bool,
    /// Entries below it; empty unless it is open.
    children: Vec<Entry<'a>>,
}

/// What an entry leads to.
#[derive(Debug, Hash)]
enum Label<'a> {
    /// A page, by its own name.
    Page(NameRef<'a>),
    /// What a table of contents says: title, output path, whether it has entries below it.
    Listed(&'a str, Option<&'a str>, bool),
}

/// A link from one output path to a page.
pub fn link(name: NameRef<'_>, from: &str) -> Link {
    Link { title: name.title.to_owned(), href: path::relative(from, name.url) }
}

/// The pages above a page, from the top.
pub fn breadcrumbs<'a>(context: &'a Context<'a>, index: usize) -> Vec<NameRef<'a>> {
    context.book.ancestors(index).into_iter().map(|page| context.name(page)).collect()
}

/// Most entries of a level in the sidebar. A longer level shows the part around its open entry, so
/// that the size of a page does not grow with the book.
const LEVEL: usize = 60;

/// The sidebar of a page: the top level, and below it the branches that lead to the page.
pub fn sidebar<'a>(context: &'a Context<'a>, index: usize) -> Vec<Entry<'a>> {
    let mut open = context.book.ancestors(index);
    open.push(index);
    whole(context, &open)
}

/// The top level alone, for pages that are not in the book.
pub fn top<'a>(context: &'a Context<'a>) -> Vec<Entry<'a>> {
    whole(context, &[])
}

/// The navigation, opened along a way.
fn whole<'a>(context: &'a Context<'a>, open: &[usize]) -> Vec<Entry<'a>> {
    match &context.book.contents {
        Some(entries) => listed(context, entries, open),
        None => level(context, &context.book.roots, open),
    }
}

/// The entries of a table of contents.
fn listed<'a>(context: &'a Context<'a>, entries: &'a [book::Entry], open: &[usize]) -> Vec<Entry<'a>> {
    let entry = |entry: &'a book::Entry| {
        let url = entry.page.map(|page| context.book.pages[page].url.as_str());
        let is_open = leads(entry, open);
        let children = if is_open { listed(context, &entry.children, open) } else { Vec::new() };
        Entry { label: Label::Listed(&entry.title, url, !entry.children.is_empty()), open: is_open, children }
    };
    entries.iter().map(entry).collect()
}

/// Whether an entry leads to a page of a way.
fn leads(entry: &book::Entry, way: &[usize]) -> bool {
    let here = entry.page.is_some_and(|page| way.contains(&page));
    here || entry.children.iter().any(|child| leads(child, way))
}

/// The entries of one level.
fn level<'a>(context: &'a Context<'a>, pages: &'a [usize], open: &[usize]) -> Vec<Entry<'a>> {
    // The way to the page passes a level at most once.
    let centre = open.iter().find_map(|page| pages.binary_search(page).ok()).unwrap_or(0);
    let start = if pages.len() > LEVEL { centre.saturating_sub(LEVEL / 2).min(pages.len() - LEVEL) } else { 0 };
    pages[start..].iter().take(LEVEL).map(|page| entry(context, *page, open)).collect()
}

fn entry<'a>(context: &'a Context<'a>, index: usize, open: &[usize]) -> Entry<'a> {
    let is_open = open.contains(&index);
    let children = if is_open { level(context, &context.book.pages[index].children, open) } else { Vec::new() };
    Entry { label: Label::Page(context.name(index)), open: is_open, children }
}

/// The sidebar as the page with an output path shows it.
pub fn shown(entries: &[Entry<'_>], from: &str) -> Vec<NavEntry> {
    let entry = |entry: &Entry<'_>| {
        let (title, url, parent) = match entry.label {
            Label::Page(name) => (name.title, Some(name.url), name.parent),
            Label::Listed(title, url, parent) => (title, url, parent),
        };
        NavEntry {
            title: title.to_owned(),
            href: url.map_or_else(String::new, |url| path::relative(from, url)),
            current: url == Some(from),
            open: entry.open,
            parent,
            children: shown(&entry.children, from),
        }
    };
    entries.iter().map(entry).collect()
}
