//! What the servers have to say, on standard error.

use log::{Level, LevelFilter, Log, Metadata, Record};

struct Notes;

impl Log for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Info
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            eprintln!(
                "{}: {}",
                record.level().as_str().to_lowercase(),
                record.args()
            );
        }
    }

    fn flush(&self) {}
}

/// Shows warnings and errors, and, where more is wanted, what happens otherwise.
pub(crate) fn show(more: bool) {
    // Another logger of the process may be there already; it shows them then.
    if log::set_logger(&Notes).is_ok() {
        log::set_max_level(if more {
            LevelFilter::Info
        } else {
            LevelFilter::Warn
        });
    }
}
