//! A `book.toml` is read or refused; what was read is the same when it is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki::{config, mdbook};

fuzz_target!(|text: &str| {
    let _ = mdbook::parse(text);
    if let Ok(config) = config::parse(text) {
        let json = serde_json::to_value(&config).expect("a configuration can be written");
        let again: config::Config = serde_json::from_value(json).expect("what was written can be read");
        assert_eq!(again, config);
        assert!(config.build.root().starts_with('/'));
    }
});
