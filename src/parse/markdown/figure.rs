//! Figures: pictures with a number and a caption that links can name.

use super::Writer;
use super::heading::free_anchor;
use crate::parse::japanese::slug;
use crate::parse::{Figure, Piece, Target};
use crate::path;

impl Writer<'_> {
    /// Makes a figure of the image that stands alone in the paragraph, where it has a title.
    /// Returns whether it did.
    pub(super) fn image_figure(&mut self) -> bool {
        let Some(caption) = self.state.caption.take().filter(|_| self.source.dialect.own_blocks) else { return false };
        let [.., Piece::Block(open), Piece::Image(target, ..)] = &self.pieces[..] else { return false };
        if open != "<p>" {
            return false;
        }
        let name = match target {
            Target::Path(path, _) | Target::External(path) => slug(path::stem(path)),
            _ => String::new(),
        };
        let index = self.add_figure(&name, &caption);
        let at = self.pieces.len() - 2;
        let [start, end] = ["<figure class=\"figure image\"", ">"].map(|html| Piece::Block(html.into()));
        self.pieces.splice(at..=at, [start, Piece::FigureId(index), end]);
        self.block("<figcaption>");
        self.pieces.push(Piece::FigureNumber(index));
        self.pieces.push(Piece::Text(caption));
        self.block("</figcaption></figure>\n");
        true
    }

    /// Adds a picture drawn from data, with its number.
    pub(super) fn drawn_figure(&mut self, pieces: Vec<Piece>) {
        let mut pieces = pieces.into_iter();
        let (open, caption) = (pieces.next(), pieces.next());
        match (open, caption) {
            (Some(Piece::Block(open)), Some(Piece::Plain(caption))) if !caption.is_empty() => {
                let index = self.add_figure(&slug(&caption), &caption);
                let (start, rest) = open.split_at(open.find("<figure").map_or(0, |at| at + "<figure".len()));
                self.block(start);
                self.pieces.push(Piece::FigureId(index));
                self.block(rest);
                self.pieces.push(Piece::FigureNumber(index));
                self.pieces.push(Piece::Plain(caption));
            }
            (open, caption) => self.pieces.extend(open.into_iter().chain(caption)),
        }
        self.pieces.extend(pieces);
    }

    /// Adds a figure; returns its index.
    fn add_figure(&mut self, name: &str, caption: &str) -> usize {
        let wanted = if name.is_empty() { "fig".to_owned() } else { format!("fig-{name}") };
        let id = free_anchor(&wanted, &self.state.anchors);
        self.state.anchors.insert(id.clone());
        let index = self.figures.len();
        self.figures.push(Figure { id, number: index + 1, caption: caption.to_owned() });
        index
    }
}
