//! The pieces of a body that lead somewhere.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Piece, Target};

/// A piece that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The piece, as an index in the body.
    pub piece: usize,
    /// What is there.
    pub kind: LinkKind,
    /// Where it leads, as it was written.
    pub target: Target,
    /// Where it stands in the file.
    pub range: Range<usize>,
}

/// What leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// A text.
    Text,
    /// The title of its target.
    Title,
    /// A section of another page, shown here.
    Embed,
    /// An image.
    Image,
}

/// The links among some pieces.
pub fn links(pieces: &[Piece]) -> Vec<Link> {
    pieces.iter().enumerate().filter_map(|(at, piece)| link(at, piece)).collect()
}

fn link(at: usize, piece: &Piece) -> Option<Link> {
    let (target, range) = piece.target()?;
    let kind = match piece {
        Piece::TitleLink(..) => LinkKind::Title,
        Piece::Embed(..) => LinkKind::Embed,
        Piece::Image(..) => LinkKind::Image,
        _ => LinkKind::Text,
    };
    Some(Link { piece: at, kind, target: target.clone(), range: range.clone() })
}
