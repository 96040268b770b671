//! Which node of the graph of states an actor stands for.
//!
//! A person or ministry stands for the state served. An armed group with an identifier of its own
//! and an organisation are nodes of their own. What citizens, firms, parties or the press of a
//! state do is not a deed of the state, though a deed against them is one against it.

use chancery_model::{ActorId, ActorRef, Sector};

/// Returns the node that a deed done *to* this actor concerns, or that a standing fact is about.
pub fn party(actor: &ActorRef) -> Option<ActorId> {
    let id = actor.id.as_ref();
    let country = actor.country.as_ref();
    let own = id.is_some() && id != country;
    match actor.sector {
        Some(Sector::Reb | Sector::Uaf) => id.filter(|_| own).cloned(),
        Some(Sector::Igo) => id.cloned(),
        Some(Sector::Ngo | Sector::Med | Sector::Bus | Sector::Crm | Sector::Int)
            if country.is_none() =>
        {
            None
        }
        _ => country.or(id).cloned(),
    }
}

/// Returns the node that this actor acts for, or `None` where its deeds are not the node's.
pub fn agent(actor: &ActorRef) -> Option<ActorId> {
    let acts_for_its_party = match actor.sector {
        None
        | Some(
            Sector::Gov
            | Sector::Mil
            | Sector::Spy
            | Sector::Cop
            | Sector::Jud
            | Sector::Leg
            | Sector::Reb
            | Sector::Uaf
            | Sector::Igo,
        ) => true,
        Some(_) => false,
    };
    acts_for_its_party.then(|| party(actor)).flatten()
}

/// Returns whether the two are of one node, so that what passes between them is its own affair. An
/// armed group is another node than the state that it fights in.
pub(crate) fn domestic(one: &ActorRef, other: &ActorRef) -> bool {
    one.country.is_some() && one.country == other.country && party(one) == party(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: &str, country: Option<&str>, sector: Option<Sector>) -> ActorRef {
        ActorRef {
            id: Some(id.into()),
            country: country.map(ActorId::from),
            sector,
            mention: id.to_owned(),
            name: None,
        }
    }

    fn check(actor: &ActorRef, as_party: Option<&str>, as_agent: Option<&str>) {
        assert_eq!(party(actor).as_ref().map(ActorId::as_str), as_party);
        assert_eq!(agent(actor).as_ref().map(ActorId::as_str), as_agent);
    }

    #[test]
    fn states_groups_and_organisations_are_nodes_and_citizens_only_suffer() {
        let state = Some("PSE");
        check(&actor("PSE", state, Some(Sector::Gov)), state, state);
        let group = Some("HAMAS");
        check(&actor("HAMAS", state, Some(Sector::Reb)), group, group);
        check(&actor("PSE", state, Some(Sector::Reb)), None, None);
        check(&actor("PSE", state, Some(Sector::Cvl)), state, None);
        check(
            &actor("UNO", None, Some(Sector::Igo)),
            Some("UNO"),
            Some("UNO"),
        );
        check(&actor("BBC", None, Some(Sector::Med)), None, None);
        check(&ActorRef::unresolved("the envoy"), None, None);
    }

    #[test]
    fn a_state_and_the_group_that_fights_it_are_a_dyad_and_its_own_people_are_not() {
        let state = Some("PSE");
        let government = actor("PSE", state, Some(Sector::Gov));
        let group = actor("HAMAS", state, Some(Sector::Reb));
        let people = actor("PSE", state, Some(Sector::Cvl));
        assert!(!domestic(&government, &group));
        assert!(domestic(&government, &people));
    }
}
