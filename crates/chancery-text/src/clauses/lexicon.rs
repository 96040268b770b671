//! What verbs and nouns say about their arguments, from the data files of this crate.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const VERB_CLASSES: &str = include_str!("../../data/verb-classes.txt");
const EVENT_NOUNS: &str = include_str!("../../data/event-nouns.txt");

/// A class of words, as the groups of `verb-classes.txt` name them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(crate) enum Class {
    Report = 1,
    ObjectControl = 1 << 1,
    RaisingToObject = 1 << 2,
    SubjectControl = 1 << 3,
    Blame = 1 << 4,
    Failure = 1 << 5,
    Prevention = 1 << 6,
    Future = 1 << 7,
    Linking = 1 << 8,
    Intransitive = 1 << 9,
    Partitive = 1 << 10,
    PossibleAdjective = 1 << 11,
    FutureAdjective = 1 << 12,
    NegativeAdjective = 1 << 13,
    ActingNoun = 1 << 14,
}

impl Class {
    fn of_group(name: &str) -> Option<Self> {
        Some(match name {
            "report" => Self::Report,
            "object-control" => Self::ObjectControl,
            "raising-to-object" => Self::RaisingToObject,
            "subject-control" => Self::SubjectControl,
            "blame" => Self::Blame,
            "failure" => Self::Failure,
            "prevention" => Self::Prevention,
            "future" => Self::Future,
            "linking" => Self::Linking,
            "intransitive" => Self::Intransitive,
            "partitive" => Self::Partitive,
            "possible-adjective" => Self::PossibleAdjective,
            "future-adjective" => Self::FutureAdjective,
            "negative-adjective" => Self::NegativeAdjective,
            "acting-noun" => Self::ActingNoun,
            _ => return None,
        })
    }
}

/// How a noun for an act takes its participants, as the letters of `event-nouns.txt` say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct EventNoun {
    /// The verb that names the same act.
    pub(crate) verb: Option<&'static str>,
    /// "Of" names the one acting.
    pub(crate) of_is_agent: bool,
    /// The participants act on each other.
    pub(crate) symmetric: bool,
    /// "On", "against" and "at" name the one acted on.
    pub(crate) on_is_patient: bool,
    /// "To" names the receiver.
    pub(crate) to_is_recipient: bool,
    /// "From" names the one acting.
    pub(crate) from_is_agent: bool,
    /// A possessor is the one acted on.
    pub(crate) possessor_is_patient: bool,
    /// A place before the noun is the one acted on.
    pub(crate) place_is_patient: bool,
    /// The noun takes a clause.
    pub(crate) takes_clause: bool,
    /// The noun is a happening more than an act.
    pub(crate) happening: bool,
}

/// What a verb that carries a noun for an act makes of its subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Support {
    preposition: &'static str,
    /// The subject is the one acted on ("came under attack").
    pub(crate) subject_is_patient: bool,
}

struct Lexicon {
    classes: FxHashMap<&'static str, u32>,
    supports: FxHashMap<&'static str, Vec<Support>>,
    nouns: FxHashMap<&'static str, EventNoun>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (classes, supports) = read_classes();
    Lexicon {
        classes,
        supports,
        nouns: read_nouns(),
    }
});

/// Returns whether a base form belongs to a class.
pub(crate) fn is(lemma: &str, class: Class) -> bool {
    LEXICON
        .classes
        .get(lemma)
        .is_some_and(|bits| bits & class as u32 != 0)
}

/// Returns how a noun takes participants, where it names an act.
pub(crate) fn event_noun(lemma: &str) -> Option<&'static EventNoun> {
    LEXICON.nouns.get(lemma)
}

/// Returns what a verb, with this preposition or none (`-`), makes of its subject where it carries
/// a noun for an act.
pub(crate) fn support(lemma: &str, preposition: &str) -> Option<Support> {
    LEXICON
        .supports
        .get(lemma)?
        .iter()
        .copied()
        .find(|support| support.preposition == preposition)
}

/// Returns the verb that names the same act as a noun: "annex" for "annexation", "strike" for
/// "airstrike". Nothing for nouns without one ("ceasefire") and for words that name no act.
pub fn verb_of_noun(lemma: &str) -> Option<&'static str> {
    event_noun(lemma).and_then(|noun| noun.verb)
}

/// Returns whether a noun's base form names an act or event that can head a predication.
pub fn is_event_noun(lemma: &str) -> bool {
    event_noun(lemma).is_some()
}

/// Returns whether a verb's complement clause is what somebody says, thinks or learns ("say",
/// "believe", "deny").
pub fn is_reporting_verb(lemma: &str) -> bool {
    is(lemma, Class::Report) || lemma == "according to"
}

/// Yields the lines of a data file with the group they stand in.
fn grouped(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut group = "";
    text.lines().map(str::trim).filter_map(move |line| {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            group = name;
            return None;
        }
        (!line.is_empty() && !line.starts_with('#')).then_some((group, line))
    })
}

type Classes = FxHashMap<&'static str, u32>;
type Supports = FxHashMap<&'static str, Vec<Support>>;

fn read_classes() -> (Classes, Supports) {
    let mut classes = Classes::default();
    let mut supports = Supports::default();
    for (group, line) in grouped(VERB_CLASSES) {
        let mut words = line.split_whitespace();
        if group == "support" {
            if let (Some(verb), Some(preposition)) = (words.next(), words.next()) {
                supports.entry(verb).or_default().push(Support {
                    preposition,
                    subject_is_patient: words.next() == Some("patient"),
                });
            }
        } else if let Some(class) = Class::of_group(group) {
            for word in words {
                *classes.entry(word).or_default() |= class as u32;
            }
        }
    }
    (classes, supports)
}

fn read_nouns() -> FxHashMap<&'static str, EventNoun> {
    grouped(EVENT_NOUNS)
        .filter_map(|(_, line)| {
            let mut words = line.split_whitespace();
            let noun = words.next()?;
            let verb = words.next().filter(|&verb| verb != "-");
            let letters = words.next().unwrap_or("");
            let has = |letter| letters.contains(letter);
            Some((
                noun,
                EventNoun {
                    verb,
                    of_is_agent: has('i') || has('s'),
                    symmetric: has('s'),
                    on_is_patient: has('o'),
                    to_is_recipient: has('r'),
                    from_is_agent: has('f'),
                    possessor_is_patient: has('v'),
                    place_is_patient: has('p'),
                    takes_clause: has('c'),
                    happening: has('e'),
                },
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_of_the_data_is_known() {
        for (group, line) in grouped(VERB_CLASSES) {
            assert!(
                group == "support" || Class::of_group(group).is_some(),
                "unknown group {group} at {line}"
            );
        }
    }

    #[test]
    fn every_noun_has_a_verb_column_and_known_letters() {
        for (_, line) in grouped(EVENT_NOUNS) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            assert!((2..=3).contains(&columns.len()), "{line}");
            let letters = columns.get(2).copied().unwrap_or("");
            assert!(
                letters.chars().all(|letter| "isorfvpce".contains(letter)),
                "{line}"
            );
        }
    }

    #[test]
    fn nouns_name_their_verbs() {
        assert_eq!(verb_of_noun("annexation"), Some("annex"));
        assert_eq!(verb_of_noun("ceasefire"), None);
        assert!(is_event_noun("ceasefire"));
        assert!(!is_event_noun("table"));
    }
}
