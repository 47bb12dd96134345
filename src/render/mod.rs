//! Book + theme → the bytes of every page.

mod body;
mod changes;
mod collect;
mod data;
mod kana;
mod navigation;
mod special;
mod templates;
pub mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use serde_json::Value;

pub use templates::Templates;

use crate::book::{Book, Page};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Level};
use crate::figure::lanes;
use crate::history::Changes;
use crate::memo::{Key, Memo};
use crate::path;
use crate::site::Bytes;
use crate::theme::Theme;
use view::{Backlink, PageView, Relation, SiteView, TocEntry};

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
pub fn site_view(book: &Book, config: &Config, theme: &Theme, assets: &Assets) -> Result<SiteView> {
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
        base_url: config.build.base_url.clone(),
        edition: crate::offline::EDITION.to_owned(),
        strings,
        styles: assets.styles.clone(),
        scripts: assets.scripts.clone(),
        search_root: assets.search_root.clone(),
        icons,
        kinds: book.kinds.iter().map(|kind| (kind.name.clone(), kind.title.clone())).collect(),
        options: config.theme.clone(),
    })
}

/// What became of a page: its bytes, or what is wrong with its template.
pub type Rendered = Result<Bytes, Box<Diagnostic>>;

/// What rendering needs beside a page.
pub struct Context<'a> {
    /// The book.
    pub book: &'a Book,
    /// Its configuration.
    pub config: &'a Config,
    /// What every page shows of it.
    pub site: &'a SiteView,
    /// When its files were last changed.
    pub changes: &'a Changes,
}

/// Renders all pages of the book and the theme's own pages. Returns output path and bytes of those
/// whose template did not fail.
pub fn render(
    context: &Context<'_>,
    templates: &Templates,
    memo: &mut Memo<Rendered>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Bytes)> {
    let special: Vec<PageView> = special::pages(context).into_iter().filter(|view| templates.has_own(view)).collect();
    let count = context.book.pages.len();
    let indices: Vec<usize> = (0..count + special.len()).collect();
    let site_key = templates.site_key(context.site);
    let prepare = |index: &usize| {
        let view = if *index < count { page_view(context, *index) } else { special[index - count].clone() };
        (page_key(&view, &site_key), view)
    };
    let pages = memo.all(&indices, prepare, |view| templates.render(&view));
    diagnostics.extend(body::unknown_admonitions(context));
    diagnostics.extend(broken(context, &pages, diagnostics));
    let urls = context.book.pages.iter().map(|page| &page.url).chain(special.iter().map(|view| &view.url));
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
        file => Diagnostic { message: format!("{} (on {file})", diagnostic.message), ..diagnostic.clone() },
    }
}

/// The key of a page: the very values that its template is given.
fn page_key(view: &PageView, site: &Key) -> Key {
    let json = serde_json::to_vec(view).expect("a view has only text keys");
    *blake3::keyed_hash(site, &json).as_bytes()
}

/// Makes what the template of a page is given.
fn page_view(context: &Context<'_>, index: usize) -> PageView {
    let book = context.book;
    let page = &book.pages[index];
    let kind = book.kind(page);
    PageView {
        kind_title: kind.map_or_else(String::new, |kind| kind.title.clone()),
        description: page.description(kind).to_owned(),
        content: body::content(context, page),
        toc: toc(page),
        breadcrumbs: navigation::breadcrumbs(book, index),
        sidebar: navigation::sidebar(book, index),
        previous: navigation::previous(book, index),
        next: navigation::next(book, index),
        children: page.children.iter().map(|child| data::card(book, *child, &page.url)).collect(),
        audience: page.document.front.texts("audience").map(str::to_owned).collect(),
        tags: page.document.front.texts("tags").map(|tag| collect::tag_link(tag, &page.url)).collect(),
        data: data_with_diagram(context, page),
        fields: data::fields(book, page),
        relations: relations(book, page),
        backlinks: page.backlinks.iter().map(|backlink| self::backlink(book, page, backlink)).collect(),
        collections: collect::collections(context, page),
        title_html: page.title_html.clone(),
        title_id: page.document.title_id.clone().unwrap_or_default(),
        edit_url: edit_url(context.config, page),
        last_change: changes::of(context, page).map_or_else(String::new, |change| change.day),
        ..empty_view(context, page.id(), page.document.kind(), page.title(), &page.url)
    }
}

/// A page without anything on it.
fn empty_view(context: &Context<'_>, id: &str, kind: &str, title: &str, url: &str) -> PageView {
    let base = &context.config.build.base_url;
    PageView {
        id: id.to_owned(),
        kind: kind.to_owned(),
        kind_title: String::new(),
        title: title.to_owned(),
        title_html: crate::parse::phrases(title),
        title_id: String::new(),
        description: String::new(),
        url: url.to_owned(),
        root: path::to_root(url),
        permalink: if base.is_empty() {
            String::new()
        } else {
            format!("{}/{}", base.trim_end_matches('/'), path::encode(url))
        },
        content: String::new(),
        toc: Vec::new(),
        breadcrumbs: Vec::new(),
        sidebar: Vec::new(),
        previous: None,
        next: None,
        children: Vec::new(),
        audience: Vec::new(),
        tags: Vec::new(),
        data: BTreeMap::<String, Value>::new(),
        fields: Vec::new(),
        relations: Vec::new(),
        backlinks: Vec::new(),
        collections: Vec::new(),
        edit_url: String::new(),
        last_change: String::new(),
    }
}

/// The front matter, with the picture that its kind asks for as `diagram`.
fn data_with_diagram(context: &Context<'_>, page: &Page) -> BTreeMap<String, Value> {
    let mut data = data::data(context.book, page);
    let label = context.site.strings.get("flow_diagram_label").map_or("", String::as_str);
    let spec = context.book.kind(page).and_then(|kind| kind.diagram.as_ref());
    if let Some(svg) = spec.and_then(|spec| lanes::draw(&data, spec, label)) {
        data.insert("diagram".to_owned(), svg.into());
    }
    data
}

fn toc(page: &Page) -> Vec<TocEntry> {
    let headings = page.document.headings.iter().filter(|heading| matches!(heading.level, 2 | 3));
    headings
        .map(|heading| TocEntry { level: heading.level, id: heading.id.clone(), title: heading.text.clone() })
        .collect()
}

fn relations(book: &Book, page: &Page) -> Vec<Relation> {
    let relation = |relation: &crate::book::Relation| Relation {
        key: relation.key.clone(),
        title: relation.title.clone(),
        pages: relation.pages.iter().map(|other| data::card(book, *other, &page.url)).collect(),
    };
    page.relations.iter().map(relation).collect()
}

fn backlink(book: &Book, page: &Page, backlink: &crate::book::Backlink) -> Backlink {
    let other = &book.pages[backlink.page];
    let href = path::relative(&page.url, &other.url);
    let href = if backlink.anchor.is_empty() { href } else { format!("{href}#{}", path::encode(&backlink.anchor)) };
    Backlink { title: other.title().to_owned(), href, sentence: backlink.sentence.clone() }
}

fn edit_url(config: &Config, page: &Page) -> String {
    config.build.edit_url.replace("{path}", &path::encode(&page.document.source.file))
}
