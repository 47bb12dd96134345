//! The order of a book, where a table of contents gives it.

/// A table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// What stands on its top level, in order.
    pub items: Vec<Item>,
}

/// An entry of a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A chapter with what is below it.
    Chapter(Chapter),
    /// The title of the chapters that follow.
    Part(String),
    /// A line between chapters.
    Separator,
}

/// A chapter of a table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called there.
    pub title: String,
    /// Its number with a dot at the end, `1.2.`; empty when it is not numbered.
    pub number: String,
    /// Path of its file from the content folder; none for a chapter that is still to be written.
    pub path: Option<String>,
    /// What the window is called, where the chapter says so.
    pub window_title: Option<String>,
    /// Chapters below it.
    pub children: Vec<Chapter>,
}

impl Outline {
    /// Calls a function for every chapter, in reading order.
    pub fn each(&mut self, visit: &mut impl FnMut(&mut Chapter)) {
        for item in &mut self.items {
            if let Item::Chapter(chapter) = item {
                chapter.each(visit);
            }
        }
    }
}

impl Chapter {
    fn each(&mut self, visit: &mut impl FnMut(&mut Chapter)) {
        visit(self);
        self.children.iter_mut().for_each(|child| child.each(visit));
    }
}
