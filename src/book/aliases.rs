//! Aliases that are addresses: where a page was before, or a place of it.

use rayon::prelude::*;

use super::Page;
use crate::diagnostic::Diagnostic;
use crate::{file_name, path, say};

/// The old addresses of pages, and where they lead now, relative to them. An alias with a `/` at
/// an end, or `.html`, is an address (ISO/IEC 27001 is a name); one without an extension was a folder with a page (Hugo's and Zola's custom).
pub fn addresses(pages: &[Page]) -> impl Iterator<Item = (String, String)> {
    let of = |page: &Page| -> Vec<(String, String)> {
        let old = written(page).filter_map(output);
        old.map(|old| (old.clone(), leading(&old, page))).collect()
    };
    pages.par_iter().flat_map_iter(of).collect::<Vec<_>>().into_iter()
}

/// Where an old address leads: to the page, or to the place in it that is called as the old one was.
fn leading(old: &str, page: &Page) -> String {
    let (old, anchor) = old.split_once('#').unwrap_or((old, ""));
    let place = if page.anchors().contains(anchor) { format!("#{}", path::encode(anchor)) } else { String::new() };
    path::relative(old, &page.url) + &place
}

/// Reports aliases of a page that are addresses and at which no file can be published.
pub fn check(page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    for alias in written(page).filter(|alias| output(alias).is_none()) {
        let place = page.document.front_place(&["aliases".into()]);
        let message = say!("nothing can be published at the alias `{alias}`", alias = alias.escape_debug());
        let hint = say!("write a path inside the site, without `?` and backslashes, its parts shorter than 250 bytes");
        diagnostics.push(Diagnostic::error("file-name", place, message).hint(hint));
    }
}

/// The aliases of a page that are addresses.
fn written(page: &Page) -> impl Iterator<Item = &str> {
    page.document.front.texts("aliases").filter(|alias| is_address(alias))
}

/// The output path of an alias; none when no file can be there.
fn output(alias: &str) -> Option<String> {
    let path = path::join("", alias)?;
    let path = match path.as_str() {
        "" => "index.html".to_owned(),
        page if page.ends_with(".html") || page.contains(".html#") => path,
        folder => format!("{folder}/index.html"),
    };
    let file = path.split_once('#').map_or(&*path, |(page, _)| page);
    // A `?` ends the path of an address (RFC 3986, 3.3), so no file can be asked for by it.
    (file_name::is_publishable(file) && file.ends_with(".html") && !file.contains('?')).then_some(path)
}

/// Whether an alias is an address rather than a name.
pub fn is_address(alias: &str) -> bool {
    alias.starts_with('/') || alias.ends_with('/') || alias.ends_with(".html")
}
