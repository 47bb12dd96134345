//! The feed of changes (Atom, RFC 4287): the same changes as on the page of changes.

use std::fmt::Write;

use super::xml::escaped;
use crate::book::{Book, Page};
use crate::day::Day;
use crate::path;
use crate::render::changes;
use crate::source::Sources;

/// A change of a page: its day, and its time where that is known.
type Change<'a> = (&'a str, u64);

/// Writes the feed. There must be a change: a feed says when it was updated (section 4.1.1).
pub fn feed(address: &str, book: &Book, sources: &Sources) -> String {
    let newest = newest(book, sources);
    let about = &sources.config.book;
    let [title, language, home] = [&about.title, &about.language, &path::ascii(address)].map(|text| escaped(text));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n\
         <id>{home}</id>\n<title>{title}</title>\n"
    );
    if !about.description.is_empty() {
        let _ = writeln!(out, "<subtitle>{}</subtitle>", escaped(&about.description));
    }
    let updated = newest.iter().map(|(change, _)| time(change)).max().unwrap_or_default();
    let _ = writeln!(out, "<updated>{updated}</updated>");
    let feed = changes::FEED;
    let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{home}{feed}\"/>");
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{home}index.html\"/>");
    // Somebody must have written it (section 4.1.1): the book itself, where nobody is named.
    let authors = if about.authors.is_empty() { std::slice::from_ref(&about.title) } else { &about.authors };
    for author in authors {
        let _ = writeln!(out, "<author><name>{}</name></author>", escaped(author));
    }
    newest.iter().for_each(|(change, page)| out.push_str(&entry(address, change, page)));
    out.push_str("</feed>\n");
    out
}

/// The last changes, newest first; what changed together is in reading order.
fn newest<'a>(book: &'a Book, sources: &'a Sources) -> Vec<(Change<'a>, &'a Page)> {
    let changed = |page| Some((changes::dated(&sources.changes, page)?, page));
    let mut found: Vec<_> = book.pages.iter().filter_map(changed).collect();
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    found.truncate(changes::COUNT);
    found
}

fn entry(address: &str, change: &Change<'_>, page: &Page) -> String {
    let description = page.description.as_str();
    let summary = match description {
        "" => String::new(),
        text => format!("<summary>{}</summary>\n", escaped(text)),
    };
    let link = path::ascii(&format!("{address}{}", path::encode(&page.url)));
    format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" \
         href=\"{}\"/>\n{summary}</entry>\n",
        escaped(&id(&link, change.0)),
        escaped(page.title()),
        time(change),
        escaped(&link)
    )
}

/// Names a change for ever, wherever the feed lies: the host, the day and the path as a `tag:` URI
/// (RFC 4151). A change of another day is another entry, so that readers of the feed see it.
fn id(link: &str, day: &str) -> String {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority).split(':').next().unwrap_or(authority);
    format!("tag:{host},{day}:/{path}")
}

/// When a change was made; its day begins in UTC where no more is known.
fn time((day, at): &Change<'_>) -> String {
    if *at == 0 { format!("{day}T00:00:00Z") } else { Day::timestamp(*at) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_id_names_host_day_and_path() {
        let id = super::id("https://example.jp:8443/handbook/a.html", "2026-11-21");
        assert_eq!(id, "tag:example.jp,2026-11-21:/handbook/a.html");
    }
}
