//! Cuts lists into parts so that an edit changes the parts that it touches, and few others.

/// Where a list is cut.
pub struct Cut {
    /// No part ends before it has so much.
    pub least: usize,
    /// What has more is always cut, and an entry that has more by itself begins a part: who looks up a small one before it does not
    /// load it.
    pub most: usize,
    /// In between, one in so many entries begins a part: by its hash alone.
    pub one_in: u8,
}

impl Cut {
    /// Cuts a list. `name` gives what an entry is known by.
    pub fn parts<'a, 'b, T>(
        &self,
        entries: &'a [T],
        size: impl Fn(&T) -> usize,
        name: impl Fn(usize) -> &'b str,
    ) -> Vec<&'a [T]> {
        let mut parts = Vec::new();
        let (mut start, mut held) = (0, 0);
        for (at, entry) in entries.iter().enumerate() {
            let is_large = held > self.most || size(entry) > self.most;
            if at > start && (is_large || held > self.least && begins(name(at), self.one_in)) {
                parts.push(&entries[start..at]);
                (start, held) = (at, 0);
            }
            held += size(entry);
        }
        parts.extend((start < entries.len()).then_some(&entries[start..]));
        parts
    }
}

/// Whether something begins a part: by its hash alone.
fn begins(name: &str, one_in: u8) -> bool {
    blake3::hash(name.as_bytes()).as_bytes()[0].is_multiple_of(one_in)
}
