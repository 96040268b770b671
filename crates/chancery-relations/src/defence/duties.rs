//! What two actors owe each other: by the record, by the organisations that both are members of, and by
//! the table of standing commitments.

use super::answer::{DutySource, Inquiry, MOST_STATEMENTS};
use crate::{
    commitments::{Commitment, CommitmentKind},
    day,
    majors::treaty,
    organisations::{Organisation, all as all_organisations},
};
use chancery_model::{ActorId, Force, Obligation};
use std::collections::BTreeSet;

impl Inquiry<'_, '_> {
    /// Returns what two actors owe each other: by the record, by the organisations that both are
    /// members of, and by the table of standing commitments.
    pub(super) fn duties(&self, one: &ActorId, other: &ActorId) -> Vec<DutySource> {
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
    pub(super) fn others_who_owe(&self) -> usize {
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
}
