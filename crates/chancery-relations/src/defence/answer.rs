//! Would X defend Y? The answer from a record, part by part.

use super::{
    figures::{border, distance, figures},
    model::{Situation, committed},
};
use crate::{
    Names,
    chronicle::Chronicle,
    commitments::{Commitment, CommitmentOptions, commitments},
    logistic::chance,
    ties::{Tie, Ties},
};
use chancery_model::{ActorId, Obligation, StatementId, TieLabel};
use chancery_store::View;
use serde::{Deserialize, Serialize};

/// What is asked.
pub struct Question<'call> {
    /// Who would have to come to help.
    pub defender: &'call ActorId,
    /// Who would be helped.
    pub target: &'call ActorId,
    /// Against whom; the one at war with the target, or most hostile to it, where none is named.
    pub attacker: Option<&'call ActorId>,
    /// Whether an actor is a member of an organisation by what is known beside the record.
    pub is_member: &'call dyn Fn(&ActorId, &ActorId) -> bool,
}

/// The answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Defence {
    /// Who would have to come to help.
    pub defender: ActorId,
    /// Who would be helped.
    pub target: ActorId,
    /// Against whom; `None` where the record shows no attacker.
    pub attacker: Option<ActorId>,
    /// Whether the target is at war.
    pub at_war: bool,
    /// How likely the defender is to fight on the target's side.
    pub probability: f64,
    /// The lower end of the 90 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Whether it owes the target defence.
    pub owes_defence: bool,
    /// What says so, or what else is agreed.
    pub duties: Vec<DutySource>,
    /// What moves the probability, and what does not.
    pub parts: Vec<Part>,
    /// The statements it rests on.
    pub statements: Vec<StatementId>,
}

/// A treaty or membership that the two share.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DutySource {
    /// Its name.
    pub name: String,
    /// What it obliges to.
    pub obligations: Vec<Obligation>,
    /// One or two sentences.
    pub why: String,
    /// The treaty or table that says so, where that is background and not from the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The statements that say so.
    pub statements: Vec<StatementId>,
}

/// One part of the answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// `duty`, `era`, `capability`, `own-war`, `distance`, `attacker`, `record`, `request`, `tie`,
    /// `stated-position` or `deeds`.
    pub name: String,
    /// What it adds to the log odds of a usual case.
    pub shift: f64,
    /// Where the weight comes from.
    pub basis: PartBasis,
    /// One sentence.
    pub why: String,
    /// The statements that say so.
    pub statements: Vec<StatementId>,
}

/// Where the weight of a part comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartBasis {
    /// From the fit on past wars and disputes.
    Fitted,
    /// Set by judgement.
    Judged,
    /// Nothing is known; it moves nothing.
    Unknown,
}

/// Each part names at most so many statements.
pub(super) const MOST_STATEMENTS: usize = 5;

/// Answers from a record.
pub fn defend(view: &View<'_>, ties: &Ties, names: &Names, question: &Question<'_>) -> Defence {
    let chronicle = Chronicle::of(view);
    let attacker = question
        .attacker
        .cloned()
        .or_else(|| attacker(question.defender, question.target, ties));
    let inquiry = Inquiry {
        view,
        ties,
        names,
        chronicle: &chronicle,
        defender: question.defender,
        target: question.target,
        attacker: attacker.as_ref(),
        // What is known beside the record is asked for apart, of these two.
        register: commitments(view, names, &CommitmentOptions::default())
            .into_iter()
            .filter(|held| !held.background)
            .collect(),
        is_member: question.is_member,
    };
    inquiry.answer()
}

/// Returns who attacks a target by the record: its enemy in a war, or the most hostile rival.
fn attacker(defender: &ActorId, target: &ActorId, ties: &Ties) -> Option<ActorId> {
    let of = |tie: &Tie| {
        let other = if tie.a == *target { &tie.b } else { &tie.a };
        (tie.a == *target || tie.b == *target).then(|| other.clone())
    };
    ties.all()
        .iter()
        .filter(|tie| {
            tie.sign < 0
                && matches!(
                    tie.label,
                    TieLabel::AtWar | TieLabel::Hostile | TieLabel::Rival
                )
        })
        .filter_map(|tie| Some((of(tie)?, tie)))
        .filter(|(other, _)| other != defender)
        .min_by(|one, other| {
            let war = other.1.war.is_some().cmp(&one.1.war.is_some());
            war.then(one.1.value.total_cmp(&other.1.value))
                .then_with(|| one.0.cmp(&other.0))
        })
        .map(|(other, _)| other)
}

pub(super) struct Inquiry<'call, 'record> {
    pub(super) view: &'call View<'record>,
    pub(super) ties: &'call Ties,
    pub(super) names: &'call Names,
    pub(super) chronicle: &'call Chronicle<'record>,
    pub(super) defender: &'call ActorId,
    pub(super) target: &'call ActorId,
    pub(super) attacker: Option<&'call ActorId>,
    pub(super) register: Vec<Commitment>,
    pub(super) is_member: &'call dyn Fn(&ActorId, &ActorId) -> bool,
}

impl Inquiry<'_, '_> {
    fn answer(&self) -> Defence {
        let model = committed();
        let duties = self.duties(self.defender, self.target);
        let with_attacker = self
            .attacker
            .map(|attacker| self.duties(self.defender, attacker));
        let owes = |duties: &[DutySource], wanted: Obligation| {
            duties.iter().any(|duty| duty.obligations.contains(&wanted))
        };
        let wars = self.own_wars();
        let (owed, fought, record) = self.own_record();
        let at_war = self
            .attacker
            .and_then(|by| self.ties.between(self.target, by));
        let at_war = at_war.is_some_and(|tie| tie.war.is_some());
        let enmity = self
            .attacker
            .and_then(|by| self.ties.between(self.defender, by));
        let hostile = |tie: &&Tie| {
            tie.sign < 0
                && matches!(
                    tie.label,
                    TieLabel::AtWar | TieLabel::Hostile | TieLabel::Rival
                )
        };
        let enmity = enmity.filter(hostile);
        let owes_defence = owes(&duties, Obligation::Defence);
        let situation = Situation {
            defence: owes_defence,
            offence: owes(&duties, Obligation::Offence),
            other_pact: duties.iter().any(|duty| !duty.obligations.is_empty()),
            since_1945: true,
            capability: figures(self.defender).and_then(|found| found.capability),
            at_war_elsewhere: !wars.is_empty(),
            borders_attacker: self
                .attacker
                .and_then(|by| border(self.defender, by))
                .unwrap_or(false),
            to_attacker: self.attacker.and_then(|by| distance(self.defender, by)),
            to_target: distance(self.defender, self.target),
            pact_with_attacker: with_attacker
                .as_ref()
                .is_some_and(|duties| owes(duties, Obligation::Defence)),
            rival_of_attacker: enmity.is_some(),
            allies: self.others_who_owe(),
            record: (owed, fought),
            war: at_war,
        };
        let features = situation.features(model);
        let fitted = |wanted: &[&str]| -> f64 {
            let shares = model.coefficients.iter().zip(&features);
            shares
                .filter(|(found, _)| wanted.contains(&found.name.as_str()))
                .map(|(found, value)| found.share(*value))
                .sum()
        };
        let parts = vec![
            self.duty(
                &duties,
                owes_defence,
                fitted(&["defence", "offence", "other-pact", "others-who-owe-defence"]),
            ),
            part(
                "era",
                fitted(&["since-1945", "war"]),
                PartBasis::Fitted,
                format!(
                    "Since 1945 states have fought for others less often than before{}.",
                    if at_war {
                        ", and more often in wars than in lesser clashes"
                    } else {
                        ""
                    }
                ),
                Vec::new(),
            ),
            self.capability(fitted(&["capability"])),
            self.own_war(&wars, fitted(&["at-war-elsewhere"])),
            self.distance(fitted(&[
                "distance",
                "distance-to-attacker",
                "borders-attacker",
            ])),
            self.towards_attacker(
                enmity,
                situation.pact_with_attacker,
                fitted(&["pact-with-attacker", "rival-of-attacker"]),
            ),
            part(
                "record",
                fitted(&["record"]),
                PartBasis::Fitted,
                self.record_words(owed, fought),
                record,
            ),
            self.request(),
            self.tie(),
            self.stated(),
            self.deeds(),
        ];
        let fitted_odds = model.intercept
            + features
                .iter()
                .zip(&model.coefficients)
                .map(|(value, found)| found.share(*value))
                .sum::<f64>();
        let mut variance = model.intercept_error * model.intercept_error;
        for (found, value) in model.coefficients.iter().zip(&features) {
            let reach = found.error * found.standardised(*value);
            variance += reach * reach;
        }
        let mut odds = fitted_odds;
        for found in parts
            .iter()
            .filter(|found| found.basis == PartBasis::Judged)
        {
            odds += found.shift;
            variance += found.shift * found.shift / 4.0;
        }
        let reach = 1.645 * variance.sqrt();
        let round = |odds: f64| (chance(odds) * 1e3).round() / 1e3;
        let mut statements: Vec<StatementId> = Vec::new();
        let of_duties = duties.iter().flat_map(|duty| &duty.statements);
        for id in of_duties.chain(parts.iter().flat_map(|part| &part.statements)) {
            if !statements.contains(id) {
                statements.push(id.clone());
            }
        }
        Defence {
            defender: self.defender.clone(),
            target: self.target.clone(),
            attacker: self.attacker.cloned(),
            at_war,
            probability: round(odds),
            low: round(odds - reach),
            high: round(odds + reach),
            owes_defence,
            duties,
            parts,
            statements,
        }
    }
}

pub(super) fn part(
    name: &str,
    shift: f64,
    basis: PartBasis,
    why: String,
    statements: Vec<StatementId>,
) -> Part {
    Part {
        name: name.to_owned(),
        shift: (shift * 1e3).round() / 1e3,
        basis,
        why,
        statements,
    }
}
