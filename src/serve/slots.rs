//! A bound on what happens at once.

use std::sync::{Arc, Condvar, Mutex};

use super::whole;

/// A number of places.
pub struct Slots {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A place that is taken until this is dropped.
pub struct Slot(Arc<Slots>);

impl Slots {
    /// Makes so many places, all free.
    pub fn new(count: usize) -> Slots {
        Slots { free: Mutex::new(count), freed: Condvar::new() }
    }

    /// Waits for a free place and takes it.
    pub fn take(self: &Arc<Slots>) -> Slot {
        let mut free = whole(self.freed.wait_while(whole(self.free.lock()), |free| *free == 0));
        *free -= 1;
        Slot(self.clone())
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *whole(self.0.free.lock()) += 1;
        self.0.freed.notify_one();
    }
}
