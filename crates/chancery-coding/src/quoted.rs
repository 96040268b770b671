//! Events told inside quotation marks: the word over a speech of several sentences reaches all of them.
//!
//! Syntax names the speaker for the sentence that "said" stands in. What the others tell is that speaker's
//! word all the same: of a hostile deed done to the speaker a claim, of anything else a report.

use chancery_model::{ActorRef, Assertion, Body, Quad, Statement};

/// Attributes events that stand wholly inside a quotation, and to nobody yet, to whoever speaks it.
pub(crate) fn attribute_quoted(statements: &mut [Statement], text: &str) {
    let quotes: Vec<(usize, usize, ActorRef)> = statements
        .iter()
        .filter_map(|statement| {
            let Body::Quotation(quotation) = &statement.body else {
                return None;
            };
            let evidence = &statement.evidence;
            let words = text.get(evidence.start..evidence.end)?;
            let start = evidence.start + words.find(quotation.quote.as_str())?;
            let speaker = quotation.speaker.clone()?;
            Some((start, start + quotation.quote.len(), speaker))
        })
        .collect();
    for statement in statements {
        let Body::Event(event) = &statement.body else {
            continue;
        };
        let attribution = &statement.attribution;
        if attribution.assertion != Assertion::Author
            || attribution.speaker.is_some()
            || attribution.outlet.is_some()
        {
            continue;
        }
        let inside = |start: usize, end: usize| {
            std::iter::once(&statement.evidence)
                .chain(&statement.also)
                .all(|evidence| start <= evidence.start && evidence.end <= end)
        };
        let Some((_, _, speaker)) = quotes.iter().find(|(start, end, _)| inside(*start, *end))
        else {
            continue;
        };
        let told_by = |actors: &[ActorRef]| {
            actors
                .iter()
                .any(|actor| actor.state().is_some() && actor.state() == speaker.state())
        };
        let claim = event.quad == Quad::MaterialConflict
            && told_by(&event.recipient)
            && !told_by(&event.actor);
        let attribution = &mut statement.attribution;
        attribution.assertion = if claim {
            Assertion::Alleged
        } else {
            Assertion::Reported
        };
        if speaker.state().is_some() {
            attribution.speaker = Some(speaker.clone());
        } else {
            attribution.outlet = Some(speaker.mention.clone());
        }
    }
}
