//! The link graph of a book: pages, the links in their texts and what their front matter names.

use serde::Serialize;

use crate::book::Book;

/// The graph, in reading order.
#[derive(Debug, Serialize)]
pub struct Graph {
    /// The pages.
    pub nodes: Vec<Node>,
    /// What leads from one to another.
    pub edges: Vec<Edge>,
}

/// A page.
#[derive(Debug, Serialize)]
pub struct Node {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Output path.
    pub url: String,
}

/// A link or a relation.
#[derive(Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Id of the page that names the other.
    pub from: String,
    /// Id of the page that is named.
    pub to: String,
    /// `link` for links in the text, else the field of the front matter, with `.` between its keys.
    pub kind: String,
}

/// Returns the graph of a book.
pub fn graph(book: &Book) -> Graph {
    let nodes = book.pages.iter().map(|page| Node {
        id: page.id().to_owned(),
        title: page.title().to_owned(),
        kind: page.document.kind().to_owned(),
        url: page.url.clone(),
    });
    let mut edges: Vec<Edge> = (0..book.pages.len()).flat_map(|index| from_fields(book, index)).collect();
    edges.extend((0..book.pages.len()).flat_map(|index| from_texts(book, index)));
    edges.sort();
    edges.dedup();
    Graph { nodes: nodes.collect(), edges }
}

/// What the front matter of a page names.
fn from_fields(book: &Book, index: usize) -> impl Iterator<Item = Edge> {
    let page = &book.pages[index];
    page.uses.iter().map(|usage| {
        let keys: Vec<&str> =
            usage.pointer.iter().map(String::as_str).filter(|key| key.parse::<usize>().is_err()).collect();
        edge(page.id(), book.pages[usage.page].id(), &keys.join("."))
    })
}

/// The links in texts that lead to a page.
fn from_texts(book: &Book, index: usize) -> impl Iterator<Item = Edge> {
    let page = &book.pages[index];
    page.backlinks.iter().map(|backlink| edge(book.pages[backlink.page].id(), page.id(), "link"))
}

fn edge(from: &str, to: &str, kind: &str) -> Edge {
    Edge { from: from.to_owned(), to: to.to_owned(), kind: kind.to_owned() }
}

impl Graph {
    /// Writes the graph as one JSON object.
    pub fn json(&self) -> String {
        format!("{:#}\n", serde_json::json!(self))
    }

    /// Writes the graph in the language of Graphviz.
    pub fn dot(&self) -> String {
        let mut out = String::from("digraph book {\n  node [shape=box];\n");
        for node in &self.nodes {
            out.push_str(&format!(
                "  {} [label={}, class={}];\n",
                quoted(&node.id),
                quoted(&node.title),
                quoted(&node.kind)
            ));
        }
        for edge in &self.edges {
            out.push_str(&format!(
                "  {} -> {} [label={}];\n",
                quoted(&edge.from),
                quoted(&edge.to),
                quoted(&edge.kind)
            ));
        }
        out.push_str("}\n");
        out
    }
}

/// A quoted name of Graphviz.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
