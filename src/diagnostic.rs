//! What is wrong with the content, as data: a code, a level, a place and a hint.
//!
//! Problems in the content are collected and shown together; trouble with the machine (disk,
//! configuration) is an [`anyhow::Error`] and stops the program at once. The two never mix.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::message::Message;
use crate::positions::Positions;
use crate::say;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not reported.
    Off,
    /// Reported; the build succeeds unless warnings are denied.
    Warning,
    /// Reported; the exit status is 1 and nothing is published.
    Error,
}

/// One problem in the content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where it is.
    pub place: Place,
    /// Stable name of the rule, for example `dead-link`; see [`crate::rules`].
    pub code: String,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, one sentence without a full stop.
    pub message: Message,
    /// What to do about it, if known.
    pub hint: Option<Message>,
    /// The change that mends it, where that is safe.
    pub fix: Option<Fix>,
}

/// A change of a source file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fix {
    /// First byte that is replaced.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Path from the book's root, with `/`.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Length in characters within the line, from 1 to [`LONGEST`].
    pub length: usize,
    /// The line without its end; of a long line the part around the place.
    pub text: String,
    /// The column that `text` starts at: 1, unless the line is long.
    pub text_column: usize,
}

/// Most characters of a line that are marked.
pub const LONGEST: usize = 300;

/// Characters of a line that are shown before and behind the start of a place. A line may be a whole
/// book, and have a problem in each of its words.
const AROUND: usize = 400;

impl Place {
    /// Creates the place of a byte range of a file. A range over several lines is cut at the end of its
    /// first line; a range past the end is the end.
    pub fn of(file: &Arc<str>, source: &str, range: Range<usize>) -> Place {
        Place::found(file, source, &Positions::default(), range)
    }

    /// As [`Place::of`], of a file that may be long, whose lines and columns are marked.
    pub fn found(file: &Arc<str>, source: &str, positions: &Positions, range: Range<usize>) -> Place {
        let start = source.floor_char_boundary(range.start);
        let end = source.floor_char_boundary(range.end.max(start));
        let (line, column) = positions.position(source, start);
        let before = source[..start].chars().rev().take(AROUND.min(column - 1));
        let text_start = start - before.map(char::len_utf8).sum::<usize>();
        let behind = source[start..].chars().take(AROUND).take_while(|c| *c != '\n');
        let text_end = start + behind.map(char::len_utf8).sum::<usize>();
        let marked = source[start..end.min(text_end).max(start)].chars().take(LONGEST).count();
        Place {
            file: file.clone(),
            line,
            column,
            length: marked.max(1),
            text: source[text_start..text_end].trim_end_matches('\r').to_owned(),
            text_column: column - AROUND.min(column - 1),
        }
    }

    /// Creates the place of a whole file: its first line.
    pub fn file(file: &Arc<str>) -> Place {
        Place { file: file.clone(), line: 1, column: 1, length: 1, text: String::new(), text_column: 1 }
    }
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(code: &str, place: Place, message: impl Into<Message>) -> Diagnostic {
        Diagnostic { place, code: code.into(), level: Level::Error, message: message.into(), hint: None, fix: None }
    }

    /// Creates a warning.
    pub fn warning(code: &str, place: Place, message: impl Into<Message>) -> Diagnostic {
        Diagnostic { level: Level::Warning, ..Diagnostic::error(code, place, message) }
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<Message>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the change that mends it.
    pub fn fix(mut self, range: Range<usize>, text: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix { start: range.start, end: range.end, text: text.into() });
        self
    }

    /// Adds "did you mean" when one of the candidates is near the wrong word, else another hint.
    pub fn suggest<'a>(
        self,
        wrong: &str,
        candidates: impl Iterator<Item = &'a str>,
        otherwise: impl Into<Message>,
    ) -> Diagnostic {
        self.hint(did_you_mean(wrong, candidates, otherwise))
    }
}

/// Asks whether the nearest of the candidates was meant, or gives another hint.
pub fn did_you_mean<'a>(
    wrong: &str,
    candidates: impl Iterator<Item = &'a str>,
    otherwise: impl Into<Message>,
) -> Message {
    nearest(wrong, candidates).map_or_else(|| otherwise.into(), meant)
}

/// Asks whether a name was meant.
pub fn meant(near: &str) -> Message {
    say!("did you mean `{near}`?", near)
}

/// Longest word in bytes that is compared with others: comparing takes the product of two lengths.
const COMPARED: usize = 300;

/// Returns the candidate that is nearest to a misspelt word, or none when nothing is near.
pub fn nearest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .filter(|candidate| wrong.len().max(candidate.len()) <= COMPARED)
        .map(|candidate| (strsim::jaro_winkler(wrong, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
