//! How much a query may use, and how it is stopped.

use crate::functions::Flag;
use std::{num::NonZeroUsize, path::PathBuf, sync::mpsc, thread, time::Duration};
use tokio::sync::watch;

/// What a query may use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of memory for what is sorted, joined and grouped; the rest goes to disk.
    pub memory: usize,
    /// Where what does not fit into memory is put meanwhile; the system's temporary folder where
    /// none is named.
    pub spill: Option<PathBuf>,
    /// How many threads work on it; as many as there are cores where none is named.
    pub threads: Option<NonZeroUsize>,
    /// How long it may take.
    pub timeout: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            spill: None,
            threads: None,
            timeout: None,
        }
    }
}

/// Why a query ends before its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// It goes on.
    None,
    /// Its time is up.
    Late,
    /// Somebody stopped it.
    Stopped,
}

/// Stops queries, from another thread.
#[derive(Clone, Debug)]
pub struct Stop {
    end: watch::Sender<End>,
    /// Coding is told by itself: it may be what keeps the thread busy that waits for the end.
    pub(crate) coding: Flag,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            end: watch::Sender::new(End::None),
            coding: Flag::default(),
        }
    }
}

impl Stop {
    /// Stops the query under way, and every later one of the session.
    pub fn stop(&self) {
        self.coding.set(true);
        self.end.send_replace(End::Stopped);
    }

    /// Says that the time of the query under way is up.
    fn late(&self) {
        self.coding.set(true);
        self.end.send_if_modified(|end| {
            *end == End::None && std::mem::replace(end, End::Late) == End::None
        });
    }

    /// Begins a query, whose time is up after a while; a thread of its own keeps the time, because
    /// the others may be busy. It ends with what is returned.
    pub(crate) fn begin(&self, limit: Option<Duration>) -> Option<mpsc::Sender<()>> {
        self.end.send_if_modified(|end| {
            *end == End::Late && std::mem::replace(end, End::None) == End::Late
        });
        self.coding.set(self.why() == End::Stopped);
        let limit = limit?;
        let (ended, waiting) = mpsc::channel();
        let stop = self.clone();
        thread::spawn(move || {
            if waiting.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout) {
                stop.late();
            }
        });
        Some(ended)
    }

    /// Returns why the query ends, if it does.
    pub(crate) fn why(&self) -> End {
        *self.end.borrow()
    }

    /// Waits until the query is to end.
    pub(crate) async fn ended(&self) {
        let mut receiver = self.end.subscribe();
        // The sender lives as long as this does.
        let _ = receiver.wait_for(|end| *end != End::None).await;
    }

    /// Stops queries when the process is interrupted. A thread of its own listens, because the
    /// others may be busy.
    pub(crate) fn on_interrupt(&self) {
        let stop = self.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            if let Ok(runtime) = runtime
                && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
            {
                stop.stop();
            }
        });
    }
}
