//! Pictures drawn from data: a fenced block of YAML becomes an SVG with its table behind it.
//!
//! Colours are classes (`s0` to `s7` for the series), so that a theme decides them and print and
//! dark schemes work. Text in the picture is text, and the table says the same to a screen reader.

mod chart;
mod diagram;
pub mod lanes;

use std::fmt::Write;

use crate::message::{Message, Phrase};
use crate::parse::{Piece, escape, yaml_hint, yaml_why};

/// What is wrong with the data of a picture.
#[derive(Debug)]
pub struct Flaw {
    /// Line in the block, from 1; none when it is about the whole.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: Message,
    /// What to do about it.
    pub hint: Phrase,
}

const CHART: Phrase =
    Phrase("a chart has `type` (bar, line, rank), `title`, `x` and `series`, each with `name` and `values`");
const DIAGRAM: Phrase =
    Phrase("a diagram has `type` (cycle, layers, steps), `title` and `items`, each with `title` and `text`");

/// Draws the fenced block of a language, or nothing when the language is not one of ours.
///
/// # Errors
/// What is wrong with the data.
pub fn draw(language: &str, yaml: &str) -> Option<Result<Vec<Piece>, Flaw>> {
    let whole = |hint| move |why| Flaw { line: None, why, hint };
    match language {
        "chart" => Some(read(yaml, CHART).and_then(|chart| chart::draw(&chart).map_err(whole(CHART)))),
        "diagram" => Some(read(yaml, DIAGRAM).and_then(|diagram| diagram::draw(&diagram).map_err(whole(DIAGRAM)))),
        _ => None,
    }
}

/// Reads the data of a picture: first as YAML of any form, so that a mistake in the YAML is called
/// by its name.
fn read<T: serde::de::DeserializeOwned>(yaml: &str, hint: Phrase) -> Result<T, Flaw> {
    let any = serde_yaml::from_str::<serde_json::Value>(yaml).map_err(|error| flaw(&error, yaml_hint(&error)));
    any.and_then(|_| serde_yaml::from_str(yaml).map_err(|error| flaw(&error, hint)))
}

fn flaw(error: &serde_yaml::Error, hint: Phrase) -> Flaw {
    Flaw { line: error.location().map(|place| place.line()), why: yaml_why(error), hint }
}

/// Wraps a picture, its caption and the table behind it.
fn figure(class: &str, title: &str, svg: &str, table: Vec<Piece>, note: &str) -> Vec<Piece> {
    // A telephone scrolls the picture sideways, so the keyboard must reach it.
    let label = escape(title);
    let mut pieces = vec![
        Piece::Block(format!(
            "<figure class=\"figure {class}\"><div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">{svg}</div><figcaption>"
        )),
        Piece::Plain(title.to_owned()),
        Piece::Block("</figcaption>".into()),
    ];
    pieces.extend(table);
    if !note.is_empty() {
        pieces.extend([
            Piece::Block("<p class=\"figure-note\">".into()),
            Piece::Plain(note.to_owned()),
            Piece::Block("</p>".into()),
        ]);
    }
    pieces.push(Piece::Block("</figure>\n".into()));
    pieces
}

/// Writes a table of texts; the first cell of each row is its header.
fn table(title: &str, head: &[String], rows: &[Vec<String>]) -> Vec<Piece> {
    let mut pieces =
        vec![Piece::Block("<details class=\"figure-data\"><summary>".into()), Piece::Label("figure_data".into())];
    let label = escape(title);
    pieces.push(Piece::Block(format!(
        "</summary><div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr>"
    )));
    for cell in head {
        pieces.extend([
            Piece::Block("<th scope=\"col\">".into()),
            Piece::Plain(cell.clone()),
            Piece::Block("</th>".into()),
        ]);
    }
    pieces.push(Piece::Block("</tr></thead><tbody>".into()));
    for row in rows {
        pieces.push(Piece::Block("<tr>".into()));
        for (at, cell) in row.iter().enumerate() {
            let (open, close) =
                if at == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td class=\"right\">", "</td>") };
            pieces.extend([Piece::Block(open.into()), Piece::Plain(cell.clone()), Piece::Block(close.into())]);
        }
        pieces.push(Piece::Block("</tr>".into()));
    }
    pieces.push(Piece::Block("</tbody></table></div></details>".into()));
    pieces
}

/// An SVG under construction, in units of which one is a pixel at full width.
struct Svg {
    body: String,
}

impl Svg {
    fn new() -> Svg {
        Svg { body: String::new() }
    }

    fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>"
        );
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = write!(
            self.body,
            "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
            from.0, from.1, to.0, to.1
        );
    }

    fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let steps: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        let _ = write!(self.body, "<path class=\"{class}\" d=\"M{}\"/>", steps.join("L"));
    }

    fn dot(&mut self, class: &str, x: f64, y: f64) {
        let _ = write!(self.body, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }

    /// Writes text; `anchor` is `start`, `middle` or `end`.
    fn text(&mut self, class: &str, x: f64, y: f64, anchor: &str, text: &str) {
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escape(text)
        );
    }

    /// Writes a line of text that begins with a number.
    fn numbered(&mut self, x: f64, y: f64, number: &str, text: &str) {
        let _ = write!(
            self.body,
            "<text class=\"label\" x=\"{x:.1}\" y=\"{y:.1}\"><tspan class=\"strong\">{}</tspan>{}</text>",
            escape(number),
            escape(text)
        );
    }

    /// Ends a picture that keeps its size and may be wider than the page.
    fn finish_wide(self, title: &str, width: f64, height: f64) -> String {
        let size = format!("<svg width=\"{width:.0}\" height=\"{height:.0}\" ");
        self.finish(title, width, height).replacen("<svg ", &size, 1)
    }

    fn finish(self, title: &str, width: f64, height: f64) -> String {
        format!(
            "<svg class=\"chart-svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            escape(title),
            self.body
        )
    }
}

/// Breaks text into lines of at most so many half-width columns; Japanese may break anywhere, a
/// Latin word does not.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let width = |c: char| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words(text) {
        let size: usize = word.chars().map(width).sum();
        if used + size > columns && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if used == 0 { word.trim_start() } else { word });
        }
        used += size;
    }
    lines
}

/// Cuts text into pieces that stay on one line.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let glued = last.is_some_and(|last| last.is_ascii_alphanumeric() && c.is_ascii_alphanumeric());
        if at > start && !glued && !"、。）」』ー・，．".contains(c) {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(c);
    }
    out.push(&text[start..]);
    out
}
