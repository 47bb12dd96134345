//! What programs read of a book beside its pages: where they are, what changed, what they say.
//!
//! Sitemap and feed name whole addresses, so a book whose address is not known has none. A file of
//! the content with one of these names stays as it is.

mod atom;
mod llms;
mod robots;
mod sitemap;
pub mod twin;
mod xml;

use crate::book::Book;
use crate::bytes::Lost;
use crate::memo::Memo;
use crate::render::changes;
use crate::site::{Bytes, Site};
use crate::source::Sources;

/// Pages that answer a reader's question or mistake: nobody looks for them.
const APART: [&str; 2] = ["404.html", "search.html"];

/// Adds the files for programs to a site that has its pages.
///
/// # Errors
/// When a page is lost.
pub fn add(site: &mut Site, book: &Book, sources: &Sources, twins: &mut Memo<twin::Made>) -> Result<(), Lost> {
    let build = &sources.config.build;
    if build.markdown_twins {
        twin::add(site, book, build.address(), twins)?;
    }
    site.put(llms::PATH.to_owned(), llms::text(book, &sources.config).into_bytes().into());
    if let Some(address) = build.address() {
        add_located(site, book, sources, address);
    }
    Ok(())
}

/// The pages of a site that programs are told of, in the order of their paths. Files of the content,
/// and pages that only lead elsewhere, are none.
fn pages<'s>(site: &'s Site, book: &Book) -> impl Iterator<Item = (&'s str, &'s Bytes)> {
    site.iter().filter(|(path, _)| {
        let leads_on = book.redirects.contains_key(*path) && book.names.url(path).is_none();
        path.ends_with(".html") && !APART.contains(path) && !book.assets.contains(path) && !leads_on
    })
}

/// Whether a file is for programs alone: readers without a network need it not.
pub fn is_for_programs(path: &str) -> bool {
    path.ends_with(".html.md") || [llms::PATH, robots::PATH, changes::FEED].contains(&path) || sitemap::is_part(path)
}

/// Adds what names whole addresses.
fn add_located(site: &mut Site, book: &Book, sources: &Sources, address: &str) {
    let places = sitemap::places(address, site, book, &sources.changes);
    let mut files = sitemap::files(address, &places, sitemap::LIMITS);
    files.push((robots::PATH.to_owned(), robots::text(address)));
    if let Some(path) = changes::feed(Some(address), book, &sources.changes) {
        files.push((path.to_owned(), atom::feed(address, book, sources)));
    }
    files.into_iter().for_each(|(path, text)| site.put(path, text.into_bytes().into()));
}
