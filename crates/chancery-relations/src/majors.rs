//! Major powers, and their standing commitments to single states, from tables with their sources.

use crate::{day, ties::Ties};
use chancery_model::{ActorId, Date, StatementId, parse_date};
use std::sync::LazyLock;

static MAJORS: LazyLock<Vec<(ActorId, Period)>> = LazyLock::new(|| {
    rows(include_str!("../data/majors.tsv"))
        .filter_map(|columns| match columns.as_slice() {
            [id, from, until] => Some(((*id).into(), Period::read(from, until))),
            _ => None,
        })
        .collect()
});

static PATRONS: LazyLock<Vec<Standing>> = LazyLock::new(|| {
    rows(include_str!("../data/patrons.tsv"))
        .filter_map(|columns| match columns.as_slice() {
            [major, state, from, until, what, duty, source] => Some(Standing {
                major: (*major).into(),
                state: (*state).into(),
                period: Period::read(from, until),
                what,
                defence: *duty == "defence",
                source,
            }),
            _ => None,
        })
        .collect()
});

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Period {
    from: Option<Date>,
    until: Option<Date>,
}

impl Period {
    fn read(from: &str, until: &str) -> Self {
        Self {
            from: parse_date(from),
            until: parse_date(until),
        }
    }

    /// Returns whether a day lies in the period; of an unknown day, whether it has no end.
    fn holds(self, on: Option<Date>) -> bool {
        match on {
            Some(on) => {
                self.from.is_none_or(|from| from <= on)
                    && self.until.is_none_or(|until| on <= until)
            }
            None => self.until.is_none(),
        }
    }
}

/// A standing commitment of a major power to a state.
pub(crate) struct Standing {
    pub(crate) major: ActorId,
    pub(crate) state: ActorId,
    period: Period,
    pub(crate) what: &'static str,
    /// Whether it obliges the major power to defend the state.
    pub(crate) defence: bool,
    pub(crate) source: &'static str,
}

impl Standing {
    /// Returns the first day on which it held.
    pub(crate) const fn since(&self) -> Option<Date> {
        self.period.from
    }
}

/// The patron of an actor: the major power most positively tied to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Patron {
    pub(crate) major: ActorId,
    /// Why it is taken to be the patron, where that is background and not from the record.
    pub(crate) context: Option<(&'static str, &'static str)>,
    pub(crate) statements: Vec<StatementId>,
}

/// A tie to a major power at least as warm as this makes it a patron.
const PATRON_TIE: f64 = 0.2;

/// Returns whether an actor was a major power on a day.
pub fn is_major(actor: &ActorId, on: Option<Date>) -> bool {
    MAJORS
        .iter()
        .any(|(major, period)| major == actor && period.holds(on))
}

/// Returns the patron of an actor, leaving out some: the major power to which the record ties it
/// most warmly; where the record ties it to none, the one with a standing commitment to it.
pub(crate) fn patron(
    of: &ActorId,
    other_than: &[&ActorId],
    ties: &Ties,
    today: i64,
) -> Option<Patron> {
    let on = day::date(today);
    if is_major(of, on) {
        return None;
    }
    let recorded = ties
        .all()
        .iter()
        .filter_map(|tie| {
            let major = match (tie.a == *of, tie.b == *of) {
                (true, _) => &tie.b,
                (_, true) => &tie.a,
                _ => return None,
            };
            let eligible = is_major(major, on) && !other_than.contains(&major);
            (eligible && tie.value >= PATRON_TIE).then_some((major, tie))
        })
        .max_by(|one, other| {
            let warmth = one.1.value.total_cmp(&other.1.value);
            warmth.then_with(|| other.0.cmp(one.0))
        });
    let standing = || {
        let known = PATRONS.iter().find(|known| {
            known.state == *of && known.period.holds(on) && !other_than.contains(&&known.major)
        })?;
        // A commitment on paper does not outlive a recorded enmity.
        let estranged = ties
            .between(&known.major, of)
            .is_some_and(|tie| tie.value <= -PATRON_TIE);
        (!estranged).then(|| Patron {
            major: known.major.clone(),
            context: Some((known.what, known.source)),
            statements: Vec::new(),
        })
    };
    recorded
        .map(|(major, tie)| Patron {
            major: major.clone(),
            context: None,
            statements: tie.statements.iter().take(3).cloned().collect(),
        })
        .or_else(standing)
}

/// Returns the standing commitment between two, in either order: what it is, its source, and whether
/// it is a treaty that owes defence.
pub(crate) fn treaty(
    one: &ActorId,
    other: &ActorId,
    on: Option<Date>,
) -> Option<(&'static str, &'static str, bool)> {
    PATRONS
        .iter()
        .filter(|known| known.period.holds(on))
        .find(|known| {
            (known.major == *one && known.state == *other)
                || (known.major == *other && known.state == *one)
        })
        .map(|known| (known.what, known.source, known.defence))
}

/// Returns the standing commitments of a day.
pub(crate) fn standing(on: Option<Date>) -> impl Iterator<Item = &'static Standing> {
    PATRONS.iter().filter(move |known| known.period.holds(on))
}

/// Returns the major powers that owe a state defence by a treaty of the table: who, what, source.
pub(crate) fn treaties_of_defence(
    state: &ActorId,
    on: Option<Date>,
) -> impl Iterator<Item = (&'static ActorId, &'static str, &'static str)> {
    PATRONS
        .iter()
        .filter(move |known| known.defence && known.state == *state && known.period.holds(on))
        .map(|known| (&known.major, known.what, known.source))
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::{Builder, date},
        ties::TieModel,
    };
    use chancery_model::TieLabel;

    #[test]
    fn every_row_reads() {
        let count = |table| rows(table).count();
        assert_eq!(MAJORS.len(), count(include_str!("../data/majors.tsv")));
        assert_eq!(PATRONS.len(), count(include_str!("../data/patrons.tsv")));
        assert!(PATRONS.iter().all(|known| known.period.from.is_some()));
        assert!(is_major(&"FRA".into(), date("1950-01-01")));
        assert!(!is_major(&"FRA".into(), date("1942-01-01")));
        assert!(!is_major(&"QAT".into(), None));
    }

    fn check(builder: &Builder, of: &str, expected: Option<(&str, bool)>) {
        let today = date("2025-06-18");
        let ties = Ties::of(&builder.record.as_of(today), &TieModel::default());
        let found = patron(&of.into(), &[], &ties, today.map_or(0, day::number));
        let found = found
            .as_ref()
            .map(|found| (found.major.as_str(), found.context.is_some()));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_record_comes_before_the_table_and_enmity_before_paper() {
        let mut builder = Builder::default();
        check(&builder, "ISR", Some(("USA", true)));
        check(&builder, "IRN", None);
        check(&builder, "RUS", None);
        builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-18");
        builder.stance("CHN", TieLabel::Neutral, "IRN", "2025-06-18");
        check(&builder, "IRN", Some(("RUS", false)));
        builder.stance("USA", TieLabel::Ally, "ISR", "2025-06-18");
        check(&builder, "ISR", Some(("USA", false)));
        builder.stance("USA", TieLabel::Hostile, "PAK", "2025-06-18");
        check(&builder, "PAK", None);
    }
}
