//! UCDP's Georeferenced Event Dataset and candidate events (Sundberg and Melander 2013; Hegre et
//! al. 2020): 49 columns; some candidate releases came without a header.
//!
//! Fighting between two sides has both as actors; one-sided violence has its victims as the
//! recipient. An event counts as known from its latest source's date.

use super::Translate;
use crate::{
    actors::{Actors, Numbers},
    cells::{day, text, whole},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{
    ActorRef, Assertion, Attribution, Body, Context as About, Date, DateRange, Event, EventType,
    Sector,
};

pub(super) struct Ged {
    id: usize,
    violence: usize,
    a: usize,
    b: usize,
    gw_a: usize,
    gw_b: usize,
    country: [usize; 2],
    place: [usize; 2],
    start: usize,
    end: usize,
    best: usize,
    clarity: usize,
    office: usize,
    sources: usize,
}

impl Ged {
    pub(super) fn new(header: &Header) -> Self {
        let place = |name: &str| header.place(&[name]);
        Self {
            id: place("id"),
            violence: place("type_of_violence"),
            a: place("side_a"),
            b: place("side_b"),
            gw_a: place("gwnoa"),
            gw_b: place("gwnob"),
            country: ["country", "country_id"].map(place),
            place: ["where_coordinates", "adm_1"].map(place),
            start: place("date_start"),
            end: place("date_end"),
            best: place("best"),
            clarity: place("event_clarity"),
            office: place("source_office"),
            sources: place("source_date"),
        }
    }
}

impl Translate for Ged {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let id = row.cell(self.id);
        if whole(id).is_none() {
            return Err(Bad::cell("the event's id", id, "a number"));
        }
        let read = |column: &str, index: usize| {
            day(row.cell(index)).ok_or_else(|| Bad::date(column, row.cell(index)))
        };
        let (start, end) = (read("date_start", self.start)?, read("date_end", self.end)?);
        if end < start {
            return Err(Bad::date(
                "date_end, before date_start,",
                row.cell(self.end),
            ));
        }
        let violence = whole(row.cell(self.violence))
            .filter(|kind| (1..=3).contains(kind))
            .ok_or_else(|| Bad::cell("type_of_violence", row.cell(self.violence), "1, 2 or 3"))?;
        let mut event = Event::new(EventType::Assault, None);
        event.contexts = vec![About::Military];
        let a = side(
            &context.actors,
            row.cell(self.a),
            row.cell(self.gw_a),
            start,
        );
        event.actor.extend(a.map(|actor| context.count(actor)));
        if violence == 3 {
            let country = &self.country;
            let civilians = civilians(&context.actors, row, country, self.b);
            event.recipient.push(context.count(civilians));
        } else {
            let b = side(
                &context.actors,
                row.cell(self.b),
                row.cell(self.gw_b),
                start,
            );
            event.actor.extend(b.map(|actor| context.count(actor)));
        }
        event.place = super::icews::place(row, &self.place);
        event.dead = whole(row.cell(self.best)).and_then(|dead| u64::try_from(dead).ok());
        let claim = Claim {
            id: format!("ucdp:{id}").into(),
            body: Body::Event(event),
            date: DateRange {
                from: Some(start),
                to: Some(end),
                expression: None,
                reported: Some(latest(row.cell(self.sources), end)),
            },
            attribution: Attribution {
                outlet: text(row.cell(self.office)).map(str::to_owned),
                speaker: None,
                assertion: Assertion::Reported,
            },
            // Clarity 2: the source tells of several events as one.
            confidence: if whole(row.cell(self.clarity)) == Some(2) {
                0.7
            } else {
                0.9
            },
            rule: format!("ucdp-ged type {violence}"),
        };
        context.claim(row, claim);
        Ok(())
    }
}

/// Returns the last of the dates of sources, which is not before the event.
fn latest(sources: &str, end: Date) -> Date {
    sources
        .split(';')
        .filter_map(|date| day(date.trim()))
        .max()
        .map_or(end, |date| date.max(end))
}

fn side(actors: &Actors, name: &str, number: &str, date: Date) -> Option<ActorRef> {
    let name = text(name)?;
    if let Some(number) = whole(number).filter(|number| *number > 0) {
        return Some(actors.number(Numbers::Gw, number, name));
    }
    let state = name
        .strip_prefix("Government of ")
        .and_then(|state| actors.state(state.split(" (").next().unwrap_or(state)));
    if let Some(state) = state {
        return Some(actors.of_id(&state, name));
    }
    let known = actors
        .named(name, Some(date))
        .filter(|actor| actor.name.is_none());
    Some(known.unwrap_or_else(|| ActorRef {
        sector: Some(Sector::Reb),
        ..ActorRef::unresolved(name)
    }))
}

fn civilians(actors: &Actors, row: &Row, country: &[usize; 2], name: usize) -> ActorRef {
    let [country, number] = country.map(|index| row.cell(index));
    let by_number = whole(number).map(|number| actors.number(Numbers::Gw, number, country));
    let state = by_number
        .and_then(|state| state.id)
        .or_else(|| actors.state(country.split(" (").next().unwrap_or(country)));
    ActorRef {
        country: state.clone(),
        id: state,
        sector: Some(Sector::Cvl),
        mention: text(row.cell(name)).unwrap_or("Civilians").to_owned(),
        name: None,
    }
}
