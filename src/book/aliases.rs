//! Aliases that are addresses: where a page was before.

use super::Page;
use crate::path;

/// The old addresses of pages, and where they lead now, relative to them. An alias with a `/` at
/// an end, or `.html`, is an address (ISO/IEC 27001 is a name); one without an extension was a folder with a page (Hugo's and Zola's custom).
pub fn addresses(pages: &[Page]) -> impl Iterator<Item = (String, String)> {
    let of = |page: &Page| -> Vec<(String, String)> {
        let aliases = page.document.front.texts("aliases").filter(|alias| is_address(alias));
        let old = aliases.filter_map(|alias| path::join("", alias)).map(|alias| match alias.ends_with(".html") {
            true => alias,
            false if alias.is_empty() => "index.html".to_owned(),
            false => format!("{alias}/index.html"),
        });
        old.map(|old| (old.clone(), path::relative(&old, &page.url))).collect()
    };
    pages.iter().map(of).collect::<Vec<_>>().into_iter().flatten()
}

/// Whether an alias is an address rather than a name.
pub fn is_address(alias: &str) -> bool {
    alias.starts_with('/') || alias.ends_with('/') || alias.ends_with(".html")
}
