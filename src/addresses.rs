//! The addresses that a site has, and `addresses.lock`: those that were published once.
//!
//! Others have written them down: in mails, contracts, printed procedures. So the file is kept with
//! the book, and `check` says when one of them leads nowhere. An address is the output path of a page,
//! with `#anchor` for a place in it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::book::Book;
use crate::path;
use crate::site::Site;

/// What the file says to people.
const HEAD: &str = "# Addresses that were published. `tebiki check` says when one is gone; after you have read what it\n\
                    # says, `tebiki build --update-addresses` writes this file anew.\n";

/// What a server answers with where there is no page is no address.
const NOT_FOUND: &str = "404.html";

/// Addresses in the order of their bytes.
pub type Addresses = BTreeSet<String>;

/// The addresses of a site: its pages, those that lead on among them, the anchors of the book's
/// pages, and the anchors that have moved.
pub fn of(book: &Book, site: &Site) -> Addresses {
    let pages = site.iter().map(|(path, _)| path).filter(|path| path.ends_with(".html") && *path != NOT_FOUND);
    let anchors =
        book.pages.iter().flat_map(|page| page.anchors().iter().map(|anchor| format!("{}#{anchor}", page.url)));
    let moved = book.redirects.keys().filter(|from| from.contains('#')).cloned();
    let all = pages.map(str::to_owned).chain(anchors).chain(moved);
    all.filter(|address| !address.contains(char::is_control)).collect()
}

/// Whether an address leads to what it named: it is there, or its page has moved and the anchor is
/// in the page that it leads to. What lies outside of the book is taken to be there.
pub fn is_there(address: &str, book: &Book, addresses: &Addresses) -> bool {
    addresses.contains(address)
        || address.split_once('#').is_some_and(|(page, anchor)| {
            let to = book.redirects.get(page);
            to.is_some_and(|to| to.contains("://") || has_anchor(page, to, anchor, addresses))
        })
}

/// Whether the page that another leads to has an anchor.
fn has_anchor(from: &str, to: &str, anchor: &str, addresses: &Addresses) -> bool {
    let to = path::join(path::folder(from), &path::decode(to));
    to.is_some_and(|to| addresses.contains(&format!("{to}#{anchor}")))
}

/// Writes the file: an address a line, so that a difference names what changed.
pub fn text(addresses: &Addresses) -> String {
    addresses.iter().fold(HEAD.to_owned(), |text, address| text + address + "\n")
}

/// Reads the file: addresses with their places in the text. A line that starts with `#` is a remark.
pub fn parse(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let (address, from) = (line.trim_end(), start);
        start += line.len();
        (address, from..from + address.len())
    });
    lines.filter(|(address, _)| !address.is_empty() && !address.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::{Addresses, parse, text};

    #[test]
    fn what_is_written_is_read() {
        let addresses: Addresses = ["b.html#甲", "a.html", "b.html"].map(str::to_owned).into();
        let text = text(&addresses);
        let read: Vec<&str> = parse(&text).map(|(address, _)| address).collect();
        assert_eq!(read, ["a.html", "b.html", "b.html#甲"]);
        assert!(parse(&text).all(|(address, range)| text[range] == *address));
    }
}
