//! Events → pieces: HTML where the file decides it, holes where the book does.

mod admonition;
mod block;
mod body;
mod code;
mod figure;
mod heading;
mod link;
mod note;
mod raw;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use super::events::events;
use super::japanese::{Part, parts};
use super::math;
use super::piece::join;
use super::{Figure, Heading, Piece, Target};
use crate::diagnostic::Diagnostic;
use crate::message::{Message, Phrase};
use crate::say;
use crate::source::Source;
use body::Body;

/// What to do about a formula.
const HINT_FORMULA: Phrase =
    Phrase("formulas are LaTeX's, as far as amsmath; check the names of commands, and write prices as `\\$5`");

/// Parses the body of a file.
pub fn parse(source: &Source, start: usize, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let (pieces, headings, figures) = (Vec::new(), Vec::new(), Vec::new());
    let mut writer = Writer { source, diagnostics, pieces, headings, figures, state: State::default() };
    for (event, range) in events(&source.text, start, &source.dialect) {
        writer.event(event, range);
    }
    writer.close_tags_to(0);
    writer.footnotes();
    let Writer { pieces, headings, figures, state, .. } = writer;
    Body { pieces: join(pieces), headings, figures, anchors: state.anchors }
}

/// Where the writer is.
#[derive(Default)]
struct State {
    /// Inside headings, links and code, where text is not linked.
    plain: usize,
    /// End tags of the open quotations and admonitions.
    quotes: Vec<&'static str>,
    /// `[!KIND]` at the start of an admonition of the theme's own kinds, which is not shown.
    marker: Option<String>,
    /// Inside emphasis and the like, where nothing but text may stand.
    marks: usize,
    /// Inside a paragraph.
    paragraph: bool,
    /// Inside the header row of a table.
    header: bool,
    /// Whether the first cell of each row is its header: the corner of the table is empty.
    row_headers: bool,
    /// Alignments of the open table, and the column that is written.
    columns: Vec<Alignment>,
    column: usize,
    /// How many tables were written.
    tables: usize,
    /// Language with its attributes, and text of the open code block.
    code: Option<(String, String, Range<usize>)>,
    /// Address and alternative text of the open image.
    image: Option<(Target, String, Range<usize>)>,
    /// Title of the last image in the paragraph.
    caption: Option<String>,
    /// Raw HTML of the open block.
    html: Option<String>,
    /// Elements that content opened by hand.
    tags: raw::Opened,
    /// How many of them were open where each open part of the page started.
    floors: Vec<usize>,
    /// Names of elements that end where the paragraph does.
    late: Vec<String>,
    /// Where the open term of a list of definitions starts.
    term: usize,
    /// Anchors in use.
    anchors: BTreeSet<String>,
    /// Name of the open footnote, and the pieces written before it.
    note: Option<(String, Vec<Piece>)>,
    /// Footnotes by name.
    notes: BTreeMap<String, Vec<Piece>>,
    /// Names of footnotes in the order of their first use.
    used: Vec<String>,
    /// Number of each footnote that is used, from 1, and how often it is.
    uses: BTreeMap<String, (usize, usize)>,
    /// Whether the open link shows the title of its target, so that its own text is dropped.
    titled: bool,
}

struct Writer<'a> {
    source: &'a Source,
    diagnostics: &'a mut Vec<Diagnostic>,
    pieces: Vec<Piece>,
    headings: Vec<Heading>,
    figures: Vec<Figure>,
    state: State,
}

impl Writer<'_> {
    fn inline(&mut self, html: impl Into<String>) {
        self.pieces.push(Piece::Inline(html.into()));
    }

    fn block(&mut self, html: impl Into<String>) {
        self.pieces.push(Piece::Block(html.into()));
    }

    /// Starts an element that holds its own tags.
    fn container(&mut self, html: &str) {
        self.block(html);
        self.enter();
    }

    fn container_end(&mut self, html: &str) {
        self.leave();
        self.block(html);
    }

    fn warn(&mut self, code: &str, range: Range<usize>, message: impl Into<Message>, hint: impl Into<Message>) {
        let place = self.source.place(range);
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
                None => self.raw(&html, range, true),
            },
            Event::InlineHtml(html) => self.raw(&html, range, false),
            Event::FootnoteReference(name) => self.note_reference(&name),
            Event::SoftBreak => self.pieces.push(Piece::Text("\n".into())),
            Event::HardBreak => self.block("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(tex) => self.formula(&tex, false, range),
            Event::DisplayMath(tex) => self.formula(&tex, true, range),
        }
    }

    /// Writes a formula; one that cannot be read stays as code.
    fn formula(&mut self, tex: &str, display: bool, range: Range<usize>) {
        match math::mathml(tex, display) {
            Ok(html) => self.inline(html),
            Err(why) => {
                self.warn("formula", range, say!("the formula cannot be read: {why}", why), HINT_FORMULA);
                self.event(Event::Code(tex.into()), 0..0);
            }
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
        self.pieces.push(Piece::Label(key.into()));
        self.inline("\"> ");
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.state.caption = None;
                self.state.paragraph = true;
                self.enter();
                self.block("<p>");
            }
            Tag::Heading { level, id, .. } => self.heading_start(level, id.as_deref(), range),
            Tag::BlockQuote(kind) => self.quote(kind, range),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.state.code = Some((info, String::new(), range));
            }
            Tag::HtmlBlock => self.state.html = Some(String::new()),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(first)) => self.block(format!("<ol start=\"{first}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => self.container("<li>"),
            Tag::FootnoteDefinition(name) => {
                self.enter();
                let outside = std::mem::take(&mut self.pieces);
                self.state.note = Some((name.into_string(), outside));
            }
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.term_start(),
            Tag::DefinitionListDefinition => self.container("<dd>"),
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
            Tag::Emphasis => self.mark("<em>"),
            Tag::Strong => self.mark("<strong>"),
            Tag::Strikethrough => self.mark("<del>"),
            Tag::Superscript => self.mark("<sup>"),
            Tag::Subscript => self.mark("<sub>"),
            Tag::Link { link_type, dest_url, .. } => self.link_start(link_type, &dest_url, range),
            Tag::Image { link_type, dest_url, title, .. } => self.image_start(link_type, &dest_url, &title, range),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.leave();
                self.state.paragraph = false;
                if !self.image_figure() {
                    self.end_paragraph();
                }
                self.close_late();
            }
            TagEnd::Heading(_) => self.heading_end(),
            TagEnd::BlockQuote(_) => self.quote_end(),
            TagEnd::CodeBlock => self.code_end(),
            TagEnd::HtmlBlock => {
                let html = self.state.html.take().unwrap_or_default();
                self.raw(&html, range, true);
            }
            TagEnd::List(true) => self.block("</ol>\n"),
            TagEnd::List(false) => self.block("</ul>\n"),
            TagEnd::Item => self.container_end("</li>\n"),
            TagEnd::FootnoteDefinition => self.note_end(),
            TagEnd::DefinitionList => self.block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.term_end(),
            TagEnd::DefinitionListDefinition => self.container_end("</dd>\n"),
            TagEnd::Table => self.block("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.state.header = false;
                self.block("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.block("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Emphasis => self.mark_end("</em>"),
            TagEnd::Strong => self.mark_end("</strong>"),
            TagEnd::Strikethrough => self.mark_end("</del>"),
            TagEnd::Superscript => self.mark_end("</sup>"),
            TagEnd::Subscript => self.mark_end("</sub>"),
            TagEnd::Link => self.link_end(),
            TagEnd::Image => self.image_end(),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    fn mark(&mut self, open: &str) {
        self.state.marks += 1;
        self.inline(open);
        self.enter();
    }

    fn mark_end(&mut self, close: &str) {
        self.leave();
        self.state.marks -= 1;
        self.inline(close);
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
        let text = self.without_marker(text);
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
}
