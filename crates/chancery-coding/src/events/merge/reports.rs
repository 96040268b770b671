//! Where the reports are that another could be of one event with: by day, by sentence and by
//! document, so that merging the statements of a data set does not compare each with all.

use chancery_model::{Date, DocumentId, Statement};
use std::collections::BTreeMap;

/// A span of more days than this is looked up by months.
const SHORT: i32 = 31;
/// A span of more months than this is looked at every time.
const LONG: usize = 600;

/// Places in the list of statements, of events of one type between the same sides. What is found is
/// only near: a place may be there that no longer belongs, and is then compared once too often.
#[derive(Default)]
pub(super) struct Reports {
    days: BTreeMap<Date, Vec<usize>>,
    months: BTreeMap<(i16, i8), Vec<usize>>,
    long: Vec<usize>,
    sentences: BTreeMap<(DocumentId, usize), Vec<usize>>,
    documents: BTreeMap<DocumentId, Vec<usize>>,
    undated: BTreeMap<DocumentId, Vec<usize>>,
}

impl Reports {
    /// Enters the place of a statement.
    pub(super) fn enter(&mut self, index: usize, statement: &Statement) {
        let evidence = &statement.evidence;
        let document = || evidence.document.clone();
        let note = |places: &mut Vec<usize>| {
            if places.last() != Some(&index) {
                places.push(index);
            }
        };
        let sentence = (document(), evidence.sentence);
        note(self.sentences.entry(sentence).or_default());
        note(self.documents.entry(document()).or_default());
        match span(statement) {
            None => note(self.undated.entry(document()).or_default()),
            Some((from, to)) if is_short(from, to) => {
                for day in days(from, to) {
                    note(self.days.entry(day).or_default());
                }
            }
            Some((from, to)) => {
                let months = months(from, to);
                if months.len() > LONG {
                    note(&mut self.long);
                } else {
                    for month in months {
                        note(self.months.entry(month).or_default());
                    }
                }
            }
        }
    }

    /// Returns the places of whatever could agree with a statement, in the order of the list.
    pub(super) fn near(&self, statement: &Statement) -> Vec<usize> {
        let evidence = &statement.evidence;
        let sentence = (evidence.document.clone(), evidence.sentence);
        let mut near: Vec<usize> = self.long.clone();
        near.extend(self.sentences.get(&sentence).into_iter().flatten());
        match span(statement) {
            // What has no day can only be of one event with its own document's.
            None => near.extend(self.documents.get(&evidence.document).into_iter().flatten()),
            Some((from, to)) => {
                near.extend(self.undated.get(&evidence.document).into_iter().flatten());
                near.extend(self.days.range(from..=to).flat_map(|(_, places)| places));
                let (first, last) = ((from.year(), from.month()), (to.year(), to.month()));
                near.extend(
                    self.months
                        .range(first..=last)
                        .flat_map(|(_, places)| places),
                );
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Returns the first and last day of a statement.
fn span(statement: &Statement) -> Option<(Date, Date)> {
    let from = statement.date.from.or(statement.date.to)?;
    let to = statement.date.to.or(statement.date.from)?;
    Some((from.min(to), from.max(to)))
}

fn is_short(from: Date, to: Date) -> bool {
    from.until(to).is_ok_and(|span| span.get_days() <= SHORT)
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
}

/// Returns the months that a span touches; one more than [`LONG`] where there are that many.
fn months(from: Date, to: Date) -> Vec<(i16, i8)> {
    let next = |&(year, month): &(i16, i8)| {
        Some(if month == 12 {
            (year.checked_add(1)?, 1)
        } else {
            (year, month + 1)
        })
    };
    std::iter::successors(Some((from.year(), from.month())), next)
        .take_while(|month| *month <= (to.year(), to.month()))
        .take(LONG + 1)
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::{absorb, agree, key, merge};
    use chancery_model::{
        ActorRef, Assertion, Attribution, Body, DateRange, Event, EventType, Evidence, Statement,
        Status, parse_date,
    };
    use std::collections::BTreeMap;

    /// Merging as it is meant: each statement is compared with all that came before.
    fn merge_slowly(statements: Vec<Statement>) -> Vec<Statement> {
        let mut out: Vec<Statement> = Vec::new();
        let mut by_key: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for statement in statements {
            let Some(key) = key(&statement) else {
                out.push(statement);
                continue;
            };
            let known = by_key.entry(key).or_default();
            let mut places = known.iter().copied();
            match places.find(|&index| agree(&out[index], &statement)) {
                Some(index) => absorb(&mut out[index], statement),
                None => {
                    known.push(out.len());
                    out.push(statement);
                }
            }
        }
        out
    }

    /// Returns a statement made of small numbers.
    fn statement(number: usize, mut draw: impl FnMut(u64) -> u64) -> Statement {
        let actor = |id: &str| ActorRef {
            id: Some(id.into()),
            country: Some(id.into()),
            ..ActorRef::unresolved(id)
        };
        let first = parse_date("2025-01-28").unwrap();
        let mut days = |most: u64| jiff::Span::new().days(i64::try_from(draw(most)).unwrap());
        let from = first.checked_add(days(8)).unwrap();
        let lengths = [0, 0, 0, 0, 2, 40, 400, 30_000];
        let length = lengths[usize::try_from(days(8).get_days()).unwrap()];
        let to = from.checked_add(jiff::Span::new().days(length)).unwrap();
        let dated = draw(8);
        let start = usize::try_from(draw(3)).unwrap();
        Statement {
            id: format!("s{number}").into(),
            body: Body::Event(Event {
                actor: vec![actor(["KEN", "SOM"][usize::try_from(draw(2)).unwrap()])],
                recipient: vec![actor("ETH")],
                place: [None, None, Some("Moyale"), Some("Mandera")]
                    [usize::try_from(draw(4)).unwrap()]
                .map(str::to_owned),
                dead: [None, None, Some(3), Some(4)][usize::try_from(draw(4)).unwrap()],
                ..Event::new(EventType::Accuse, None)
            }),
            evidence: Evidence {
                document: format!("d{}", draw(5)).as_str().into(),
                sentence: usize::try_from(draw(3)).unwrap(),
                start,
                end: start + 2,
                text: "…".to_owned(),
            },
            status: Status::Actual,
            attribution: Attribution {
                outlet: None,
                speaker: None,
                assertion: Assertion::Reported,
            },
            date: DateRange {
                from: (dated > 0).then_some(from),
                to: (dated > 1).then_some(to),
                expression: (draw(2) == 0).then(|| "then".to_owned()),
                reported: None,
            },
            confidence: draw(10) as f64 / 10.0,
            rule: "test".to_owned(),
            also: Vec::new(),
            corrects: None,
        }
    }

    #[test]
    fn looking_up_finds_what_comparing_with_all_does() {
        let mut seed = 7_u64;
        let mut draw = move |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut merged = 0;
        for _ in 0..300 {
            let statements: Vec<Statement> =
                (0..40).map(|number| statement(number, &mut draw)).collect();
            let expected = merge_slowly(statements.clone());
            merged += statements.len() - expected.len();
            assert_eq!(merge(statements), expected);
        }
        assert!(merged > 1_000, "only {merged} reports were merged");
    }
}
