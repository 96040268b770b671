//! The parts of the answer whose weights are fitted on past wars and disputes.

use super::{
    answer::{DutySource, Inquiry, MOST_STATEMENTS, Part, PartBasis, part},
    figures::{border, distance, figures},
};
use crate::{
    commitments::Deed,
    elsewhere::{Elsewhere, elsewhere},
    ties::Tie,
};
use chancery_model::{ActorId, Obligation, StatementId};

impl Inquiry<'_, '_> {
    pub(super) fn duty(&self, duties: &[DutySource], owes: bool, shift: f64) -> Part {
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

    pub(super) fn capability(&self, shift: f64) -> Part {
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

    /// Returns what ties the defender's hands, against others than this attacker and elsewhere than with
    /// the target.
    pub(super) fn own_wars(&self) -> Vec<Elsewhere> {
        let but: Vec<&ActorId> = self.attacker.into_iter().chain([self.target]).collect();
        elsewhere(self.defender, &but, self.view, self.ties)
    }

    pub(super) fn own_war(&self, held: &[Elsewhere], shift: f64) -> Part {
        let who = self.names.of(self.defender);
        if held.is_empty() {
            let why = format!("No war of {who}’s own elsewhere is recorded.");
            return part("own-war", shift, PartBasis::Fitted, why, Vec::new());
        }
        let wars = || {
            held.iter()
                .filter(|held| held.war)
                .flat_map(|held| &held.place)
        };
        let share = |actor: &ActorId| figures(actor).and_then(|found| found.capability);
        let facing: f64 = wars().filter_map(&share).sum();
        let against = match share(self.defender) {
            Some(own) if facing > 0.0 && own > 0.0 => format!(
                ", against {:.0} % of its own capability",
                100.0 * facing / own
            ),
            _ => String::new(),
        };
        let mut clauses: Vec<String> = Vec::new();
        if wars().next().is_some() {
            let enemies = self.names.list(wars());
            clauses.push(format!("is itself at war with {enemies}{against}"));
        }
        let said = held.iter().filter(|held| !held.war);
        clauses.extend(said.map(|held| held.clause(self.names)));
        let why = format!(
            "{} {}. Of past clashes the data say that a war of one’s own made little difference.",
            capital(who),
            clauses.join(", and ")
        );
        let statements = held.iter().flat_map(|held| held.statements.clone());
        part(
            "own-war",
            shift,
            PartBasis::Fitted,
            why,
            statements.take(MOST_STATEMENTS).collect(),
        )
    }

    pub(super) fn distance(&self, shift: f64) -> Part {
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

    pub(super) fn towards_attacker(&self, enmity: Option<&Tie>, pact: bool, shift: f64) -> Part {
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
    pub(super) fn own_record(&self) -> (usize, usize, Vec<StatementId>) {
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

    pub(super) fn record_words(&self, owed: usize, fought: usize) -> String {
        let who = self.names.of(self.defender);
        if owed == 0 {
            return format!("The record knows no other attack on one to whom {who} owed defence.");
        }
        format!(
            "{} owed defence in {owed} other attacks on record and fought in {fought}.",
            capital(who)
        )
    }
}

/// Returns a sentence with its first letter large.
pub(super) fn capital(text: &str) -> String {
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
