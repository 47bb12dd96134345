//! Books in memory.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use tebiki::dialect::{Anchors, Dialect};
use tebiki::pipeline::{self, Build, Memos};
use tebiki::source::{Source, Sources};
use tebiki::theme::{self, Theme};

/// A theme whose pages are their bodies, and its templates, compiled once.
struct Shop {
    theme: Theme,
    memos: Memos,
}

thread_local! {
    static SHOP: RefCell<Shop> = RefCell::new(open());
}

fn open() -> Shop {
    let mut theme = theme::load(Path::new("")).expect("the built-in theme is whole");
    for template in ["home", "kinds/page"] {
        theme.files.insert(format!("templates/{template}.html"), (&b"{{ page.content | safe }}"[..]).into());
    }
    Shop { theme, memos: Memos::default() }
}

/// Builds the pages of a book of some files, by their paths from the content folder.
pub fn pages(files: &[(&str, &str)], dialect: &Arc<Dialect>) -> Build {
    let document = |(path, text): &(&str, &str)| Source::composed(path, path, text, Vec::new(), dialect.clone());
    let mut sources = Sources { documents: files.iter().map(document).collect(), ..Sources::default() };
    sources.assets.insert("a.png".to_owned(), (&b""[..]).into());
    SHOP.with_borrow_mut(|shop| pipeline::pages(&sources, &shop.theme, &mut shop.memos))
        .expect("the built-in theme can be used")
}

/// A page of a built book.
pub fn page(build: &Build, path: &str) -> String {
    let bytes = build.site.get(path).unwrap_or_else(|| panic!("{path} is not built: {:?}", build.diagnostics));
    String::from_utf8(bytes.contents().expect("it was just built").to_vec()).expect("a page is UTF-8")
}

/// Tebiki's own markdown and mdBook's.
pub fn dialects() -> [Arc<Dialect>; 2] {
    let mdbook = Dialect {
        anchors: Anchors::Mdbook,
        wiki_links: false,
        own_blocks: false,
        loose_front_matter: true,
        code_attributes: true,
        smart_punctuation: true,
        math: tebiki::dialect::Math::Brackets,
        ..Dialect::default()
    };
    [Arc::default(), Arc::new(mdbook)]
}
