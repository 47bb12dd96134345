//! tebiki (手引き, "handbook") turns a folder of markdown into a cross-linked static site with a
//! prebuilt full-text search index.
//!
//! The way through has one noun per stage: [`source::Source`] → [`parse::Document`] →
//! [`book::Book`] → [`site::Site`]; [`pipeline`] shows all of it on one screen.

pub mod addresses;
pub mod archive;
pub mod book;
pub mod bug;
pub mod bytes;
pub mod cli;
pub mod commands;
pub mod config;
pub mod day;
pub mod diagnostic;
pub mod dialect;
pub mod export;
pub mod external;
pub mod feeds;
pub mod figure;
pub mod file_name;
pub mod graph;
pub mod guess;
pub mod history;
pub mod hosting;
pub mod kind;
pub mod locale;
pub mod mdbook;
pub mod memo;
pub mod message;
pub mod near;
pub mod offline;
pub mod origin;
pub mod outline;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod positions;
pub mod progress;
pub mod publish;
pub mod redirects;
pub mod render;
pub mod report;
pub mod rules;
pub mod search;
pub mod security;
pub mod serve;
pub mod site;
pub mod source;
pub mod stamp;
pub mod store;
pub mod theme;
pub mod timings;
pub mod trouble;
