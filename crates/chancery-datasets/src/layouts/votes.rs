//! Votes in the UN General Assembly (Voeten 2013; Bailey, Strezhnev and Voeten 2017), as published
//! and in the layout of the R package unvotes, with the roll calls that say what was voted on.
//!
//! A vote is a position: what a state wanted on an issue. Absences are none.

use super::Translate;
use crate::{
    Found, RollCall,
    actors::Numbers,
    cells::{day, text, whole, year},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Attribution, Body, DateRange, Position};

const CONFIDENCE: f64 = 1.0;

pub(super) struct Votes {
    call: usize,
    vote: usize,
    number: usize,
    code: usize,
    name: usize,
    date: usize,
    year: usize,
    resolution: usize,
    subject: usize,
}

impl Votes {
    pub(super) fn new(header: &Header) -> Self {
        let place = |name: &str| header.place(&[name]);
        Self {
            call: place("rcid"),
            vote: place("vote"),
            number: place("ccode"),
            code: place("country_code"),
            name: header.place(&["countryname", "country"]),
            date: place("date"),
            year: place("year"),
            resolution: place("unres"),
            subject: header.place(&["short", "descr"]),
        }
    }
}

impl Translate for Votes {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let call = whole(row.cell(self.call))
            .ok_or_else(|| Bad::cell("rcid", row.cell(self.call), "a number"))?;
        let position = match row.cell(self.vote) {
            "yes" | "1" | "1.0" => "yes",
            "abstain" | "2" | "2.0" => "abstain",
            "no" | "3" | "3.0" => "no",
            "8" | "9" | "8.0" | "9.0" | "NA" | "" => {
                context.report.pass_over("absent, or no member");
                return Ok(());
            }
            other => return Err(Bad::cell("the vote", other, "yes, no or abstain")),
        };
        let name = row.cell(self.name);
        let key = [row.cell(self.number), row.cell(self.code), name].join("\t");
        let number = whole(row.cell(self.number));
        let code = row.cell(self.code);
        let actor = context.actors.remember(&key, |actors| {
            if let Some(number) = number {
                return Some(actors.number(Numbers::Cow, number, name));
            }
            let state = actors
                .state(code)
                .or_else(|| actors.state(name))
                .or_else(|| actors.former_state(name));
            Some(state.map_or_else(
                || ActorRef::unresolved(name),
                |state| actors.of_id(&state, name),
            ))
        });
        let Some(actor) = actor else { return Ok(()) };
        let actor = context.count(actor);
        let id = actor.id.as_ref().map_or(&*actor.mention, |id| id.as_str());
        let id = format!("un-votes:{call}:{id}");
        let known = context
            .options
            .roll_calls
            .get(&call)
            .cloned()
            .unwrap_or_default();
        let dates = known
            .date
            .or_else(|| day(row.cell(self.date)))
            .map(|day| (day, day))
            .or_else(|| year(row.cell(self.year)));
        let date = match dates {
            Some((from, to)) => context.dates(from, to),
            None => DateRange {
                reported: context.options.published,
                ..DateRange::default()
            },
        };
        let resolution = Some(known.resolution.as_str())
            .filter(|text| !text.is_empty())
            .or_else(|| text(row.cell(self.resolution)));
        let subject = Some(known.subject.as_str())
            .filter(|text| !text.is_empty())
            .or_else(|| text(row.cell(self.subject)));
        let mut issue = match resolution {
            Some(resolution) => format!("UN General Assembly {resolution}"),
            None => format!("UN General Assembly, roll call {call}"),
        };
        if let Some(subject) = subject {
            issue.push_str(": ");
            issue.push_str(subject);
        }
        let claim = Claim {
            id: id.into(),
            body: Body::Position(Position {
                actor: vec![actor],
                issue,
                position: position.to_owned(),
                salience: None,
            }),
            date,
            attribution: Attribution::default(),
            confidence: CONFIDENCE,
            rule: "un-votes".to_owned(),
        };
        context.claim(row, claim);
        Ok(())
    }
}

pub(super) struct RollCalls {
    call: usize,
    date: usize,
    resolution: usize,
    subject: usize,
}

impl RollCalls {
    pub(super) fn new(header: &Header) -> Self {
        Self {
            call: header.place(&["rcid"]),
            date: header.place(&["date"]),
            resolution: header.place(&["unres"]),
            subject: header.place(&["short", "descr"]),
        }
    }
}

impl Translate for RollCalls {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let call = whole(row.cell(self.call))
            .ok_or_else(|| Bad::cell("rcid", row.cell(self.call), "a number"))?;
        let date = match text(row.cell(self.date)) {
            Some(cell) => Some(day(cell).ok_or_else(|| Bad::date("the date", cell))?),
            None => None,
        };
        let owned = |index| text(row.cell(index)).unwrap_or("").to_owned();
        let roll_call = RollCall {
            date,
            resolution: owned(self.resolution),
            subject: owned(self.subject),
        };
        context
            .found
            .push_back(Found::RollCall(call, Box::new(roll_call)));
        Ok(())
    }
}
