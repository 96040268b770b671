//! Mediation: who could bring two parties together, and what is missing.
//!
//! For each dispute the candidates are those who offered, hosted, were asked or named, or deal
//! with both sides. Each is judged by conditions that the literature names (consent of the
//! parties: Bercovitch 1992; leverage and bias: Touval and Zartman 1985, Kydd 2003, Svensson 2009;
//! the mediator's own means: Beardsley 2011), each met, failed or unknown with the statements that
//! say so. Unknown stays unknown. Mediation goes to the hard cases, so that nothing here says what
//! mediation *causes*.

mod answers;
mod candidate;
mod conditions;
mod dispute;
mod outcomes;
mod pairing;
mod prominence;
mod score;

pub use pairing::MediatorPair;

use crate::{
    Names,
    choice::{self, Choice, Members},
    chronicle::Chronicle,
    crises::PastCrises,
    ties::Ties,
};
use chancery_model::{ActorId, Pair, StatementId};
use chancery_store::View;
use serde::{Deserialize, Serialize};

/// A dispute and who could mediate in it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Mediation {
    /// The two sides.
    pub dispute: [ActorId; 2],
    /// The candidates, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// The best two together, where they would do better than either alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<MediatorPair>,
    /// The statements that show the dispute.
    pub statements: Vec<StatementId>,
}

/// One who could mediate.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub actor: ActorId,
    /// How likely it is that it mediates and that this ends in a formal agreement.
    pub probability: f64,
    /// The lower end of the 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// What it is a candidate by: an offer, a request, having hosted, ties to both.
    pub standing: Standing,
    /// What it would take, each met, failed or unknown.
    pub conditions: Vec<Condition>,
    /// How often one like it mediates in a dispute like this, by who did in the past; `None` where the
    /// members of organisations are not known to the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// One paragraph from the conditions.
    pub why: String,
    /// What would have to change.
    pub missing: Vec<String>,
    /// The statements that make it a candidate.
    pub statements: Vec<StatementId>,
}

/// What makes an actor a candidate, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It brought the sides together.
    Hosted,
    /// It offered to mediate.
    Offered,
    /// Somebody asked or proposed that it mediate.
    Asked,
    /// The text names it as a mediator.
    Named,
    /// It deals with both sides.
    TiesToBoth,
    /// The record says nothing of it; it is one of those who usually mediate in such disputes.
    Usual,
}

/// One condition of a candidate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// `consent:X`, `blessing:PATRON:for:X`, `impartiality`, `leverage:X`, `track-record`,
    /// `free-hands`, `mandate` or `rivals`, and `prominence:X` where the text tells of it.
    pub name: String,
    /// Met, failed or unknown.
    pub status: ConditionStatus,
    /// One sentence.
    pub why: String,
    /// The statements that say so.
    pub statements: Vec<StatementId>,
}

/// Whether a condition holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConditionStatus {
    /// It holds.
    Met,
    /// It does not hold.
    Failed,
    /// The record does not say.
    Unknown,
}

/// How much is wanted.
#[derive(Clone, PartialEq, Debug)]
pub struct MediationOptions {
    /// At most so many disputes, where none is given.
    pub most_disputes: usize,
    /// At most so many candidates a dispute.
    pub most_candidates: usize,
    /// At most so many of those who usually mediate, where the record does not name them.
    pub most_usual: usize,
    /// The members of organisations on the day, from the dictionary; who usually mediates is not asked
    /// where it is empty.
    pub members: Members,
    /// Mediated crises of the past, where the caller has them.
    pub past: Option<PastCrises>,
}

impl Default for MediationOptions {
    fn default() -> Self {
        Self {
            most_disputes: 3,
            most_candidates: 8,
            most_usual: 3,
            members: Members::new(),
            past: None,
        }
    }
}

/// Returns the disputes of a record, the worst first: those in which somebody mediates, then the most
/// hostile pairs.
pub fn disputes(view: &View<'_>, ties: &Ties, most: usize) -> Vec<[ActorId; 2]> {
    let found = dispute::found(ties, &Chronicle::of(view), most);
    found.into_iter().map(|(dispute, _)| dispute).collect()
}

/// Returns the disputes of the record, or the one asked for, each with its candidates.
pub fn mediation(
    view: &View<'_>,
    ties: &Ties,
    names: &Names,
    dispute: Option<&Pair>,
    options: &MediationOptions,
) -> Vec<Mediation> {
    let chronicle = Chronicle::of(view);
    let found = match dispute {
        Some(pair) => vec![dispute::given(pair, ties)],
        None => dispute::found(ties, &chronicle, options.most_disputes),
    };
    let all: Vec<[ActorId; 2]> = found.iter().map(|(dispute, _)| dispute.clone()).collect();
    found
        .into_iter()
        .enumerate()
        .map(|(index, (dispute, statements))| {
            let case = Case {
                dispute: &dispute,
                graver: all.get(..index).unwrap_or_default(),
                chronicle: &chronicle,
                ties,
                view,
                names,
                past: options.past.as_ref(),
                choices: choice::choices(&dispute, ties, &options.members, chronicle.today, names),
            };
            let candidates = candidate::candidates(&case, options);
            Mediation {
                pair: pairing::best(&candidates, names),
                candidates,
                dispute,
                statements,
            }
        })
        .collect()
}

/// A dispute with all that is known.
pub(crate) struct Case<'call, 'record> {
    pub(crate) dispute: &'call [ActorId; 2],
    /// The disputes ranked before it. Mediation without a named dispute and without either side is
    /// about the first dispute that nobody who takes part is a side of.
    pub(crate) graver: &'call [[ActorId; 2]],
    pub(crate) chronicle: &'call Chronicle<'record>,
    pub(crate) ties: &'call Ties,
    pub(crate) view: &'call View<'record>,
    pub(crate) names: &'call Names,
    /// Mediated crises of the past, where the caller has them.
    pub(crate) past: Option<&'call PastCrises>,
    /// What the choices of the past say of everybody, the likeliest first.
    pub(crate) choices: Vec<(ActorId, Choice)>,
}

#[cfg(test)]
mod tests;
