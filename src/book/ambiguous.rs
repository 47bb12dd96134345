//! Names that more than one page claims.

use super::names::composed;
use super::{Book, Page};
use crate::diagnostic::Diagnostic;
use crate::message::either;
use crate::parse::{Link, Target};
use crate::say;

/// Reports aliases of a page that another page of its kind has too, or that another page's id hides. A term and the page about
/// it may share an alias: it is ambiguous only once a link uses it.
pub fn aliases(book: &Book, index: usize, diagnostics: &mut Vec<Diagnostic>) {
    let page = &book.pages[index];
    for (at, alias) in page.document.front.texts("aliases").enumerate() {
        let name = composed(alias);
        let hidden = book.names.id(&name).filter(|other| *other != index);
        let mut earlier = book.names.aliased(&name).iter().copied().take_while(|other| *other < index);
        let shared = earlier.find(|other| book.pages[*other].document.kind() == page.document.kind());
        if let Some(other) = hidden.or(shared) {
            let place = page.document.front_place(&["aliases".into(), at.to_string()]);
            let file = &book.pages[other].document.source.file;
            let (message, hint) = match hidden {
                Some(_) => {
                    (say!("`{alias}` is the id of {file}, and an id wins", alias, file), say!("take the alias away"))
                }
                None => (
                    say!("{file} has the alias `{alias}` too", file, alias),
                    say!("take it away from one of the two pages"),
                ),
            };
            diagnostics.push(Diagnostic::warning("ambiguous-alias", place, message).hint(hint));
        }
    }
}

/// Reports links of a page by a name that means several pages.
pub fn links(book: &Book, page: &Page, diagnostics: &mut Vec<Diagnostic>) {
    for Link { target, range, .. } in &page.document.links {
        let Target::Name(name, _) = target else { continue };
        let name = composed(name);
        let pages = book.names.aliased(&name);
        if pages.len() > 1 && book.names.id(&name).is_none() {
            let ids = either(pages.iter().map(|page| format!("`{}`", book.pages[*page].id())));
            let message = say!("`{name}` can mean {ids}", name, ids);
            let diagnostic = Diagnostic::warning("ambiguous-link", page.document.place(range.clone()), message);
            diagnostics.push(diagnostic.hint(say!("link by the id of the page")));
        }
    }
}
