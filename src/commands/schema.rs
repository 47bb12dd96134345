//! `tebiki schema`: the JSON Schema of a kind, for editors.

use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::{Outcome, SchemaArgs, print};
use crate::diagnostic::nearest;
use crate::{kind, source};

/// Prints the schema of a kind, or the names of all kinds.
///
/// # Errors
/// When the book cannot be read or has no such kind.
pub fn run(args: &SchemaArgs) -> Result<Outcome> {
    let sources = source::load(&args.book, Path::new(""))?;
    let kinds = kind::read(&sources.kinds, &mut Vec::new());
    match &args.kind {
        Some(name) => match kinds.get(name) {
            Some(kind) => print(&format!("{:#}\n", kind.schema))?,
            None => match nearest(name, kinds.iter().map(|kind| kind.name.as_str())) {
                Some(near) => bail!("there is no kind `{name}`\nhelp: did you mean `{near}`?"),
                None => bail!("there is no kind `{name}`"),
            },
        },
        None => print(&kinds.iter().map(|kind| format!("{}\t{}\n", kind.name, kind.title)).collect::<String>())?,
    }
    Ok(Outcome::Fine)
}
