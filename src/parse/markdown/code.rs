//! Blocks of code.

use std::borrow::Cow;
use std::ops::Range;

use super::Writer;
use crate::diagnostic::Diagnostic;
use crate::dialect::Dialect;
use crate::figure;
use crate::parse::Piece;
use crate::parse::highlight::highlight;
use crate::parse::html::escape;
use crate::say;

/// A line of code without its end, and whether it is hidden until a reader asks for it.
type Line<'c> = (Cow<'c, str>, bool);

impl Writer<'_> {
    pub(super) fn code_end(&mut self) {
        let Some((info, code, range)) = self.state.code.take() else { return };
        let mut words = info.split([' ', ',']).filter(|word| !word.is_empty());
        let language = words.next().unwrap_or("");
        let drawn = if self.source.dialect.own_blocks { figure::draw(language, &code) } else { None };
        match drawn {
            Some(Ok(pieces)) => self.drawn_figure(pieces),
            Some(Err(flaw)) => {
                let range = flaw.line.map_or(range.clone(), |line| self.line_of(&range, line));
                let message = say!("the {language} cannot be drawn: {why}", language, why = flaw.why);
                self.diagnostics.push(Diagnostic::error("figure", self.source.place(range), message).hint(flaw.hint));
            }
            None => self.code(language, &words.collect::<Vec<_>>(), &code),
        }
    }

    /// A line of a fenced block, from 1, without the spaces around it; the fence itself where the
    /// block has no such line.
    fn line_of(&self, block: &Range<usize>, line: usize) -> Range<usize> {
        let text = &self.source.text[block.clone()];
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let Some(start) = starts.take(line).nth(line - 1) else { return block.clone() };
        let own = text[start..].split('\n').next().unwrap_or("");
        let blank = own.len() - own.trim_start().len();
        block.start + start + blank..block.start + start + own.trim_end().len().max(blank)
    }

    fn code(&mut self, language: &str, attributes: &[&str], code: &str) {
        let dialect = self.source.dialect.clone();
        let lines = lines(language, attributes, code, &dialect);
        let mut classes = if language.is_empty() { Vec::new() } else { vec![format!("language-{language}")] };
        if dialect.code_attributes {
            classes.extend(attributes.iter().map(|attribute| (*attribute).to_owned()));
        }
        let class =
            if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", escape(&classes.join(" "))) };
        let hides = if lines.iter().any(|(_, hidden)| *hidden) { " class=\"has-hidden\"" } else { "" };
        self.block(format!("<pre tabindex=\"0\"{hides}><code{class}>"));
        self.code_lines(language, &lines);
        self.block("</code></pre>\n");
    }

    /// Writes lines in their colours. A hidden line is no text of the page, so it is not searched.
    fn code_lines(&mut self, language: &str, lines: &[Line<'_>]) {
        let whole: String = lines.iter().map(|(line, _)| &**line).collect();
        let tokens = highlight(language, &whole).unwrap_or_else(|| vec![("", whole.clone())]);
        let mut hidden = lines.iter().map(|(_, hidden)| *hidden);
        let mut hides = false;
        let mut starts = true;
        for (class, text) in tokens {
            for part in text.split_inclusive('\n') {
                let now = if starts { hidden.next().unwrap_or(false) } else { hides };
                if now != hides {
                    self.inline(if now { "<span class=\"boring\">" } else { "</span>" });
                }
                (hides, starts) = (now, part.ends_with('\n'));
                self.token(class, part, hides);
            }
        }
        if hides {
            self.inline("</span>");
        }
    }

    fn token(&mut self, class: &str, text: &str, hidden: bool) {
        if !class.is_empty() {
            self.inline(format!("<span class=\"{class}\">"));
        }
        match hidden {
            true => self.inline(escape(text)),
            false => self.pieces.push(Piece::Plain(text.to_owned())),
        }
        if !class.is_empty() {
            self.inline("</span>");
        }
    }
}

/// Cuts code into lines, the marks of hidden ones taken away.
fn lines<'c>(language: &str, attributes: &[&str], code: &'c str, dialect: &Dialect) -> Vec<Line<'c>> {
    let own = attributes.iter().find_map(|attribute| attribute.strip_prefix("hidelines="));
    let prefix = own.or_else(|| dialect.hidden_lines.get(language).map(String::as_str));
    let all = code.split_inclusive('\n');
    match prefix {
        _ if !dialect.code_attributes => all.map(|line| (line.into(), false)).collect(),
        _ if language == "rust" => all.map(rust_line).collect(),
        Some(prefix) => all.map(|line| marked_line(line, prefix)).collect(),
        None => all.map(|line| (line.into(), false)).collect(),
    }
}

/// `# ` hides a line of Rust, as in its documentation; `##` is a `#` (rustdoc book, "Hiding portions
/// of the example").
fn rust_line(line: &str) -> Line<'_> {
    let code = line.trim_start();
    let indent = &line[..line.len() - code.len()];
    match code.strip_prefix('#') {
        Some(rest) if rest.starts_with('#') => (format!("{indent}{rest}").into(), false),
        Some(rest) if rest.trim_end_matches('\n').is_empty() => (format!("{indent}{rest}").into(), true),
        Some(rest) if rest.starts_with(' ') => (format!("{indent}{}", &rest[1..]).into(), true),
        _ => (line.into(), false),
    }
}

fn marked_line<'c>(line: &'c str, prefix: &str) -> Line<'c> {
    let code = line.trim_start();
    match code.strip_prefix(prefix) {
        Some(rest) => (format!("{}{rest}", &line[..line.len() - code.len()]).into(), true),
        None => (line.into(), false),
    }
}
