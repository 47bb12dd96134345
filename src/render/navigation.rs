//! Sidebar and breadcrumbs.

use super::Context;
use super::given::NameRef;
use super::view::{Link, NavEntry};
use crate::path;

/// An entry of the sidebar.
#[derive(Debug, Hash)]
pub struct Entry<'a> {
    /// The page.
    name: NameRef<'a>,
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

/// The sidebar of a page: the top level, and below it the branches that lead to the page.
pub fn sidebar<'a>(context: &'a Context<'a>, index: usize) -> Vec<Entry<'a>> {
    let mut open = context.book.ancestors(index);
    open.push(index);
    level(context, &context.book.roots, &open)
}

/// The top level alone, for pages that are not in the book.
pub fn top<'a>(context: &'a Context<'a>) -> Vec<Entry<'a>> {
    level(context, &context.book.roots, &[])
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
    Entry { name: context.name(index), open: is_open, children }
}

/// The sidebar as the page with an output path shows it.
pub fn shown(entries: &[Entry<'_>], from: &str) -> Vec<NavEntry> {
    let entry = |entry: &Entry<'_>| NavEntry {
        title: entry.name.title.to_owned(),
        href: path::relative(from, entry.name.url),
        current: entry.name.url == from,
        open: entry.open,
        parent: entry.name.parent,
        children: shown(&entry.children, from),
    };
    entries.iter().map(entry).collect()
}
