//! Alignment from a record: the agreements and memberships that its texts tell of.
//!
//! A text names few of the treaties and clubs there are, so these measures compare what is told of
//! the two, not all that binds them; among fewer than four actors they say nothing.

use super::compare::Source;
use super::portfolios::{
    AllianceCoding, AllianceOptions, Obligations, Portfolio, Scale, alliance_portfolios,
};
use super::side_by_side::{Alignment, compared};
use crate::party;
use chancery_model::{ActorId, Body, Force, MembershipStatus, Obligation};
use chancery_store::View;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer actors make no system to stand in.
const LEAST_ACTORS: usize = 4;

/// Returns how alike two actors' agreements and memberships are, as far as a record tells.
pub fn recorded(view: &View<'_>, one: &ActorId, other: &ActorId) -> Alignment {
    let mut agreements: BTreeMap<(ActorId, ActorId), Obligations> = BTreeMap::new();
    let mut memberships: BTreeMap<ActorId, BTreeMap<ActorId, u8>> = BTreeMap::new();
    for statement in view
        .statements
        .iter()
        .filter(|statement| statement.is_evidence())
    {
        match &statement.body {
            Body::Agreement(agreement)
                if matches!(agreement.force, Force::Signed | Force::InForce) =>
            {
                let owes = |obligation| agreement.obligations.contains(&obligation);
                let parties: BTreeSet<ActorId> =
                    agreement.parties.iter().filter_map(party).collect();
                for first in &parties {
                    for second in parties.range(first.clone()..).skip(1) {
                        let held = agreements
                            .entry((first.clone(), second.clone()))
                            .or_default();
                        held.defence |= owes(Obligation::Defence);
                        held.neutrality |= owes(Obligation::Neutrality);
                        held.non_aggression |= owes(Obligation::NonAggression);
                        // Any agreement binds two at least to talk.
                        held.entente = true;
                    }
                }
            }
            Body::Membership(membership) => {
                let category = match membership.membership {
                    MembershipStatus::Member => 2,
                    MembershipStatus::Suspended => 0,
                    _ => 1,
                };
                let organisation = membership.organisation.as_ref().and_then(party);
                for member in membership.actor.iter().filter_map(party) {
                    if let Some(organisation) = &organisation {
                        let of_member = memberships.entry(member).or_default();
                        of_member.insert(organisation.clone(), category);
                    }
                }
            }
            _ => {}
        }
    }
    let mut alignment = Alignment {
        a: one.clone(),
        b: other.clone(),
        sources: Vec::new(),
        compared: super::compare(&[]),
    };
    let bound: BTreeSet<&ActorId> = agreements.keys().flat_map(|(a, b)| [a, b]).collect();
    let both = |known: &dyn Fn(&ActorId) -> bool| known(one) && known(other);
    let with_agreements = both(&|actor| bound.contains(actor));
    let with_memberships = both(&|actor| memberships.contains_key(actor));
    let mut actors: BTreeSet<ActorId> = bound.into_iter().cloned().collect();
    actors.extend(memberships.keys().cloned());
    let actors: Vec<ActorId> = actors.into_iter().collect();
    let place = |actor: &ActorId| actors.binary_search(actor).ok();
    let Some(pair) = place(one)
        .zip(place(other))
        .filter(|_| actors.len() >= LEAST_ACTORS)
    else {
        return alignment;
    };
    let mut sources = Vec::new();
    if with_agreements {
        let numbered = agreements
            .iter()
            .filter_map(|((a, b), owed)| Some(((place(a)?, place(b)?), *owed)));
        let members: Vec<usize> = (0..actors.len()).collect();
        let portfolios =
            alliance_portfolios(&members, &numbered.collect(), AllianceOptions::default());
        sources.push((
            Source::Agreements,
            AllianceCoding::default().scale(),
            portfolios,
        ));
    }
    if with_memberships {
        let clubs: BTreeSet<&ActorId> = memberships.values().flat_map(BTreeMap::keys).collect();
        let portfolio = |actor: &ActorId| -> Portfolio {
            let own = memberships.get(actor);
            let category =
                |club: &&ActorId| own.and_then(|own| own.get(*club)).copied().unwrap_or(0);
            clubs.iter().map(|club| Some(category(club))).collect()
        };
        let portfolios = actors.iter().map(portfolio).collect();
        sources.push((Source::Memberships, Scale::new([0.0, 1.0, 2.0]), portfolios));
    }
    alignment.compared = compared(&sources, pair);
    alignment.sources = sources
        .into_iter()
        .map(|(source, _, _)| (source, "the record".to_owned()))
        .collect();
    alignment
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Builder;
    use chancery_model::AgreementKind;

    #[test]
    fn what_two_signed_and_joined_is_set_against_the_others() {
        let mut builder = Builder::default();
        let owed = [Obligation::Defence];
        builder.agreement("AAA BBB CCC", AgreementKind::Alliance, &owed, "2024-01-01");
        builder.agreement("CCC DDD", AgreementKind::Trade, &[], "2024-01-01");
        builder.member("AAA CCC", "BRICS", "2024-01-01");
        builder.member("BBB DDD", "SCO", "2024-01-01");
        let view = builder.record.as_of(None);
        let seen = recorded(&view, &"AAA".into(), &"BBB".into());
        assert_eq!(seen.sources.len(), 2);
        let of = |source| {
            let standings = seen.compared.standings.iter();
            standings
                .filter(|seen| seen.source == source)
                .map(|seen| seen.value)
                .next()
        };
        assert_eq!(of(Source::Agreements), Some(1.0));
        assert_eq!(of(Source::Memberships), Some(0.0));
        assert!(!seen.compared.disagreements.is_empty());
    }

    #[test]
    fn of_strangers_and_of_a_world_of_two_nothing_is_said() {
        let mut builder = Builder::default();
        builder.agreement("AAA BBB", AgreementKind::Trade, &[], "2024-01-01");
        let view = builder.record.as_of(None);
        for other in ["BBB", "ZZZ"] {
            let seen = recorded(&view, &"AAA".into(), &other.into());
            assert!(seen.sources.is_empty() && seen.compared.standings.is_empty());
        }
    }
}
