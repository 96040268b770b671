//! What words mean as events: the data files of `data/`, read once.
//!
//! A *sense* says which PLOVER type and mode a verb or noun has under which conditions on its
//! arguments, and which argument is the actor and which the recipient. An *operator* is a word
//! whose clause or act is not itself the event ("agreed to", "refusal to"). The format is described
//! at the head of each file; a line that does not follow it is a fault that the tests show.

mod reading;

use chancery_model::{Context, EventType, Mode};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A set of noun classes.
pub(crate) type Classes = u128;

/// What may stand in a place that a condition tests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Filler {
    /// A noun of one of these classes.
    Class(Classes),
    /// This noun.
    Word(Box<str>),
    /// Something that names an actor or people.
    Actor,
    /// Somebody whom the dictionary knows.
    Known,
    /// Anything.
    Anything,
    /// Nothing at all.
    Nothing,
}

/// The place that a condition tests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// The object.
    Object,
    /// The subject.
    Subject,
    /// A word before the noun.
    Modifier,
    /// What the object is said to be ("found guilty"), or how it is done ("responded dismissively").
    Complement,
    /// The noun that a preposition ties to the predicate.
    Preposition(Box<str>),
}

/// A condition of a sense.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Condition {
    /// The place holds one of the fillers, or, negated, none of them.
    Fills {
        /// The place.
        place: Place,
        /// What it may hold.
        fillers: Vec<Filler>,
        /// Whether the condition is turned round.
        negated: bool,
    },
    /// A clause is governed, or is not.
    Clause(bool),
    /// At least one side is a political actor, and no named side is something else.
    Political,
    /// Actors of two states act together.
    Several,
    /// Those who act are people without office.
    Civil,
    /// Those who act hold an office of state.
    Official,
    /// A state, its government or an organisation of states acts, not people of it.
    Government,
}

/// Where a participant is found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    /// The agent.
    Agent,
    /// The patient, or what it is made of.
    Patient,
    /// The indirect object.
    Indirect,
    /// What the governed clause names.
    Clause,
    /// After this preposition.
    Preposition(Box<str>),
}

/// How much support a noun needs to be read as something that happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Support {
    /// None.
    #[default]
    Act,
    /// Both sides named, or a verb that carries it.
    Dyad,
    /// A verb that carries it.
    Verb,
}

/// One meaning of a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sense {
    /// The type; `None` for a meaning that is no political event.
    pub(crate) event_type: Option<EventType>,
    /// The mode.
    pub(crate) mode: Option<Mode>,
    /// What must hold.
    pub(crate) conditions: Vec<Condition>,
    /// Where the actors are found.
    pub(crate) actor: Vec<Source>,
    /// Where the recipients are found; with `symmetric`, further actors.
    pub(crate) recipient: Vec<Source>,
    /// Whether the wording is symmetric.
    pub(crate) symmetric: bool,
    /// What it is about.
    pub(crate) contexts: Vec<Context>,
    /// For nouns.
    pub(crate) support: Support,
    /// The line of the data file, which names the sense in `rule` and explanations.
    pub(crate) line: usize,
}

/// What a word makes of the clause or act that it governs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Operator {
    Agree,
    Promise,
    Offer,
    Intend,
    Refuse,
    Demand,
    Order,
    Threaten,
    Warn,
    Accuse,
    Allege,
    Deny,
    Condemn,
    Praise,
    Say,
    Admit,
    Permit,
    Force,
    Prevent,
    Fail,
    Attempt,
    Begin,
    Stop,
    Cancel,
    Discuss,
    Wish,
    Think,
    Expect,
    Able,
    Happen,
}

/// The words and their meanings.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    class_names: Vec<Box<str>>,
    classes: HashMap<Box<str>, Classes>,
    verbs: HashMap<Box<str>, Vec<Sense>>,
    nouns: HashMap<Box<str>, Vec<Sense>>,
    operators: HashMap<Box<str>, Vec<Operator>>,
    operator_nouns: HashMap<Box<str>, Vec<Operator>>,
}

impl Lexicon {
    /// Returns the lexicon that comes with the program.
    pub(crate) fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| reading::read().0)
    }

    /// Returns the classes that a noun is in; words of two parts are joined by `_`.
    pub(crate) fn classes_of(&self, noun: &str) -> Classes {
        self.classes.get(noun).copied().unwrap_or(0)
    }

    /// Returns whether a noun is in the class of this name.
    pub(crate) fn is(&self, noun: &str, class: &str) -> bool {
        self.classes_of(noun) & self.class(class) != 0
    }

    /// Returns the class of a name as a set of one, or the empty set.
    pub(crate) fn class(&self, name: &str) -> Classes {
        self.class_names
            .iter()
            .position(|class| &**class == name)
            .map_or(0, |index| 1 << index)
    }

    /// Returns the senses of a verb, in the order of the file.
    pub(crate) fn verb(&self, lemma: &str) -> &[Sense] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Returns the senses of a noun, in the order of the file.
    pub(crate) fn noun(&self, lemma: &str) -> &[Sense] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Returns what a verb makes of what it governs; the first is the usual one.
    pub(crate) fn operators(&self, lemma: &str) -> &[Operator] {
        self.operators.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Returns what a noun or adjective makes of what it governs.
    pub(crate) fn operator_nouns(&self, lemma: &str) -> &[Operator] {
        self.operator_nouns.get(lemma).map_or(&[], Vec::as_slice)
    }
}

/// Returns where the recipients of a type are found when its sense does not say.
pub(crate) fn usual_recipients(event_type: EventType) -> &'static [Source] {
    static TABLE: OnceLock<Vec<(EventType, Vec<Source>)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let words = |text: &str| reading::sources(text);
        EventType::ALL
            .iter()
            .map(|event_type| {
                let sources = match event_type {
                    EventType::Agree => words("R with to P C for"),
                    EventType::Consult => words("P with to"),
                    EventType::Support => words("P R to for with of C"),
                    EventType::Concede => words("P R to on for from in"),
                    EventType::Cooperate => words("with P to"),
                    EventType::Aid => words("R to P for in"),
                    EventType::Retreat => words("P from to in"),
                    EventType::Request => words("P R of to from on upon C for"),
                    EventType::Accuse => words("P R on against at C over for about to"),
                    EventType::Reject => words("P from by C with"),
                    EventType::Threaten => words("P R against to C at"),
                    EventType::Protest => words("against over at P outside of about for C"),
                    EventType::Sanction => words("P on against from with to"),
                    EventType::Mobilize => words("against near to in on along P"),
                    EventType::Coerce => words("P on against from of in"),
                    EventType::Assault => words("P on against at in near"),
                };
                (*event_type, sources)
            })
            .collect()
    });
    table
        .iter()
        .find(|(known, _)| *known == event_type)
        .map_or(&[], |(_, sources)| sources.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_files_is_read() {
        let (lexicon, faults) = reading::read();
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(lexicon.verbs.len() > 400, "{}", lexicon.verbs.len());
        assert!(lexicon.nouns.len() > 200, "{}", lexicon.nouns.len());
        let senses: usize = lexicon.verbs.values().map(Vec::len).sum();
        assert!(senses > 700, "{senses}");
    }

    #[test]
    fn direction_and_symmetry_are_read_from_the_roles() {
        let lexicon = Lexicon::get();
        let receive = lexicon.verb("receive");
        assert!(receive.iter().any(|sense| {
            sense.event_type == Some(EventType::Aid)
                && sense.actor == [Source::Preposition("from".into())]
                && sense.recipient == [Source::Agent]
        }));
        assert!(lexicon.verb("meet").iter().any(|sense| sense.symmetric));
        assert!(lexicon.is("ceasefire", "truce") && lexicon.is("ceasefire", "agreement"));
        assert!(!lexicon.is("ceasefire", "sanctions"));
    }
}
