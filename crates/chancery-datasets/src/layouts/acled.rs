//! ACLED events (Raleigh, Kishi and Linke 2023; codebook of 2023).
//!
//! ACLED says who took part, not who began: battles and agreements have both sides as actors. The
//! day an event was first reported is not in the data (`timestamp` is that of the last revision);
//! the day of the event stands for it.

use super::Translate;
use crate::{
    actors::{Actors, Scheme},
    acts,
    cells::{day, text, whole},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Assertion, Attribution, Body, Date, Sector};

const CONFIDENCE: f64 = 0.9;

pub(super) struct Acled {
    id: usize,
    date: usize,
    kind: usize,
    sub: usize,
    first: [usize; 2],
    second: [usize; 2],
    country: usize,
    place: [usize; 2],
    source: usize,
    fatalities: usize,
}

impl Acled {
    pub(super) fn new(header: &Header) -> Self {
        let place = |name: &str| header.place(&[name]);
        Self {
            id: header.place(&["event_id_cnty", "event_id", "data_id"]),
            date: place("event_date"),
            kind: place("event_type"),
            sub: place("sub_event_type"),
            first: ["actor1", "inter1"].map(place),
            second: ["actor2", "inter2"].map(place),
            country: place("country"),
            place: ["location", "admin1"].map(place),
            source: place("source"),
            fatalities: place("fatalities"),
        }
    }
}

impl Translate for Acled {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let id = row.cell(self.id);
        if id.is_empty() {
            return Err(Bad::cell("the event's id", id, "an id"));
        }
        let written = row.cell(self.date);
        let date = day(written).ok_or_else(|| Bad::date("the event's date", written))?;
        let (kind, sub) = (row.cell(self.kind), row.cell(self.sub));
        let act = acts::acled(kind, sub)
            .ok_or_else(|| Bad::cell("the event type", kind, "one of ACLED's"))?;
        let Some(event) = &act.event else {
            context.report.pass_over("type without a PLOVER event");
            return Ok(());
        };
        let mut event = event.clone();
        let sides = [self.first, self.second].map(|[name, role]| {
            let name = text(row.cell(name))?;
            let role = row.cell(role);
            Some(side(
                &context.actors,
                name,
                role,
                row.cell(self.country),
                date,
            ))
        });
        let [first, second] = sides.map(|side| side.map(|actor| context.count(actor)));
        event.actor.extend(first);
        if act.both {
            event.actor.extend(second);
        } else {
            event.recipient.extend(second);
        }
        event.place = super::icews::place(row, &self.place);
        event.dead = whole(row.cell(self.fatalities)).and_then(|dead| u64::try_from(dead).ok());
        let claim = Claim {
            id: format!("acled:{id}").into(),
            body: Body::Event(event),
            date: context.dates(date, date),
            attribution: Attribution {
                outlet: text(row.cell(self.source)).map(str::to_owned),
                speaker: None,
                assertion: Assertion::Reported,
            },
            confidence: CONFIDENCE,
            rule: format!("acled {sub}").trim_end().to_owned(),
        };
        context.claim(row, claim);
        Ok(())
    }
}

/// Reads a name such as `Military Forces of Iran (1989-) Quds Force`, `Protesters (Iran)` or
/// `HTS: Hayat Tahrir al Sham`.
fn side(actors: &Actors, name: &str, role: &str, country: &str, date: Date) -> ActorRef {
    let role = actors.sector(Scheme::Acled, role);
    let without_years = name.split(" (").next().unwrap_or(name);
    let full = without_years.split(": ").last().unwrap_or(without_years);
    let own = [name, without_years, full]
        .into_iter()
        .find_map(|name| actors.named(name, Some(date)))
        .filter(|actor| actor.name.is_none() && actor.id != actor.country);
    if let Some(own) = own {
        return ActorRef {
            mention: name.to_owned(),
            ..own
        };
    }
    let force = [
        ("Military Forces of ", Sector::Mil),
        ("Police Forces of ", Sector::Cop),
        ("Government of ", Sector::Gov),
    ];
    for (start, sector) in force {
        let state = without_years
            .strip_prefix(start)
            .and_then(|state| actors.state(state));
        if let Some(state) = state {
            return of_state(state, sector, name);
        }
    }
    let Some(sector) = role else {
        return ActorRef::unresolved(name);
    };
    // "Protesters (Iran)": the state in parentheses; otherwise the country of the event for those
    // who are named by what they do there.
    let in_parentheses = name
        .rsplit_once('(')
        .and_then(|(_, rest)| actors.state(rest.trim_end_matches(')')));
    let generic = sector == Sector::Cvl;
    match in_parentheses.or_else(|| actors.state(country).filter(|_| generic)) {
        Some(state) => of_state(state, sector, name),
        None => ActorRef {
            sector: Some(sector),
            ..ActorRef::unresolved(name)
        },
    }
}

fn of_state(state: chancery_model::ActorId, sector: Sector, name: &str) -> ActorRef {
    ActorRef {
        id: Some(state.clone()),
        country: Some(state),
        sector: Some(sector),
        mention: name.to_owned(),
        name: None,
    }
}
