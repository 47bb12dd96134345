//! How pages hang together: what cannot be reached, and what leads nowhere.

use std::collections::BTreeSet;

use super::Inquiry;
use crate::book::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::message::Message;
use crate::parse::{Link, LinkKind, Target};
use crate::say;

/// Reports pages that nothing leads to, and pages that lead nowhere.
pub fn check(inquiry: &Inquiry<'_>, found: &mut Vec<Diagnostic>) {
    let book = inquiry.book;
    let reached = reached(book);
    let linked = linked(book);
    for (index, page) in book.pages.iter().enumerate() {
        let mut report = |code, message: Message, hint: Message| {
            if inquiry.asks(code) {
                found.push(inquiry.report(code, page.document.title_place(), message).hint(hint));
            }
        };
        if !reached[index] {
            report(
                "orphan",
                say!("the page cannot be reached from the home page"),
                say!("link to it from where readers look for it"),
            );
        } else if index > 0 && !linked[index] {
            report(
                "unlinked",
                say!("only the navigation leads to this page"),
                say!("link to it where readers need it"),
            );
        }
        if index > 0 && !leads_on(page) {
            report("dead-end", say!("the page leads nowhere"), say!("link to what the reader needs next"));
        }
    }
}

/// Which pages can be reached from the home page by navigation, links, relations and collections.
fn reached(book: &Book) -> Vec<bool> {
    let mut out: Vec<Vec<usize>> = book.pages.iter().map(forward).collect();
    for (index, page) in book.pages.iter().enumerate() {
        page.backlinks.iter().for_each(|backlink| out[backlink.page].push(index));
        page.uses.iter().for_each(|usage| out[usage.page].push(index));
    }
    let home = book.pages.first().is_some_and(|page| page.url == "index.html");
    let mut todo: Vec<usize> = match home {
        true => vec![0],
        false => (0..book.pages.len()).filter(|index| book.pages[*index].parent.is_none()).collect(),
    };
    let mut reached = vec![false; book.pages.len()];
    while let Some(index) = todo.pop() {
        if !std::mem::replace(&mut reached[index], true) {
            todo.extend(&out[index]);
        }
    }
    reached
}

/// Where the front matter and the navigation of a page lead.
fn forward(page: &Page) -> Vec<usize> {
    let named = page.uses.iter().map(|usage| usage.page);
    page.children.iter().copied().chain(page.parent).chain(named).collect()
}

/// Kinds whose pages some page lists.
fn listed_kinds(book: &Book) -> BTreeSet<&str> {
    let asked = book.pages.iter().filter_map(|page| page.document.front.value("collect")?.as_array());
    asked.flatten().filter_map(|collect| collect["kind"].as_str()).collect()
}

/// Which pages something leads to beside the navigation. A page of terms is found through its terms.
fn linked(book: &Book) -> Vec<bool> {
    let listed = listed_kinds(book);
    let is_linked = |page: &Page| {
        !page.backlinks.is_empty()
            || !page.relations.is_empty()
            || book.kind(page).is_some_and(|kind| kind.glossary.is_some())
            || listed.contains(page.document.kind())
    };
    let mut linked: Vec<bool> = book.pages.iter().map(is_linked).collect();
    book.pages.iter().flat_map(|page| &page.uses).for_each(|usage| linked[usage.page] = true);
    linked
}

/// Whether a reader can go on from a page but by the navigation.
fn leads_on(page: &Page) -> bool {
    let links = |link: &Link| link.kind != LinkKind::Image && !matches!(link.target, Target::Anchor(_));
    let address = |value: &serde_json::Value| value.as_str().is_some_and(|text| text.starts_with("http"));
    !page.children.is_empty()
        || !page.uses.is_empty()
        || !page.relations.is_empty()
        || page.document.front.data.contains_key("collect")
        || page.document.front.data.values().any(address)
        || page.document.links.iter().any(links)
}
