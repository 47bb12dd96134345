//! Full-text search: what is searched, the index, its export for the browser, and queries.
//!
//! A *section* is the unit, so a result opens at the right heading. Text is normalised
//! ([`normalise`]), cut into pairs of characters and words ([`analyse`]), indexed by tantivy
//! ([`index`]), written as lists in our own form ([`lists`]) and exported for the browser ([`export`]). A query ([`query`]) is
//! answered from postings alone ([`engine`]); the theme's `search-*.js` do the same with the exported
//! files, and the tests compare the two.

pub mod analyse;
pub mod atoms;
mod cut;
pub mod ends;
pub mod engine;
pub mod export;
pub mod facts;
pub mod find;
pub mod grams;
pub mod index;
pub mod joined;
pub mod lists;
pub mod matches;
pub mod memos;
pub mod names;
pub mod normalise;
pub mod parts;
pub mod postings;
pub mod query;
pub mod question;
pub mod ranges;
pub mod ranking;
pub mod script;
pub mod section;
pub mod snippet;
pub mod tables;

pub use memos::Memos;
pub use section::{Section, all_sections};
