//! Labels as static strings: there are a few hundred, and every token carries three.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

static LABELS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Returns a label as a static string, kept for the life of the program the first time it is met.
pub(super) fn label(name: &str) -> &'static str {
    let mut labels = LABELS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = labels.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.into());
    labels.insert(kept);
    kept
}
