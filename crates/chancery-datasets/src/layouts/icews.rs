//! ICEWS coded events (Boschee et al. 2015, doi:10.7910/DVN/28075): 20 columns.
//!
//! Event codes are text: `010` is a statement and `10` a demand.

use super::Translate;
use crate::{
    actors::{Actors, Scheme},
    cameo::{Meaning, meaning},
    cells::{day, text},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Assertion, Attribution, Body, Date, DateRange};

const CONFIDENCE: f64 = 0.7;

pub(super) struct Icews {
    id: usize,
    date: usize,
    code: usize,
    source: [usize; 3],
    target: [usize; 3],
    publisher: usize,
    place: [usize; 4],
    story: [usize; 2],
}

impl Icews {
    pub(super) fn new(header: &Header) -> Self {
        let place = |name: &str| header.place(&[name]);
        Self {
            id: place("event id"),
            date: place("event date"),
            code: place("cameo code"),
            source: ["source name", "source sectors", "source country"].map(place),
            target: ["target name", "target sectors", "target country"].map(place),
            publisher: place("publisher"),
            place: ["city", "district", "province", "country"].map(place),
            story: ["story id", "sentence number"].map(place),
        }
    }
}

impl Translate for Icews {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let id = row.cell(self.id);
        if id.is_empty() {
            return Err(Bad::cell("the event's id", id, "an id"));
        }
        let date = day(row.cell(self.date))
            .ok_or_else(|| Bad::date("the event's date", row.cell(self.date)))?;
        let code = row.cell(self.code);
        let mut event = match meaning(code) {
            Meaning::Event(event) => event.clone(),
            Meaning::Dropped => {
                context
                    .report
                    .pass_over("CAMEO code without a PLOVER event");
                return Ok(());
            }
            Meaning::Unknown => return Err(Bad::cell("the event code", code, "a CAMEO code")),
        };
        let source = actor(
            &context.actors,
            self.source.map(|index| row.cell(index)),
            date,
        );
        let target = actor(
            &context.actors,
            self.target.map(|index| row.cell(index)),
            date,
        );
        event.actor.extend(source.map(|actor| context.count(actor)));
        event
            .recipient
            .extend(target.map(|actor| context.count(actor)));
        event.place = place(row, &self.place);
        // An id names a story's event type, not its row: the pair makes it one.
        let [story, sentence] = self.story.map(|index| row.cell(index));
        let pair = [self.source[0], self.target[0]].map(|index| row.cell(index));
        let claim = Claim {
            id: statement_id("icews", &[id, story, sentence, pair[0], pair[1]]),
            body: Body::Event(event),
            date: DateRange {
                reported: Some(date),
                ..DateRange::day(date)
            },
            attribution: Attribution {
                outlet: text(row.cell(self.publisher)).map(str::to_owned),
                speaker: None,
                assertion: Assertion::Reported,
            },
            confidence: CONFIDENCE,
            rule: format!("icews CAMEO {code}"),
        };
        context.claim(row, claim);
        Ok(())
    }
}

/// Returns an id that starts with the record's own and tells rows with the same one apart.
pub(super) fn statement_id(prefix: &str, cells: &[&str]) -> chancery_model::StatementId {
    let (first, rest) = cells.split_first().unwrap_or((&"", &[]));
    // FNV-1a, 64 bits.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in rest.iter().flat_map(|cell| cell.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{prefix}:{first}:{hash:016x}").into()
}

/// Returns the most exact place that the cells name.
pub(super) fn place(row: &Row, cells: &[usize]) -> Option<String> {
    let names: Vec<&str> = cells
        .iter()
        .filter_map(|index| text(row.cell(*index)))
        .collect();
    let (first, last) = (names.first()?, names.last()?);
    Some(if first == last {
        (*first).to_owned()
    } else {
        format!("{first}, {last}")
    })
}

/// Returns the actor of a name, its sectors and its country.
fn actor(actors: &Actors, [name, sectors, country]: [&str; 3], date: Date) -> Option<ActorRef> {
    let name = text(name)?;
    let role = sectors
        .split(',')
        .find_map(|word| actors.sector(Scheme::Icews, word.trim()));
    let state = text(country).and_then(|country| actors.state(country));
    let known = actors.named(name, Some(date));
    // A group or organisation with an id of its own, whatever country it is filed under.
    let own = known
        .as_ref()
        .filter(|actor| actor.name.is_none() && actor.id != actor.country && actor.id.is_some());
    if let Some(own) = own {
        return Some(own.clone());
    }
    let known_id = known.as_ref().and_then(|actor| actor.id.clone());
    let Some(id) = state.or(known_id) else {
        return Some(ActorRef {
            sector: role,
            ..ActorRef::unresolved(name)
        });
    };
    let is_state = actors.state(name).as_ref() == Some(&id);
    let known_sector = known.as_ref().and_then(|actor| actor.sector);
    let country = match actors.state(id.as_str()) {
        Some(_) => Some(id.clone()),
        None => known.as_ref().and_then(|actor| actor.country.clone()),
    };
    Some(ActorRef {
        country,
        id: Some(id),
        sector: role.or(known_sector),
        mention: name.to_owned(),
        name: (!is_state)
            .then(|| known.and_then(|actor| actor.name))
            .flatten(),
    })
}
