//! The report as the referee script prints it.

use super::Report;
use std::fmt;

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unknown_types > 0 {
            writeln!(
                formatter,
                "note: {} predicted events with an unknown type were skipped",
                self.unknown_types
            )?;
        }
        for set in &self.sets {
            writeln!(
                formatter,
                "== {}  docs={}  {}",
                set.set,
                set.documents,
                if set.exhaustive {
                    "exhaustive gold"
                } else {
                    "NOT exhaustive: precision is a lower bound"
                }
            )?;
            for level in &set.levels {
                writeln!(
                    formatter,
                    "   {:12} docs={:5} gold={:5} pred={:5}  P {:.3}  R {:.3}  F1 {:.3}  [95% {:.3}-{:.3}]",
                    level.level.as_str(),
                    level.documents,
                    level.tp + level.missed,
                    level.tp + level.fp,
                    level.precision,
                    level.recall,
                    level.f1,
                    level.low,
                    level.high
                )?;
            }
            for types in &set.types {
                writeln!(
                    formatter,
                    "        {:18} recall {}/{}   false alarms {}",
                    types.types, types.found, types.gold, types.false_alarms
                )?;
            }
        }
        Ok(())
    }
}
