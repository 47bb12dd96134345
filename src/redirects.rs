//! `_redirects`: old addresses for hosts that answer them by a redirect of their own, in the form that
//! Netlify and Cloudflare Pages read. The pages that lead on are there all the same.

use crate::book::Book;
use crate::path;

/// Its output path.
pub const FILE: &str = "_redirects";

/// Cloudflare reads lines up to this many characters.
const LINE: usize = 1000;

/// A line for each page that has moved: from, to, and the status that says "for good". Paths start at
/// the root of the place where the book is published. Servers never see the anchor of an old address.
/// Empty where no page has moved.
pub fn text(book: &Book, root: &str) -> String {
    let moved = book.redirects.iter().filter(|(from, _)| !from.contains('#') && book.names.url(from).is_none());
    let lines = moved.flat_map(|(from, to)| {
        let to = located(root, from, to);
        let folder = from.strip_suffix("index.html").map(str::to_owned);
        let line = move |from: String| format!("{} {to} 301\n", path::ascii(&format!("{root}{}", path::encode(&from))));
        folder.into_iter().chain([from.clone()]).map(line)
    });
    lines.filter(|line| line.len() <= LINE).collect()
}

/// Where an address leads that is relative to an output path.
fn located(root: &str, from: &str, to: &str) -> String {
    let (page, rest) = to.split_at(to.find(['#', '?']).unwrap_or(to.len()));
    match path::join(path::folder(from), page).filter(|_| !to.contains("://") && !to.starts_with('/')) {
        Some(page) => path::ascii(&format!("{root}{page}{rest}")),
        None => path::ascii(to),
    }
}
