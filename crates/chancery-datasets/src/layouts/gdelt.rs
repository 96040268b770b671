//! GDELT: events of both versions, and the mentions of events (GDELT Event Codebook 1.03 and 2.0;
//! Leetaru and Schrodt 2013).
//!
//! Events are found by machine in everything that GDELT scans and many of them are not what they
//! seem, so their confidence is low: they measure attention and tone between two actors better
//! than they establish a deed. CAMEO codes become PLOVER events; statements (01) and appeals (02)
//! have none and are passed over.

use super::Translate;
use crate::{
    Mention,
    cameo::{Meaning, meaning},
    cells::compact_day,
    context::{Bad, Claim, Context},
    lines::Row,
};
use chancery_model::{ActorRef, Assertion, Attribution, Body, DateRange};

const CONFIDENCE: f64 = 0.4;

/// The places of the columns that differ between the versions.
pub(super) struct Events {
    prefix: &'static str,
    place: usize,
    added: usize,
    url: usize,
}

impl Events {
    /// GDELT 1.0: three places of seven cells each.
    pub(super) const fn first() -> Self {
        Self {
            prefix: "gdelt1",
            place: 50,
            added: 56,
            url: 57,
        }
    }

    /// GDELT 2.0: three places of eight cells each.
    pub(super) const fn second() -> Self {
        Self {
            prefix: "gdelt",
            place: 52,
            added: 59,
            url: 60,
        }
    }
}

const ACTOR1: usize = 5;
const ACTOR2: usize = 15;
const CODE: usize = 26;

impl Translate for Events {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let id = record_number(row.cell(0))?;
        let day = compact_day(row.cell(1)).ok_or_else(|| Bad::date("the day", row.cell(1)))?;
        let added = row.cell(self.added);
        let reported = compact_day(added).ok_or_else(|| Bad::date("the day of addition", added))?;
        let code = row.cell(CODE);
        let event = match meaning(code) {
            Meaning::Event(event) => event,
            Meaning::Dropped => {
                context
                    .report
                    .pass_over("CAMEO code without a PLOVER event");
                return Ok(());
            }
            Meaning::Unknown => return Err(Bad::cell("the event code", code, "a CAMEO code")),
        };
        let mut event = event.clone();
        event.actor.extend(actor(row, ACTOR1, context));
        event.recipient.extend(actor(row, ACTOR2, context));
        let place = row.cell(self.place);
        event.place = (!place.is_empty()).then(|| place.to_owned());
        let claim = Claim {
            id: [self.prefix, ":", id].concat().into(),
            body: Body::Event(event),
            date: DateRange {
                reported: Some(reported),
                ..DateRange::day(day)
            },
            attribution: Attribution {
                outlet: outlet(row.cell(self.url)),
                speaker: None,
                assertion: Assertion::Reported,
            },
            confidence: CONFIDENCE,
            rule: [self.prefix, " CAMEO ", code].concat(),
        };
        context.claim(row, claim);
        Ok(())
    }
}

/// Returns the number of a record.
fn record_number(cell: &str) -> Result<&str, Bad> {
    let sound = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    sound
        .then_some(cell)
        .ok_or_else(|| Bad::cell("the number of the event", cell, "a number"))
}

/// Reads the ten cells of an actor.
fn actor(row: &Row, first: usize, context: &mut Context) -> Option<ActorRef> {
    let make = |actors: &crate::actors::Actors| {
        actors.cameo(
            row.cell(first + 1),
            row.cell(first),
            row.cell(first + 2),
            row.cell(first + 3),
            [
                row.cell(first + 7),
                row.cell(first + 8),
                row.cell(first + 9),
            ],
        )
    };
    let actor = match row.stretch(first, first + 9) {
        Some(key) => context.actors.remember(key, make),
        None => make(&context.actors),
    }?;
    context.named(actor.id.is_some(), &actor.mention);
    Some(actor)
}

/// Returns the host of an address without `www.`; a citation that is no address is kept whole.
pub(super) fn outlet(url: &str) -> Option<String> {
    let host = match url.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or(rest),
        None => url,
    };
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// The mentions table of GDELT 2.0.
pub(super) struct Mentions;

impl Translate for Mentions {
    fn row(&mut self, row: &Row, context: &mut Context) -> Result<(), Bad> {
        let id = record_number(row.cell(0))?;
        let reported = compact_day(row.cell(2)).ok_or_else(|| Bad::date("the day", row.cell(2)))?;
        let confidence = crate::cells::number(row.cell(11))
            .filter(|percent| (0.0..=100.0).contains(percent))
            .ok_or_else(|| Bad::cell("the confidence", row.cell(11), "a percentage"))?;
        let text = |index| Some(row.cell(index).to_owned()).filter(|cell| !cell.is_empty());
        let mention = Mention {
            of: ["gdelt:", id].concat().into(),
            outlet: text(4),
            url: text(5),
            reported: Some(reported),
            confidence: confidence / 100.0,
            evidence: context.evidence(row),
        };
        context.mention(mention);
        Ok(())
    }
}
