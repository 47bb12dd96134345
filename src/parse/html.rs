//! Escaping, and the allow-list for raw HTML in content.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;

use super::tags::{Tag, tag_end};

/// ammonia's list of elements and attributes, without addresses that run or load. Ids are written
/// by whoever knows which are taken.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img", "map", "area"])
        .add_tags(["section"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .add_generic_attributes(["lang", "dir", "class", "role", "aria-label", "aria-hidden"])
        .link_rel(None);
    builder
});

/// Elements that end their paragraph and start a run of text of their own.
const BLOCKS: [&str; 42] = [
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "wbr",
];

/// What a part of a table needs around it, so that a parser of HTML does not drop it.
const WITHIN: [(&str, &str); 9] = [
    ("td", "<table><tbody><tr>"),
    ("th", "<table><tbody><tr>"),
    ("tr", "<table><tbody>"),
    ("tbody", "<table>"),
    ("thead", "<table>"),
    ("tfoot", "<table>"),
    ("caption", "<table>"),
    ("colgroup", "<table>"),
    ("col", "<table><colgroup>"),
];

/// Escapes text for HTML, in elements and in double-quoted attributes.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Cleans HTML by the allow-list. The result is balanced.
pub fn clean(html: &str) -> String {
    ALLOWED.clean(html).to_string()
}

/// Whether an element ends the run of text around it.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Returns a start tag without what is not allowed in it; none when the element is not allowed.
pub fn clean_tag(tag: &Tag<'_>) -> Option<String> {
    let around = WITHIN.iter().find(|(name, _)| *name == tag.name).map_or("", |(_, around)| around);
    let clean = clean(&format!("{around}{}</{}>", tag.source, tag.name));
    let start = clean.find(&format!("<{}", tag.name))?;
    Some(clean[start..start + tag_end(&clean[start..])?].to_owned())
}
