//! Addresses that have moved: whole pages, and places of pages.

use std::collections::BTreeMap;

use super::Context;
use super::navigation::Sidebar;
use super::special::{Listing, Special};
use crate::book::Page;
use crate::path;

/// Kind of the pages that only lead elsewhere.
pub const KIND: &str = "redirect";

/// The pages that only lead elsewhere. An address that a page of the book has needs none.
pub fn pages<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Special<'a>> {
    let mut old: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for (from, to) in &context.book.redirects {
        match from.split_once('#') {
            Some((page, _)) => drop(old.entry(page).or_default()),
            None => drop(old.insert(from, Some(to))),
        }
    }
    let free = old.into_iter().filter(|(from, _)| context.book.names.url(from).is_none());
    free.map(|(from, to)| page(context, from, to))
}

fn page<'a>(context: &'a Context<'a>, from: &'a str, to: Option<&'a str>) -> Special<'a> {
    let address = to.map_or_else(|| path::relative(from, "index.html"), str::to_owned);
    Special {
        id: from,
        title: title(context, from, to),
        url: from.to_owned(),
        sidebar: Sidebar::Levels(Vec::new()),
        listing: Listing::Moved(address, places(context, from).collect()),
    }
}

/// What the page is called that an old address leads to; else the address, or the book.
fn title<'a>(context: &'a Context<'a>, from: &str, to: Option<&'a str>) -> &'a str {
    let Some(to) = to else { return &context.config.book.title };
    let target = to.split('#').next().unwrap_or(to);
    let page = path::join(path::folder(from), &path::decode(target)).and_then(|url| context.book.names.url(&url));
    page.map_or(to, |page| &context.book.pages[page].title)
}

/// The places of a page that have moved. A place that is there again has not.
pub fn moved<'a>(context: &'a Context<'a>, page: &'a Page) -> Vec<(&'a str, &'a str)> {
    places(context, &page.url).filter(|(anchor, _)| !page.anchors().contains(*anchor)).collect()
}

fn places<'a>(context: &'a Context<'a>, url: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    context.book.redirects.range(format!("{url}#")..).map_while(move |(from, to)| {
        let anchor = from.strip_prefix(url)?.strip_prefix('#')?;
        Some((anchor, to.as_str()))
    })
}
