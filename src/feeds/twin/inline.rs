//! Text within a block.

/// Resolves character references: numbers, and the names that our pages have.
pub fn decoded(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(';').and_then(|(name, rest)| Some((reference(name)?, rest))) {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

fn reference(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            decimal => number(decimal, 10),
        },
    }
}

/// Adds text as markdown that means just this text: runs of white space are one space, and what
/// would be markup is escaped.
pub fn push(line: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        line.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b' ' | b'\t' | b'\n' | b'\r' => {
                if !line.ends_with([' ', '\n']) && !line.is_empty() {
                    line.push(' ');
                }
            }
            markup => line.extend(['\\', char::from(markup)]),
        }
        rest = &rest[at + 1..];
    }
    line.push_str(rest);
}

/// Whether a character, which is ASCII then, is not written as it is.
fn is_special(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'|')
}

/// Escapes what would make another block of a paragraph: the marker of a heading, a list, a quotation.
pub fn without_marker(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marker = text[digits..].chars().next().filter(|c| match digits {
        0 => "#>+-=~".contains(*c),
        _ => ".)".contains(*c),
    });
    match marker {
        Some(_) => format!("{}\\{}", &text[..digits], &text[digits..]),
        None => text.to_owned(),
    }
}

/// Code between as many backquotes as it needs.
pub fn code(text: &str) -> String {
    let fence = fence(text, 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// More backquotes than stand in a row in a text, but not fewer than some.
pub fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

/// The address of a link; one with brackets needs others around it.
pub fn address(href: &str) -> String {
    if href.contains([' ', '(', ')']) { format!("<{href}>") } else { href.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{code, decoded, push, without_marker};

    #[test]
    fn references_are_resolved() {
        assert_eq!(decoded("a &amp; b &#x27;&#39; &lt;c&gt; &copy; &; &"), "a & b '' <c> &copy; &; &");
    }

    #[test]
    fn text_stays_text() {
        let mut line = String::new();
        push(&mut line, "  a\n b *c* [d](e) <f> `g`");
        assert_eq!(line, "a b \\*c\\* \\[d\\](e) \\<f> \\`g\\`");
        assert_eq!(["# a", "1. b", "2026年", "a - b"].map(without_marker), ["\\# a", "1\\. b", "2026年", "a - b"]);
        assert_eq!([code("a"), code("`"), code("a``b")], ["`a`", "`` ` ``", "```a``b```"]);
    }
}
