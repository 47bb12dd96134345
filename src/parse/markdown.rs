//! Events → pieces: HTML where the file decides it, holes where the book does.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::events::events;
use super::html::{InlineTag, clean_block, escape, inline_tag};
use super::japanese::{Part, parts, slug};
use super::{Heading, Piece, Target};
use crate::diagnostic::{Diagnostic, Place};
use crate::figure;
use crate::source::Source;

/// A parsed body.
pub struct Body {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// Its headings in order.
    pub headings: Vec<Heading>,
}

impl Body {
    /// Takes the first heading of level 1 out of the body: it is the title.
    pub fn take_title(&mut self) -> Option<String> {
        let index = self.headings.iter().position(|heading| heading.level == 1)?;
        let title = self.headings[index].text.clone();
        let start = self.pieces.iter().position(|piece| *piece == Piece::HeadingStart(index))?;
        let end = self.pieces[start..].iter().position(|piece| *piece == Piece::HeadingEnd)? + start;
        self.pieces.drain(start..=end);
        self.headings.remove(index);
        for piece in &mut self.pieces {
            if let Piece::HeadingStart(at) = piece {
                *at -= usize::from(*at > index);
            }
        }
        Some(title)
    }
}

/// Parses the body of a file.
pub fn parse(source: &Source, start: usize, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let mut writer = Writer { source, diagnostics, pieces: Vec::new(), headings: Vec::new(), state: State::default() };
    for (event, range) in events(&source.text, start) {
        writer.event(event, range);
    }
    writer.footnotes();
    Body { pieces: join(writer.pieces), headings: writer.headings }
}

/// Where the writer is.
#[derive(Default)]
struct State {
    /// Inside headings, links and code, where text is not linked.
    plain: usize,
    /// Inside the header row of a table.
    header: bool,
    /// Alignments of the open table, and the column that is written.
    columns: Vec<Alignment>,
    column: usize,
    /// How many tables were written.
    tables: usize,
    /// Language and text of the open code block.
    code: Option<(String, String, Range<usize>)>,
    /// Address and alternative text of the open image.
    image: Option<(Target, String, Range<usize>)>,
    /// Raw HTML of the open block.
    html: Option<String>,
    /// Inline tags that content opened by hand.
    tags: Vec<&'static str>,
    /// Anchors in use.
    anchors: BTreeSet<String>,
    /// Name of the open footnote, and the pieces written before it.
    note: Option<(String, Vec<Piece>)>,
    /// Footnotes by name.
    notes: BTreeMap<String, Vec<Piece>>,
    /// Names of footnotes in the order of their first use.
    used: Vec<String>,
    /// Whether the open link shows the title of its target, so that its own text is dropped.
    titled: bool,
}

struct Writer<'a> {
    source: &'a Source,
    diagnostics: &'a mut Vec<Diagnostic>,
    pieces: Vec<Piece>,
    headings: Vec<Heading>,
    state: State,
}

impl Writer<'_> {
    fn inline(&mut self, html: impl Into<String>) {
        self.pieces.push(Piece::Inline(html.into()));
    }

    fn block(&mut self, html: impl Into<String>) {
        self.pieces.push(Piece::Block(html.into()));
    }

    fn warn(&mut self, code: &str, range: Range<usize>, message: impl Into<String>, hint: &str) {
        let place = Place::of(&self.source.file, &self.source.text, range);
        self.diagnostics.push(Diagnostic::warning(code, place, message).hint(hint));
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                self.inline("<code>");
                self.pieces.push(Piece::Plain(text.into_string()));
                self.inline("</code>");
            }
            Event::Html(html) => match &mut self.state.html {
                Some(block) => block.push_str(&html),
                None => self.block(clean_block(&html)),
            },
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(name) => self.note_reference(&name),
            Event::SoftBreak => self.pieces.push(Piece::Text("\n".into())),
            Event::HardBreak => self.block("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.pieces.push(Piece::Plain(text.into_string())),
        }
    }

    /// Writes the box of a task, with its state as its name, and marks its item. In a loose list a
    /// paragraph was opened in between.
    fn task(&mut self, done: bool) {
        let recent = self.pieces.len().saturating_sub(2);
        for piece in self.pieces[recent..].iter_mut().filter(|piece| **piece == Piece::Block("<li>".into())) {
            *piece = Piece::Block("<li class=\"task\">".into());
        }
        let (checked, key) = if done { (" checked", "task_done") } else { ("", "task_open") };
        self.inline(format!("<input type=\"checkbox\" disabled{checked} aria-label=\""));
        self.pieces.push(Piece::Label(key));
        self.inline("\"> ");
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { level, id, .. } => self.heading_start(level, id.as_deref(), range),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or("").to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.state.code = Some((language, String::new(), range));
            }
            Tag::HtmlBlock => self.state.html = Some(String::new()),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(first)) => self.block(format!("<ol start=\"{first}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => self.block("<li>"),
            Tag::FootnoteDefinition(name) => {
                let outside = std::mem::take(&mut self.pieces);
                self.state.note = Some((name.into_string(), outside));
            }
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(columns) => self.table_start(columns),
            Tag::TableHead => {
                self.state.header = true;
                self.state.column = 0;
                self.block("<thead><tr>");
            }
            Tag::TableRow => {
                self.state.column = 0;
                self.block("<tr>");
            }
            Tag::TableCell => self.cell_start(),
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Strikethrough => self.inline("<del>"),
            Tag::Superscript => self.inline("<sup>"),
            Tag::Subscript => self.inline("<sub>"),
            Tag::Link { link_type, dest_url, .. } => self.link_start(link_type, &dest_url, range),
            Tag::Image { link_type, dest_url, .. } => {
                let target = target(link_type, &dest_url);
                self.state.image = Some((target, String::new(), range));
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.close_tags();
                self.block("</p>\n");
            }
            TagEnd::Heading(_) => self.heading_end(),
            TagEnd::BlockQuote(Some(_)) => self.block("</aside>\n"),
            TagEnd::BlockQuote(None) => self.block("</blockquote>\n"),
            TagEnd::CodeBlock => self.code_end(),
            TagEnd::HtmlBlock => {
                let html = self.state.html.take().unwrap_or_default();
                self.raw_block(&html, range);
            }
            TagEnd::List(true) => self.block("</ol>\n"),
            TagEnd::List(false) => self.block("</ul>\n"),
            TagEnd::Item => {
                self.close_tags();
                self.block("</li>\n");
            }
            TagEnd::FootnoteDefinition => self.note_end(),
            TagEnd::DefinitionList => self.block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.block("</dt>"),
            TagEnd::DefinitionListDefinition => self.block("</dd>\n"),
            TagEnd::Table => self.block("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.state.header = false;
                self.block("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.block("</tr>\n"),
            TagEnd::TableCell => {
                self.close_tags();
                self.block(if self.state.header { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Strikethrough => self.inline("</del>"),
            TagEnd::Superscript => self.inline("</sup>"),
            TagEnd::Subscript => self.inline("</sub>"),
            TagEnd::Link => self.link_end(),
            TagEnd::Image => self.image_end(),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some((_, code, _)) = &mut self.state.code {
            code.push_str(text);
            return;
        }
        if let Some((_, alt, _)) = &mut self.state.image {
            alt.push_str(text);
            return;
        }
        if self.state.titled {
            return;
        }
        for part in parts(text) {
            match part {
                Part::Text(text) if self.state.plain > 0 => self.pieces.push(Piece::Plain(text.to_owned())),
                Part::Text(text) => self.pieces.push(Piece::Text(text.to_owned())),
                Part::Address(address) if self.state.plain > 0 => self.pieces.push(Piece::Plain(address.to_owned())),
                Part::Address(address) => {
                    self.pieces.push(Piece::LinkStart(Target::External(address.to_owned()), range.clone()));
                    self.pieces.push(Piece::Plain(address.to_owned()));
                    self.pieces.push(Piece::LinkEnd);
                }
                Part::Ruby(base, reading) => {
                    self.inline("<ruby>");
                    self.pieces.push(Piece::Plain(base.to_owned()));
                    self.inline("<rp>（</rp><rt>");
                    self.pieces.push(Piece::Reading(reading.to_owned()));
                    self.inline("</rt><rp>）</rp></ruby>");
                }
            }
        }
    }

    fn heading_start(&mut self, level: HeadingLevel, id: Option<&str>, range: Range<usize>) {
        let line_end = self.source.text[range.start..].find('\n').map_or(range.end, |at| range.start + at);
        let level = level as u8;
        self.headings.push(Heading {
            level,
            id: id.unwrap_or("").to_owned(),
            text: String::new(),
            range: range.start..line_end,
        });
        self.pieces.push(Piece::HeadingStart(self.headings.len() - 1));
        self.state.plain += 1;
    }

    fn heading_end(&mut self) {
        self.close_tags();
        self.state.plain -= 1;
        let index = self.headings.len() - 1;
        let start = self.pieces.iter().rposition(|piece| *piece == Piece::HeadingStart(index)).unwrap_or(0);
        let text: String = self.pieces[start..].iter().filter_map(Piece::own_text).collect();
        let heading = &mut self.headings[index];
        heading.text = text.trim().to_owned();
        let wanted = if heading.id.is_empty() { slug(&heading.text) } else { heading.id.clone() };
        let given = !heading.id.is_empty();
        let (id, range) = (free_anchor(&wanted, &self.state.anchors), heading.range.clone());
        if given && id != wanted {
            self.warn(
                "double-anchor",
                range,
                format!("the anchor `{wanted}` is already taken in this page"),
                "give one of the headings another `{#id}`",
            );
        }
        self.state.anchors.insert(id.clone());
        self.headings[index].id = id;
        self.pieces.push(Piece::HeadingEnd);
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else {
            return self.block("<blockquote>\n");
        };
        let (class, key) = match kind {
            BlockQuoteKind::Note => ("note", "admonition_note"),
            BlockQuoteKind::Tip => ("tip", "admonition_tip"),
            BlockQuoteKind::Important => ("important", "admonition_important"),
            BlockQuoteKind::Warning => ("warning", "admonition_warning"),
            BlockQuoteKind::Caution => ("caution", "admonition_caution"),
        };
        self.block(format!("<aside class=\"admonition {class}\" role=\"note\"><p class=\"admonition-title\">"));
        self.pieces.push(Piece::Label(key));
        self.block("</p>\n");
    }

    fn table_start(&mut self, columns: Vec<Alignment>) {
        self.state.columns = columns;
        self.state.tables += 1;
        let name = self.headings.last().map_or("", |heading| &heading.text);
        let label = format!("{name} {}", self.state.tables);
        self.block(format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>",
            escape(label.trim())
        ));
    }

    fn cell_start(&mut self) {
        let align = match self.state.columns.get(self.state.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.state.column += 1;
        self.block(if self.state.header { format!("<th scope=\"col\"{align}>") } else { format!("<td{align}>") });
    }

    fn link_start(&mut self, link_type: LinkType, address: &str, range: Range<usize>) {
        let target = target(link_type, address);
        if matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
            self.state.titled = true;
            self.pieces.push(Piece::TitleLink(target, range));
            return;
        }
        self.state.plain += 1;
        self.pieces.push(Piece::LinkStart(target, range));
    }

    fn link_end(&mut self) {
        if !std::mem::take(&mut self.state.titled) {
            self.state.plain -= 1;
            self.pieces.push(Piece::LinkEnd);
        }
    }

    fn image_end(&mut self) {
        let Some((target, alt, range)) = self.state.image.take() else { return };
        if matches!(target, Target::Name(..)) {
            self.pieces.push(Piece::Embed(target, range));
            return;
        }
        if alt.trim().is_empty() {
            self.warn(
                "image-alt",
                range.clone(),
                "the image has no alternative text",
                "say what it shows: `![text](path)`",
            );
        }
        self.pieces.push(Piece::Image(target, alt, range));
    }

    fn code_end(&mut self) {
        let Some((language, code, range)) = self.state.code.take() else { return };
        if let Some(drawn) = figure::draw(&language, &code) {
            match drawn {
                Ok(pieces) => self.pieces.extend(pieces),
                Err(why) => {
                    let place = Place::of(&self.source.file, &self.source.text, range);
                    self.diagnostics.push(Diagnostic::error(
                        "figure",
                        place,
                        format!("the {language} cannot be drawn: {why}"),
                    ));
                }
            }
            return;
        }
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(&language)) };
        self.block(format!("<pre tabindex=\"0\"><code{class}>"));
        self.pieces.push(Piece::Plain(code));
        self.block("</code></pre>\n");
    }

    fn raw_block(&mut self, html: &str, range: Range<usize>) {
        if html.trim_start().starts_with("<!--") && html.trim_end().ends_with("-->") {
            return;
        }
        let clean = clean_block(html);
        if clean.len() < html.trim().len() && !clean.contains("rel=") {
            self.warn("raw-html", range, "part of this HTML is not allowed and was left out", "write it in markdown");
        }
        self.block(clean);
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        match inline_tag(html) {
            Some(InlineTag::Void(name)) => self.block(format!("<{name}>")),
            Some(InlineTag::Open(name)) => {
                self.state.tags.push(name);
                self.inline(format!("<{name}>"));
            }
            Some(InlineTag::Close(name)) if self.state.tags.last() == Some(&name) => {
                self.state.tags.pop();
                self.inline(format!("</{name}>"));
            }
            _ if html.starts_with("<!--") => {}
            _ => {
                self.warn(
                    "raw-html",
                    range,
                    format!("`{html}` is not allowed and is shown as text"),
                    "write it in markdown",
                );
                self.pieces.push(Piece::Plain(html.to_owned()));
            }
        }
    }

    /// Closes inline tags that content left open, so that the HTML stays balanced.
    fn close_tags(&mut self) {
        while let Some(name) = self.state.tags.pop() {
            self.inline(format!("</{name}>"));
        }
    }

    fn note_reference(&mut self, name: &str) {
        let number = match self.state.used.iter().position(|used| used == name) {
            Some(at) => at + 1,
            None => {
                self.state.used.push(name.to_owned());
                self.state.used.len()
            }
        };
        self.inline(format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}-{}\">{number}</a></sup>",
            self.pieces.len()
        ));
    }

    fn note_end(&mut self) {
        if let Some((name, outside)) = self.state.note.take() {
            let note = std::mem::replace(&mut self.pieces, outside);
            self.state.notes.insert(name, note);
        }
    }

    /// Writes the footnotes that were used, in the order of their use.
    fn footnotes(&mut self) {
        if self.state.used.is_empty() {
            return;
        }
        self.block("<section class=\"footnotes\"><ol>\n");
        for (at, name) in std::mem::take(&mut self.state.used).into_iter().enumerate() {
            self.block(format!("<li id=\"fn-{}\">", at + 1));
            let note = self.state.notes.remove(&name).unwrap_or_default();
            self.pieces.extend(note);
            self.block("</li>\n");
        }
        self.block("</ol></section>\n");
    }
}

/// Reads the address of a link.
fn target(link_type: LinkType, address: &str) -> Target {
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, Some(crate::path::decode(anchor))),
        None => (address, None),
    };
    if matches!(link_type, LinkType::WikiLink { .. }) {
        return match (path.trim(), anchor) {
            ("", Some(anchor)) => Target::Anchor(anchor),
            // In a table the bar is escaped: `[[id\|text]]`.
            (name, anchor) => Target::Name(name.trim_end_matches('\\').to_owned(), anchor),
        };
    }
    if matches!(link_type, LinkType::Email) {
        return Target::External(format!("mailto:{address}"));
    }
    match (path, anchor) {
        ("", Some(anchor)) => Target::Anchor(anchor),
        _ if has_scheme(address) => Target::External(address.to_owned()),
        (path, anchor) => Target::Path(crate::path::decode(path), anchor),
    }
}

/// Whether an address starts with a scheme (RFC 3986, 3.1) or leads to another host.
fn has_scheme(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    named || address.starts_with("//")
}

/// Returns an anchor that is not taken: the wanted one, or with a number.
fn free_anchor(wanted: &str, taken: &BTreeSet<String>) -> String {
    let wanted = if wanted.is_empty() { "section" } else { wanted };
    if !taken.contains(wanted) {
        return wanted.to_owned();
    }
    (1..).map(|number| format!("{wanted}-{number}")).find(|anchor| !taken.contains(anchor)).unwrap_or_default()
}

impl Piece {
    /// Text that the piece shows by itself.
    pub fn own_text(&self) -> Option<&str> {
        match self {
            Piece::Text(text) | Piece::Plain(text) => Some(text),
            _ => None,
        }
    }
}

/// Joins pieces of one sort that follow one another.
fn join(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), &piece) {
            (Some(Piece::Block(last)), Piece::Block(next)) | (Some(Piece::Inline(last)), Piece::Inline(next)) => {
                last.push_str(next)
            }
            (Some(Piece::Text(last)), Piece::Text(next)) | (Some(Piece::Plain(last)), Piece::Plain(next)) => {
                last.push_str(next)
            }
            _ => out.push(piece),
        }
    }
    out
}
