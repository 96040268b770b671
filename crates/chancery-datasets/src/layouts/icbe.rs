//! International Crisis Behavior Events (Douglass et al. 2022): agreed events in wide form.
//!
//! A row is an event that coders found in a sentence of a crisis narrative; its cells list several
//! values with semicolons. Thoughts are no deeds and are passed over.

use super::Translate;
use crate::{
    acts,
    cells::{span, text, whole},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Attribution, Body, Date};

const CONFIDENCE: f64 = 0.8;

pub(super) struct Icbe {
    crisis: usize,
    event: [usize; 2],
    earliest: [usize; 3],
    latest: [usize; 3],
    say: [usize; 2],
    deed: [usize; 2],
    said: Vec<usize>,
    done: Vec<usize>,
}

impl Icbe {
    pub(super) fn new(header: &Header) -> Self {
        let place = |names: &[&str]| header.place(names);
        let some = |names: &[&str]| {
            names
                .iter()
                .filter_map(|name| header.find(&[name]))
                .collect()
        };
        Self {
            crisis: place(&["crisno"]),
            event: [
                place(&[
                    "sentence_number_int_aligned",
                    "sentence_number_int",
                    "sentence_number",
                ]),
                place(&["event_number_int", "event_number"]),
            ],
            earliest: [
                place(&["date_earliest_year", "point_in_time_year", "year"]),
                place(&["date_earliest_month", "point_in_time_month", "month"]),
                place(&["date_earliest_day", "point_in_time_day", "day"]),
            ],
            latest: ["date_latest_year", "date_latest_month", "date_latest_day"]
                .map(|name| place(&[name])),
            say: ["say_actor_a", "say_actor_b"].map(|name| place(&[name])),
            deed: ["do_actor_a", "do_actor_b"].map(|name| place(&[name])),
            said: some(&["sayintkind", "say_kind", "say_interact_kind"]),
            done: some(&[
                "act_escalate",
                "act_deescalate",
                "act_uncooperative",
                "act_cooperative",
                "interact_escalate",
                "interact_deescalate",
                "interact_increasecoop",
                "interact_decreasecoop",
            ]),
        }
    }

    fn dates(&self, row: &Row) -> Option<(Date, Date)> {
        let read = |cells: [usize; 3]| {
            let [year, month, day] = cells.map(|index| row.cell(index));
            span(year, month, day)
        };
        let (from, first_to) = read(self.earliest)?;
        let to = read(self.latest).map_or(first_to, |(_, to)| to);
        (from <= to).then_some((from, to))
    }
}

impl Translate for Icbe {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let crisis = whole(row.cell(self.crisis))
            .ok_or_else(|| Bad::cell("crisno", row.cell(self.crisis), "a number"))?;
        let Some((from, to)) = self.dates(row) else {
            let year = row.cell(self.earliest[0]);
            if text(year).is_some() {
                return Err(Bad::date("the event's date", year));
            }
            context.report.pass_over("event without a date");
            return Ok(());
        };
        let [sentence, event] = self.event.map(|index| row.cell(index));
        let mut yielded = 0;
        for (say, kinds, sides) in [(true, &self.said, self.say), (false, &self.done, self.deed)] {
            for kind in kinds.iter().flat_map(|index| list(row.cell(*index))) {
                let Some(act) = acts::icbe(say, kind) else {
                    context.report.pass_over("kind without a PLOVER event");
                    continue;
                };
                let Some(act) = act else { continue };
                let mut done = act.clone();
                let [by, towards] = sides.map(|index| actors(row.cell(index), from, context));
                done.actor = by;
                done.recipient = towards;
                let claim = Claim {
                    id: super::icews::statement_id(
                        "icbe",
                        &[
                            &format!("{crisis}:{sentence}:{event}:{yielded}"),
                            kind,
                            row.text(),
                        ],
                    ),
                    body: Body::Event(done),
                    date: context.dates(from, to),
                    attribution: Attribution::default(),
                    confidence: CONFIDENCE,
                    rule: format!("icbe {kind}"),
                };
                context.claim(row, claim);
                yielded += 1;
            }
        }
        if yielded == 0 {
            context.report.pass_over("row without speech or deed");
        }
        Ok(())
    }
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter_map(text)
}

fn actors(cell: &str, day: Date, context: &mut Context) -> Vec<ActorRef> {
    let names: Vec<&str> = list(cell).collect();
    names
        .into_iter()
        .map(|name| {
            let known = context.actors.named(name, Some(day));
            context.count(known.unwrap_or_else(|| ActorRef::unresolved(name)))
        })
        .collect()
}
