//! Diagrams: a cycle, layers around a core, steps in a row.

use serde::Deserialize;

use super::{Svg, figure, wrap};
use crate::message::Message;
use crate::parse::Piece;
use crate::say;

/// Data of a ```` ```diagram ```` block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Diagram {
    r#type: Type,
    title: String,
    items: Vec<Item>,
    #[serde(default)]
    note: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Type {
    Cycle,
    Layers,
    Steps,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    title: String,
    #[serde(default)]
    text: String,
}

const WIDTH: f64 = 720.0;

/// Draws a diagram; the list of its items stands behind it.
pub fn draw(diagram: &Diagram) -> Result<Vec<Piece>, Message> {
    if diagram.items.is_empty() {
        return Err(say!("it has no items"));
    }
    let svg = match diagram.r#type {
        Type::Cycle => cycle(diagram),
        Type::Layers => layers(diagram),
        Type::Steps => steps(diagram),
    };
    Ok(figure("diagram", &diagram.title, &svg, list(diagram), &diagram.note))
}

/// The items as a list, which says in words what the picture shows.
fn list(diagram: &Diagram) -> Vec<Piece> {
    let mut pieces = vec![Piece::Block("<ol class=\"figure-list\">".into())];
    for item in &diagram.items {
        pieces.extend([
            Piece::Block("<li>".into()),
            Piece::Inline("<strong>".into()),
            Piece::Plain(item.title.clone()),
            Piece::Inline("</strong>".into()),
        ]);
        if !item.text.is_empty() {
            pieces.extend([Piece::Block("<br>".into()), Piece::Plain(item.text.clone())]);
        }
        pieces.push(Piece::Block("</li>".into()));
    }
    pieces.push(Piece::Block("</ol>".into()));
    pieces
}

/// A box with a title in its middle.
fn node(svg: &mut Svg, number: usize, x: f64, y: f64, width: f64, height: f64, title: &str) {
    svg.rect(&format!("node s{}", number % 8), x, y, width, height);
    let lines = wrap(title, (width / 9.0) as usize);
    let top = y + height / 2.0 - lines.len() as f64 * 11.0;
    for (line, text) in lines.iter().enumerate() {
        svg.text("label", x + width / 2.0, top + line as f64 * 22.0 + 16.0, "middle", text);
    }
}

/// Boxes on a circle with arrows from each to the next.
fn cycle(diagram: &Diagram) -> String {
    let mut svg = Svg::new();
    let count = diagram.items.len() as f64;
    let (centre, radius, width, height) = ((WIDTH / 2.0, 210.0), (230.0, 150.0), 170.0, 70.0);
    let at = |turn: f64| {
        let angle = std::f64::consts::TAU * turn / count - std::f64::consts::FRAC_PI_2;
        (centre.0 + radius.0 * angle.cos(), centre.1 + radius.1 * angle.sin())
    };
    for number in 0..diagram.items.len() {
        let points: Vec<(f64, f64)> = (0..=8).map(|step| at(number as f64 + 0.3 + f64::from(step) * 0.05)).collect();
        svg.path("edge", &points);
        arrow(&mut svg, points[7], points[8]);
    }
    for (number, item) in diagram.items.iter().enumerate() {
        let (x, y) = at(number as f64);
        node(&mut svg, number, x - width / 2.0, y - height / 2.0, width, height, &item.title);
    }
    svg.finish(&diagram.title, WIDTH, 420.0)
}

/// The head of an arrow at the end of a line.
pub(super) fn arrow(svg: &mut Svg, from: (f64, f64), to: (f64, f64)) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(0.001);
    let (ux, uy) = (dx / length * 10.0, dy / length * 10.0);
    svg.path(
        "edge head",
        &[(to.0 - ux - uy * 0.6, to.1 - uy + ux * 0.6), to, (to.0 - ux + uy * 0.6, to.1 - uy - ux * 0.6)],
    );
}

/// Boxes inside one another; the last is the core.
fn layers(diagram: &Diagram) -> String {
    let mut svg = Svg::new();
    let count = diagram.items.len() as f64;
    let height = count * 2.0 * 34.0 + 30.0;
    for (number, item) in diagram.items.iter().enumerate() {
        let inset = number as f64 * 34.0;
        svg.rect(
            &format!("node s{}", number % 8),
            inset + 1.0,
            inset + 1.0,
            WIDTH - inset * 2.0 - 2.0,
            height - inset * 2.0 - 2.0,
        );
        svg.text("label", WIDTH / 2.0, inset + 24.0, "middle", &item.title);
    }
    svg.finish(&diagram.title, WIDTH, height)
}

/// Boxes below one another with arrows between them.
fn steps(diagram: &Diagram) -> String {
    let mut svg = Svg::new();
    let (x, width, height, gap) = (120.0, 480.0, 56.0, 28.0);
    let mut y = 4.0;
    for (number, item) in diagram.items.iter().enumerate() {
        if number > 0 {
            let (from, to) = ((WIDTH / 2.0, y - gap), (WIDTH / 2.0, y - 2.0));
            svg.path("edge", &[from, to]);
            arrow(&mut svg, from, to);
        }
        node(&mut svg, number, x, y, width, height, &item.title);
        y += height + gap;
    }
    svg.finish(&diagram.title, WIDTH, y - gap + 8.0)
}
