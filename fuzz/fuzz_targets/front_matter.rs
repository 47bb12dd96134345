//! Whatever the front matter, it is read or reported with a place in the file; and what is kept of it
//! on disk is read again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki::parse::{self, Document};
use tebiki::source::Source;

fuzz_target!(|text: &str| {
    for fence in ["---", "+++"] {
        let text = format!("{fence}\n{text}\n{fence}\n# 甲\n");
        let document = parse::parse(&Source::new("a.md", "a.md", &text));
        places(&document, &text);
        let kept = (parse::FORM.write)(&document).expect("a document can be written");
        let again = (parse::FORM.read)(kept).expect("a document can be read");
        assert_eq!(again.front, document.front);
    }
});

/// Fails when a place lies outside of the file.
fn places(document: &Document, text: &str) {
    let lines: Vec<&str> = text.split('\n').collect();
    for diagnostic in &document.diagnostics {
        let place = &diagnostic.place;
        let line = lines.get(place.line - 1).unwrap_or_else(|| panic!("no line {}", place.line));
        assert!(place.column <= line.chars().count() + 1, "no column {} in line {}", place.column, place.line);
    }
    for key in document.front.data.keys() {
        let range = document.front_range(std::slice::from_ref(key));
        let front = &document.front.range;
        assert!(front.start <= range.start && range.end <= front.end, "{key:?} is at {range:?}, out of {front:?}");
        assert!(text.get(range.clone()).is_some(), "{key:?} is at {range:?}, within a character");
    }
}
