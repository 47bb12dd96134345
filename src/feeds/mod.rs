//! What programs read of a book beside its pages: where they are, and what changed.
//!
//! All of it names whole addresses, so a book whose address is not known has none of it. A file of
//! the content with one of these names stays as it is.

mod atom;
mod robots;
mod sitemap;
mod xml;

use crate::book::Book;
use crate::render::changes;
use crate::site::Site;
use crate::source::Sources;

/// Adds the files for programs to a site that has its pages.
pub fn add(site: &mut Site, book: &Book, sources: &Sources) {
    let Some(address) = sources.config.build.address() else { return };
    let places = sitemap::places(address, site, book, &sources.changes);
    let mut files = sitemap::files(address, &places, sitemap::LIMITS);
    files.push((robots::PATH.to_owned(), robots::text(address)));
    if let Some(path) = changes::feed(Some(address), book, &sources.changes) {
        files.push((path.to_owned(), atom::feed(address, book, sources)));
    }
    files.into_iter().for_each(|(path, text)| site.put(path, text.into_bytes().into()));
}
