//! POLECAT events (Halterman et al. 2023, doi:10.7910/DVN/AJGVIT): 40 columns, PLOVER codes.
//!
//! Some of the published files have a header with too many names, and some rows end in empty
//! cells; both are read.

use super::{
    Translate,
    icews::{place, statement_id},
};
use crate::{
    actors::{Actors, Numbers, Scheme},
    cells::{day, number, text, whole},
    columns::Header,
    context::{Bad, Claim, Context},
    export::polecat::COLUMNS,
    lines::Row,
};
use chancery_model::{
    ActorRef, Assertion, Attribution, Body, Context as About, Date, DateRange, Event, EventType,
    Mode, Sector, StatementId,
};

const CONFIDENCE: f64 = 0.7;

pub(super) struct Polecat {
    id: usize,
    date: usize,
    kind: usize,
    mode: usize,
    contexts: usize,
    intensity: usize,
    actor: Side,
    recipient: Side,
    place: [usize; 4],
    source: usize,
    published: usize,
}

/// The columns of one side.
struct Side {
    name: usize,
    country: usize,
    cow: usize,
    sector: usize,
    sectors: usize,
    raw: usize,
}

impl Side {
    fn new(header: &Header, side: &str) -> Self {
        let place = |name: String| header.place(&[&name]);
        Self {
            name: place(format!("{side} name")),
            country: place(format!("{side} country")),
            cow: place(format!("{side} cow")),
            sector: place(format!("primary {side} sector")),
            sectors: place(format!("{side} sectors")),
            raw: place(format!("{side} name raw")),
        }
    }

    fn read(&self, row: &Row, actors: &Actors, date: Date) -> Option<ActorRef> {
        let name = text(row.cell(self.name));
        let raw = text(row.cell(self.raw));
        let mention = raw.or(name)?;
        let sector = [row.cell(self.sector), row.cell(self.sectors)]
            .iter()
            .flat_map(|cell| cell.split([';', ',']))
            .find_map(|word| {
                let word = word.trim();
                Sector::parse(word).or_else(|| actors.sector(Scheme::Polecat, word))
            });
        let country = text(row.cell(self.country));
        let state = country
            .filter(|country| *country != "None")
            .and_then(|country| actors.state(country))
            .or_else(|| {
                let cow = whole(row.cell(self.cow))?;
                actors.number(Numbers::Cow, cow, "").id
            });
        let known = name
            .into_iter()
            .chain(raw)
            .find_map(|name| actors.named(name, Some(date)));
        let own = known
            .as_ref()
            .filter(|actor| actor.id.is_some() && actor.id != actor.country);
        let id = match own {
            Some(own) => own.id.clone(),
            None => state
                .clone()
                .or_else(|| known.as_ref().and_then(|actor| actor.id.clone())),
        };
        let known_country = known.as_ref().and_then(|actor| actor.country.clone());
        let is_state = state.is_some() && name.and_then(|name| actors.state(name)) == state;
        Some(ActorRef {
            country: if own.is_some() {
                known_country
            } else {
                state.or(known_country)
            },
            sector: sector.or_else(|| known.as_ref().and_then(|actor| actor.sector)),
            id,
            mention: mention.to_owned(),
            name: name
                .filter(|name| !is_state && *name != mention)
                .map(str::to_owned),
        })
    }
}

impl Polecat {
    pub(super) fn new(header: &Header) -> Self {
        // A header with too many names does not fit its rows, which are as published elsewhere.
        let published = Header::of(&COLUMNS.map(|name| name.to_lowercase()));
        let header = if header.len() == COLUMNS.len() {
            header
        } else {
            &published
        };
        let place = |name: &str| header.place(&[name]);
        Self {
            id: place("event id"),
            date: place("event date"),
            kind: place("event type"),
            mode: place("event mode"),
            contexts: place("contexts"),
            intensity: header.place(&["intensity", "event intensity"]),
            actor: Side::new(header, "actor"),
            recipient: Side::new(header, "recipient"),
            place: ["placename", "city", "province", "country"].map(place),
            source: place("source"),
            published: place("publication date"),
        }
    }
}

impl Translate for Polecat {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let id = row.cell(self.id);
        if id.is_empty() {
            return Err(Bad::cell("the event's id", id, "an id"));
        }
        let date = row.cell(self.date);
        let date = day(date).ok_or_else(|| Bad::date("the event's date", date))?;
        let published = row.cell(self.published);
        let reported = match text(published) {
            Some(cell) => day(cell).ok_or_else(|| Bad::date("the publication date", cell))?,
            None => date,
        };
        let kind = row.cell(self.kind);
        let event_type: EventType = kind
            .to_uppercase()
            .parse()
            .map_err(|_| Bad::cell("the event type", kind, "one of PLOVER's"))?;
        let mode = row.cell(self.mode).to_lowercase().replace('_', "-");
        let mut event = Event::new(event_type, mode.parse::<Mode>().ok());
        if let Some(score) = number(row.cell(self.intensity)) {
            event.score = score.clamp(-10.0, 10.0);
        }
        event.contexts = row
            .cell(self.contexts)
            .split([';', ','])
            .filter_map(|word| about(word.trim()))
            .collect();
        event.contexts.dedup();
        let sides =
            [&self.actor, &self.recipient].map(|side| side.read(row, &context.actors, date));
        let [actor, recipient] = sides.map(|side| side.map(|actor| context.count(actor)));
        event.actor.extend(actor);
        event.recipient.extend(recipient);
        event.place = place(row, &self.place);
        let claim = Claim {
            id: record_id(id, row, self),
            body: Body::Event(event),
            date: DateRange {
                reported: Some(reported),
                ..DateRange::day(date)
            },
            attribution: Attribution {
                outlet: text(row.cell(self.source)).map(str::to_owned),
                speaker: None,
                assertion: Assertion::Reported,
            },
            confidence: CONFIDENCE,
            rule: "polecat".to_owned(),
        };
        context.claim(row, claim);
        Ok(())
    }
}

/// The event's own id, and the two sides where rows share it.
fn record_id(id: &str, row: &Row, columns: &Polecat) -> StatementId {
    let sides = [&columns.actor, &columns.recipient];
    let [actor, recipient] = sides.map(|side| row.cell(side.name));
    statement_id("polecat", &[id, actor, recipient])
}

/// POLECAT's names of contexts, some of which are older or finer than PLOVER's.
fn about(word: &str) -> Option<About> {
    let word = word.to_lowercase().replace('_', "-");
    match word.as_str() {
        "executive"
        | "political-institutions"
        | "pro-democracy"
        | "pro-autocracy"
        | "reparations" => Some(About::Political),
        "human-rights" | "rights-freedoms" | "gender" | "lgbt" => Some(About::Rights),
        "misinformation" => Some(About::Intelligence),
        "corruption" | "illegal-drugs" => Some(About::Crime),
        "religion-ethnicity" => Some(About::Culture),
        "natural-resources" | "resources" => Some(About::Resource),
        "humanitarian" => Some(About::HumanSecurity),
        word => word.parse().ok(),
    }
}

/// The published order of the columns is that of the export.
#[cfg(test)]
#[test]
fn the_layout_has_forty_columns() {
    let names: std::collections::BTreeSet<&str> = COLUMNS.iter().copied().collect();
    assert_eq!(names.len(), 40);
}
