//! Phrases: where a title may be broken into lines.
//!
//! BudouX's model says where a phrase of Japanese ends. It was trained on running text, so a break
//! is taken only next to a Japanese character, and never before a mark that may not begin a line.

use super::{escape, is_cjk};

/// Marks that may not begin a line, and brackets that may not end one.
const NO_START: &str = "、。，．・：；？！）」』】〕］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]}";
const NO_END: &str = "（「『【〔［｛([{";

/// Returns a text as HTML with `<wbr>` between its phrases.
pub fn phrases(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut before: Option<char> = None;
    for phrase in budoux::parse(budoux::models::default_japanese_model(), text) {
        if let (Some(last), Some(first)) = (before, phrase.chars().next())
            && may_break(last, first)
        {
            out.push_str("<wbr>");
        }
        out.push_str(&escape(&phrase));
        before = phrase.chars().last();
    }
    out
}

fn may_break(last: char, first: char) -> bool {
    (is_cjk(last) || is_cjk(first)) && !NO_START.contains(first) && !NO_END.contains(last)
}

#[cfg(test)]
mod tests {
    use super::phrases;

    #[test]
    fn a_title_breaks_between_phrases() {
        assert_eq!(phrases("情報が漏れた、宛先を間違えた"), "情報が<wbr>漏れた、<wbr>宛先を<wbr>間違えた");
        assert_eq!(phrases("Wi-Fi <b>"), "Wi-Fi &lt;b&gt;");
        assert_eq!(phrases(""), "");
    }
}
