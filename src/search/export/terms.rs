//! Files of terms: a line a term, with its postings.

use anyhow::Result;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::file::{Cut, Files};
use crate::search::index::{SearchIndex, Span, is_word};
use crate::search::postings::write_posting;

/// Sizes in bytes of a file of terms.
const CUT: Cut = Cut { least: 1_000, most: 8_000, one_in: 8 };

/// Spans of terms that are written side by side. More than there are processors, as they differ
/// in what they cost.
const SPANS: u64 = 64;

/// What the root says of the terms.
pub struct Terms {
    /// First term of each file, and names of the files.
    pub files: Value,
    /// All terms that are words, one a line.
    pub words: String,
    /// How many terms there are.
    pub count: usize,
}

/// Lines of consecutive terms.
#[derive(Default)]
struct Lines {
    text: String,
    /// Where each line ends in the text.
    ends: Vec<usize>,
}

/// Writes the terms.
///
/// # Errors
/// When the index cannot be read.
pub fn terms(index: &SearchIndex, files: &mut Files) -> Result<Terms> {
    let written: Vec<Lines> = index.spans(SPANS)?.par_iter().map(|span| lines(index, span)).collect::<Result<_>>()?;
    let lines: Vec<&str> = written.iter().flat_map(Lines::iter).collect();
    let parts = CUT.parts(&lines, |line| line.len(), |at| term(lines[at]));
    let firsts: Vec<&str> = parts.iter().map(|part| term(part[0])).collect();
    let names = files.add_all("t", &parts, |part| json!(part.concat()).to_string());
    let words =
        lines.iter().map(|line| term(line)).filter(|term| is_word(term)).flat_map(|term| [term, "\n"]).collect();
    Ok(Terms { files: json!({ "first": firsts.join("\n"), "names": names }), words, count: lines.len() })
}

/// Writes the lines of the terms in a span.
fn lines(index: &SearchIndex, span: &Span) -> Result<Lines> {
    let mut lines = Lines::default();
    index.for_each(span, |term, postings| {
        let text = &mut lines.text;
        text.push_str(term);
        text.push('\t');
        let mut last = 0;
        for (section, positions) in postings.iter() {
            write_posting(text, section - last, positions);
            last = section;
        }
        text.push('\n');
        lines.ends.push(text.len());
    })?;
    Ok(lines)
}

/// The term of a line.
fn term(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(term, _)| term)
}

impl Lines {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }
}
