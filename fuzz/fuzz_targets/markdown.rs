//! Whatever the markdown, the HTML is well nested and holds nothing that is not allowed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::{html, shop};

fuzz_target!(|text: &str| {
    for dialect in shop::dialects() {
        html::check(&shop::page(&shop::pages(&[("index.md", text)], &dialect), "index.html"));
    }
});
