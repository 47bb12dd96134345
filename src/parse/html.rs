//! Escaping, and the allow-list for raw HTML in content.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;

/// Inline elements that content may write by hand, without attributes.
const INLINE: [&str; 20] = [
    "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "strong", "sub", "sup",
];

/// The cleaner for blocks of raw HTML: ammonia's list without addresses that run or load.
static BLOCK: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img", "map", "area"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .add_generic_attributes(["lang", "dir"])
        .link_rel(Some("noopener noreferrer"));
    builder
});

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

/// Cleans a block of raw HTML by the allow-list. The result is balanced.
pub fn clean_block(html: &str) -> String {
    BLOCK.clean(html).to_string()
}

/// An inline tag that content may write by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InlineTag {
    /// `<kbd>`.
    Open(&'static str),
    /// `</kbd>`.
    Close(&'static str),
    /// `<br>`.
    Void(&'static str),
}

/// Reads an inline tag without attributes; none when it is not on the list.
pub fn inline_tag(html: &str) -> Option<InlineTag> {
    let inside = html.strip_prefix('<')?.strip_suffix('>')?.trim_end_matches('/').trim();
    let (name, close) = inside.strip_prefix('/').map_or((inside, false), |name| (name, true));
    let name = INLINE.into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
    Some(match (name, close) {
        ("br", _) => InlineTag::Void(name),
        (name, true) => InlineTag::Close(name),
        (name, false) => InlineTag::Open(name),
    })
}
