//! Flows as diagrams: a lane for each actor, a band for each phase, a row for each step.
//!
//! Every step has a row of its own. So a line that leaves a step sideways meets no other box, and
//! jumps can run in the gutter beside the lanes. The notes beside the gutter say when a branch is
//! taken and where it leads.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::diagram::arrow;
use super::{Svg, wrap};

/// Which fields of a kind are drawn as a flow. Lanes have `id` and `name`, phases have `title`,
/// steps have `id`, branches have `if` and `to`.
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagramSpec {
    /// List of the lanes.
    pub lanes: String,
    /// List of the phases.
    pub phases: String,
    /// List of the steps of a phase.
    pub steps: String,
    /// Lane of a step.
    pub lane: String,
    /// Title of a step.
    pub title: String,
    /// The step after a step, where that is not the one in the next row.
    pub next: String,
    /// Branches of a step.
    pub branch: String,
}

const LANE: f64 = 196.0;
const INSET: f64 = 10.0;
const LINE: f64 = 20.0;
const GAP: f64 = 30.0;
const BAND: f64 = 30.0;
const TRACK: f64 = 12.0;
const NOTE: f64 = 236.0;

/// Draws the flow that a front matter describes; nothing when it has no lanes or no steps. `label`
/// is what a screen reader says instead.
pub fn draw(data: &BTreeMap<String, Value>, spec: &DiagramSpec, label: &str) -> Option<String> {
    let plan = Plan::of(data, spec)?;
    let mut svg = Svg::new();
    lanes(&mut svg, &plan);
    let mut track = 0;
    for (at, step) in plan.steps.iter().enumerate() {
        match step.next.as_ref().map(|id| plan.find(id)) {
            Some(Some(next)) if next != at + 1 => jump(&mut svg, &plan, at, step.middle(), next, &mut track),
            _ if !step.leaves && at + 1 < plan.steps.len() => follow(&mut svg, &plan, at),
            _ => {}
        }
        branches(&mut svg, &plan, at, &mut track);
    }
    // Lines pass behind what can be read.
    bands(&mut svg, &plan);
    plan.steps.iter().for_each(|step| node(&mut svg, step));
    Some(svg.finish_wide(label, plan.width(), plan.height))
}

/// Everything with its place.
struct Plan {
    lanes: Vec<Vec<String>>,
    bands: Vec<(f64, String)>,
    steps: Vec<Step>,
    /// Jumps to other steps, each with a track in the gutter.
    jumps: usize,
    height: f64,
}

struct Step {
    id: String,
    number: String,
    lane: usize,
    lines: Vec<String>,
    next: Option<String>,
    /// Whether the step after it is on another page.
    leaves: bool,
    branches: Vec<Branch>,
    top: f64,
    height: f64,
}

struct Branch {
    /// The step it leads to, unless that is another page.
    to: Option<String>,
    lines: Vec<String>,
}

impl Plan {
    fn of(data: &BTreeMap<String, Value>, spec: &DiagramSpec) -> Option<Plan> {
        let lanes = list(data.get(&spec.lanes)?);
        let ids: Vec<&str> = lanes.iter().map(|lane| text(lane, "id")).collect();
        let names: Vec<Vec<String>> = lanes.iter().map(|lane| wrap(text(lane, "name"), 24)).collect();
        let head = names.iter().map(Vec::len).max()? as f64 * LINE + 2.0 * INSET;
        let mut plan = Plan { lanes: names, bands: Vec::new(), steps: Vec::new(), jumps: 0, height: head };
        let phases = list(data.get(&spec.phases)?);
        let titles = step_titles(phases, spec);
        for (phase, number) in phases.iter().zip(1..) {
            plan.bands.push((plan.height, format!("{number} {}", text(phase, "title"))));
            plan.height += BAND + GAP / 2.0;
            for (step, index) in list(&phase[&spec.steps]).iter().zip(1..) {
                let lane = ids.iter().position(|id| *id == text(step, &spec.lane)).unwrap_or(0);
                plan.push(Step::of(step, spec, format!("{number}-{index}"), lane, &titles));
            }
        }
        plan.jumps = plan.steps.iter().map(|step| step.branches.len() + usize::from(step.next.is_some())).sum();
        (!plan.steps.is_empty()).then_some(plan)
    }

    fn push(&mut self, mut step: Step) {
        step.top = self.height;
        self.height += step.height + GAP;
        self.steps.push(step);
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }

    /// Right edge of the lanes.
    fn edge(&self) -> f64 {
        self.lanes.len() as f64 * LANE
    }

    /// Left edge of the notes.
    fn notes(&self) -> f64 {
        self.edge() + self.jumps.min(6) as f64 * TRACK + 2.0 * TRACK
    }

    fn width(&self) -> f64 {
        let noted = self.steps.iter().any(|step| !step.branches.is_empty());
        self.notes() + if noted { NOTE } else { 0.0 }
    }
}

impl Step {
    fn of(value: &Value, spec: &DiagramSpec, number: String, lane: usize, titles: &Map<String, Value>) -> Step {
        let lines = wrap(&format!("{number} {}", text(value, &spec.title)), 22);
        let next = value[&spec.next].as_str().map(str::to_owned);
        let leaves = value[&spec.next].is_object();
        let mut branches: Vec<Branch> = list(&value[&spec.branch]).iter().map(|one| Branch::of(one, titles)).collect();
        if leaves {
            branches.push(Branch { to: None, lines: wrap(&format!("→ {}", text(&value[&spec.next], "title")), 32) });
        }
        let noted: usize = branches.iter().map(|branch| branch.lines.len()).sum();
        let height = (lines.len() as f64 * LINE + 2.0 * INSET).max(noted as f64 * LINE + branches.len() as f64 * INSET);
        Step { id: text(value, "id").to_owned(), number, lane, lines, next, leaves, branches, top: 0.0, height }
    }

    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }

    fn centre(&self) -> f64 {
        (self.lane as f64 + 0.5) * LANE
    }

    fn right(&self) -> f64 {
        (self.lane as f64 + 1.0) * LANE - INSET
    }
}

impl Branch {
    fn of(value: &Value, titles: &Map<String, Value>) -> Branch {
        let to = value["to"].as_str();
        let title = match to {
            Some(id) => titles.get(id).and_then(Value::as_str).unwrap_or(id),
            None => text(&value["to"], "title"),
        };
        let to = to.filter(|id| titles.contains_key(*id)).map(str::to_owned);
        Branch { to, lines: wrap(&format!("{} → {title}", text(value, "if")), 32) }
    }
}

/// Numbers and titles of all steps by id.
fn step_titles(phases: &[Value], spec: &DiagramSpec) -> Map<String, Value> {
    let mut titles = Map::new();
    for (phase, number) in phases.iter().zip(1..) {
        for (step, index) in list(&phase[&spec.steps]).iter().zip(1..) {
            let title = format!("{number}-{index} {}", text(step, &spec.title));
            titles.insert(text(step, "id").to_owned(), title.into());
        }
    }
    titles
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}

/// Lanes with the names of their actors.
fn lanes(svg: &mut Svg, plan: &Plan) {
    for (at, name) in plan.lanes.iter().enumerate() {
        let left = at as f64 * LANE;
        svg.rect("lane", left + 2.0, 1.0, LANE - 4.0, plan.height - 2.0);
        for (line, text) in name.iter().enumerate() {
            svg.text("label strong", left + LANE / 2.0, (line as f64 + 1.0) * LINE + 3.0, "middle", text);
        }
    }
}

/// Titles of the phases across all lanes.
fn bands(svg: &mut Svg, plan: &Plan) {
    for (top, title) in &plan.bands {
        svg.rect("band", 1.0, *top, plan.edge() - 2.0, BAND);
        svg.text("band-title", INSET, top + LINE, "start", title);
    }
}

/// An arrow to the step in the next row.
fn follow(svg: &mut Svg, plan: &Plan, at: usize) {
    let (from, to) = (&plan.steps[at], &plan.steps[at + 1]);
    let start = (from.centre(), from.top + from.height);
    let end = (to.centre(), to.top - 2.0);
    let turn = to.top - GAP / 3.0;
    svg.path("edge", &[start, (start.0, turn), (end.0, turn), end]);
    arrow(svg, (end.0, turn), end);
}

/// An arrow through the gutter to a step in another row.
fn jump(svg: &mut Svg, plan: &Plan, from: usize, y: f64, to: usize, track: &mut usize) {
    let (from, to) = (&plan.steps[from], &plan.steps[to]);
    // Few flows have more jumps than tracks; then two share one.
    let x = plan.edge() + TRACK * (1 + *track % 6) as f64;
    *track += 1;
    // It arrives above the middle, where nothing leaves.
    let end = (to.right() + 2.0, to.top + INSET);
    svg.path("edge jump", &[(from.right(), y), (x, y), (x, end.1), end]);
    arrow(svg, (x, end.1), end);
}

/// Notes of the branches of a step, and their lines.
fn branches(svg: &mut Svg, plan: &Plan, at: usize, track: &mut usize) {
    let step = &plan.steps[at];
    let mut top = step.top;
    for branch in &step.branches {
        let y = top + LINE / 2.0 + 4.0;
        let end = (plan.notes() - 6.0, y);
        svg.path("edge jump", &[(step.right(), y.min(step.top + step.height - 4.0)), end]);
        match branch.to.as_ref().and_then(|id| plan.find(id)) {
            Some(to) => jump(svg, plan, at, y, to, track),
            None => arrow(svg, (step.right(), y), end),
        }
        for (line, text) in branch.lines.iter().enumerate() {
            svg.text("note", plan.notes(), top + (line as f64 + 1.0) * LINE - 5.0, "start", text);
        }
        top += branch.lines.len() as f64 * LINE + INSET;
    }
}

/// The box of a step; its number stands before its title.
fn node(svg: &mut Svg, step: &Step) {
    let left = step.lane as f64 * LANE + INSET;
    svg.rect("node", left, step.top, LANE - 2.0 * INSET, step.height);
    let top = step.middle() - step.lines.len() as f64 * LINE / 2.0;
    for (line, text) in step.lines.iter().enumerate() {
        let y = top + (line as f64 + 1.0) * LINE - 5.0;
        match text.strip_prefix(&step.number).filter(|_| line == 0) {
            Some(rest) => svg.numbered(left + INSET, y, &step.number, rest),
            None => svg.text("label", left + INSET, y, "start", text),
        }
    }
}
