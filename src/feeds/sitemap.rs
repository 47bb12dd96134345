//! `sitemap.xml`, by the protocol 0.9 of <https://www.sitemaps.org/protocol.html>.

use std::collections::BTreeMap;

use super::xml::escaped;
use crate::book::Book;
use crate::history::Changes;
use crate::path;
use crate::render::changes;
use crate::site::Site;

/// Output path of the sitemap, or of the index of its parts.
pub const PATH: &str = "sitemap.xml";

/// What one file may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most addresses.
    pub addresses: usize,
    /// Most bytes.
    pub bytes: usize,
}

/// The limits of the protocol.
pub const LIMITS: Limits = Limits { addresses: 50_000, bytes: 50 * 1024 * 1024 };

/// An address must have fewer bytes than this; a longer one cannot be named.
const ADDRESS: usize = 2048;

const URLS: &str = "urlset";
const INDEX: &str = "sitemapindex";

/// A page, with the day of its last change where that is known.
#[derive(Debug)]
pub struct Place<'a> {
    address: String,
    day: Option<&'a str>,
}

/// The pages of a site in the order of their paths.
pub fn places<'a>(address: &str, site: &Site, book: &'a Book, changes: &'a Changes) -> Vec<Place<'a>> {
    let days: BTreeMap<&str, &str> =
        book.pages.iter().filter_map(|page| Some((page.url.as_str(), changes::dated(changes, page)?.0))).collect();
    let place = |(path, _)| Place { address: located(address, path), day: days.get(path).copied() };
    super::pages(site, book).map(place).filter(|place| place.address.len() < ADDRESS).collect()
}

/// Whether a path is that of a sitemap.
pub fn is_part(path: &str) -> bool {
    let number = path.strip_prefix("sitemap-").and_then(|rest| rest.strip_suffix(".xml"));
    path == PATH || number.is_some_and(|number| number.parse::<usize>().is_ok())
}

/// The files of the sitemap: one, or an index and its parts where one would be too large.
pub fn files(address: &str, places: &[Place<'_>], limits: Limits) -> Vec<(String, String)> {
    let entries: Vec<String> = places.iter().map(entry).collect();
    let parts = cut(&entries, limits);
    if let [] | [_] = parts[..] {
        return vec![(PATH.to_owned(), document(URLS, &entries.concat()))];
    }
    let name = |number: usize| format!("sitemap-{}.xml", number + 1);
    let listed = |part| format!("<sitemap><loc>{}</loc></sitemap>\n", escaped(&located(address, &name(part))));
    let index: String = (0..parts.len()).map(listed).collect();
    let parts = parts.iter().enumerate().map(|(at, part)| (name(at), document(URLS, &part.concat())));
    [(PATH.to_owned(), document(INDEX, &index))].into_iter().chain(parts).collect()
}

/// Cuts entries so that the document of each part is within the limits.
fn cut(entries: &[String], limits: Limits) -> Vec<&[String]> {
    let frame = document(URLS, "").len();
    let (mut parts, mut start, mut bytes) = (Vec::new(), 0, frame);
    for (at, entry) in entries.iter().enumerate() {
        if at > start && (at - start == limits.addresses || bytes + entry.len() > limits.bytes) {
            parts.push(&entries[start..at]);
            (start, bytes) = (at, frame);
        }
        bytes += entry.len();
    }
    parts.push(&entries[start..]);
    parts
}

fn entry(place: &Place<'_>) -> String {
    let day = place.day.map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
    format!("<url><loc>{}</loc>{day}</url>\n", escaped(&place.address))
}

/// A document with one kind of element in it.
fn document(root: &str, entries: &str) -> String {
    let namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{namespace}\">\n{entries}</{root}>\n")
}

fn located(address: &str, path: &str) -> String {
    path::ascii(&format!("{address}{}", path::encode(path)))
}

#[cfg(test)]
mod tests {
    use super::{Limits, PATH, Place, files};

    fn made(count: usize, limits: Limits) -> Vec<(String, String)> {
        let place = |at| Place { address: format!("https://example.jp/{at}.html"), day: Some("2026-11-21") };
        files("https://example.jp/", &(0..count).map(place).collect::<Vec<_>>(), limits)
    }

    fn names(files: &[(String, String)]) -> Vec<&str> {
        files.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn one_file_holds_as_many_addresses_as_it_may() {
        let limits = Limits { addresses: 3, bytes: 10_000 };
        for count in [0, 1, 3] {
            assert_eq!(names(&made(count, limits)), [PATH], "{count}");
        }
        let four = made(4, limits);
        assert_eq!(names(&four), [PATH, "sitemap-1.xml", "sitemap-2.xml"]);
        assert!(
            four[0].1.contains("<sitemapindex ") && four[0].1.contains("<loc>https://example.jp/sitemap-2.xml</loc>")
        );
        let counts: Vec<usize> = four[1..].iter().map(|(_, text)| text.matches("<url>").count()).collect();
        assert_eq!(counts, [3, 1]);
    }

    #[test]
    fn no_file_has_more_bytes_than_it_may() {
        let whole = made(10, Limits { addresses: 100, bytes: usize::MAX })[0].1.len();
        let limits = Limits { addresses: 100, bytes: whole - 1 };
        let cut = made(10, limits);
        assert_eq!(cut.len(), 3);
        assert!(cut.iter().all(|(_, text)| text.len() <= limits.bytes));
        assert_eq!(cut[1..].iter().map(|(_, text)| text.matches("<url>").count()).sum::<usize>(), 10);
        assert_eq!(made(10, Limits { addresses: 100, bytes: whole }).len(), 1);
    }
}
