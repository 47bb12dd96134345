//! Formulas: TeX → MathML, at build time. Browsers show it by themselves, without scripts or fonts of ours.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, Tag};
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use super::events::Spanned;
use crate::message::Message;
use crate::say;

/// Longest formula in bytes, and deepest nesting of its braces. Real ones have a tenth of both.
const LONGEST: usize = 8_000;
const DEEPEST: usize = 64;

/// Elements of MathML Core that formulas are made of.
const ELEMENTS: [&str; 26] = [
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Attributes of them. `style` is not among them: the policy of the pages allows none.
const ATTRIBUTES: [&str; 24] = [
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "width",
];

/// Passes formulas and nothing else. Content that brings elements of MathML by hand gets the list of all HTML.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(ELEMENTS))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(HashMap::new())
        .link_rel(None);
    builder
});

/// Makes MathML of a formula.
///
/// # Errors
/// What is wrong with the formula, in a few words.
pub fn mathml(tex: &str, display: bool) -> Result<String, Message> {
    if tex.len() > LONGEST || depth(tex) > DEEPEST {
        return Err(say!("the formula is too long or too deep"));
    }
    let storage = Storage::new();
    let events = Parser::new(tex, &storage)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Message::quoted(first_line(&error.to_string())))?;
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut out = String::new();
    let events = events.into_iter().map(Ok::<_, std::fmt::Error>);
    push_mathml(&mut out, events, config).map_err(|error| Message::quoted(error.to_string()))?;
    if out.contains("<merror") {
        return Err(say!("a part of the formula has no place here"));
    }
    Ok(ALLOWED.clean(&out).to_string())
}

fn depth(tex: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in tex.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest + tex.matches("\\left").count() + tex.matches("\\begin").count()
}

/// The message without the picture of the place that follows it.
fn first_line(message: &str) -> String {
    let line = message.lines().map(str::trim).find(|line| !line.is_empty() && !line.contains('─')).unwrap_or("");
    line.trim_start_matches("parsing error:").trim().to_owned()
}

/// A formula between `\\(` and `\\)` or `\\[` and `\\]`, as mdBook has them for MathJax.
struct Formula {
    /// With its signs, in the file.
    range: Range<usize>,
    display: bool,
}

/// Length of a sign around a formula.
const SIGN: usize = 3;

/// Parses a text whose formulas stand in mdBook's signs: they are hidden from `parse` behind letters, which no
/// markdown is made of, and put into its events again.
pub fn with_formulas<'t>(
    text: &'t str,
    start: usize,
    parse: impl Fn(&str) -> Vec<Spanned<'static>>,
) -> Vec<Spanned<'t>> {
    let formulas = formulas(text, start, &code(&parse(text)));
    let mut hidden = text.as_bytes().to_vec();
    formulas.iter().for_each(|formula| hidden[formula.range.clone()].fill(b'x'));
    let hidden = String::from_utf8(hidden).unwrap_or_else(|_| text.to_owned());
    parse(&hidden).into_iter().flat_map(|event| cut(event, text, &hidden, &formulas)).collect()
}

/// Where code and HTML stand, in order: signs in them are no formulas.
fn code(events: &[Spanned<'_>]) -> Vec<Range<usize>> {
    let is_code = |event: &Event<'_>| {
        matches!(event, Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::CodeBlock(_)))
    };
    events.iter().filter(|(event, _)| is_code(event)).map(|(_, range)| range.clone()).collect()
}

/// Finds the formulas. One ends in its paragraph, and within twice the longest that is drawn.
fn formulas(text: &str, start: usize, code: &[Range<usize>]) -> Vec<Formula> {
    let (mut found, mut at) = (Vec::new(), start);
    while let Some(open) = text[at..].find("\\\\").map(|found| found + at) {
        let end = match text.as_bytes().get(open + 2) {
            Some(b'(') => closed(text, open, "\\\\)"),
            Some(b'[') => closed(text, open, "\\\\]"),
            _ => None,
        };
        at = open + 2;
        let before = code.partition_point(|range| range.start <= open);
        let is_code = before > 0 && code[before - 1].contains(&open);
        let Some(end) = end.filter(|_| !is_code) else { continue };
        found.push(Formula { range: open..end, display: text.as_bytes()[open + 2] == b'[' });
        at = end;
    }
    found
}

fn closed(text: &str, open: usize, sign: &str) -> Option<usize> {
    let rest = &text[open + SIGN..];
    let rest = &rest[..rest.floor_char_boundary(2 * LONGEST)];
    let paragraph = rest.find("\n\n").unwrap_or(rest.len());
    rest[..paragraph].find(sign).map(|end| open + SIGN + end + SIGN)
}

/// Puts the formulas that a text hides back in their places.
fn cut<'t>((event, range): Spanned<'static>, text: &'t str, hidden: &str, formulas: &[Formula]) -> Vec<Spanned<'t>> {
    let first = formulas.partition_point(|formula| formula.range.start < range.start);
    let inside = formulas[first..].iter().take_while(|formula| formula.range.end <= range.end);
    let is_text = matches!(&event, Event::Text(shown) if hidden[range.clone()] == **shown);
    if !is_text || inside.clone().next().is_none() {
        return vec![(event, range)];
    }
    let (mut out, mut at) = (Vec::new(), range.start);
    let plain = |from: usize, end: usize| (Event::Text(CowStr::Borrowed(&text[from..end])), from..end);
    for formula in inside {
        out.extend((formula.range.start > at).then(|| plain(at, formula.range.start)));
        let tex = CowStr::Borrowed(&text[formula.range.start + SIGN..formula.range.end - SIGN]);
        let event = if formula.display { Event::DisplayMath(tex) } else { Event::InlineMath(tex) };
        out.push((event, formula.range.clone()));
        at = formula.range.end;
    }
    out.extend((at < range.end).then(|| plain(at, range.end)));
    out
}
