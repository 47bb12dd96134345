//! Charts: bars, lines, and the movement of ranks over years.

use serde::Deserialize;

use super::{Svg, figure, table, wrap};
use crate::message::Message;
use crate::parse::Piece;
use crate::say;

/// Data of a ```` ```chart ```` block.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Chart {
    r#type: Type,
    title: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    note: String,
    x: Vec<serde_json::Value>,
    series: Vec<Series>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Type {
    Bar,
    Line,
    Rank,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Series {
    name: String,
    values: Vec<Option<f64>>,
}

const WIDTH: f64 = 720.0;

/// Draws a chart and the table of its data.
pub fn draw(chart: &Chart) -> Result<Vec<Piece>, Message> {
    let labels: Vec<String> = chart.x.iter().map(label).collect();
    if labels.is_empty() || chart.series.is_empty() {
        return Err(say!("it has no data"));
    }
    if let Some(series) = chart.series.iter().find(|series| series.values.len() != labels.len()) {
        return Err(say!(
            "`{name}` has {values} values for {labels} labels",
            name = series.name,
            values = series.values.len(),
            labels = labels.len()
        ));
    }
    let svg = match chart.r#type {
        Type::Bar => bars(chart, &labels),
        Type::Line => lines(chart, &labels, false),
        Type::Rank => lines(chart, &labels, true),
    };
    Ok(figure("chart", &chart.title, &svg, data(chart, &labels), &chart.note))
}

/// Text of a label, which YAML may read as a number.
fn label(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The table behind the picture: a row for each label, a column for each series. Ranks and long
/// lists of series read better the other way round.
fn data(chart: &Chart, labels: &[String]) -> Vec<Piece> {
    let shown = |value: &Option<f64>| value.map_or("—".to_owned(), |value| format!("{value}{}", chart.unit));
    if chart.series.len() > labels.len() {
        let head: Vec<String> = std::iter::once(String::new()).chain(labels.iter().cloned()).collect();
        let rows: Vec<Vec<String>> = chart
            .series
            .iter()
            .map(|series| std::iter::once(series.name.clone()).chain(series.values.iter().map(shown)).collect())
            .collect();
        return table(&chart.title, &head, &rows);
    }
    let head: Vec<String> =
        std::iter::once(String::new()).chain(chart.series.iter().map(|series| series.name.clone())).collect();
    let rows: Vec<Vec<String>> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            std::iter::once(label.clone()).chain(chart.series.iter().map(|series| shown(&series.values[at]))).collect()
        })
        .collect();
    table(&chart.title, &head, &rows)
}

/// Largest value of all series, at least a little above 0.
fn largest(chart: &Chart) -> f64 {
    chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten())
        .fold(f64::EPSILON, |most, value| most.max(*value))
}

/// Horizontal bars: long Japanese labels have room, and telephones can show them.
fn bars(chart: &Chart, labels: &[String]) -> String {
    let mut svg = Svg::new();
    let most = largest(chart);
    let (left, right) = (240.0, 90.0);
    let mut y = 12.0;
    for (at, label) in labels.iter().enumerate() {
        let lines = wrap(label, 26);
        let height = (chart.series.len() as f64 * 22.0).max(lines.len() as f64 * 20.0);
        let top = y + height / 2.0 - lines.len() as f64 * 10.0;
        for (line, text) in lines.iter().enumerate() {
            svg.text("label", left - 12.0, top + line as f64 * 20.0 + 15.0, "end", text);
        }
        for (number, series) in chart.series.iter().enumerate() {
            let Some(value) = series.values[at] else { continue };
            let width = ((WIDTH - left - right) * value.max(0.0) / most).max(1.0);
            let bar = y + number as f64 * 22.0;
            svg.rect(&format!("bar s{}", number % 8), left, bar + 2.0, width, 18.0);
            svg.text("value", left + width + 6.0, bar + 16.0, "start", &format!("{value}{}", chart.unit));
        }
        y += height + 14.0;
    }
    svg.line("axis", (left, 6.0), (left, y));
    let height = legend(&mut svg, chart, y + 10.0);
    svg.finish(&chart.title, WIDTH, height)
}

/// Names of the series below the picture, when there is more than one. Returns where it ends.
fn legend(svg: &mut Svg, chart: &Chart, top: f64) -> f64 {
    if chart.series.len() < 2 {
        return top;
    }
    let mut y = top;
    for (number, series) in chart.series.iter().enumerate() {
        svg.rect(&format!("bar s{}", number % 8), 240.0, y, 16.0, 16.0);
        svg.text("label", 264.0, y + 14.0, "start", &series.name);
        y += 26.0;
    }
    y
}

/// Lines over the labels; ranks run downwards from 1 and are named at their end.
fn lines(chart: &Chart, labels: &[String], rank: bool) -> String {
    let mut svg = Svg::new();
    let most = largest(chart);
    let (left, right, top) = (50.0, if rank { 330.0 } else { 60.0 }, 40.0);
    let height = if rank { most * 34.0 } else { 260.0 };
    let step = (WIDTH - left - right) / (labels.len().max(2) - 1) as f64;
    let x = |at: usize| left + step * at as f64;
    let y = |value: f64| if rank { top + (value - 1.0) * 34.0 } else { top + height * (1.0 - value / most) };
    for (at, label) in labels.iter().enumerate() {
        svg.line("grid", (x(at), top - 8.0), (x(at), top + height));
        svg.text("label", x(at), 20.0, "middle", label);
    }
    let mut left_over = 0;
    for (number, series) in chart.series.iter().enumerate() {
        let class = number % 8;
        let runs = runs(series, x, y);
        runs.iter().for_each(|run| svg.path(&format!("line s{class}"), run));
        gaps(&mut svg, class, &runs, rank);
        if rank && series.values.last() == Some(&None) && !runs.is_empty() {
            left_over += 1;
            let end = (x(labels.len() - 1), top + height + 34.0 * f64::from(left_over));
            leave(&mut svg, class, &runs, end, &series.name);
        }
        for (at, value) in series.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))) {
            svg.dot(&format!("dot s{class}"), x(at), y(value));
            let last = rank && at + 1 == labels.len();
            let text = if last { format!("{value} {}", wrap(&series.name, 34).join("")) } else { format!("{value}") };
            svg.text("value", x(at) + 8.0, y(value) + if last { 5.0 } else { -6.0 }, "start", &text);
        }
    }
    let end = top + height + 20.0 + 34.0 * f64::from(left_over);
    let end = if rank { end } else { legend(&mut svg, chart, end) };
    svg.finish(&chart.title, WIDTH, end)
}

/// Points of a series, cut where values are missing: a line says that there was something.
fn runs(series: &Series, x: impl Fn(usize) -> f64, y: impl Fn(f64) -> f64) -> Vec<Vec<(f64, f64)>> {
    let points = series.values.iter().enumerate().map(|(at, value)| value.map(|value| (x(at), y(value))));
    let points: Vec<Option<(f64, f64)>> = points.collect();
    points
        .split(Option::is_none)
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().flatten().copied().collect())
        .collect()
}

/// Dotted lines over the years in which a rank was not given, so that the eye finds it again.
fn gaps(svg: &mut Svg, class: usize, runs: &[Vec<(f64, f64)>], rank: bool) {
    for pair in runs.windows(2).filter(|_| rank) {
        if let (Some(from), Some(to)) = (pair[0].last(), pair[1].first()) {
            svg.path(&format!("line gap s{class}"), &[*from, *to]);
        }
    }
}

/// Leads a series that is no longer ranked to its name below the ranks.
fn leave(svg: &mut Svg, class: usize, runs: &[Vec<(f64, f64)>], end: (f64, f64), name: &str) {
    if let Some(from) = runs.last().and_then(|run| run.last()) {
        svg.path(&format!("line gap s{class}"), &[*from, end]);
        svg.text("value", end.0 + 8.0, end.1 + 5.0, "start", &format!("– {name}"));
    }
}
