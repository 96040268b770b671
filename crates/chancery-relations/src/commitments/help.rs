//! Whether help was asked for: a request on record, a request that the text says was not made, or none.

use super::{Help, Requested};
use crate::{
    Names,
    chronicle::{Act, Chronicle},
};
use chancery_model::{ActorId, Date, EventType, Mode, Status};

/// Returns whether one party asked another for help since a day. A request whose addressee the
/// text leaves out counts as one to the other parties.
pub(super) fn help(
    parties: &[ActorId],
    since: i64,
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Help {
    help_of(parties, parties, since, chronicle, names)
}

pub(super) fn help_of(
    askers: &[ActorId],
    parties: &[ActorId],
    since: i64,
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Help {
    let (mut asked, mut denied) = (Vec::new(), Vec::new());
    for asker in askers {
        for act in chronicle.with(asker) {
            if !asks(act, asker, parties, since) {
                continue;
            }
            if act.happened() {
                asked.push((asker, act));
            } else if act.statement.status == Status::Negated {
                denied.push((asker, act));
            }
        }
    }
    // "The lack of an official request": nobody is named who did not ask.
    let unnamed = chronicle.acts.iter().find(|act| {
        act.is(EventType::Request)
            && act.event.mode == Some(Mode::Assist)
            && act.by.is_empty()
            && act.statement.status == Status::Negated
            && act.to.iter().any(|to| parties.contains(to))
            && act.day >= since
    });
    let ids =
        |acts: &[(&ActorId, &Act<'_>)]| acts.iter().map(|(_, act)| act.id().clone()).collect();
    if let Some((asker, act)) = asked.first() {
        let date = act.when();
        Help {
            requested: Requested::Recorded,
            why: format!("{} asked for help{date}.", names.of(asker)),
            statements: ids(&asked),
        }
    } else if let Some((asker, _)) = denied.first() {
        Help {
            requested: Requested::DeniedByText,
            why: format!(
                "The text says that {} made no request for help.",
                names.of(asker)
            ),
            statements: ids(&denied),
        }
    } else if let Some(act) = unnamed {
        Help {
            requested: Requested::DeniedByText,
            why: "The text says that no request for help was made.".to_owned(),
            statements: vec![act.id().clone()],
        }
    } else {
        Help {
            requested: Requested::NoneRecorded,
            why: "No request for help is recorded.".to_owned(),
            statements: Vec::new(),
        }
    }
}

/// Returns whether one actor asked another for help, as far as the record tells.
pub(crate) fn help_asked_by(
    asker: &ActorId,
    parties: &[ActorId],
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Help {
    help_of(
        std::slice::from_ref(asker),
        parties,
        i64::MIN,
        chronicle,
        names,
    )
}

/// Returns the first request for help since a day: who asked, on which day, and the day as a date where
/// the text gives it.
pub(super) fn first_request(
    askers: &[ActorId],
    parties: &[ActorId],
    since: i64,
    chronicle: &Chronicle<'_>,
) -> Option<(ActorId, i64, Option<Date>)> {
    let requests = askers.iter().flat_map(|asker| {
        chronicle
            .with(asker)
            .filter(move |act| asks(act, asker, parties, since) && act.happened())
            .map(move |act| (asker.clone(), act.day, act.exact()))
    });
    requests.min_by_key(|(_, day, _)| *day)
}

/// Returns whether an act is a request for help to a party since a day, made or not.
fn asks(act: &Act<'_>, asker: &ActorId, parties: &[ActorId], since: i64) -> bool {
    let for_help = act.is(EventType::Request) && act.event.mode == Some(Mode::Assist);
    let to_party = act.to.is_empty() || act.to.iter().any(|to| parties.contains(to));
    for_help && act.is_by(asker) && to_party && act.day >= since
}
