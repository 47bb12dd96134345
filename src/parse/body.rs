//! The body of a document, which an earlier run may have parsed.

use std::sync::OnceLock;

use super::Piece;
use crate::store::Kept;

/// The pieces of a body. Those that an earlier run parsed lie on disk until somebody needs them: after an edit most
/// pages stay as they are, and their heads are enough.
#[derive(Debug)]
pub struct Body {
    pieces: OnceLock<Vec<Piece>>,
    kept: Option<Kept>,
}

impl Body {
    /// A body that was parsed before.
    pub fn kept(kept: Kept) -> Body {
        Body { pieces: OnceLock::new(), kept: Some(kept) }
    }

    /// The pieces. `parse` makes those that cannot be read.
    pub fn pieces(&self, parse: impl FnOnce() -> Vec<Piece>) -> &[Piece] {
        let read = || bincode::deserialize(&self.kept.as_ref()?.read()?).ok();
        self.pieces.get_or_init(|| read().unwrap_or_else(parse))
    }

    /// The pieces in bytes, where they are here.
    pub fn written(&self) -> Option<Vec<u8>> {
        bincode::serialize(self.pieces.get()?).ok()
    }

    /// The pieces, where they are here and nobody else has them.
    pub fn own(self) -> Option<Vec<Piece>> {
        self.pieces.into_inner()
    }
}

impl From<Vec<Piece>> for Body {
    fn from(pieces: Vec<Piece>) -> Body {
        Body { pieces: pieces.into(), kept: None }
    }
}
