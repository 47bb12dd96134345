//! Sidebar and breadcrumbs.

use std::collections::HashMap;
use std::sync::Arc;

use super::Context;
use super::given::NameRef;
use super::view::{Link, NavEntry};
use crate::memo::Hashed;
use crate::{book, path};

/// The navigation beside a page, as far as it is open there.
#[derive(Debug, Hash)]
pub enum Sidebar<'a> {
    /// The levels on the way to the page, from the top. Each but the first stands below the open entry of the one
    /// before it.
    Levels(Vec<Level<'a>>),
    /// What a table of contents lists.
    Listed(Vec<Entry<'a>>),
}

/// Pages side by side.
#[derive(Debug, Hash)]
pub struct Level<'a> {
    names: Names<'a>,
    /// Which of them is the page that shows the sidebar, or is above it.
    open: Option<usize>,
}

/// The names of some pages, hashed once for all the pages that show them.
type Names<'a> = Arc<Hashed<Vec<NameRef<'a>>>>;

/// The levels that are shown whole wherever they are open, by the page above them; by none the top one.
pub type Levels<'a> = HashMap<Option<usize>, Names<'a>>;

/// An entry of a table of contents.
#[derive(Debug, Hash)]
pub struct Entry<'a> {
    title: &'a str,
    /// Output path.
    url: Option<&'a str>,
    /// Whether it has entries below it.
    parent: bool,
    /// Whether the page that shows the sidebar is it or below it.
    open: bool,
    /// Entries below it; empty unless it is open.
    children: Vec<Entry<'a>>,
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

/// Collects the levels that many pages show.
pub fn levels<'a>(context: &'a Context<'a>) -> Levels<'a> {
    let book = context.book;
    let below = book.pages.iter().enumerate().map(|(index, page)| (Some(index), &*page.children));
    let all = below.chain([(None, &*book.roots)]);
    let short = all.filter(|(_, pages)| (1..=LEVEL).contains(&pages.len()));
    short.map(|(above, pages)| (above, names(context, pages))).collect()
}

fn names<'a>(context: &'a Context<'a>, pages: &[usize]) -> Names<'a> {
    Arc::new(Hashed::new(pages.iter().map(|page| context.name(*page)).collect()))
}

/// The sidebar of a page: the top level, and below it the branches that lead to the page.
pub fn sidebar<'a>(context: &'a Context<'a>, levels: &Levels<'a>, index: usize) -> Sidebar<'a> {
    let mut open = context.book.ancestors(index);
    open.push(index);
    whole(context, levels, &open)
}

/// The top level alone, for pages that are not in the book.
pub fn top<'a>(context: &'a Context<'a>) -> Sidebar<'a> {
    whole(context, &Levels::new(), &[])
}

/// The navigation, opened along a way.
fn whole<'a>(context: &'a Context<'a>, levels: &Levels<'a>, open: &[usize]) -> Sidebar<'a> {
    match &context.book.contents {
        Some(entries) => Sidebar::Listed(listed(context, entries, open)),
        None => Sidebar::Levels(opened(context, levels, open)),
    }
}

/// The entries of a table of contents.
fn listed<'a>(context: &'a Context<'a>, entries: &'a [book::Entry], open: &[usize]) -> Vec<Entry<'a>> {
    let entry = |entry: &'a book::Entry| {
        let url = entry.page.map(|page| context.book.pages[page].url.as_str());
        let is_open = leads(entry, open);
        let children = if is_open { listed(context, &entry.children, open) } else { Vec::new() };
        Entry { title: &entry.title, url, parent: !entry.children.is_empty(), open: is_open, children }
    };
    entries.iter().map(entry).collect()
}

/// Whether an entry leads to a page of a way.
fn leads(entry: &book::Entry, way: &[usize]) -> bool {
    let here = entry.page.is_some_and(|page| way.contains(&page));
    here || entry.children.iter().any(|child| leads(child, way))
}

/// The levels along a way.
fn opened<'a>(context: &'a Context<'a>, levels: &Levels<'a>, way: &[usize]) -> Vec<Level<'a>> {
    let (mut above, mut pages, mut shown) = (None, &context.book.roots, Vec::new());
    while !pages.is_empty() {
        // The way to the page passes a level at most once.
        let at = way.iter().find_map(|page| pages.binary_search(page).ok());
        let start = start(pages.len(), at);
        let part = || names(context, &pages[start..pages.len().min(start + LEVEL)]);
        shown.push(Level { names: levels.get(&above).cloned().unwrap_or_else(part), open: at.map(|at| at - start) });
        let Some(at) = at else { break };
        above = Some(pages[at]);
        pages = &context.book.pages[pages[at]].children;
    }
    shown
}

/// Where the part of a level starts that is shown.
fn start(length: usize, open: Option<usize>) -> usize {
    open.unwrap_or(0).saturating_sub(LEVEL / 2).min(length.saturating_sub(LEVEL))
}

/// The sidebar as the page with an output path shows it.
pub fn shown(sidebar: &Sidebar<'_>, from: &str) -> Vec<NavEntry> {
    match sidebar {
        Sidebar::Levels(levels) => shown_levels(levels, from),
        Sidebar::Listed(entries) => shown_entries(entries, from),
    }
}

fn shown_levels(levels: &[Level<'_>], from: &str) -> Vec<NavEntry> {
    let Some((level, below)) = levels.split_first() else { return Vec::new() };
    let entry = |(at, name): (usize, &NameRef<'_>)| {
        let open = level.open == Some(at);
        NavEntry {
            title: name.title.to_owned(),
            href: path::relative(from, name.url),
            current: name.url == from,
            open,
            parent: name.parent,
            children: if open { shown_levels(below, from) } else { Vec::new() },
        }
    };
    level.names.iter().enumerate().map(entry).collect()
}

fn shown_entries(entries: &[Entry<'_>], from: &str) -> Vec<NavEntry> {
    let entry = |entry: &Entry<'_>| NavEntry {
        title: entry.title.to_owned(),
        href: entry.url.map_or_else(String::new, |url| path::relative(from, url)),
        current: entry.url == Some(from),
        open: entry.open,
        parent: entry.parent,
        children: shown_entries(&entry.children, from),
    };
    entries.iter().map(entry).collect()
}
