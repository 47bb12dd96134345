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

/// The sidebar of a page: the top level, and below it the branches that lead to the page. So its
/// size does not grow with the book.
pub fn sidebar(book: &Book, index: usize) -> Vec<NavEntry> {
    let mut open = book.ancestors(index);
    open.push(index);
    let from = &book.pages[index].url;
    roots(book).into_iter().map(|root| entry(book, from, root, &open)).collect()
}

/// The top level alone, for pages that are not in the book.
pub fn top(book: &Book, from: &str) -> Vec<NavEntry> {
    roots(book).into_iter().map(|root| entry(book, from, root, &[])).collect()
}

/// The top level: the pages below the home page, or without one the pages below nothing.
fn roots(book: &Book) -> Vec<usize> {
    match book.pages.first() {
        Some(home) if home.url == "index.html" => home.children.clone(),
        _ => (0..book.pages.len()).filter(|page| book.pages[*page].parent.is_none()).collect(),
    }
}

fn entry(book: &Book, from: &str, index: usize, open: &[usize]) -> NavEntry {
    let page = &book.pages[index];
    let is_open = open.contains(&index);
    let children =
        if is_open { page.children.iter().map(|child| entry(book, from, *child, open)).collect() } else { Vec::new() };
    NavEntry {
        title: page.title().to_owned(),
        href: path::relative(from, &page.url),
        current: page.url == from,
        open: is_open,
        parent: !page.children.is_empty(),
        children,
    }
}
