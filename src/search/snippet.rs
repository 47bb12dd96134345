//! The part of a section's text that shows why it was found.

use super::normalise::with_origins;

/// A part of a snippet: whether it matched, and its text.
pub type Part = (bool, String);

/// Characters of a snippet.
const LENGTH: usize = 110;

/// What stands in a snippet between two blocks or fields.
const BREAK: &str = " ／ ";

/// Characters before the first match.
const LEAD: usize = 24;

/// Cuts the text around the first place where one of the forms stands, and marks all of them. A
/// text without a match gives its beginning. A line of the text is a block or a field of its own: they
/// are set apart.
pub fn snippet(text: &str, forms: &[String]) -> Vec<Part> {
    let shown: Vec<char> = text.chars().collect();
    let marks = marks(text, forms);
    let from = marks.first().map_or(0, |mark| mark.0).saturating_sub(LEAD);
    let to = (from + LENGTH).min(shown.len());
    let mut parts = parts(&shown, &marks, from, to);
    if from > 0 {
        parts.insert(0, (false, "…".into()));
    }
    if to < shown.len() {
        parts.push((false, "…".into()));
    }
    parts.iter_mut().for_each(|(_, text)| *text = text.replace('\n', BREAK));
    parts
}

/// Marks the forms in a whole text.
pub fn marked(text: &str, forms: &[String]) -> Vec<Part> {
    let shown: Vec<char> = text.chars().collect();
    parts(&shown, &marks(text, forms), 0, shown.len())
}

/// Cuts characters into parts at the places that are marked.
fn parts(shown: &[char], marks: &[(usize, usize)], from: usize, to: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut push = |marked: bool, from: usize, to: usize| {
        if from < to {
            parts.push((marked, shown[from..to].iter().collect()));
        }
    };
    let mut at = from;
    for (start, end) in marks.iter().filter(|(start, _)| (from..to).contains(start)) {
        push(false, at, *start);
        push(true, *start, (*end).min(to));
        at = (*end).min(to);
    }
    push(false, at, to);
    parts
}

/// Places of the forms in a text, in characters, in order and without overlaps.
pub fn marks(text: &str, forms: &[String]) -> Vec<(usize, usize)> {
    let (normal, origins) = with_origins(text);
    let length = text.chars().count();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for form in forms.iter().map(|form| form.chars().collect::<Vec<char>>()).filter(|form| !form.is_empty()) {
        for at in 0..normal.len().saturating_sub(form.len() - 1) {
            if normal[at..at + form.len()] == form[..] {
                let end = origins.get(at + form.len()).copied().unwrap_or(length);
                let last = origins[at + form.len() - 1] + 1;
                found.push((origins[at], end.min(last).max(origins[at] + 1)));
            }
        }
    }
    found.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}
