//! Characters that not every machine shows or finds.

use unicode_normalization::UnicodeNormalization;

use super::Inquiry;
use super::text::Text;
use crate::book::Page;
use crate::diagnostic::Diagnostic;
use crate::say;

/// Reports runs of machine-dependent characters.
pub fn check(inquiry: &Inquiry<'_>, page: &Page, texts: &[Text<'_>], found: &mut Vec<Diagnostic>) {
    if !inquiry.asks("machine-character") {
        return;
    }
    for text in texts {
        let mut from = 0;
        while let Some(start) = text.text[from..].find(is_machine_character).map(|at| from + at) {
            let end = text.text[start..].find(|c| !is_machine_character(c)).map_or(text.text.len(), |at| start + at);
            let (run, plain) = (&text.text[start..end], plain(&text.text[start..end]));
            let message = say!("`{run}` is not the same on every machine", run);
            let diagnostic = inquiry
                .report("machine-character", text.place(page, start..end), message)
                .hint(say!("write `{right}`", right = plain));
            found.push(match text.in_body(&(start..end)) {
                Some(range) => diagnostic.fix(range, plain),
                None => diagnostic,
            });
            from = end;
        }
    }
}

/// NEC and IBM rows of Shift_JIS, and half-width kana: circled and bracketed numbers, Roman
/// numerals, units and words in one character.
fn is_machine_character(c: char) -> bool {
    matches!(c,
        '①'..='⓿' | '❶'..='➓' | 'Ⅰ'..='ⅿ' | '㈠'..='㋿' | '㌀'..='㏿' | '№' | '℡' | '〝' | '〟' | '｡'..='ﾟ')
}

/// Writes machine-dependent characters in ordinary ones. A number in a circle gets brackets:
/// without them `①2章` would be `12章`.
fn plain(run: &str) -> String {
    let mut out = String::new();
    let mut kana = String::new();
    for c in run.chars() {
        if matches!(c, '｡'..='ﾟ') {
            // Voicing marks belong to the kana before them, so a run is normalised as one.
            kana.push(c);
            continue;
        }
        out.extend(kana.nfkc());
        kana.clear();
        out.push_str(&plain_character(c));
    }
    out.extend(kana.nfkc());
    out
}

fn plain_character(c: char) -> String {
    let normal: String = std::iter::once(c).nfkc().collect();
    match c {
        '〝' | '〟' => "\"".to_owned(),
        '❶'..='❿' => format!("（{}）", c as u32 - '❶' as u32 + 1),
        '➀'..='➓' => format!("（{}）", (c as u32 - '➀' as u32) % 10 + 1),
        '①'..='⓿' | '㉄'..='㋉' | '㋋'..='㋾' => format!("（{normal}）"),
        _ => normal.replace('(', "（").replace(')', "）"),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn machine_characters_have_ordinary_forms() {
        let cases = [
            ("①②", "（1）（2）"),
            ("㈱", "（株）"),
            ("Ⅲ", "III"),
            ("ｶﾞｰﾄﾞ", "ガード"),
            ("㎏", "kg"),
            ("㍻", "平成"),
            ("№", "No"),
            ("❸", "（3）"),
            ("㊤", "（上）"),
        ];
        for (machine, ordinary) in cases {
            assert_eq!(plain(machine), ordinary, "{machine}");
        }
    }
}
