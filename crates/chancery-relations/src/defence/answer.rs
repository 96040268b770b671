//! Would X defend Y? The answer from a record, part by part.

use super::{
    figures::{border, distance, figures},
    model::{Situation, committed},
    spoken::spoken,
};
use crate::{
    Names,
    chronicle::Chronicle,
    commitments::{
        Commitment, CommitmentKind, CommitmentOptions, Deed, Requested, Response, commitments,
        help, response_to,
    },
    day,
    logistic::chance,
    majors::treaty,
    organisations::{Organisation, all as all_organisations},
    ties::{Tie, Ties},
};
use chancery_model::{ActorId, EventType, Force, Obligation, StatementId, TieLabel};
use chancery_store::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// A tie of ±1 between the two moves the log odds by this much.
const TIE: f64 = 1.0;

/// Having said that it will, or will not.
const SAID: f64 = 1.2;

/// Help asked for, and help that the text says was not asked for.
const ASKED: f64 = 0.4;

/// What it has already done: fought, sent help, turned against, refused.
const DONE: [f64; 4] = [4.0, 0.8, -2.0, -1.5];

/// Each part names at most so many statements.
const MOST_STATEMENTS: usize = 5;

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
        register: commitments(view, names, &CommitmentOptions::default()),
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

struct Inquiry<'call, 'record> {
    view: &'call View<'record>,
    ties: &'call Ties,
    names: &'call Names,
    chronicle: &'call Chronicle<'record>,
    defender: &'call ActorId,
    target: &'call ActorId,
    attacker: Option<&'call ActorId>,
    register: Vec<Commitment>,
    is_member: &'call dyn Fn(&ActorId, &ActorId) -> bool,
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

    /// Returns what two actors owe each other: by the record, by the organisations that both are
    /// members of, and by the table of standing commitments.
    fn duties(&self, one: &ActorId, other: &ActorId) -> Vec<DutySource> {
        let mut found = Vec::new();
        let both = |commitment: &&Commitment| {
            commitment.parties.contains(one) && commitment.parties.contains(other)
        };
        for held in self.register.iter().filter(both) {
            let agreed = held.kind == CommitmentKind::Agreement && held.force != Some(Force::Ended);
            if agreed || held.kind == CommitmentKind::Membership {
                let sentences = [held.obliges_to.as_str(), held.does_not_oblige_to.as_str()];
                let sentences: Vec<&str> = sentences
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect();
                found.push(DutySource {
                    name: held.name.clone(),
                    obligations: held.obligations.clone(),
                    why: sentences.join(" "),
                    source: held.source.clone(),
                    statements: held
                        .statements
                        .iter()
                        .take(MOST_STATEMENTS)
                        .cloned()
                        .collect(),
                });
            }
        }
        let today = day::date(self.chronicle.today);
        let holds = |organisation: &&Organisation| {
            let known = found
                .iter()
                .any(|duty: &DutySource| duty.name == organisation.name);
            // That all states renounce force binds no two of them in particular.
            let binds = organisation
                .obligations
                .iter()
                .any(|owed| matches!(owed, Obligation::Defence | Obligation::Consultation));
            !known
                && binds
                && organisation.holds(today)
                && (self.is_member)(one, &organisation.id)
                && (self.is_member)(other, &organisation.id)
        };
        let shared: Vec<DutySource> = all_organisations()
            .filter(holds)
            .map(|organisation| DutySource {
                name: organisation.name.to_owned(),
                obligations: organisation.obligations.clone(),
                why: format!("{}: {}.", organisation.clause, organisation.says),
                source: Some(organisation.source.to_owned()),
                statements: Vec::new(),
            })
            .collect();
        found.extend(shared);
        if let Some((what, source, defence)) = treaty(one, other, today) {
            found.push(DutySource {
                name: what.to_owned(),
                obligations: if defence {
                    vec![Obligation::Defence]
                } else {
                    Vec::new()
                },
                why: format!(
                    "{} and {}: {what}.",
                    self.names.of(one),
                    self.names.of(other)
                ),
                source: Some(source.to_owned()),
                statements: Vec::new(),
            });
        }
        found
    }

    /// Returns how many others owe the target defence, as far as the tables and the record tell.
    fn others_who_owe(&self) -> usize {
        let mut others: BTreeSet<ActorId> = self
            .register
            .iter()
            .filter(|held| {
                held.parties.contains(self.target)
                    && held.obligations.contains(&Obligation::Defence)
            })
            .flat_map(|held| &held.parties)
            .filter(|party| *party != self.target)
            .cloned()
            .collect();
        let today = day::date(self.chronicle.today);
        let pacts = all_organisations().filter(|organisation| {
            organisation.obligations.contains(&Obligation::Defence)
                && organisation.holds(today)
                && (self.is_member)(self.target, &organisation.id)
        });
        for organisation in pacts {
            let members = super::figures::states()
                .filter(|state| *state != self.target && (self.is_member)(state, &organisation.id));
            others.extend(members.cloned());
        }
        others.len()
    }

    fn duty(&self, duties: &[DutySource], owes: bool, shift: f64) -> Part {
        let (who, whom) = (self.names.of(self.defender), self.names.of(self.target));
        let mut why = if owes {
            format!("{who} owes {whom} defence.")
        } else {
            format!("{who} owes {whom} no defence by anything on record.")
        };
        for duty in duties.iter().take(3) {
            why += &format!(" {}: {}", capital(&duty.name), duty.why);
        }
        let statements = duties.iter().flat_map(|duty| duty.statements.clone());
        part(
            "duty",
            shift,
            PartBasis::Fitted,
            why,
            statements.take(MOST_STATEMENTS).collect(),
        )
    }

    fn capability(&self, shift: f64) -> Part {
        let who = self.names.of(self.defender);
        match figures(self.defender).and_then(|found| Some((found.capability?, found.year?))) {
            Some((share, year)) => part(
                "capability",
                shift,
                PartBasis::Fitted,
                format!(
                    "{} holds {:.1} % of the world’s material capability (CINC, {year}).",
                    capital(who),
                    share * 100.0
                ),
                Vec::new(),
            ),
            None => part(
                "capability",
                0.0,
                PartBasis::Unknown,
                format!("No figures on {who}’s capability are at hand."),
                Vec::new(),
            ),
        }
    }

    /// Returns the wars of the defender's own, against others than this attacker.
    fn own_wars(&self) -> Vec<(ActorId, Vec<StatementId>)> {
        let mut wars = Vec::new();
        for tie in self.ties.all() {
            let enemy = if tie.a == *self.defender {
                &tie.b
            } else if tie.b == *self.defender {
                &tie.a
            } else {
                continue;
            };
            if let Some(war) = &tie.war
                && Some(enemy) != self.attacker
            {
                wars.push((
                    enemy.clone(),
                    war.statements.iter().take(2).cloned().collect(),
                ));
            }
        }
        wars
    }

    fn own_war(&self, wars: &[(ActorId, Vec<StatementId>)], shift: f64) -> Part {
        let who = self.names.of(self.defender);
        if wars.is_empty() {
            let why = format!("No war of {who}’s own elsewhere is recorded.");
            return part("own-war", shift, PartBasis::Fitted, why, Vec::new());
        }
        let enemies = self.names.list(wars.iter().map(|(enemy, _)| enemy));
        let share = |actor: &ActorId| figures(actor).and_then(|found| found.capability);
        let facing: f64 = wars.iter().filter_map(|(enemy, _)| share(enemy)).sum();
        let against = match share(self.defender) {
            Some(own) if facing > 0.0 && own > 0.0 => format!(
                ", against {:.0} % of its own capability",
                100.0 * facing / own
            ),
            _ => String::new(),
        };
        let why = format!(
            "{} is itself at war with {enemies}{against}. Of past clashes the data say that a war of one’s own made little difference.",
            capital(who)
        );
        let statements = wars.iter().flat_map(|(_, statements)| statements.clone());
        part(
            "own-war",
            shift,
            PartBasis::Fitted,
            why,
            statements.take(MOST_STATEMENTS).collect(),
        )
    }

    fn distance(&self, shift: f64) -> Part {
        let (who, whom) = (self.names.of(self.defender), self.names.of(self.target));
        let Some(far) = distance(self.defender, self.target) else {
            let why = format!("How far {who} is from {whom} is not known.");
            return part("distance", 0.0, PartBasis::Unknown, why, Vec::new());
        };
        let mut why = format!(
            "The capitals of {who} and {whom} are {} km apart",
            thousands(far)
        );
        if let Some(attacker) = self.attacker
            && let Some(far) = distance(self.defender, attacker)
        {
            let borders = border(self.defender, attacker) == Some(true);
            let other = self.names.of(attacker);
            why += &format!(
                ", those of {who} and {other} {} km{}",
                thousands(far),
                if borders {
                    format!("; {who} and {other} are neighbours")
                } else {
                    String::new()
                }
            );
        }
        part("distance", shift, PartBasis::Fitted, why + ".", Vec::new())
    }

    fn towards_attacker(&self, enmity: Option<&Tie>, pact: bool, shift: f64) -> Part {
        let who = self.names.of(self.defender);
        let Some(attacker) = self.attacker else {
            let why = format!(
                "The record names no attacker of {}.",
                self.names.of(self.target)
            );
            return part("attacker", 0.0, PartBasis::Unknown, why, Vec::new());
        };
        let whom = self.names.of(attacker);
        let tie = self.ties.between(self.defender, attacker);
        let mut statements: Vec<StatementId> = Vec::new();
        let mut why = match (enmity, tie) {
            (Some(tie), _) | (None, Some(tie)) => {
                statements.extend(tie.statements.iter().take(3).cloned());
                format!(
                    "{}.",
                    capital(&crate::camps::words(
                        self.defender,
                        attacker,
                        Some(tie),
                        self.names
                    ))
                )
            }
            (None, None) => format!("How {who} stands to {whom} is not recorded."),
        };
        if pact {
            why += &format!(" {} owes {whom} defence too.", capital(who));
        }
        part("attacker", shift, PartBasis::Fitted, why, statements)
    }

    /// Returns how often the defender owed an attacked party defence, how often it fought, and the
    /// statements.
    fn own_record(&self) -> (usize, usize, Vec<StatementId>) {
        let (mut owed, mut fought, mut statements) = (0, 0, Vec::new());
        for held in self
            .register
            .iter()
            .filter(|held| held.obligations.contains(&Obligation::Defence))
        {
            for attack in held
                .attacks
                .iter()
                .filter(|attack| attack.on != *self.target)
            {
                for response in attack
                    .responses
                    .iter()
                    .filter(|found| found.party == *self.defender)
                {
                    owed += 1;
                    fought += usize::from(response.did == Deed::Fought);
                    statements.extend(response.statements.iter().take(2).cloned());
                }
            }
        }
        statements.truncate(MOST_STATEMENTS);
        (owed, fought, statements)
    }

    fn record_words(&self, owed: usize, fought: usize) -> String {
        let who = self.names.of(self.defender);
        if owed == 0 {
            return format!("The record knows no other attack on one to whom {who} owed defence.");
        }
        format!(
            "{} owed defence in {owed} other attacks on record and fought in {fought}.",
            capital(who)
        )
    }

    fn request(&self) -> Part {
        let parties = [self.target.clone(), self.defender.clone()];
        let asked = help(self.target, &parties, self.chronicle, self.names);
        // An agreement's register knows of denials that name no date.
        let denied = self.register.iter().find_map(|held| {
            let both = parties.iter().all(|party| held.parties.contains(party));
            let help = held
                .help
                .as_ref()
                .filter(|help| both && help.requested == Requested::DeniedByText)?;
            Some(help.clone())
        });
        let help = match denied {
            Some(denied) if asked.requested != Requested::Recorded => denied,
            _ => asked,
        };
        let (shift, basis) = match help.requested {
            Requested::Recorded => (ASKED, PartBasis::Judged),
            Requested::DeniedByText => (-ASKED, PartBasis::Judged),
            Requested::NoneRecorded => (0.0, PartBasis::Unknown),
        };
        part(
            "request",
            shift,
            basis,
            help.why,
            help.statements.into_iter().take(MOST_STATEMENTS).collect(),
        )
    }

    fn tie(&self) -> Part {
        match self.ties.between(self.defender, self.target) {
            Some(tie) => part(
                "tie",
                TIE * tie.value,
                PartBasis::Judged,
                format!(
                    "{}.",
                    capital(&crate::camps::words(
                        self.defender,
                        self.target,
                        Some(tie),
                        self.names
                    ))
                ),
                tie.statements.iter().take(3).cloned().collect(),
            ),
            None => part(
                "tie",
                0.0,
                PartBasis::Unknown,
                format!(
                    "How {} stands to {} is not recorded.",
                    self.names.of(self.defender),
                    self.names.of(self.target)
                ),
                Vec::new(),
            ),
        }
    }

    fn stated(&self) -> Part {
        let who = self.names.of(self.defender);
        let found = spoken(self.defender, self.target, self.attacker, self.view);
        let ids = |sign: i8| {
            let of_sign = found.iter().filter(move |spoken| spoken.sign == sign);
            of_sign
                .map(|spoken| spoken.statement.id.clone())
                .take(MOST_STATEMENTS)
                .collect::<Vec<_>>()
        };
        let (will, will_not) = (ids(1), ids(-1));
        match (will.is_empty(), will_not.is_empty()) {
            (true, true) => part(
                "stated-position",
                0.0,
                PartBasis::Unknown,
                format!("No statement that {who} would or would not help in arms is recorded."),
                Vec::new(),
            ),
            (true, false) => part(
                "stated-position",
                -SAID,
                PartBasis::Judged,
                format!("The record says that {who} will not, or cannot."),
                will_not,
            ),
            (false, true) => part(
                "stated-position",
                SAID,
                PartBasis::Judged,
                format!("The record says that {who} will."),
                will,
            ),
            (false, false) => part(
                "stated-position",
                0.0,
                PartBasis::Unknown,
                format!("The record says both that {who} will and that it will not."),
                will.into_iter().chain(will_not).collect(),
            ),
        }
    }

    fn deeds(&self) -> Part {
        let first = self
            .chronicle
            .with(self.target)
            .filter(|act| act.is(EventType::Assault) && act.happened() && act.is_to(self.target))
            .filter(|act| {
                self.attacker
                    .is_none_or(|by| act.is_by(by) || act.by.is_empty())
            })
            .map(|act| (act.day, act.exact()))
            .min_by_key(|(day, _)| *day);
        let unknown = |why: String| part("deeds", 0.0, PartBasis::Unknown, why, Vec::new());
        let Some((day, exact)) = first else {
            return unknown(format!(
                "No attack on {} is recorded.",
                self.names.of(self.target)
            ));
        };
        let Response {
            did,
            why,
            statements,
            ..
        } = response_to(
            (self.defender, self.target, self.attacker),
            (day, exact),
            self.chronicle,
            self.names,
        );
        let shift = match did {
            Deed::Fought => DONE[0],
            Deed::Aided => DONE[1],
            Deed::SidedAgainst => DONE[2],
            Deed::Refused => DONE[3],
            Deed::Spoke | Deed::Silent => {
                return part("deeds", 0.0, PartBasis::Unknown, why, statements);
            }
        };
        part("deeds", shift, PartBasis::Judged, why, statements)
    }
}

fn part(
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

/// Returns a sentence with its first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Returns a distance in whole hundreds, with its thousands set apart.
fn thousands(kilometres: f64) -> String {
    let hundreds = format!("{:.0}", (kilometres / 100.0).round() * 100.0);
    match hundreds.split_at_checked(hundreds.len().saturating_sub(3)) {
        Some((head, tail)) if !head.is_empty() => format!("{head},{tail}"),
        _ => hundreds,
    }
}
