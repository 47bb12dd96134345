//! The index of all pages in the order of the kana table.

use super::special::listed;
use super::view::Collection;
use crate::book::Book;

/// All pages in the order of their readings, a group for each row of the kana table. A page without
/// a reading is listed by its title, after kana, under its first character's sort.
pub fn kana(book: &Book) -> Collection {
    let mut readings: Vec<(String, usize)> =
        book.glossary.terms.iter().map(|term| (term.reading.clone(), term.page)).collect();
    let terms: Vec<usize> = readings.iter().map(|(_, page)| *page).collect();
    let others = book.pages.iter().enumerate().filter(|(index, _)| !terms.contains(index));
    readings.extend(others.map(|(index, page)| (page.title().to_owned(), index)));
    readings.sort_by_cached_key(|(reading, page)| (kana_row(reading), sortable(reading), *page));
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (reading, page) in readings {
        let (_, row) = kana_row(&reading);
        match groups.last_mut() {
            Some((last, pages)) if last == row => pages.push(page),
            _ => groups.push((row.to_owned(), vec![page])),
        }
    }
    listed("kana", groups.into_iter(), book, "kana.html")
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
