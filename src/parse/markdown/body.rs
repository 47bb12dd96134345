//! A body as it was parsed: its pieces, and what of them has a name.

use std::collections::BTreeSet;

use crate::parse::{Figure, Heading, Piece};

/// A parsed body.
pub struct Body {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// Its numbered pictures in order.
    pub figures: Vec<Figure>,
    /// All its anchors.
    pub anchors: BTreeSet<String>,
}

impl Body {
    /// The heading that nothing but tags stands before.
    fn opening(&self) -> Option<usize> {
        let shows = |piece: &Piece| match piece {
            Piece::Block(_) | Piece::Inline(_) => false,
            Piece::Text(text) => !text.trim().is_empty(),
            _ => true,
        };
        self.pieces.iter().find(|piece| shows(piece)).filter(|piece| **piece == Piece::HeadingStart(0)).map(|_| 0)
    }

    /// Takes the heading out of the body that is its title: the first of level 1, else the one that
    /// the body starts with.
    pub fn take_title(&mut self) -> Option<Heading> {
        let index = self.headings.iter().position(|heading| heading.level == 1).or_else(|| self.opening())?;
        let start = self.pieces.iter().position(|piece| *piece == Piece::HeadingStart(index))?;
        let end = self.pieces[start..].iter().position(|piece| *piece == Piece::HeadingEnd)? + start;
        self.pieces.drain(start..=end);
        let title = self.headings.remove(index);
        for piece in &mut self.pieces {
            if let Piece::HeadingStart(at) = piece {
                *at -= usize::from(*at > index);
            }
        }
        Some(title)
    }
}
