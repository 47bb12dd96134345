//! `tebiki export`: the book for other programs and for search engines.

use std::path::Path;

use anyhow::Result;

use crate::cli::{ExportArgs, ExportFormat, Outcome, print};
use crate::export::{model, opensearch, quickwit};
use crate::{fail, pipeline, say, source};

/// Prints the book.
///
/// # Errors
/// When the book cannot be read, or a definition is asked for where there is none.
pub fn run(args: &ExportArgs) -> Result<Outcome> {
    let sources = source::load(&args.dir, Path::new(""))?;
    let book = pipeline::read_book(&sources, &mut Vec::new());
    let config = &sources.config;
    print(&match (args.format, args.definition) {
        (ExportFormat::Json, false) => format!("{:#}\n", serde_json::json!(model::model(&book, config))),
        (ExportFormat::Json, true) => {
            fail!("`--format json` has no index"; say!("leave out `--definition`, or name an engine"))
        }
        (ExportFormat::Opensearch, false) => opensearch::lines(&book),
        (ExportFormat::Opensearch, true) => format!("{:#}\n", opensearch::definition(&book)),
        (ExportFormat::Quickwit, false) => quickwit::lines(&book),
        (ExportFormat::Quickwit, true) => quickwit::definition(&config.search.index),
    })?;
    Ok(Outcome::Fine)
}
