//! Commitments: what was promised, what that obliges to, and what became of it.
//!
//! The register holds every agreement and membership of the record with its obligations (ATOP's
//! vector; Leeds, Ritter, Mitchell and Long 2002), what they do *not* oblige to, whether help was
//! asked for, and, where a party was attacked since, what the others then did. Promises and
//! threats in words are commitments too, checked against later deeds of the same actor. Absence is
//! an answer: "no mutual-defence clause is recorded; no request for help is recorded".

mod attack;
mod background;
mod help;
mod membership;
mod promise;
mod register;

pub(crate) use attack::response_to;
pub use attack::{Attack, Deed, Response};
pub use background::NamedTreaty;
pub(crate) use help::help_asked_by;

use crate::{Names, choice::Members, chronicle::Chronicle};
use chancery_model::{ActorId, Date, Force, Obligation, StatementId};
use chancery_store::View;
use serde::{Deserialize, Serialize};

/// Something that an actor owes another, or said it would do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Commitment {
    /// What it is.
    pub kind: CommitmentKind,
    /// Its name: of the agreement or organisation, or the words of the promise.
    pub name: String,
    /// Who is bound; of a promise or threat, who made it.
    pub parties: Vec<ActorId>,
    /// To whom a promise or threat was made; empty otherwise.
    pub to: Vec<ActorId>,
    /// The organisation whose members are bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<ActorId>,
    /// When it was made.
    pub date: Option<Date>,
    /// By when it was to be done, where that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Date>,
    /// How far an agreement has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<Force>,
    /// What it obliges to, in ATOP's terms.
    pub obligations: Vec<Obligation>,
    /// What it obliges to, in a sentence.
    pub obliges_to: String,
    /// What it does not oblige to, in a sentence; empty where there is nothing to say.
    pub does_not_oblige_to: String,
    /// Whether a party asked another for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Help>,
    /// The attacks on parties since, and what the others did.
    pub attacks: Vec<Attack>,
    /// What became of it.
    pub outcome: Outcome,
    /// One or two sentences on what became of it.
    pub why: String,
    /// The treaty that says so, where that is background and not from the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether that it was made is itself background: the record names it at most.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// The statements it rests on; of a background treaty, those that name it.
    pub statements: Vec<StatementId>,
}

/// What kind of commitment it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommitmentKind {
    /// An agreement between its parties.
    Agreement,
    /// Membership of an organisation.
    Membership,
    /// A promise in words.
    Promise,
    /// A threat in words.
    Threat,
}

/// What became of a commitment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It came due and was done; a threat was carried out.
    Honoured,
    /// It came due, and the time for it passed without the deed.
    Evaded,
    /// A party did what it had forsworn.
    Broken,
    /// A threat was taken back.
    Withdrawn,
    /// It is due, and there is time yet.
    Pending,
    /// Nothing has called for it.
    NotInvoked,
    /// It was put to the test and obliges to nothing in such a case.
    NoDuty,
}

/// Whether a party asked another for help.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Help {
    /// What the record says.
    pub requested: Requested,
    /// One sentence.
    pub why: String,
    /// The statements that say so.
    pub statements: Vec<StatementId>,
}

/// What the record says about a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requested {
    /// A request is recorded.
    Recorded,
    /// The text says that there was none.
    DeniedByText,
    /// No request is recorded.
    NoneRecorded,
}

/// How much of the register is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommitmentOptions {
    /// At most so many promises and threats, the latest first.
    pub most_promises: usize,
    /// How many days a party has to act where no deadline is stated.
    pub patience: i64,
    /// The treaties that are known by a name of their own, from a table of the caller's.
    pub treaties: Vec<NamedTreaty>,
    /// The members of organisations on the day, from the dictionary.
    pub members: Members,
}

impl Default for CommitmentOptions {
    fn default() -> Self {
        Self {
            most_promises: 60,
            patience: 90,
            treaties: Vec::new(),
            members: Members::new(),
        }
    }
}

/// Returns the register: agreements, memberships, those that are known as background only, then promises
/// and threats, the latest first.
pub fn commitments(view: &View<'_>, names: &Names, options: &CommitmentOptions) -> Vec<Commitment> {
    let chronicle = Chronicle::of(view);
    let mut register = register::agreements(view, &chronicle, names, options);
    register.extend(membership::memberships(view, &chronicle, names, options));
    let background = background::background(view, &chronicle, names, options, &register);
    register.extend(background);
    register.extend(promise::promises(&chronicle, names, options));
    register
}

/// Returns what a list of obligations obliges to, as a phrase.
pub(crate) fn duties(obligations: &[Obligation]) -> String {
    let words: Vec<&str> = obligations
        .iter()
        .map(|obligation| match obligation {
            Obligation::Defence => "to defend each other when attacked",
            Obligation::Offence => "to join each other's attacks",
            Obligation::Neutrality => "to stay out of each other's wars",
            Obligation::NonAggression => "not to attack each other",
            Obligation::Consultation => "to consult and cooperate",
        })
        .collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests;
