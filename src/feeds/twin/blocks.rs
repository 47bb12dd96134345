//! Blocks of markdown below one another: which lines they have in front, and what stands between them.

/// Containers deeper than this add nothing in front: a page may nest without an end.
const DEPTH: usize = 16;

/// What blocks stand in.
#[derive(Debug)]
pub enum Container {
    /// A quotation, and whether nothing has been written in it yet.
    Quote(bool),
    /// A list, with the number of its next item where it counts them.
    List(Option<u64>),
    /// An item with its marker, and whether nothing has been written in it yet.
    Item(String, bool),
}

/// Markdown that is being written.
#[derive(Debug, Default)]
pub struct Blocks {
    out: String,
    containers: Vec<Container>,
    /// Whether a blank line stands before the next block.
    apart: bool,
}

impl Blocks {
    /// Writes a block.
    pub fn write(&mut self, text: &str) {
        if self.apart && !self.out.is_empty() {
            let front = self.front(|_| "");
            self.out.push_str(front.trim_end());
            self.out.push('\n');
        }
        for line in text.lines() {
            let front = self.front(|marker| marker);
            self.out.push_str(if line.is_empty() { front.trim_end() } else { &front });
            self.out.push_str(line);
            self.out.push('\n');
            self.containers.iter_mut().take(DEPTH).for_each(|container| {
                if let Container::Item(_, fresh) | Container::Quote(fresh) = container {
                    *fresh = false;
                }
            });
        }
        self.apart = true;
    }

    /// What the containers put in front of a line. `begin` says what those do that begin there.
    fn front(&self, begin: fn(&str) -> &str) -> String {
        let of = |container: &Container| match container {
            Container::Quote(true) => begin("> ").to_owned(),
            Container::Quote(false) => "> ".to_owned(),
            Container::List(_) => String::new(),
            Container::Item(marker, true) => begin(marker).to_owned(),
            Container::Item(marker, false) => " ".repeat(marker.len()),
        };
        self.containers.iter().take(DEPTH).map(of).collect()
    }

    /// Begins a quotation.
    pub fn quote(&mut self) {
        self.containers.push(Container::Quote(true));
    }

    /// Begins a list. One within an item follows its text without a blank line.
    pub fn list(&mut self, first: Option<u64>) {
        self.apart &= !self.containers.iter().any(|container| matches!(container, Container::Item(..)));
        self.containers.push(Container::List(first));
    }

    /// Begins an item; one that is open ends.
    pub fn item(&mut self) {
        self.item_end();
        let marker = match self.containers.last_mut() {
            Some(Container::List(Some(number))) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.containers.push(Container::Item(marker, true));
    }

    /// Ends the item that is open. The next one follows without a blank line.
    pub fn item_end(&mut self) {
        if let Some(Container::Item(..)) = self.containers.last() {
            self.containers.pop();
            self.apart = false;
        }
    }

    /// Ends a list, with an item that is open in it.
    pub fn list_end(&mut self) {
        self.item_end();
        self.end(|container| matches!(container, Container::List(_)));
    }

    /// Ends a quotation.
    pub fn quote_end(&mut self) {
        self.end(|container| matches!(container, Container::Quote(_)));
    }

    fn end(&mut self, is_it: impl Fn(&Container) -> bool) {
        if self.containers.last().is_some_and(is_it) {
            self.containers.pop();
            self.apart = true;
        }
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }
}
