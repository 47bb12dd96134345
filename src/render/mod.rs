//! Book + theme → the bytes of every page.

mod body;
pub mod changes;
mod collect;
mod data;
mod face;
mod given;
mod kana;
mod navigation;
mod page;
mod passage;
mod redirect;
mod special;
mod structured;
mod templates;
pub mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;

pub use passage::Terms;
pub use templates::{Compiled, Templates};

use crate::book::{Book, Page};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Level};
use crate::history::Changes;
use crate::memo::{self, Hashed, Memo};
use crate::path;
use crate::say;
use crate::site::Bytes;
use crate::source::Sources;
use crate::theme::Theme;
use face::Face;
use given::{FaceRef, NameRef, Subject};
use view::SiteView;

/// Output path of the script that says which edition is shown.
pub const EDITION: &str = "assets/edition.js";

/// Output paths that pages refer to.
#[derive(Debug, Clone)]
pub struct Assets {
    /// Output path of the style sheet.
    pub styles: String,
    /// Output paths of scripts by name.
    pub scripts: BTreeMap<String, String>,
    /// Output path of the search root.
    pub search_root: String,
}

/// Makes what every page shows of its book.
///
/// # Errors
/// When the theme's strings cannot be read.
pub fn site_view(book: &Book, sources: &Sources, theme: &Theme, assets: &Assets) -> Result<SiteView> {
    let config = &sources.config;
    let address = config.build.address();
    let strings = theme.strings(&config.book.language)?;
    let icons = theme
        .texts("icons", "svg")?
        .into_iter()
        .map(|(name, svg)| (path::stem(&name).replace('-', "_"), svg.trim().to_owned()))
        .collect();
    Ok(SiteView {
        title: config.book.title.clone(),
        description: config.book.description.clone(),
        language: config.book.language.clone(),
        authors: config.book.authors.clone(),
        base_url: address.unwrap_or_default().to_owned(),
        twins: config.build.markdown_twins,
        feed: changes::feed(address, book, &sources.changes).unwrap_or_default().to_owned(),
        edition: EDITION.to_owned(),
        strings,
        styles: assets.styles.clone(),
        scripts: assets.scripts.clone(),
        search_root: assets.search_root.clone(),
        icons,
        policy: crate::hosting::policy(config.search.origin()),
        kinds: book.kinds.iter().map(|kind| (kind.name.clone(), kind.title.clone())).collect(),
        options: config.theme.clone(),
    })
}

/// What became of a page: its bytes, or what is wrong with its template.
pub type Rendered = Result<Bytes, Box<Diagnostic>>;

/// The templates of a theme, or what is wrong with them.
pub type Compiling = Result<Arc<Compiled>, Box<Diagnostic>>;

/// What pages are made from.
pub struct Context<'a> {
    /// The book.
    pub book: &'a Book,
    /// Its configuration.
    pub config: &'a Config,
    /// What every page shows of it.
    pub site: &'a SiteView,
    /// When its files were last changed.
    pub changes: &'a Changes,
    /// What pages show of each page.
    pub faces: Vec<Hashed<Face<'a>>>,
    /// Where terms stand in each page; empty in a book without terms.
    pub terms: Vec<Arc<Terms>>,
}

impl<'a> Context<'a> {
    /// Collects what pages are made from.
    pub fn new(book: &'a Book, sources: &'a Sources, site: &'a SiteView, memo: &mut Memo<Terms>) -> Context<'a> {
        let terms = match book.glossary.key() {
            Some(glossary) => {
                let key = |page: &'a Page| (memo::key([&page.document.source.key[..], &glossary]), page);
                memo.all(&book.pages, key, |page| passage::terms(&book.glossary, &page.document))
            }
            None => Vec::new(),
        };
        Context { book, config: &sources.config, site, changes: &sources.changes, faces: face::faces(book), terms }
    }

    fn face(&self, page: usize) -> FaceRef<'_> {
        &self.faces[page]
    }

    fn name(&self, page: usize) -> NameRef<'_> {
        &self.faces[page].name
    }
}

/// Renders all pages of the book and the theme's own pages. Returns output path and bytes of those
/// whose template did not fail.
pub fn render(
    context: &Context<'_>,
    templates: &Templates,
    memo: &mut Memo<Rendered>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Bytes)> {
    let special: Vec<_> =
        special::pages(context).into_iter().filter(|page| templates.has_own(page.kind(), &page.url)).collect();
    let count = context.book.pages.len();
    let indices: Vec<usize> = (0..count + special.len()).collect();
    let levels = navigation::levels(context);
    let shared = templates.key(context.site, &context.config.build.edit_url);
    let prepare = |index: &usize| {
        let subject = match special.get(index.wrapping_sub(count)) {
            Some(special) => Subject::Special(special),
            None => Subject::Page(Box::new(given::given(context, &levels, *index))),
        };
        (memo::key_of(&(shared, &subject)), subject)
    };
    let pages = memo
        .all(&indices, prepare, |subject| templates.render(&page::view(context.site, &context.config.build, &subject)));
    diagnostics.extend(body::unknown_admonitions(context));
    diagnostics.extend(broken(context, &pages, diagnostics));
    let urls = context.book.pages.iter().map(|page| &page.url).chain(special.iter().map(|special| &special.url));
    urls.zip(pages).filter_map(|(url, page)| Some((url.clone(), page.as_ref().as_ref().ok()?.clone()))).collect()
}

/// The errors of templates, each with the first page that shows it. A page whose front matter is
/// wrong may well break its template; there is no need to say so twice.
fn broken(context: &Context<'_>, pages: &[Arc<Rendered>], known: &[Diagnostic]) -> Vec<Diagnostic> {
    let wrong: BTreeSet<&str> = known
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .map(|diagnostic| &*diagnostic.place.file)
        .collect();
    let mut found: BTreeMap<&Diagnostic, String> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let Err(diagnostic) = &**page else { continue };
        let file = context.book.pages.get(index).map_or("", |page| &*page.document.source.file);
        if !wrong.contains(file) {
            found.entry(diagnostic).or_insert_with(|| file.to_owned());
        }
    }
    found.into_iter().map(|(diagnostic, file)| on_page(diagnostic, &file)).collect()
}

/// Names the page that shows an error of a template.
fn on_page(diagnostic: &Diagnostic, file: &str) -> Diagnostic {
    match file {
        "" => diagnostic.clone(),
        file => Diagnostic {
            message: say!("{message} (on {file})", message = diagnostic.message, file),
            ..diagnostic.clone()
        },
    }
}
