//! Inter-state wars of the Correlates of War project (Sarkees and Wayman 2010), as published (a
//! participant a row) and as dyad-years.
//!
//! Each opposed pair yields an ASSAULT of the one on the other for the time that both fought; of a
//! dyad-year file, for each year.

use super::{
    Translate,
    sides::{Participant, Sides, count, opposed},
};
use crate::{
    Position,
    actors::Numbers,
    cells::{span, text, whole, year},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{
    ActorRef, Attribution, Body, Context as About, Date, Event, EventType, Evidence,
};

const CONFIDENCE: f64 = 0.95;

pub(super) fn translate(header: &Header) -> Box<dyn Translate> {
    if header.find(&["ccode1"]).is_some() {
        Box::new(Years {
            war: header.place(&["warnum"]),
            states: ["ccode1", "ccode2"].map(|name| header.place(&[name])),
            year: header.place(&["year"]),
        })
    } else {
        let dates = |stem: &str, number: u8| {
            ["year", "month", "day"].map(|part| header.place(&[&format!("{stem}{part}{number}")]))
        };
        Box::new(Participants {
            war: header.place(&["warnum"]),
            name: header.place(&["warname"]),
            state: header.place(&["ccode"]),
            state_name: header.place(&["statename"]),
            side: header.place(&["side"]),
            spells: [1, 2].map(|number| (dates("start", number), dates("end", number))),
            sides: Sides::new(),
        })
    }
}

fn war(by: ActorRef, on: ActorRef, place: Option<&str>) -> Event {
    let mut event = Event::new(EventType::Assault, None);
    event.contexts = vec![About::Military];
    event.actor = vec![by];
    event.recipient = vec![on];
    event.place = place.map(str::to_owned);
    event
}

fn claim(context: &mut Context, evidence: Evidence, id: String, event: Event, dates: (Date, Date)) {
    let claim = Claim {
        id: id.into(),
        body: Body::Event(event),
        date: context.dates(dates.0, dates.1),
        attribution: Attribution::default(),
        confidence: CONFIDENCE,
        rule: "cow-wars".to_owned(),
    };
    context.claim_on(evidence, claim);
}

fn number(row: &Row, index: usize, column: &str) -> Result<i64, Bad> {
    whole(row.cell(index)).ok_or_else(|| Bad::cell(column, row.cell(index), "a number"))
}

struct Years {
    war: usize,
    states: [usize; 2],
    year: usize,
}

impl Translate for Years {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let number_of_war = number(row, self.war, "the war's number")?;
        let [a, b] = self.states;
        let states = [
            number(row, a, "the first state")?,
            number(row, b, "the second state")?,
        ];
        let dates =
            year(row.cell(self.year)).ok_or_else(|| Bad::date("the year", row.cell(self.year)))?;
        let [by, on] = states.map(|state| context.actors.number(Numbers::Cow, state, ""));
        let (by, on) = (context.count(by), context.count(on));
        let evidence = context.evidence(row);
        let id = format!(
            "cow-wars:{number_of_war}:{}:{}:{}",
            states[0],
            states[1],
            dates.0.year()
        );
        claim(context, evidence, id, war(by, on, None), dates);
        Ok(())
    }
}

struct Participants {
    war: usize,
    name: usize,
    state: usize,
    state_name: usize,
    side: usize,
    spells: [([usize; 3], [usize; 3]); 2],
    sides: Sides<String>,
}

impl Participants {
    fn yield_war(number: i64, participants: &[Participant<String>], context: &mut Context) {
        count(participants, context);
        opposed(participants, |one, other, from, to| {
            let id = format!(
                "cow-wars:{number}:{}:{}:{}",
                one.state,
                other.state,
                from.year()
            );
            let event = war(one.actor.clone(), other.actor.clone(), Some(&one.more));
            claim(context, one.evidence.clone(), id, event, (from, to));
        });
    }
}

impl Translate for Participants {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let number_of_war = number(row, self.war, "the war's number")?;
        let state = number(row, self.state, "the state's number")?;
        let side = number(row, self.side, "the side")?;
        let read = |cells: [usize; 3]| {
            let [year, month, day] = cells.map(|index| row.cell(index));
            span(year, month, day)
        };
        let (from, _) = read(self.spells[0].0)
            .ok_or_else(|| Bad::date("the start", row.cell(self.spells[0].0[0])))?;
        // A war that goes on has −7 for its end.
        let ends = self.spells.iter().filter_map(|(_, end)| read(*end));
        let to = ends
            .map(|(_, to)| to)
            .filter(|to| *to >= from)
            .max()
            .ok_or_else(|| Bad::date("the end", row.cell(self.spells[0].1[0])))?;
        let name = text(row.cell(self.state_name)).unwrap_or("");
        let participant = Participant {
            state,
            actor: context.actors.number(Numbers::Cow, state, name),
            first_side: side == 1,
            from,
            to,
            evidence: context.evidence(row),
            more: row.cell(self.name).to_owned(),
        };
        if let Some((number, participants)) = self.sides.take(number_of_war, row, participant) {
            Self::yield_war(number, &participants, context);
        }
        Ok(())
    }

    fn open_since(&self) -> Option<Position> {
        self.sides.open_since()
    }

    fn finish(&mut self, context: &mut Context) {
        if let Some((number, participants)) = self.sides.finish() {
            Self::yield_war(number, &participants, context);
        }
    }
}
