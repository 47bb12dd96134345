//! A link leads to a file of the site and an anchor in it, out of the site by a scheme that does no
//! harm, or is called dead.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::invariants;

fuzz_target!(|text: &str| invariants::links(text));
