//! Times that are anchored to an event and not to the calendar: "since the start of the war in
//! Ukraine", "after the airstrikes began", "two days before the summit".
//!
//! They need the tree: the preposition or conjunction, and what it governs. They stay symbolic,
//! unless the event's words carry a date of their own ("after the collapse of the Union in 1991"),
//! whose days they then take.

use super::form::Unit;
use crate::analysis::{Analysis, Bound, Grain, TimeExpression, TimeKind, TokenId};
use crate::clauses;

/// Adds the event-anchored expressions of a document.
pub(super) fn add(analysis: &Analysis, found: &mut Vec<TimeExpression>) {
    let mut added: Vec<TimeExpression> = Vec::new();
    for (id, token) in analysis.tokens.iter().enumerate() {
        let Some(bound) = bound_of(&token.text) else {
            continue;
        };
        let Some(tokens) = governed(analysis, id) else {
            continue;
        };
        let tokens = with_distance(analysis, without_marks(analysis, tokens));
        let span = analysis.span(tokens.clone());
        // A date that this preposition already bounds is on the calendar. The dates are in order
        // and do not overlap.
        let first = found.partition_point(|time| time.span.start <= token.span.start);
        let dated = first
            .checked_sub(1)
            .is_some_and(|before| token.span.end <= found[before].span.end);
        if dated || span.is_empty() || added.last().is_some_and(|last| last.span.contains(span)) {
            continue;
        }
        let event = event_head(analysis, id);
        let first = found.partition_point(|time| time.span.start < span.start);
        let mut inside = found[first..]
            .iter()
            .take_while(|time| time.span.start < span.end);
        let inner = inside.find(|time| {
            span.contains(time.span)
                && time.kind == TimeKind::Calendar
                && time.from.is_some()
                && dates(analysis, &time.tokens, event)
        });
        // A length before the preposition is part of the expression, no more one of its own.
        added.push(TimeExpression {
            span,
            tokens,
            kind: TimeKind::Event,
            from: inner.and_then(|time| time.from),
            to: inner.and_then(|time| time.to),
            grain: inner.map_or(Grain::Year, |time| time.grain),
            bound,
        });
    }
    found.retain(|time| {
        let event = added.partition_point(|event| event.span.start <= time.span.start);
        time.kind != TimeKind::Duration
            || !event.checked_sub(1).is_some_and(|event| {
                let event = added[event].span;
                event.start == time.span.start && event.contains(time.span)
            })
    });
    found.extend(added);
}

fn bound_of(word: &str) -> Option<Bound> {
    Some(match word.to_ascii_lowercase().as_str() {
        "since" => Bound::Since,
        "after" | "following" => Bound::After,
        "before" => Bound::Before,
        "until" | "till" => Bound::Until,
        "during" | "throughout" => Bound::Within,
        _ => return None,
    })
}

/// Returns the word of the event that a preposition or conjunction anchors to.
fn event_head(analysis: &Analysis, id: TokenId) -> TokenId {
    if analysis.tokens[id].dep == "mark" {
        return analysis.tokens[id].head;
    }
    analysis
        .children(id)
        .find(|&child| matches!(analysis.tokens[child].dep, "pobj" | "pcomp"))
        .unwrap_or(id)
}

/// Returns whether a date is the event's own: "the collapse of the Union in 1991", but not the date
/// of what another verb inside says.
fn dates(analysis: &Analysis, date: &std::ops::Range<TokenId>, event: TokenId) -> bool {
    let Some(mut at) = date
        .clone()
        .find(|&id| !date.contains(&analysis.tokens[id].head))
    else {
        return false;
    };
    for _ in 0..6 {
        let token = &analysis.tokens[at];
        if token.head == event {
            return true;
        }
        if token.head == at
            || !matches!(
                token.dep,
                "pobj" | "prep" | "compound" | "poss" | "nmod" | "nummod" | "amod"
            )
        {
            return false;
        }
        at = token.head;
    }
    false
}

/// Drops punctuation at the end.
fn without_marks(
    analysis: &Analysis,
    tokens: std::ops::Range<TokenId>,
) -> std::ops::Range<TokenId> {
    let mut end = tokens.end;
    while end > tokens.start + 1 && analysis.tokens[end - 1].pos == "PUNCT" {
        end -= 1;
    }
    tokens.start..end
}

/// Returns the tokens of the phrase or clause that a word opens, where an event stands in it.
fn governed(analysis: &Analysis, id: TokenId) -> Option<std::ops::Range<TokenId>> {
    let token = &analysis.tokens[id];
    match token.dep {
        // "after the airstrikes began": the clause hangs from its verb, and the word from it too.
        "mark" => {
            let verb = &analysis.tokens[token.head];
            let clause = analysis.subtree(token.head);
            let temporal = verb.tag.starts_with("VB")
                && !(token.text.eq_ignore_ascii_case("since") && is_reason(analysis, token.head));
            (temporal && clause.start <= id).then_some(id..clause.end)
        }
        "prep" | "pcomp" | "advmod" | "aux" => {
            let object = analysis
                .children(id)
                .find(|&child| matches!(analysis.tokens[child].dep, "pobj" | "pcomp"))?;
            let head = &analysis.tokens[object];
            let eventive = head.dep == "pcomp"
                || is_event(head)
                || analysis.tokens[analysis.subtree(object)]
                    .iter()
                    .any(|inside| {
                        inside.head == object && is_event(inside) && inside.dep == "prep"
                    });
            eventive.then(|| id..analysis.subtree(id).end.max(id + 1))
        }
        _ => None,
    }
}

/// "Since it has no army" gives a reason: a present state, with no change in it.
fn is_reason(analysis: &Analysis, verb: TokenId) -> bool {
    let token = &analysis.tokens[verb];
    matches!(token.tag, "VBZ" | "VBP")
        || analysis
            .children(verb)
            .any(|child| analysis.tokens[child].tag == "MD")
}

/// Returns whether a noun names something that happens.
fn is_event(token: &crate::analysis::Token) -> bool {
    const POINTS: &[&str] = &[
        "start",
        "beginning",
        "end",
        "outbreak",
        "onset",
        "fall",
        "collapse",
        "birth",
        "independence",
        "era",
        "reign",
        "rule",
        "presidency",
        "term",
        "tenure",
        "administration",
        "period",
        "time",
        "season",
        "pandemic",
        "revolution",
        "uprising",
        "holiday",
        "war",
        "crisis",
        "conflict",
        "event",
        "incident",
        "offensive",
        "ceremony",
        "match",
        "game",
        "championship",
        "siege",
        "trial",
        "campaign",
        "famine",
        "drought",
        "flood",
        "earthquake",
        "storm",
        "hurricane",
        "wave",
        "celebration",
        "festival",
        "hearing",
        "debate",
        "session",
        "rally",
        "lockdown",
        "holidays",
    ];
    token.tag.starts_with("NN")
        && (POINTS.contains(&&*token.lemma) || clauses::is_event_noun(&token.lemma))
        || token.tag == "VBG"
}

/// Takes in "two days" before "after the attack".
fn with_distance(
    analysis: &Analysis,
    tokens: std::ops::Range<TokenId>,
) -> std::ops::Range<TokenId> {
    let Some(last) = tokens.start.checked_sub(1) else {
        return tokens;
    };
    let unit = &analysis.tokens[last];
    let same = unit.sentence == analysis.tokens[tokens.start].sentence;
    let word = unit.text.to_ascii_lowercase();
    if !same
        || Unit::of(&word).is_none()
        || !matches!(
            unit.dep,
            "npadvmod" | "nsubj" | "dobj" | "pobj" | "dep" | "ROOT"
        ) && !matches!(
            word.as_str(),
            "day" | "days" | "hours" | "weeks" | "week" | "months" | "years"
        )
    {
        return tokens;
    }
    let mut start = last;
    while start > 0 {
        let before = &analysis.tokens[start - 1];
        let counts = before.sentence == unit.sentence
            && (matches!(before.tag, "CD" | "DT" | "JJR" | "IN")
                && (before.head == last || before.head == start)
                && !matches!(&*before.text, "in" | "on" | "for")
                || matches!(&*before.text, "a" | "an" | "the" | "few" | "several"));
        if !counts {
            break;
        }
        start -= 1;
    }
    start..tokens.end
}
