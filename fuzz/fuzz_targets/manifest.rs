//! A manifest names files below its folder and nothing else, or is refused.
#![no_main]

use std::path::{Component, Path};

use libfuzzer_sys::fuzz_target;
use tebiki::publish::manifest;

fuzz_target!(|text: &str| {
    let Ok(paths) = manifest::parse(text) else { return };
    for path in &paths {
        assert!(Path::new(path).components().all(|part| matches!(part, Component::Normal(_))), "{path:?} leads out");
    }
    let written = manifest::text(&paths.iter().map(String::as_str).collect());
    let again = manifest::parse(std::str::from_utf8(&written).expect("it is text")).expect("it can be read again");
    assert_eq!(again, paths);
});
