//! Militarised interstate disputes: MID 4 and 5 (Palmer et al. 2015, 2022), dyadic MID (Maoz et al.
//! 2019) and the revision of Gibler, Miller and Little (2016), by dispute, participant, or pair.
//!
//! A side's highest action towards the other becomes an event; what is known of the date is often
//! only the year.

use super::{
    Translate,
    sides::{Participant, Sides, count, opposed},
};
use crate::{
    Position,
    actors::Numbers,
    acts::{self, Variable},
    cells::{span, text, whole, yes},
    columns::Header,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Attribution, Body, Date, Event, Evidence};

const CONFIDENCE: f64 = 0.9;

pub(super) fn translate(header: &Header) -> Box<dyn Translate> {
    let place = |name: &str| header.place(&[name]);
    let dispute = header.place(&["dispnum", "dispnum3", "disno"]);
    if header.find(&["statea"]).is_some() {
        Box::new(Pairs {
            dispute,
            states: ["statea", "stateb"].map(place),
            names: ["namea", "nameb"].map(place),
            actions: ["hiacta", "hiactb"].map(place),
            start: ["strtyr", "strtmnth", "strtday"].map(place),
            end: ["endyear", "endmnth", "endday"].map(place),
        })
    } else if header.find(&["ccode1"]).is_some() {
        Box::new(Years {
            dispute,
            states: ["ccode1", "ccode2"].map(place),
            action: place("hiact1"),
            year: place("year"),
            onset: place("midonset"),
            month: place("stmon"),
        })
    } else if header.find(&["ccode"]).is_some() {
        Box::new(Participants {
            dispute,
            state: place("ccode"),
            name: place("stabb"),
            side: place("sidea"),
            action: place("hiact"),
            start: ["styear", "stmon", "stday"].map(place),
            end: ["endyear", "endmon", "endday"].map(place),
            sides: Sides::new(),
        })
    } else {
        Box::new(Disputes {
            dispute,
            action: place("hiact"),
            start: ["styear", "stmon", "stday"].map(place),
            end: ["endyear", "endmon", "endday"].map(place),
            longest: place("maxdur"),
        })
    }
}

fn number(row: &Row, index: usize, column: &str) -> Result<i64, Bad> {
    whole(row.cell(index)).ok_or_else(|| Bad::cell(column, row.cell(index), "a number"))
}

fn read(row: &Row, cells: [usize; 3]) -> Option<(Date, Date)> {
    let [year, month, day] = cells.map(|index| row.cell(index));
    span(year, month, day)
}

/// Returns the event of a highest action, without anybody in it.
fn act(row: &Row, index: usize, context: &mut Context) -> Result<Option<(i64, Event)>, Bad> {
    let cell = row.cell(index);
    let Some(value) = whole(cell) else {
        context.report.pass_over("highest action not known");
        return Ok(None);
    };
    match acts::crisis(Variable::HighestAction, value) {
        None => Err(Bad::cell("the highest action", cell, "in the codebook")),
        Some(None) => {
            context
                .report
                .pass_over("no militarised action by this side");
            Ok(None)
        }
        Some(Some(event)) => Ok(Some((value, event.clone()))),
    }
}

fn claim(
    context: &mut Context,
    evidence: Evidence,
    id: String,
    (value, event): (i64, Event),
    (from, to): (Date, Date),
) {
    let claim = Claim {
        id: id.into(),
        body: Body::Event(event),
        date: context.dates(from, to),
        attribution: Attribution::default(),
        confidence: CONFIDENCE,
        rule: format!("mids hiact {value}"),
    };
    context.claim_on(evidence, claim);
}

/// A row a dispute: nobody is named.
struct Disputes {
    dispute: usize,
    action: usize,
    start: [usize; 3],
    end: [usize; 3],
    longest: usize,
}

impl Translate for Disputes {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let dispute = number(row, self.dispute, "the dispute's number")?;
        let (from, first_to) =
            read(row, self.start).ok_or_else(|| Bad::date("the start", row.cell(self.start[0])))?;
        let Some(event) = act(row, self.action, context)? else {
            return Ok(());
        };
        // Without a day of the end, the longest duration after the latest start.
        let to = read(row, self.end).map(|(_, to)| to).or_else(|| {
            let days = i32::try_from(whole(row.cell(self.longest))?).ok()?;
            days_after(first_to, days)
        });
        let to = to.unwrap_or(first_to).max(from);
        let evidence = context.evidence(row);
        claim(
            context,
            evidence,
            format!("mids:{dispute}"),
            event,
            (from, to),
        );
        Ok(())
    }
}

fn days_after(day: Date, days: i32) -> Option<Date> {
    (0..=20_000).contains(&days).then_some(())?;
    let mut date = day;
    for _ in 0..days {
        date = date.tomorrow().ok()?;
    }
    Some(date)
}

/// A row an ordered pair and year.
struct Years {
    dispute: usize,
    states: [usize; 2],
    action: usize,
    year: usize,
    onset: usize,
    month: usize,
}

impl Translate for Years {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let dispute = number(row, self.dispute, "the dispute's number")?;
        let [a, b] = self.states;
        let states = [
            number(row, a, "the first state")?,
            number(row, b, "the second state")?,
        ];
        let year = row.cell(self.year);
        let (first, last) = crate::cells::year(year).ok_or_else(|| Bad::date("the year", year))?;
        let month = if yes(row.cell(self.onset)) {
            row.cell(self.month)
        } else {
            ""
        };
        let from = span(year, month, "").map_or(first, |(from, _)| from);
        let [by, towards] = states.map(|state| context.actors.number(Numbers::Cow, state, ""));
        let (by, towards) = (context.count(by), context.count(towards));
        let Some((value, mut event)) = act(row, self.action, context)? else {
            return Ok(());
        };
        event.actor = vec![by];
        event.recipient = vec![towards];
        let evidence = context.evidence(row);
        let id = format!(
            "mids:{dispute}:{}:{}:{}",
            states[0],
            states[1],
            first.year()
        );
        claim(context, evidence, id, (value, event), (from, last));
        Ok(())
    }
}

/// A row a pair with the highest action of either.
struct Pairs {
    dispute: usize,
    states: [usize; 2],
    names: [usize; 2],
    actions: [usize; 2],
    start: [usize; 3],
    end: [usize; 3],
}

impl Translate for Pairs {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let dispute = number(row, self.dispute, "the dispute's number")?;
        let [a, b] = self.states;
        let states = [
            number(row, a, "the first state")?,
            number(row, b, "the second state")?,
        ];
        let (from, first_to) =
            read(row, self.start).ok_or_else(|| Bad::date("the start", row.cell(self.start[0])))?;
        let to = read(row, self.end).map_or(first_to, |(_, to)| to.max(from));
        let sides: [ActorRef; 2] = [0, 1].map(|side| {
            let known = context.actors.number(Numbers::Cow, states[side], "");
            match text(row.cell(self.names[side])) {
                Some(name) if known.id.is_none() => ActorRef::unresolved(name),
                _ => known,
            }
        });
        for side in &sides {
            context.named(side.id.is_some(), &side.mention);
        }
        // A file may list a pair once or both ways: only side A's action is read where it is first.
        for (by, towards) in [(0, 1), (1, 0)] {
            let Some((value, mut event)) = act(row, self.actions[by], context)? else {
                continue;
            };
            event.actor = vec![sides[by].clone()];
            event.recipient = vec![sides[towards].clone()];
            let evidence = context.evidence(row);
            let id = format!(
                "mids:{dispute}:{}:{}:{}",
                states[by],
                states[towards],
                from.year()
            );
            claim(context, evidence, id, (value, event), (from, to));
        }
        Ok(())
    }
}

/// A row a participant, those of one dispute together.
struct Participants {
    dispute: usize,
    state: usize,
    name: usize,
    side: usize,
    action: usize,
    start: [usize; 3],
    end: [usize; 3],
    sides: Sides<Option<(i64, Event)>>,
}

impl Participants {
    fn yield_dispute(
        dispute: i64,
        participants: &[Participant<Option<(i64, Event)>>],
        context: &mut Context,
    ) {
        count(participants, context);
        opposed(participants, |one, other, from, to| {
            let Some((value, event)) = &one.more else {
                return;
            };
            let mut event = event.clone();
            event.actor = vec![one.actor.clone()];
            event.recipient = vec![other.actor.clone()];
            let id = format!(
                "mids:{dispute}:{}:{}:{}",
                one.state,
                other.state,
                from.year()
            );
            claim(
                context,
                one.evidence.clone(),
                id,
                (*value, event),
                (from, to),
            );
        });
    }
}

impl Translate for Participants {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let dispute = number(row, self.dispute, "the dispute's number")?;
        let state = number(row, self.state, "the state's number")?;
        let (from, first_to) =
            read(row, self.start).ok_or_else(|| Bad::date("the start", row.cell(self.start[0])))?;
        let to = read(row, self.end).map_or(first_to, |(_, to)| to.max(from));
        let more = act(row, self.action, context)?;
        let known = context.actors.number(Numbers::Cow, state, "");
        let participant = Participant {
            state,
            actor: match text(row.cell(self.name)) {
                Some(name) if known.id.is_none() => ActorRef::unresolved(name),
                _ => known,
            },
            first_side: yes(row.cell(self.side)),
            from,
            to,
            evidence: context.evidence(row),
            more,
        };
        if let Some((dispute, participants)) = self.sides.take(dispute, row, participant) {
            Self::yield_dispute(dispute, &participants, context);
        }
        Ok(())
    }

    fn open_since(&self) -> Option<Position> {
        self.sides.open_since()
    }

    fn finish(&mut self, context: &mut Context) {
        if let Some((dispute, participants)) = self.sides.finish() {
            Self::yield_dispute(dispute, &participants, context);
        }
    }
}
