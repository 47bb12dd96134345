//! Diagnostics for people: the line, a caret under the place, and what to do; and for programs.
//!
//! People read their own language; programs read English, so that a report is the same on every machine.

use annotate_snippets::{AnnotationKind, Group, Level as Severity, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Level};
use crate::locale::Language;
use crate::message::Message;
use crate::path;
use crate::rules::catalogue::{self, Rule, page};
use crate::say;

/// Writes diagnostics for a person who reads a language, in colours where asked, with a line of totals.
pub fn human(diagnostics: &[Diagnostic], language: Language, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out: String = diagnostics.iter().map(|diagnostic| one(diagnostic, language, &renderer)).collect();
    if !diagnostics.is_empty() {
        out.push_str(&totals(diagnostics).to(language));
        out.push('\n');
    }
    out
}

/// A file's name as a terminal may show it: control characters would move it, or break the line.
fn shown(file: &str) -> String {
    let one = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    file.chars().map(one).collect()
}

fn one(diagnostic: &Diagnostic, language: Language, renderer: &Renderer) -> String {
    let named = |severity: Severity<'static>, name: Message| severity.with_name(name.to(language));
    let severity = match diagnostic.level {
        Level::Error => named(Severity::ERROR, say!("error")),
        _ => named(Severity::WARNING, say!("warning")),
    };
    let place = &diagnostic.place;
    let title = severity.primary_title(diagnostic.message.to(language)).id(diagnostic.code.as_str());
    let bytes = |chars: usize| place.text.char_indices().nth(chars).map_or(place.text.len(), |(at, _)| at);
    let start = place.column - place.text_column;
    let span = bytes(start)..bytes(start + place.length);
    let snippet =
        Snippet::source(place.text.as_str()).line_start(place.line).annotation(AnnotationKind::Primary.span(span));
    let titled = match place.text_column {
        1 => title.element(snippet.path(shown(&place.file))),
        // Of a long line a part is shown, in which the column is another.
        _ => {
            title.element(Origin::path(shown(&place.file)).line(place.line).char_column(place.column)).element(snippet)
        }
    };
    let mut report: Vec<Group<'_>> = vec![titled];
    if let Some(hint) = &diagnostic.hint {
        report.push(Group::with_title(named(Severity::HELP, say!("help")).secondary_title(hint.to(language))));
    }
    format!("{}\n\n", renderer.render(&report))
}

fn totals(diagnostics: &[Diagnostic]) -> Message {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).count();
    let errors_are = if errors == 1 { say!("1 error") } else { say!("{errors} errors", errors) };
    let warnings = diagnostics.len() - errors;
    let warnings_are = if warnings == 1 { say!("1 warning") } else { say!("{warnings} warnings", warnings) };
    say!("{errors}, {warnings}", errors = errors_are, warnings = warnings_are)
}

/// Writes diagnostics as one JSON array.
pub fn json(diagnostics: &[Diagnostic]) -> String {
    let one = |diagnostic: &Diagnostic| {
        let Diagnostic { place, code, level, message, hint, fix } = diagnostic;
        let hint = hint.as_ref().map(ToString::to_string);
        serde_json::json!({ "place": place, "code": code, "level": level, "message": message.to_string(), "hint": hint, "fix": fix })
    };
    format!("{:#}\n", diagnostics.iter().map(one).collect::<serde_json::Value>())
}

/// Writes diagnostics as a SARIF 2.1.0 log (OASIS), which code hosts read.
pub fn sarif(diagnostics: &[Diagnostic]) -> String {
    let results: Vec<serde_json::Value> = diagnostics.iter().map(sarif_result).collect();
    let found = |rule: &&Rule| diagnostics.iter().any(|diagnostic| diagnostic.code == rule.code);
    let rules: Vec<serde_json::Value> = catalogue::all().filter(found).map(sarif_rule).collect();
    let log = serde_json::json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "tebiki", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn sarif_rule(rule: &Rule) -> serde_json::Value {
    serde_json::json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary.0 },
        "fullDescription": { "text": rule.why.0 },
        "help": { "text": rule.why.0, "markdown": page::page(rule, Language::English) },
        "defaultConfiguration": configuration(rule.level),
    })
}

/// How a rule is set unless a book says otherwise.
fn configuration(level: Level) -> serde_json::Value {
    match level {
        Level::Error => serde_json::json!({ "level": "error" }),
        Level::Warning => serde_json::json!({ "level": "warning" }),
        Level::Off => serde_json::json!({ "level": "warning", "enabled": false }),
    }
}

fn sarif_result(diagnostic: &Diagnostic) -> serde_json::Value {
    let place = &diagnostic.place;
    serde_json::json!({
        "ruleId": diagnostic.code,
        "level": if diagnostic.level == Level::Error { "error" } else { "warning" },
        "message": { "text": message(diagnostic) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.file) },
            "region": { "startLine": place.line, "startColumn": place.column, "endColumn": place.column + place.length },
        } }],
    })
}

/// A path as a relative URI (RFC 3986): unlike in HTML, every character beyond ASCII is encoded.
fn uri(file: &str) -> String {
    path::ascii(&path::encode(file))
}

/// Message and hint in one line.
fn message(diagnostic: &Diagnostic) -> String {
    match &diagnostic.hint {
        Some(hint) => format!("{}; {hint}", diagnostic.message),
        None => diagnostic.message.to_string(),
    }
}

/// Writes diagnostics as workflow commands, which GitHub shows beside the lines.
pub fn github(diagnostics: &[Diagnostic]) -> String {
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let line = |diagnostic: &Diagnostic| {
        let (place, level) = (&diagnostic.place, if diagnostic.level == Level::Error { "error" } else { "warning" });
        let file = escaped(&place.file).replace(',', "%2C").replace(':', "%3A");
        format!(
            "::{level} file={file},line={},col={},title={}::{}\n",
            place.line,
            place.column,
            diagnostic.code,
            escaped(&message(diagnostic))
        )
    };
    diagnostics.iter().map(line).collect()
}
