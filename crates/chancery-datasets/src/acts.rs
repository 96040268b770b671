//! Other coding schemes as PLOVER events, from the tables in `data/`.

use crate::actors::rows;
use chancery_model::{Context, Event, EventType, Mode};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a coded act becomes: an event without anybody in it, or nothing.
type Act = Option<Event>;

fn act(event_type: &str, mode: &str, contexts: &str) -> Act {
    let event_type: EventType = event_type.parse().ok()?;
    let mut event = Event::new(event_type, mode.parse::<Mode>().ok());
    event.contexts = contexts
        .split(';')
        .filter_map(|word| word.parse::<Context>().ok())
        .collect();
    Some(event)
}

/// A variable of the crisis and dispute datasets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Variable {
    /// ICB2's trigger.
    Trigger,
    /// ICB2's major response.
    Response,
    /// The highest action of a side in a militarised dispute.
    HighestAction,
}

/// Returns what a coded value of a crisis dataset is: nothing where there is no such code.
pub(crate) fn crisis(variable: Variable, value: i64) -> Option<&'static Act> {
    static ACTS: OnceLock<FxHashMap<(Variable, i64), Act>> = OnceLock::new();
    let acts = ACTS.get_or_init(|| {
        rows(include_str!("../data/crisis-plover.tsv"))
            .filter_map(|[variable, value, event_type, mode, contexts, _]| {
                let variable = match variable {
                    "triggr" => Variable::Trigger,
                    "majres" => Variable::Response,
                    _ => Variable::HighestAction,
                };
                let key = (variable, value.parse().ok()?);
                Some((key, act(event_type, mode, contexts)))
            })
            .collect()
    });
    acts.get(&(variable, value))
}

/// An ACLED type: its event, and whether both sides do it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct AcledAct {
    pub(crate) event: Act,
    pub(crate) both: bool,
}

/// Returns what an event type and sub-event type of ACLED are.
pub(crate) fn acled(event_type: &str, sub_event_type: &str) -> Option<&'static AcledAct> {
    static ACTS: OnceLock<Vec<(&'static str, &'static str, AcledAct)>> = OnceLock::new();
    let acts = ACTS.get_or_init(|| {
        rows(include_str!("../data/acled-plover.tsv"))
            .map(|[kind, sub, event_type, mode, contexts, sides]| {
                let event = act(event_type, mode, contexts);
                let both = sides == "both";
                (kind, sub, AcledAct { event, both })
            })
            .collect()
    });
    let find = |wanted: &str| {
        acts.iter()
            .find(|(kind, sub, _)| *kind == event_type && *sub == wanted)
            .map(|(_, _, act)| act)
    };
    find(sub_event_type).or_else(|| find(""))
}

/// Returns what a kind of speech (`say`) or deed (`do`) in ICBe is: nothing where no row fits.
pub(crate) fn icbe(say: bool, kind: &str) -> Option<&'static Act> {
    static ACTS: OnceLock<Vec<(bool, &'static str, Act)>> = OnceLock::new();
    let acts = ACTS.get_or_init(|| {
        rows(include_str!("../data/icbe-plover.tsv"))
            .map(|[kind, words, event_type, mode, contexts]| {
                (kind == "say", words, act(event_type, mode, contexts))
            })
            .collect()
    });
    let kind = kind.to_lowercase();
    acts.iter()
        .find(|(is_say, words, _)| *is_say == say && kind.contains(words))
        .map(|(_, _, act)| act)
}

/// Returns the last year that a dataset's release covers.
pub(crate) fn last_year(dataset: crate::Dataset) -> Option<i16> {
    rows(include_str!("../data/coverage.tsv"))
        .find(|[name, _, _]| *name == dataset.name())
        .and_then(|[_, year, _]| year.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(event_type: &str, mode: &str, contexts: &str) {
        assert!(
            event_type == "-" || event_type.parse::<EventType>().is_ok(),
            "{event_type}"
        );
        assert!(mode.is_empty() || mode.parse::<Mode>().is_ok(), "{mode}");
        for word in contexts.split(';').filter(|word| !word.is_empty()) {
            assert!(word.parse::<Context>().is_ok(), "{word}");
        }
    }

    #[test]
    fn every_word_of_the_tables_is_one_of_plovers() {
        for [_, _, event_type, mode, contexts, _] in rows(include_str!("../data/acled-plover.tsv"))
        {
            check(event_type, mode, contexts);
        }
        for [_, _, event_type, mode, contexts, _] in rows(include_str!("../data/crisis-plover.tsv"))
        {
            check(event_type, mode, contexts);
        }
        for [_, _, event_type, mode, contexts] in rows(include_str!("../data/icbe-plover.tsv")) {
            check(event_type, mode, contexts);
        }
        assert_eq!(last_year(crate::Dataset::Atop), Some(2018));
    }

    #[test]
    fn codes_are_acts() {
        let kind =
            |act: Option<&'static Act>| act.map(|act| act.as_ref().map(|event| event.event_type));
        assert_eq!(
            kind(crisis(Variable::HighestAction, 16)),
            Some(Some(EventType::Assault))
        );
        assert_eq!(kind(crisis(Variable::HighestAction, 0)), Some(None));
        assert_eq!(kind(crisis(Variable::HighestAction, 99)), None);
        assert_eq!(
            kind(icbe(true, "Threaten")),
            Some(Some(EventType::Threaten))
        );
        assert_eq!(kind(icbe(false, "threaten")), None);
        let strike = acled("Explosions/Remote violence", "Air/drone strike");
        assert_eq!(
            strike.and_then(|act| act.event.as_ref()?.mode),
            Some(Mode::Aerial)
        );
        assert!(acled("Battles", "Armed clash").is_some_and(|act| act.both));
        assert_eq!(acled("Parades", ""), None);
    }
}
