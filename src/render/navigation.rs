//! Sidebar, breadcrumbs, previous and next.

use super::view::{Link, NavEntry};
use crate::book::Book;
use crate::path;

/// A link from one output path to a page.
fn link(book: &Book, from: &str, to: usize) -> Link {
    let page = &book.pages[to];
    Link { title: page.title().to_owned(), href: path::relative(from, &page.url) }
}

/// The pages above a page, from the top.
pub fn breadcrumbs(book: &Book, index: usize) -> Vec<Link> {
    let from = &book.pages[index].url;
    book.ancestors(index).into_iter().map(|page| link(book, from, page)).collect()
}

/// The page before in reading order.
pub fn previous(book: &Book, index: usize) -> Option<Link> {
    Some(link(book, &book.pages[index].url, index.checked_sub(1)?))
}

/// The page after in reading order.
pub fn next(book: &Book, index: usize) -> Option<Link> {
    (index + 1 < book.pages.len()).then(|| link(book, &book.pages[index].url, index + 1))
}

/// Most entries of a level in the sidebar. A longer level shows the part around its open entry, so
/// that the size of a page does not grow with the book.
const LEVEL: usize = 60;

/// The sidebar of a page: the top level, and below it the branches that lead to the page.
pub fn sidebar(book: &Book, index: usize) -> Vec<NavEntry> {
    let mut open = book.ancestors(index);
    open.push(index);
    level(book, &book.pages[index].url, &book.roots, &open)
}

/// The top level alone, for pages that are not in the book.
pub fn top(book: &Book, from: &str) -> Vec<NavEntry> {
    level(book, from, &book.roots, &[])
}

/// The entries of one level.
fn level(book: &Book, from: &str, pages: &[usize], open: &[usize]) -> Vec<NavEntry> {
    let centre = pages.iter().position(|page| open.contains(page)).unwrap_or(0);
    let start = if pages.len() > LEVEL { centre.saturating_sub(LEVEL / 2).min(pages.len() - LEVEL) } else { 0 };
    pages[start..].iter().take(LEVEL).map(|page| entry(book, from, *page, open)).collect()
}

fn entry(book: &Book, from: &str, index: usize, open: &[usize]) -> NavEntry {
    let page = &book.pages[index];
    let is_open = open.contains(&index);
    let children = if is_open { level(book, from, &page.children, open) } else { Vec::new() };
    NavEntry {
        title: page.title().to_owned(),
        href: path::relative(from, &page.url),
        current: page.url == from,
        open: is_open,
        parent: !page.children.is_empty(),
        children,
    }
}
