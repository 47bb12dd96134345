//! The normal form of a normal form is the same, and both ways to make one agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki::search::normalise::{normalise, with_origins};

fuzz_target!(|text: &str| {
    let normal = normalise(text);
    assert_eq!(normalise(&normal), normal, "it is a normal form");
    let (chars, origins) = with_origins(text);
    assert_eq!(chars.iter().collect::<String>(), normal, "with origins it is the same");
    assert_eq!(origins.len(), chars.len());
    assert!(origins.is_sorted() && origins.last().is_none_or(|last| *last < text.chars().count()));
});
