//! Where a value stands in YAML or TOML, by the keys and indices that lead to it.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

/// Finds the bytes of a value in YAML by the keys and indices that lead to it, with `offset`
/// added. Goes as deep as the path exists, so a missing key is the place of its parent. The place
/// of a list or mapping is its key, or the line of its start where it has none.
pub fn locate(yaml: &str, offset: usize, pointer: &[String]) -> Range<usize> {
    bytes(yaml, offset, find_node(yaml, pointer).value)
}

/// Finds the line of a key in TOML; the last of the keys that has a line of its own.
pub fn locate_toml(toml: &str, offset: usize, pointer: &[String]) -> Range<usize> {
    let line = |key: &String| {
        let mut at = 0;
        toml.split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            let rest = line.strip_prefix(key.as_str())?.trim_start();
            rest.starts_with('=').then(|| offset + start..offset + start + key.len())
        })
    };
    pointer.iter().rev().find_map(line).unwrap_or(offset..offset)
}

/// Finds the bytes of the last key that leads to a value.
pub fn locate_key(yaml: &str, offset: usize, pointer: &[String]) -> Range<usize> {
    bytes(yaml, offset, find_node(yaml, pointer).key)
}

/// Turns a range of characters into bytes; it ends with its line.
fn bytes(yaml: &str, offset: usize, range: Range<usize>) -> Range<usize> {
    let byte = |chars: usize| yaml.char_indices().nth(chars).map_or(yaml.len(), |(at, _)| at);
    let (start, end) = (byte(range.start), byte(range.end));
    let end = yaml[start..].find('\n').map_or(end, |line| end.min(start + line));
    offset + start..offset + end.max(start)
}

/// Where a value and its key stand, in characters.
#[derive(Default)]
struct Node {
    key: Range<usize>,
    value: Range<usize>,
}

fn find_node(yaml: &str, pointer: &[String]) -> Node {
    let mut finder = Finder { parser: Parser::new_from_str(yaml), best: Node::default(), pointer };
    finder.document();
    finder.best
}

/// Walks the events of a YAML document along one path. Marks count characters.
struct Finder<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    best: Node,
    pointer: &'a [String],
}

impl Finder<'_> {
    fn next(&mut self) -> Option<(Event<'_>, Range<usize>)> {
        let (event, span) = self.parser.next_event()?.ok()?;
        Some((event, span.start.index()..span.end.index()))
    }

    /// Skips to the root node and follows the path from there.
    fn document(&mut self) -> Option<()> {
        loop {
            let (event, range) = self.next()?;
            if matches!(event, Event::MappingStart(..) | Event::SequenceStart(..) | Event::Scalar(..)) {
                let is_mapping = matches!(event, Event::MappingStart(..));
                self.best.value = range.start..usize::MAX;
                return if is_mapping { self.follow_mapping(0) } else { None };
            }
        }
    }

    /// Looks for the key of this depth in a mapping whose start was read.
    fn follow_mapping(&mut self, depth: usize) -> Option<()> {
        let wanted = self.pointer.get(depth)?.clone();
        loop {
            let (event, key) = self.next()?;
            let found = match event {
                Event::MappingEnd => return None,
                Event::Scalar(text, ..) => *text == *wanted,
                _ => false,
            };
            if found {
                self.best = Node { key: key.clone(), value: key };
                return self.follow_value(depth + 1);
            }
            self.skip_value()?;
        }
    }

    /// Looks for the index of this depth in a sequence whose start was read.
    fn follow_sequence(&mut self, depth: usize) -> Option<()> {
        let wanted: usize = self.pointer.get(depth)?.parse().ok()?;
        for _ in 0..wanted {
            self.skip_value()?;
        }
        let start = self.parser.peek()?.ok()?.1.start.index();
        self.best.value = start..usize::MAX;
        self.follow_value(depth + 1)
    }

    /// Reads the value at this depth and goes on into it.
    fn follow_value(&mut self, depth: usize) -> Option<()> {
        let (event, range) = self.next()?;
        match event {
            Event::MappingStart(..) => self.follow_mapping(depth),
            Event::SequenceStart(..) => self.follow_sequence(depth),
            _ => {
                if depth >= self.pointer.len() {
                    self.best.value = range;
                }
                Some(())
            }
        }
    }

    /// Reads one value to its end.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0;
        loop {
            match self.next()?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                _ => {}
            }
            if depth <= 0 {
                return Some(());
            }
        }
    }
}
