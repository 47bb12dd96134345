//! Words.

use super::{Rule, warning};

pub const RULES: &[Rule] = &[
    warning(
        "double-title",
        "two pages of a kind have one title",
        "In lists, tabs and results of the search the two look the same. A term and the page about it may share a title: \
         wherever they meet, their kinds stand beside it.",
        "a.md: title: 報告\nb.md: title: 報告",
        "a.md: title: 社内の報告\nb.md: title: 警察への報告",
    ),
    warning(
        "spelling",
        "one word in two spellings",
        "サーバ and サーバー, 漏えい and 漏洩, ウィルス and ウイルス in one book. The glossary's spelling is right; for words \
         that are not in the glossary the rarer one is reported. Links, code, quotations in 「」 and 『』, official titles \
         (`x-verbatim` of the kind), aliases and keywords are left alone. `--fix` writes the glossary's spelling in bodies.",
        "サーバーを止める。サーバの電源を切る。",
        "サーバーを止める。サーバーの電源を切る。",
    ),
    warning(
        "machine-character",
        "a character that not every machine shows or finds",
        "Circled numbers, Roman numerals of one character, units and ㈱ of one character, half-width kana. Old systems \
         show others in their place, and readers who type them otherwise do not find them. `--fix` writes them in \
         ordinary characters.",
        "①ｻｰﾊﾞを止める",
        "（1）サーバを止める",
    ),
    warning(
        "unused-term",
        "a term of the glossary that no page uses",
        "No text, title, link or field of another page has one of its names. Turn it off where the glossary explains words \
         that readers meet elsewhere; terms with `linked: false` are never reported.",
        "glossary/worm.md, and no page says ワーム",
        "a page that says ワーム, or no such term",
    ),
    warning(
        "undefined-abbreviation",
        "an abbreviation that the glossary does not explain",
        "Words of two or more capital letters, in a book that has a glossary, reported where they stand first. An abbreviation that its page spells \
         out in brackets is fine, and so are words in 「」 and 『』. `check.abbreviations` in book.toml lists those that \
         everybody knows.",
        "SIEMで監視する",
        "a term with `abbreviation: SIEM`, or: SIEM（ログを集めて調べる仕組み）で監視する",
    ),
];
