//! Scripts of Japanese: where one ends, most often a word does.

use super::normalise::{Class, class};

/// Script of a character in the normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Kanji, and signs that are written like them.
    Kanji,
    /// Katakana with the long mark.
    Katakana,
    /// Hiragana.
    Hiragana,
    /// Letters and digits.
    Word,
    /// Anything else.
    Space,
}

/// Returns the script of a character.
pub fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゖ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        c => match class(c) {
            Class::Cjk => Script::Kanji,
            Class::Letter | Class::Digit => Script::Word,
            Class::Other => Script::Space,
        },
    }
}
