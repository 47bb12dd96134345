//! Four times the markdown takes about four times the work: a text is repeated up to two sizes, and the
//! processor time of both is compared.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use tebiki_fuzz::{growth, shop};

fuzz_target!(|text: &str| -> Corpus {
    if text.is_empty() || text.len() > growth::SMALL {
        return Corpus::Reject;
    }
    let [own, _] = shop::dialects();
    growth::check(text, |text| drop(shop::pages(&[("index.md", text)], &own)));
    Corpus::Keep
});
