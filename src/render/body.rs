//! The body of a page: its pieces with the holes filled.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use super::Context;
use super::passage::{Filler, Lead, LinkedTerm, Passage, Title};
use super::view::SiteView;
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, Piece, escape};
use crate::path;
use crate::say;

/// Writes the body of the page with an output path as HTML.
pub fn content(site: &SiteView, url: &str, body: &Passage<'_>) -> String {
    let out = String::with_capacity(body.document.source.text.len() * 2);
    let (linked, scope, notes) = (BTreeSet::new(), String::new(), BTreeMap::new());
    let mut writer = Writer { site, url, out, linked, heading: 0, embeds: 0, scope, notes };
    writer.passage(body, false);
    writer.out
}

/// Reports admonitions that the theme has no name for.
pub fn unknown_admonitions(context: &Context<'_>) -> Vec<Diagnostic> {
    let strings = &context.site.strings;
    let known: Vec<String> = strings.keys().filter_map(|key| key.strip_prefix("admonition_")).map(shown).collect();
    let mut found = Vec::new();
    for document in context.book.pages.iter().map(|page| &page.document) {
        for (kind, range) in &document.admonitions {
            if !strings.contains_key(&admonition_key(kind)) {
                let message = say!("the theme has no admonition `[!{name}]`", name = kind.to_uppercase());
                let otherwise = say!("one of: {allowed}", allowed = known.join(", "));
                let diagnostic = Diagnostic::warning("unknown-admonition", document.place(range.clone()), message);
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
    site: &'a SiteView,
    url: &'a str,
    out: String,
    /// Pages of the terms that are already linked in the section.
    linked: BTreeSet<&'a str>,
    /// The open heading.
    heading: usize,
    /// How many sections of other pages were shown.
    embeds: usize,
    /// What sets the ids of the footnotes of a shown section apart; empty for those of the page.
    scope: String,
    /// Numbers that the footnotes of the document have in the passage, from 1.
    notes: BTreeMap<usize, usize>,
}

impl<'a> Writer<'a> {
    fn passage(&mut self, passage: &'a Passage<'a>, embedded: bool) {
        let numbers = passage.notes.iter().enumerate().map(|(at, number)| (*number, at + 1)).collect();
        let outer = std::mem::replace(&mut self.notes, numbers);
        self.pieces(passage, passage.pieces.clone(), embedded);
        if !passage.notes.is_empty() {
            self.footnotes(passage, embedded);
        }
        self.notes = outer;
    }

    /// Writes a section that is shown here, with its footnotes behind it.
    fn embed(&mut self, passage: &'a Passage<'a>) {
        self.embeds += 1;
        let outer = std::mem::replace(&mut self.scope, format!("e{}-", self.embeds));
        self.passage(passage, true);
        self.scope = outer;
    }

    fn footnotes(&mut self, passage: &'a Passage<'a>, embedded: bool) {
        self.out.push_str("<section class=\"footnotes\"><ol>\n");
        let notes = &passage.document.notes;
        for note in passage.notes.iter().filter_map(|number| notes.get(number - 1)) {
            if let Piece::NoteStart(name) = &passage.document.body()[note.start - 1] {
                let _ = write!(self.out, "<li id=\"footnote-{}\">", escape(&self.note_id(name)));
            }
            self.pieces(passage, note.clone(), embedded);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }

    fn pieces(&mut self, passage: &'a Passage<'a>, pieces: Range<usize>, embedded: bool) {
        let from = passage.fillings.partition_point(|filling| filling.at < pieces.start);
        let mut fillings = passage.fillings[from..].iter().peekable();
        for at in pieces {
            let filler = fillings.next_if(|filling| filling.at == at).map(|filling| &filling.with);
            match &passage.document.body()[at] {
                // Its anchor would stand in the page twice, and its level is that of the other page.
                Piece::HeadingStart(_) if embedded => self.out.push_str("<p class=\"embed-heading\">"),
                Piece::HeadingEnd if embedded => self.out.push_str("</p>\n"),
                // The figure is that of its own page, and keeps the number that it has there.
                Piece::FigureId(_) if embedded => {}
                piece => self.piece(passage, piece, filler),
            }
        }
    }

    fn piece(&mut self, passage: &'a Passage<'a>, piece: &'a Piece, filler: Option<&'a Filler<'a>>) {
        match piece {
            Piece::Inline(html) | Piece::Block(html) => self.out.push_str(html),
            Piece::Plain(text) | Piece::Reading(text) => self.out.push_str(&escape(text)),
            Piece::Text(text) => self.text(text, filler),
            Piece::Label(key) => self.out.push_str(&escape(label(self.site, key))),
            Piece::HeadingStart(index) => {
                let heading = &passage.document.headings[*index];
                self.linked.clear();
                let _ = write!(self.out, "<h{} id=\"{}\">", heading.level, escape(&heading.id));
                self.heading = *index;
            }
            Piece::HeadingEnd => self.heading_end(passage.document),
            Piece::LinkEnd => self.out.push_str("</a>"),
            Piece::FigureId(index) => {
                let _ = write!(self.out, " id=\"{}\"", escape(&passage.document.figures[*index].id));
            }
            Piece::FigureNumber(index) => self.figure_number(passage, *index),
            Piece::NoteStart(_) | Piece::NoteEnd => {}
            Piece::Admonition(kind, _) => {
                let title = self.site.strings.get(&admonition_key(kind)).unwrap_or(kind);
                self.out.push_str(&escape(title));
            }
            Piece::NoteReference { name, number, count } => self.note_reference(name, *number, *count),
            Piece::Image(_, alt, _) => {
                let source = match filler {
                    Some(Filler::Address(lead)) => self.address(lead),
                    _ => String::new(),
                };
                let _ = write!(self.out, "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">", escape(&source), escape(alt));
            }
            Piece::LinkStart(..) | Piece::TitleLink(..) | Piece::Embed(..) => self.fill(filler),
        }
    }

    /// Writes what stands in a hole.
    fn fill(&mut self, filler: Option<&'a Filler<'a>>) {
        match filler {
            Some(Filler::Address(lead)) => self.open_link(lead),
            Some(Filler::Titled(lead, title)) => {
                self.open_link(lead);
                match title {
                    Title::Figure(number, title) => {
                        let name = self.figure_name(*number, title, lead.url());
                        let _ = write!(self.out, "{name}</a>");
                    }
                    Title::Text(text) => {
                        let _ = write!(self.out, "{}</a>", escape(text));
                    }
                }
            }
            Some(Filler::Passage(passage)) => self.embed(passage),
            Some(Filler::Terms(_)) | None => {}
        }
    }

    /// Writes the number that a footnote has in its passage.
    fn note_reference(&mut self, name: &str, number: usize, count: usize) {
        let Some(number) = self.notes.get(&number) else { return };
        let id = self.note_id(name);
        let href = path::encode(&id);
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\" id=\"fr-{}-{count}\"><a href=\"#footnote-{}\">{number}</a></sup>",
            escape(&id),
            escape(&href)
        );
    }

    /// What the ids of a footnote are made of: its name, set apart in a section of another page.
    fn note_id(&self, name: &str) -> String {
        format!("{}{name}", self.scope)
    }

    /// Writes the number of a figure; one of another page is a link to it.
    fn figure_number(&mut self, passage: &Passage<'_>, index: usize) {
        let figure = &passage.document.figures[index];
        let name = self.figure_name(figure.number, passage.title, Some(passage.url));
        let number = match passage.url == self.url {
            true => name,
            false => {
                let lead = Lead::Inside(passage.url, Some(&figure.id));
                format!("<a href=\"{}\">{name}</a>", escape(&self.address(&lead)))
            }
        };
        let _ = write!(self.out, "<span class=\"figure-number\">{number}</span> ");
    }

    /// What a figure is called here, as HTML: with the title of its page where that is another.
    fn figure_name(&self, number: usize, title: &str, url: Option<&str>) -> String {
        let name = escape(label(self.site, "figure_name"));
        match url == Some(self.url) {
            true => format!("{name} {number}"),
            false => format!("{} {name} {number}", escape(title)),
        }
    }

    /// Ends a heading with a link to itself.
    fn heading_end(&mut self, document: &Document) {
        let heading = &document.headings[self.heading];
        let label = self.site.strings.get("heading_link").map_or("#", String::as_str);
        let (id, text) = (path::encode(&heading.id), escape(&heading.text));
        let _ = writeln!(
            self.out,
            " <a class=\"anchor\" href=\"#{}\" aria-label=\"{}: {text}\">#</a></h{}>",
            escape(&id),
            escape(label),
            heading.level
        );
    }

    /// Writes the start tag of a link.
    fn open_link(&mut self, lead: &Lead<'_>) {
        let _ = match lead {
            Lead::Outside(address) => {
                write!(self.out, "<a href=\"{}\" rel=\"noopener noreferrer\">", escape(address))
            }
            Lead::Inside(..) => write!(self.out, "<a href=\"{}\">", escape(&self.address(lead))),
            Lead::Dead(Some(address)) => write!(self.out, "<a class=\"dead\" href=\"{}\">", escape(address)),
            Lead::Dead(None) => write!(self.out, "<a class=\"dead\">"),
        };
    }

    /// Address of what a link leads to, relative to the page; empty when it leads nowhere.
    fn address(&self, lead: &Lead<'_>) -> String {
        match lead {
            Lead::Inside(url, Some(anchor)) if *url == self.url => format!("#{}", path::encode(anchor)),
            Lead::Inside(url, Some(anchor)) => format!("{}#{}", path::relative(self.url, url), path::encode(anchor)),
            Lead::Inside(url, None) => path::relative(self.url, url),
            Lead::Outside(address) => (*address).to_owned(),
            Lead::Dead(address) => address.clone().unwrap_or_default(),
        }
    }

    /// Writes text with its glossary terms linked, each once in a section.
    fn text(&mut self, text: &str, filler: Option<&'a Filler<'a>>) {
        let mut from = 0;
        if let Some(Filler::Terms(terms)) = filler {
            for LinkedTerm { range, url, definition } in terms {
                if !self.linked.insert(url) {
                    continue;
                }
                self.out.push_str(&escape(&text[from..range.start]));
                let (href, word) = (path::relative(self.url, url), escape(&text[range.clone()]));
                let _ = write!(
                    self.out,
                    "<a class=\"term\" href=\"{}\" data-tip=\"{}\">{word}</a>",
                    escape(&href),
                    escape(definition)
                );
                from = range.end;
            }
        }
        self.out.push_str(&escape(&text[from..]));
    }
}

/// An interface string of the theme.
fn label<'s>(site: &'s SiteView, key: &'s str) -> &'s str {
    site.strings.get(key).map_or(key, String::as_str)
}
