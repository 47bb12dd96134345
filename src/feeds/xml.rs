//! Text for XML 1.0.

use crate::parse::escape;

/// Escapes text for elements and for attributes. Characters that XML cannot hold, not even as
/// references (XML 1.0, section 2.2), are left out.
pub fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| is_char(*c)).collect();
    escape(&text).into_owned()
}

fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(super::escaped("a\u{0}\u{1B}<手&\u{FFFE}😀\n"), "a&lt;手&amp;😀\n");
    }
}
