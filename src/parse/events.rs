//! The event stream of pulldown-cmark, mended for Japanese.
//!
//! Two of its rules are made for languages with spaces. `**「重要」**です` leaves its asterisks,
//! because CommonMark's flanking rule takes 「 for punctuation (commonmark-spec issue 650); and a
//! line break between two Japanese characters becomes a space. Both are mended here, on the
//! events, so that positions stay those of the source. The first can go when pulldown-cmark 0.14
//! is released with its own option.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::japanese::is_cjk;
use super::math;
use crate::dialect::{Dialect, Math};

/// An event and where it stands in the file.
pub type Spanned<'a> = (Event<'a>, Range<usize>);

/// Parses the text from `start` to its end.
pub fn events<'t>(text: &'t str, start: usize, dialect: &Dialect) -> Vec<Spanned<'t>> {
    let raw = match dialect.math {
        Math::Brackets => {
            math::with_formulas(text, start, |text| parse(text, start, dialect).map(into_static).collect())
        }
        Math::None | Math::Dollars => parse(text, start, dialect).collect(),
    };
    join(break_lines(strengthen(raw, text)))
}

fn parse<'t>(text: &'t str, start: usize, dialect: &Dialect) -> impl Iterator<Item = Spanned<'t>> {
    let parser = Parser::new_ext(&text[start..], options(dialect)).into_offset_iter();
    parser.map(move |(event, range)| (event, range.start + start..range.end + start))
}

fn into_static((event, range): Spanned<'_>) -> Spanned<'static> {
    (event.into_static(), range)
}

/// The extensions that content may use.
fn options(dialect: &Dialect) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    options.set(Options::ENABLE_GFM, dialect.admonitions);
    options.set(Options::ENABLE_DEFINITION_LIST, dialect.definition_lists);
    options.set(Options::ENABLE_WIKILINKS, dialect.wiki_links);
    options.set(Options::ENABLE_MATH, dialect.math == Math::Dollars);
    options.set(Options::ENABLE_SMART_PUNCTUATION, dialect.smart_punctuation);
    options
}

/// An unpaired `**` on its way to become strong emphasis.
struct Mark {
    item: usize,
    at: usize,
}

/// Makes pairs of `**` that were left in text next to Japanese characters strong emphasis.
fn strengthen<'a>(raw: Vec<Spanned<'a>>, source: &'a str) -> Vec<Spanned<'a>> {
    if !raw.iter().any(|(event, _)| matches!(event, Event::Text(text) if text.contains('*'))) {
        return raw;
    }
    let mut out: Vec<Spanned<'a>> = Vec::with_capacity(raw.len());
    let mut open: Vec<Option<Mark>> = vec![None];
    let mut code = false;
    for (event, range) in join_stars(raw, source) {
        match &event {
            Event::Start(tag) => {
                code |= matches!(tag, Tag::CodeBlock(_));
                open.push(None);
            }
            Event::End(tag) => {
                code &= !matches!(tag, TagEnd::CodeBlock);
                open.pop();
            }
            Event::Text(text) if !code && &**text == "**" => {
                let here = Mark { item: out.len(), at: range.start };
                let slot = open.last_mut();
                out.push((event, range));
                if let Some(slot) = slot {
                    *slot = pair(slot.take(), here, source, &mut out);
                }
                continue;
            }
            _ => {}
        }
        out.push((event, range));
    }
    out
}

/// Closes an open mark with a new one where that makes strong emphasis; returns the mark that is
/// open afterwards.
fn pair<'a>(open: Option<Mark>, here: Mark, source: &str, out: &mut [Spanned<'a>]) -> Option<Mark> {
    let before = |at: usize| source[..at].chars().next_back().unwrap_or(' ');
    let after = |at: usize| source[at + 2..].chars().next().unwrap_or(' ');
    let opens = !after(here.at).is_whitespace();
    match open {
        Some(start) if !before(here.at).is_whitespace() => {
            let near = [before(start.at), after(start.at), before(here.at), after(here.at)];
            if near.into_iter().any(is_cjk) {
                out[start.item].0 = Event::Start(Tag::Strong);
                out[here.item].0 = Event::End(TagEnd::Strong);
                turn(&mut out[start.item + 1..here.item]);
            }
            None
        }
        open if !opens => open,
        _ => Some(here),
    }
}

/// Makes the ends of strong texts starts, and their starts ends: `**（一）**と**「二」**` gives the
/// parser と as the strong text between two marks that are left over.
fn turn(events: &mut [Spanned<'_>]) {
    let mut depth = 0;
    for (event, _) in events {
        let is_strong = matches!(event, Event::Start(Tag::Strong) | Event::End(TagEnd::Strong));
        match event {
            Event::Start(_) => {
                if depth == 0 && is_strong {
                    *event = Event::End(TagEnd::Strong);
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0 && is_strong {
                    *event = Event::Start(Tag::Strong);
                }
            }
            _ => {}
        }
    }
}

/// Cuts texts so that every unescaped `**` is an event of its own.
fn join_stars<'a>(raw: Vec<Spanned<'a>>, source: &'a str) -> Vec<Spanned<'a>> {
    let mut out = Vec::with_capacity(raw.len());
    let joined = join(raw);
    for (event, range) in joined {
        match &event {
            Event::Text(text) if text.contains("**") && source[range.clone()] == **text => {
                cut_stars(source, range, &mut out);
            }
            _ => out.push((event, range)),
        }
    }
    out
}

/// Cuts one text of the source at `**`.
fn cut_stars<'a>(source: &'a str, range: Range<usize>, out: &mut Vec<Spanned<'a>>) {
    let mut from = range.start;
    for (at, _) in source[range.clone()].match_indices("**") {
        let at = range.start + at;
        if at > from {
            out.push((Event::Text(CowStr::Borrowed(&source[from..at])), from..at));
        }
        out.push((Event::Text(CowStr::Borrowed("**")), at..at + 2));
        from = at + 2;
    }
    if from < range.end {
        out.push((Event::Text(CowStr::Borrowed(&source[from..range.end])), from..range.end));
    }
}

/// Drops a line break between two Japanese characters, and makes any other a white space
/// (CSS Text 4, "segment break transformation").
fn break_lines(events: Vec<Spanned<'_>>) -> Vec<Spanned<'_>> {
    let mut after = vec![None; events.len()];
    let mut near = None;
    for (at, (event, _)) in events.iter().enumerate().rev() {
        after[at] = near;
        near = shown(event).map_or(near, |text| text.chars().next());
    }
    let mut joined = Vec::with_capacity(events.len());
    let mut before = None;
    for ((event, range), after) in events.into_iter().zip(after) {
        before = shown(&event).map_or(before, |text| text.chars().next_back());
        if !matches!(event, Event::SoftBreak) {
            joined.push((event, range));
        } else if !(before.is_some_and(is_cjk) && after.is_some_and(is_cjk)) {
            joined.push((Event::Text(CowStr::Borrowed("\n")), range));
        }
    }
    joined
}

/// Text that an event shows.
fn shown<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        Event::HardBreak => Some("\n"),
        _ => None,
    }
}

/// Joins texts that follow one another.
fn join(events: Vec<Spanned<'_>>) -> Vec<Spanned<'_>> {
    let mut out: Vec<Spanned<'_>> = Vec::with_capacity(events.len());
    let mut run: Vec<Spanned<'_>> = Vec::new();
    for (event, range) in events {
        if !matches!(event, Event::Text(_)) {
            out.extend(joined(&mut run));
            out.push((event, range));
        } else {
            run.push((event, range));
        }
    }
    out.extend(joined(&mut run));
    out
}

/// Takes a run of texts as one.
fn joined<'a>(run: &mut Vec<Spanned<'a>>) -> Option<Spanned<'a>> {
    if run.len() < 2 {
        return run.pop();
    }
    let range = run[0].1.start..run[run.len() - 1].1.end;
    let text: String = run.drain(..).filter_map(|(event, _)| shown(&event).map(str::to_owned)).collect();
    Some((Event::Text(text.into()), range))
}
