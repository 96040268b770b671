//! International Crisis Behavior, version 14 and its neighbours (Brecher, Wilkenfeld, Beardsley,
//! James and Quinn): crisis actors (ICB2) and crises (ICB1).
//!
//! A crisis actor yields what triggered its crisis and its major response, between it and the
//! entity that triggered; a crisis yields that it was mediated, where it was. The codes of acts are
//! coarse: `data/crisis-plover.tsv` says what they become.

use super::Translate;
use crate::{
    actors::{Actors, Numbers},
    acts::{self, Variable},
    cells::{span, text, whole},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Attribution, Body, Context as About, Date, Event, EventType, Mode};

const CONFIDENCE: f64 = 0.7;

/// A date in three columns.
struct Columns([usize; 3]);

impl Columns {
    fn new(header: &Header, names: [&str; 3]) -> Self {
        Self(names.map(|name| header.place(&[name])))
    }

    fn read(&self, row: &Row) -> Option<(Date, Date)> {
        let [year, month, day] = self.0.map(|index| row.cell(index));
        // The codebook's days for early, middle and late in the month.
        let (first, last) = match whole(day) {
            Some(66) => (1, 10),
            Some(77) => (11, 20),
            Some(88) => (21, 31),
            _ => return span(year, month, day),
        };
        let (month_first, month_last) = span(year, month, "")?;
        let on =
            |day: i8| Date::new(month_first.year(), month_first.month(), day).unwrap_or(month_last);
        Some((on(first), on(last)))
    }
}

pub(super) struct CrisisActors {
    crisis: usize,
    number: usize,
    name: usize,
    trigger: usize,
    triggered: Columns,
    entity: usize,
    response: usize,
    responded: Columns,
}

impl CrisisActors {
    pub(super) fn new(header: &Header) -> Self {
        let place = |name: &str| header.place(&[name]);
        Self {
            crisis: place("crisno"),
            number: place("cracid"),
            name: place("actor"),
            trigger: place("triggr"),
            triggered: Columns::new(header, ["yrtrig", "motrig", "datrig"]),
            entity: place("trigent"),
            response: place("majres"),
            responded: Columns::new(header, ["yerres", "monres", "dayres"]),
        }
    }
}

/// Numbers from here on are no states: coalitions, peoples, entities inside a state.
const NOT_A_STATE: i64 = 990;

impl Translate for CrisisActors {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let number = |column: &str, index: usize| {
            whole(row.cell(index)).ok_or_else(|| Bad::cell(column, row.cell(index), "a number"))
        };
        let crisis = number("crisno", self.crisis)?;
        let state = number("cracid", self.number)?;
        let triggered = self
            .triggered
            .read(row)
            .ok_or_else(|| Bad::date("yrtrig, motrig, datrig", row.cell(self.triggered.0[0])))?;
        let actor = actor(
            &context.actors,
            state,
            text(row.cell(self.name)).unwrap_or(""),
        );
        let actor = context.count(actor);
        let entity = whole(row.cell(self.entity))
            .filter(|entity| *entity < NOT_A_STATE)
            .map(|entity| context.actors.number(Numbers::Cow, entity, ""))
            .map(|entity| context.count(entity));
        for (variable, index, date) in [
            (Variable::Trigger, self.trigger, Some(triggered)),
            (Variable::Response, self.response, self.responded.read(row)),
        ] {
            let Some(value) = whole(row.cell(index)) else {
                continue;
            };
            let Some(event) = acts::crisis(variable, value) else {
                return Err(Bad::cell(
                    "the code of an act",
                    row.cell(index),
                    "in the codebook",
                ));
            };
            let (Some(event), Some((from, to))) = (event, date) else {
                context
                    .report
                    .pass_over("act without a PLOVER event or a date");
                continue;
            };
            let mut event = event.clone();
            let (by, to_whom, key) = match variable {
                Variable::Trigger => (entity.clone(), Some(actor.clone()), "trigger"),
                _ => (Some(actor.clone()), entity.clone(), "response"),
            };
            event.actor.extend(by);
            event.recipient.extend(to_whom);
            let claim = Claim {
                id: format!("icb:{crisis}:{state}:{key}").into(),
                body: Body::Event(event),
                date: context.dates(from, to),
                attribution: Attribution::default(),
                confidence: CONFIDENCE,
                rule: format!("icb {key} {value}"),
            };
            context.claim(row, claim);
        }
        Ok(())
    }
}

/// ICB writes the Correlates of War project's numbers, and abbreviations beside them.
fn actor(actors: &Actors, number: i64, abbreviation: &str) -> ActorRef {
    let by_number = actors.number(Numbers::Cow, number, "");
    if by_number.id.is_some() {
        return by_number;
    }
    match actors.cow_abbreviation(abbreviation) {
        Some(id) => actors.of_id(&id, ""),
        None if abbreviation.is_empty() => by_number,
        None => ActorRef::unresolved(abbreviation),
    }
}

pub(super) struct Crises {
    crisis: usize,
    name: usize,
    mediated: usize,
    began: Columns,
    ended: Columns,
    triggered: Columns,
    terminated: Columns,
}

impl Crises {
    pub(super) fn new(header: &Header) -> Self {
        Self {
            crisis: header.place(&["crisno"]),
            name: header.place(&["crisname"]),
            mediated: header.place(&["mediate"]),
            began: Columns::new(header, ["yrmedst", "momedst", "damedst"]),
            ended: Columns::new(header, ["yrmedend", "momedend", "damedend"]),
            triggered: Columns::new(header, ["yrtrig", "motrig", "datrig"]),
            terminated: Columns::new(header, ["yrterm", "moterm", "daterm"]),
        }
    }
}

impl Translate for Crises {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let crisis = whole(row.cell(self.crisis))
            .ok_or_else(|| Bad::cell("crisno", row.cell(self.crisis), "a number"))?;
        let triggered = self
            .triggered
            .read(row)
            .ok_or_else(|| Bad::date("yrtrig, motrig, datrig", row.cell(self.triggered.0[0])))?;
        if whole(row.cell(self.mediated)) != Some(1) {
            context
                .report
                .pass_over("crisis that nobody mediated, or nobody knows");
            return Ok(());
        }
        let from = self.began.read(row).map_or(triggered.0, |(from, _)| from);
        let to = [&self.ended, &self.terminated]
            .into_iter()
            .find_map(|columns| columns.read(row))
            .map_or(from, |(_, to)| to.max(from));
        let mut event = Event::new(EventType::Consult, None::<Mode>);
        event.contexts = vec![About::Diplomatic, About::Mediation];
        event.place = text(row.cell(self.name)).map(str::to_owned);
        let claim = Claim {
            id: format!("icb:{crisis}:mediation").into(),
            body: Body::Event(event),
            date: context.dates(from, to),
            attribution: Attribution::default(),
            confidence: CONFIDENCE,
            rule: "icb mediation".to_owned(),
        };
        context.claim(row, claim);
        Ok(())
    }
}
