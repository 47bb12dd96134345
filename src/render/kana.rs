//! The index of all pages in the order of the kana table.

use super::given::FaceRef;

/// A page with its reading, or its title where it has none.
pub type Read<'a> = (&'a str, FaceRef<'a>);

/// Sorts pages by their readings, a group for each row of the kana table. What does not start with
/// kana comes after it.
pub fn kana<'a>(mut pages: Vec<Read<'a>>) -> Vec<(&'a str, Vec<FaceRef<'a>>)> {
    pages.sort_by_cached_key(|(reading, _)| (kana_row(reading), sortable(reading)));
    let rows = pages.chunk_by(|a, b| kana_row(a.0) == kana_row(b.0));
    rows.map(|row| (kana_row(row[0].0).1, row.iter().map(|(_, page)| *page).collect())).collect()
}

/// Rows of the kana table: the first character of each, and its name.
const ROWS: [(char, &str); 10] = [
    ('あ', "あ"),
    ('か', "か"),
    ('さ', "さ"),
    ('た', "た"),
    ('な', "な"),
    ('は', "は"),
    ('ま', "ま"),
    ('や', "や"),
    ('ら', "ら"),
    ('わ', "わ"),
];

/// Row of a reading, with its rank; what does not start with kana comes last.
fn kana_row(reading: &str) -> (usize, &'static str) {
    let first = sortable(reading).chars().next().unwrap_or(' ');
    let kana = ('ぁ'..='ゖ').contains(&first);
    let row = ROWS.iter().rposition(|(start, _)| kana && first >= *start);
    match row {
        Some(row) => (row, ROWS[row].1),
        None if kana => (0, ROWS[0].1),
        None if first.is_ascii_alphanumeric() => (11, "A–Z"),
        None => (12, "漢字"),
    }
}

/// Hiragana without marks, in the order of the kana table: か and が are one, small kana are large.
fn sortable(reading: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = reading.nfkd().filter(|c| !matches!(c, '\u{3099}' | '\u{309A}' | 'ー' | '・'));
    let hiragana = plain.map(|c| match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    });
    let large = hiragana.map(|c| match c {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(c as u32 + 1).unwrap_or(c)
        }
        c => c,
    });
    large.flat_map(char::to_lowercase).collect()
}
