//! HTML that content writes by hand, cut into tags and text.
//!
//! Markdown cuts HTML into pieces of its own (CommonMark 0.31, 4.6 and 6.6): `<details>` and
//! `</details>` are two blocks with markdown between them. So tags are read one at a time.

use std::ops::Range;

/// A part of a piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text between tags; may hold character references.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, by the name of its element in lower case.
    Close(String),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Name of the element in lower case.
    pub name: String,
    /// The tag as it is written.
    pub source: &'a str,
    /// Attributes by their names in lower case, without quotes.
    pub attributes: Vec<(String, &'a str)>,
}

/// Elements whose contents are no HTML, and elements without contents worth showing where the
/// element itself cannot be shown. They are read to their end tag.
const OPAQUE: [&str; 10] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "svg", "object"];

/// Cuts HTML into tokens with their places. Comments, declarations and instructions are dropped.
pub fn tokens(html: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let (mut at, mut text) = (0, 0);
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let Some((length, token)) = markup(&html[start..]) else {
            at = start + 1;
            continue;
        };
        push_text(html, text..start, &mut tokens);
        tokens.extend(token.map(|token| (token, start..start + length)));
        at = start + length;
        text = at;
    }
    push_text(html, text..html.len(), &mut tokens);
    tokens
}

fn push_text<'a>(html: &'a str, range: Range<usize>, tokens: &mut Vec<(Token<'a>, Range<usize>)>) {
    if !range.is_empty() {
        tokens.push((Token::Text(&html[range.clone()]), range));
    }
}

/// Reads what starts with `<`: its length, and its token unless it is dropped.
fn markup(html: &str) -> Option<(usize, Option<Token<'_>>)> {
    if html.starts_with("<!--") {
        return Some((html.find("-->").map_or(html.len(), |end| end + 3), None));
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return Some((tag_end(html)?, None));
    }
    let (name, is_end) = match html.strip_prefix("</") {
        Some(rest) => (name(rest)?, true),
        None => (name(&html[1..])?, false),
    };
    let length = tag_end(html)?;
    let lower = name.to_ascii_lowercase();
    if is_end {
        return Some((length, Some(Token::Close(lower))));
    }
    let source = &html[..length];
    let attributes = attributes(&source[1 + name.len()..length - 1]);
    let whole = if OPAQUE.contains(&lower.as_str()) { element_end(html, length, &lower) } else { length };
    Some((whole, Some(Token::Open(Tag { name: lower, source, attributes }))))
}

/// Reads the name of an element.
fn name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
    text.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &text[..end])
}

/// Where the tag at the start of a text ends; a `>` within quotes is not its end. Outside of quotes
/// no `<` stands in a tag (CommonMark 0.31, 6.6), so a search that fails does not go far.
pub fn tag_end(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in html.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('>', None) => return Some(at + 1),
            ('<', None) if at > 0 => return None,
            _ => {}
        }
    }
    None
}

/// Where an element ends whose start tag has a length: at the end of the HTML, if nothing closes it,
/// as a browser reads it too.
fn element_end(html: &str, start: usize, name: &str) -> usize {
    let is_end = |at: &usize| {
        html.as_bytes()[at + 2..].get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    };
    let Some(end) = html[start..].match_indices("</").map(|(at, _)| start + at).find(is_end) else { return html.len() };
    tag_end(&html[end..]).map_or(html.len(), |length| end + length)
}

/// Reads the attributes of a tag, given without its name and brackets.
fn attributes(text: &str) -> Vec<(String, &str)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len()).max(1);
        let end = (end..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_start()),
            None => ("", after),
        };
        attributes.push((name.to_ascii_lowercase(), value));
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    attributes
}

/// Reads a value, quoted or not; returns what follows it too.
fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

impl Tag<'_> {
    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }

    /// Whether its token holds the whole element: contents that are not read, and the end tag.
    pub fn is_whole(&self) -> bool {
        OPAQUE.contains(&self.name.as_str())
    }

    /// Whether the element has neither contents nor an end tag (HTML, 13.1.2).
    pub fn is_void(&self) -> bool {
        matches!(&*self.name, "br" | "hr" | "img" | "col" | "wbr" | "input" | "source" | "embed" | "link" | "meta")
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    fn show(html: &str) -> String {
        let show = |(token, _): (Token<'_>, _)| match token {
            Token::Text(text) => format!("“{text}”"),
            Token::Open(tag) => format!("<{} {:?}>", tag.name, tag.attributes),
            Token::Close(name) => format!("</{name}>"),
        };
        tokens(html).into_iter().map(show).collect()
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        assert_eq!(show("<B>a</B> < b"), "<b []>“a”</b>“ < b”");
        assert_eq!(show("<!-- <b> -->x"), "“x”");
        assert_eq!(show("<script>if (a < b) {}</script>y"), "<script []>“y”");
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        assert_eq!(show("<a href='x>y' ID=z hidden/>"), r#"<a [("href", "x>y"), ("id", "z"), ("hidden", "")]>"#);
    }

    #[test]
    fn what_has_no_end_is_text() {
        assert_eq!(show("a <b"), "“a <b”");
        assert_eq!(show("<é =>"), "“<é =>”");
        assert_eq!(show("<a é=>"), r#"<a [("é", "")]>"#);
    }
}
