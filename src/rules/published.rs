//! Addresses that were published once and are gone.

use super::{CheckConfig, level};
use crate::addresses::{self, Addresses};
use crate::book::Book;
use crate::diagnostic::{Diagnostic, Level, Place, nearest};
use crate::message::Message;
use crate::path;
use crate::say;
use crate::source::Source;

/// Reports each address of `addresses.lock` that leads nowhere, and once that others are not in it.
/// Anchors of a page that is gone go with it and are not reported.
pub fn check(lock: &Source, book: &Book, addresses: &Addresses, config: &CheckConfig) -> Vec<Diagnostic> {
    let listed: Vec<_> = addresses::parse(&lock.text).collect();
    let known: Addresses = listed.iter().map(|(address, _)| (*address).to_owned()).collect();
    let new: Vec<&str> = addresses.difference(&known).map(String::as_str).collect();
    let gone = |address: &str| !addresses::is_there(address, book, addresses);
    let reported = listed.iter().filter(|(address, _)| match address.split_once('#') {
        None => gone(address),
        Some((page, _)) => gone(address) && !gone(page),
    });
    let place = |range| lock.place(range);
    let mut found: Vec<Diagnostic> = reported
        .map(|(address, range)| {
            let message = say!("`{address}` was published and is gone", address);
            Diagnostic::error("gone-address", place(range.clone()), message).hint(hint(address, book, &new))
        })
        .collect();
    found.extend(unlisted(lock, &new).filter(|_| level(config, "unlisted-address") != Level::Off));
    found
}

fn unlisted(lock: &Source, new: &[&str]) -> Option<Diagnostic> {
    let (first, others) = new.split_first()?;
    let message = match others.len() {
        0 => say!("`{first}` is not listed", first),
        count => say!("`{first}` and {count} more addresses are not listed", first, count),
    };
    let diagnostic = Diagnostic::warning("unlisted-address", Place::file(&lock.file), message);
    Some(diagnostic.hint(say!("`tebiki build --update-addresses` lists them")))
}

/// What to do about an address that is gone: where what it named may be now, and how it is led there.
fn hint(address: &str, book: &Book, new: &[&str]) -> Message {
    let (page, anchor) = address.split_once('#').unwrap_or((address, ""));
    let successor = if anchor.is_empty() { moved(page, new) } else { renamed(page, anchor, new) };
    let what = match successor {
        Some(to) if to.starts_with(&format!("{page}#")) => {
            say!("did it become `{to}`? then write `{#{anchor}}` behind that heading", to, anchor)
        }
        Some(to) => say!(
            "did it become `{to}`? then add `aliases: [\"/{address}\"]` to {file}",
            to,
            address,
            file = file(to, book)
        ),
        None if anchor.is_empty() => say!("add `aliases: [\"/{address}\"]` to the page that has its text now", address),
        None => say!("write `{#{anchor}}` behind the heading that has its text now", anchor),
    };
    what.and(say!("or give it up with `tebiki build --update-addresses`"))
}

/// The page that a page has probably become: one of the same name elsewhere, else one with a name
/// that is near in the same folder.
fn moved<'a>(page: &str, new: &[&'a str]) -> Option<&'a str> {
    let pages = || new.iter().copied().filter(|address| !address.contains('#'));
    let same = pages().find(|address| called(address) == called(page));
    let beside = || pages().filter(|address| path::folder(address) == path::folder(page));
    same.or_else(|| nearest(page, beside()))
}

/// What a page is called in its address: the name of its file, or of its folder for the page of one.
fn called(page: &str) -> &str {
    let name = page.strip_suffix("/index.html").unwrap_or(page);
    path::stem(name)
}

/// The place that a place has probably become: the nearest that is new in its page, or the only
/// one; else one of its name in another page.
fn renamed<'a>(page: &str, anchor: &str, new: &[&'a str]) -> Option<&'a str> {
    let split = |address: &&'a str| address.split_once('#').map(|(page, anchor)| (page, anchor, *address));
    let places: Vec<(&str, &str, &str)> = new.iter().filter_map(split).collect();
    let here: Vec<_> = places.iter().filter(|(own, ..)| *own == page).collect();
    let near = nearest(anchor, here.iter().map(|(_, anchor, _)| *anchor));
    let found = match (near, here.as_slice()) {
        (Some(near), _) => here.into_iter().find(|(_, anchor, _)| *anchor == near),
        (None, [only]) => Some(*only),
        (None, _) => places.iter().find(|(_, other, _)| *other == anchor),
    };
    found.map(|(.., address)| *address)
}

/// The source of the page that an address names, or the address.
fn file<'a>(address: &'a str, book: &'a Book) -> &'a str {
    let url = address.split('#').next().unwrap_or(address);
    book.names.url(url).map_or(address, |page| &*book.pages[page].document.source.file)
}
