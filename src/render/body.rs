//! The body of a page: its pieces with the holes filled.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Context;
use crate::book::{Book, Page, Resolved};
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, Piece, Target, escape, section};
use crate::path;

/// Writes the body of a page as HTML.
pub fn content(context: &Context<'_>, page: &Page) -> String {
    let mut writer = Writer {
        context,
        page,
        out: String::with_capacity(page.document.source.text.len() * 2),
        linked: BTreeSet::new(),
        heading: 0,
        shown: context.book.names.path(page.document.path()).map(|index| (index, None)).into_iter().collect(),
    };
    writer.pieces(&page.document, &page.document.body);
    writer.out
}

/// Reports admonitions that the theme has no name for.
pub fn unknown_admonitions(context: &Context<'_>) -> Vec<Diagnostic> {
    let strings = &context.site.strings;
    let known: Vec<String> = strings.keys().filter_map(|key| key.strip_prefix("admonition_")).map(shown).collect();
    let mut found = Vec::new();
    for page in &context.book.pages {
        for piece in &page.document.body {
            let Piece::Admonition(kind, range) = piece else { continue };
            if !strings.contains_key(&admonition_key(kind)) {
                let message = format!("the theme has no admonition `[!{}]`", kind.to_uppercase());
                let otherwise = format!("one of: {}", known.join(", "));
                let diagnostic = Diagnostic::warning("unknown-admonition", page.document.place(range.clone()), message);
                found.push(diagnostic.suggest(&shown(kind), known.iter().map(String::as_str), otherwise));
            }
        }
    }
    found
}

/// Key of the string that names a kind of admonition.
fn admonition_key(kind: &str) -> String {
    format!("admonition_{}", kind.replace('-', "_"))
}

/// A kind of admonition as it is written.
fn shown(kind: &str) -> String {
    format!("[!{}]", kind.replace('_', "-").to_uppercase())
}

struct Writer<'a> {
    context: &'a Context<'a>,
    page: &'a Page,
    out: String,
    /// Terms that are already linked in the section.
    linked: BTreeSet<usize>,
    /// The open heading.
    heading: usize,
    /// Sections of pages that are being shown in one another.
    shown: Vec<(usize, Option<String>)>,
}

impl Writer<'_> {
    fn book(&self) -> &Book {
        self.context.book
    }

    fn pieces(&mut self, document: &Document, pieces: &[Piece]) {
        for piece in pieces {
            self.piece(document, piece);
        }
    }

    fn piece(&mut self, document: &Document, piece: &Piece) {
        match piece {
            Piece::Inline(html) | Piece::Block(html) => self.out.push_str(html),
            Piece::Plain(text) | Piece::Reading(text) => self.out.push_str(&escape(text)),
            Piece::Text(text) => self.text(text),
            Piece::Label(key) => {
                let label = escape(self.label(key)).into_owned();
                self.out.push_str(&label);
            }
            Piece::Admonition(kind, _) => {
                let title = self.context.site.strings.get(&admonition_key(kind)).unwrap_or(kind);
                self.out.push_str(&escape(title));
            }
            Piece::NoteReference { number, serial } => self.note_reference(document, *number, *serial),
            Piece::HeadingStart(index) => {
                let heading = &document.headings[*index];
                self.linked.clear();
                let _ = write!(self.out, "<h{} id=\"{}\">", heading.level, escape(&heading.id));
                self.heading = *index;
            }
            Piece::HeadingEnd => self.heading_end(document),
            Piece::LinkStart(target, _) => {
                let open = self.open_link(document, target);
                self.out.push_str(&open);
            }
            Piece::LinkEnd => self.out.push_str("</a>"),
            Piece::TitleLink(target, _) => {
                let open = self.open_link(document, target);
                let title = self.link_title(document, target);
                let _ = write!(self.out, "{open}{}</a>", escape(&title));
            }
            Piece::Image(target, alt, _) => {
                let source = self.address(document, target).unwrap_or_default();
                let _ = write!(self.out, "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">", escape(&source), escape(alt));
            }
            Piece::Embed(target, _) => self.embed(document, target),
        }
    }

    /// Writes the number of a footnote. The footnotes of a section that is shown here stay on its
    /// own page.
    fn note_reference(&mut self, document: &Document, number: usize, serial: usize) {
        let own = document.path() == self.page.document.path();
        let (page, id) = match self.book().names.path(document.path()).filter(|_| !own) {
            Some(other) => (path::relative(&self.page.url, &self.book().pages[other].url), String::new()),
            None => (String::new(), format!(" id=\"fnref-{number}-{serial}\"")),
        };
        let href = escape(&page).into_owned();
        let _ = write!(self.out, "<sup class=\"footnote-ref\"><a href=\"{href}#fn-{number}\"{id}>{number}</a></sup>");
    }

    /// Text of a link that has none; a figure is called by its number, as in print.
    fn link_title(&self, document: &Document, target: &Target) -> String {
        match self.book().figure_number(document, target) {
            Some(number) => format!("{} {number}", self.label("figure_name")),
            None => self.book().link_title(document, target),
        }
    }

    /// An interface string of the theme.
    fn label(&self, key: &'static str) -> &str {
        self.context.site.strings.get(key).map_or(key, String::as_str)
    }

    /// Ends a heading with a link to itself.
    fn heading_end(&mut self, document: &Document) {
        let heading = &document.headings[self.heading];
        let label = self.context.site.strings.get("heading_link").map_or("#", String::as_str);
        let (id, text) = (path::encode(&heading.id), escape(&heading.text));
        let _ = writeln!(
            self.out,
            " <a class=\"anchor\" href=\"#{}\" aria-label=\"{}: {text}\">#</a></h{}>",
            escape(&id),
            escape(label),
            heading.level
        );
    }

    /// Start tag of a link.
    fn open_link(&self, document: &Document, target: &Target) -> String {
        match self.book().resolve(document, target) {
            Some(Resolved::External(address)) => {
                format!("<a href=\"{}\" rel=\"noopener noreferrer\">", escape(&address))
            }
            Some(_) => format!("<a href=\"{}\">", escape(&self.address(document, target).unwrap_or_default())),
            None => "<a class=\"dead\">".to_owned(),
        }
    }

    /// Address of a target, relative to the page.
    fn address(&self, document: &Document, target: &Target) -> Option<String> {
        let with = |path: &str, anchor: Option<String>| {
            let path = if path == self.page.url && anchor.is_some() {
                String::new()
            } else {
                path::relative(&self.page.url, path)
            };
            anchor.map_or(path.clone(), |anchor| format!("{path}#{}", path::encode(&anchor)))
        };
        Some(match self.book().resolve(document, target)? {
            Resolved::Page(page, anchor) => with(&self.book().pages[page].url, anchor),
            Resolved::Asset(path) => with(&path, None),
            Resolved::External(address) => address,
        })
    }

    /// Writes text with its glossary terms linked, each once in a section.
    fn text(&mut self, text: &str) {
        let book = self.context.book;
        let mut from = 0;
        for found in book.glossary.find(text) {
            let term = &book.glossary.terms[found.term];
            let own = book.pages[term.page].url == self.page.url;
            if own || !self.linked.insert(found.term) {
                continue;
            }
            self.out.push_str(&escape(&text[from..found.start]));
            let href = path::relative(&self.page.url, &book.pages[term.page].url);
            let word = escape(&text[found.start..found.end]);
            let _ = write!(
                self.out,
                "<a class=\"term\" href=\"{}\" data-tip=\"{}\">{word}</a>",
                escape(&href),
                escape(&term.definition)
            );
            from = found.end;
        }
        self.out.push_str(&escape(&text[from..]));
    }

    /// Shows a section of another page, or all of it. A section that shows itself ends there: the
    /// book has reported it.
    fn embed(&mut self, document: &Document, target: &Target) {
        let Some(Resolved::Page(index, anchor)) = self.book().resolve(document, target) else { return };
        let shown = (index, anchor);
        if self.shown.contains(&shown) {
            return;
        }
        let context = self.context;
        let other = &context.book.pages[index].document;
        let pieces = section(other, shown.1.as_deref());
        self.shown.push(shown);
        for piece in pieces {
            match piece {
                // Its anchor would stand in the page twice, and its level is that of the other page.
                Piece::HeadingStart(_) => self.out.push_str("<p class=\"embed-heading\">"),
                Piece::HeadingEnd => self.out.push_str("</p>\n"),
                piece => self.piece(other, piece),
            }
        }
        self.shown.pop();
    }
}
