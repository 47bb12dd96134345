//! `{{#include …}}` and its kin: what stands in a text, and where.

use std::ops::Range;

use super::lines::{self, Lines};

/// What mdBook replaces in a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// `\{{#…}}`: shown without its backslash.
    Escaped,
    /// `{{#include file:lines}}`.
    Include(String, Lines),
    /// `{{#rustdoc_include file:lines}}`: the other lines are there too, but hidden.
    RustdocInclude(String, Lines),
    /// `{{#playground file attributes}}`: a block of Rust.
    Playground(String, Vec<String>),
    /// `{{#title text}}`: the title of the window.
    Title(String),
}

/// Finds the next directive at or after a place.
pub fn next(text: &str, from: usize) -> Option<(Range<usize>, Directive)> {
    let mut at = from;
    while let Some(start) = text[at..].find("{{").map(|found| at + found) {
        if let Some(found) = escaped(text, start, from).or_else(|| plain(text, start)) {
            return Some(found);
        }
        at = start + 2;
    }
    None
}

/// Reads `\{{#…}}`; the last brace of the line ends it.
fn escaped(text: &str, start: usize, from: usize) -> Option<(Range<usize>, Directive)> {
    let before = start.checked_sub(1).filter(|before| *before >= from && text.as_bytes()[*before] == b'\\')?;
    let line = text[start..].lines().next()?;
    let end = line.starts_with("{{#").then(|| line.rfind("}}")).flatten()?;
    Some((before..start + end + 2, Directive::Escaped))
}

fn plain(text: &str, start: usize) -> Option<(Range<usize>, Directive)> {
    let inside = text[start + 2..].trim_start().strip_prefix('#')?;
    let end = inside.find('}').filter(|end| inside[*end..].starts_with("}}"))?;
    let (word, rest) = inside[..end].split_once(char::is_whitespace)?;
    let length = text.len() - inside.len() + end + 2 - start;
    Some((start..start + length, directive(word, rest)?))
}

fn directive(word: &str, rest: &str) -> Option<Directive> {
    if word == "title" {
        return Some(Directive::Title(rest.trim().to_owned()));
    }
    let mut words = rest.split_whitespace();
    let target = words.next()?;
    let (file, chosen) = target.split_once(':').unwrap_or((target, ""));
    match word {
        "include" => Some(Directive::Include(file.to_owned(), lines::parse(chosen))),
        "rustdoc_include" => Some(Directive::RustdocInclude(file.to_owned(), lines::parse(chosen))),
        "playground" | "playpen" => Some(Directive::Playground(target.to_owned(), words.map(str::to_owned).collect())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Directive, Lines, next};

    #[test]
    fn a_directive_is_found_with_its_place() {
        let text = "a {{ #include b.rs:2:3 }} c";
        let whole = Directive::Include("b.rs".into(), Lines::Range(1, 3));
        assert_eq!(next(text, 0), Some((2..25, whole)));
        assert_eq!(next(text, 3), None);
    }

    #[test]
    fn an_escaped_one_keeps_its_braces() {
        assert_eq!(next("\\{{#include b.rs}} c", 0), Some((0..18, Directive::Escaped)));
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{{x}}", "{{#toc}}", "{{#include}}", "{{#include a", "{{#other b}}", "{ {#include a} }"] {
            assert_eq!(next(text, 0), None, "{text}");
        }
    }
}
