//! Output paths that more than one file claims.

use std::collections::BTreeMap;

use super::Book;
use crate::diagnostic::{Diagnostic, Place};
use crate::say;

/// Reports pages whose output path another page or a copied file has too: only one of the two could
/// be published.
pub fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    let is_page = |path: &str| book.names.url(path).is_some();
    if book.names.urls() == book.pages.len() && !book.assets.iter().any(is_page) {
        return;
    }
    let mut claimed: BTreeMap<&str, &str> = book.assets.iter().map(|path| (path, path)).collect();
    for page in &book.pages {
        let source = &page.document.source;
        let other = claimed.insert(&page.url, &source.path).filter(|other| *other != &*source.path);
        if let Some(other) = other {
            let message = say!("`{other}` becomes `{url}` too", other, url = page.url);
            let diagnostic = Diagnostic::error("double-output", Place::file(&source.file), message);
            diagnostics.push(diagnostic.hint(say!("rename one of the two files, or write both into one")));
        }
    }
}
