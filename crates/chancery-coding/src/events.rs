//! Events: who did what to whom, in PLOVER's terms.
//!
//! Every predicate of the analysis is a candidate. It becomes an event where the lexicon gives it a
//! sense that fits ([`senses`]) or an operator over its clause ([`deeds`], [`operators`], [`addressees`]), where somebody takes part
//! in it ([`participants`], [`naming`]), and where it is no sport, accident or market report ([`noise`]). What
//! its surroundings ([`governors`]) make of it is its status and attribution ([`scope`]), after which come date,
//! place and harm ([`dates`], [`details`]). Reports of the same event are merged ([`merge`]).

mod addressees;
mod answers;
mod attackers;
mod brokered;
mod completion;
mod contenders;
mod dates;
mod deeds;
mod details;
mod explanation;
mod fighters;
mod governors;
mod merge;
mod naming;
mod noise;
mod occasions;
mod offers;
mod operators;
mod participants;
mod reading;
mod scope;
mod senses;
mod signs;
mod speakers;
mod threats;
mod ultimatum;
mod unasked;
mod unwillingness;

pub(crate) use dates::{bounded, is_historical};
pub(crate) use details::number_word;
pub use explanation::{Candidate, Explanation, Outcome};
pub use merge::merge;
pub(crate) use naming::Depth;
pub(crate) use reading::{PredicationId, Reading};

use crate::calibration::{Signs, Weights};
use chancery_model::{
    ActorRef, Assertion, Body, Event, EventType, Evidence, Quad, Sector, Statement, StatementId,
    Status,
};
use chancery_text::{ParagraphKind, TimeExpression, TimeKind};
use deeds::Deed;
use participants::Participant;
use std::collections::BTreeMap;

/// What the events of a document are, and how they came about.
#[derive(Default)]
pub(crate) struct CodedEvents {
    pub(crate) statements: Vec<Statement>,
    /// What became of every predicate.
    pub(crate) candidates: Vec<Candidate>,
    /// What the confidence of each event rests on.
    pub(crate) signs: Vec<(StatementId, Signs)>,
}

/// Returns the events of a document and what became of every candidate.
pub(crate) fn code_events(reading: &Reading<'_>) -> CodedEvents {
    let mut statements: Vec<Statement> = Vec::new();
    let mut candidates = Vec::new();
    let mut signs = Vec::new();
    let mut carried: Option<TimeExpression> = None;
    let mut sentence = 0;
    let mut paragraph = 0;
    for id in 0..reading.analysis.predications.len() {
        let at = reading.predication(id).sentence;
        let Some(here) = reading.analysis.sentences.get(at) else {
            continue;
        };
        let kind = reading
            .analysis
            .paragraphs
            .get(here.paragraph)
            .map_or(ParagraphKind::Prose, |paragraph| paragraph.kind);
        if !kind.makes_claims() {
            continue;
        }
        if here.paragraph != paragraph {
            carried = None;
            paragraph = here.paragraph;
            sentence = at;
        } else if at != sentence {
            carried = last_day(reading, sentence).or(carried);
            sentence = at;
        }
        let (outcome, coded) = code_one(reading, id, carried.as_ref(), &mut signs);
        candidates.push(explanation::candidate(
            reading,
            id,
            carried.as_ref(),
            outcome,
        ));
        statements.extend(coded);
    }
    statements.extend(reading.contenders());
    statements.extend(reading.brokered());
    statements.extend(reading.mediators_by_noun());
    statements.extend(reading.unasked());
    statements.extend(reading.ultimatums());
    settle_between_its_parties(&mut statements);
    answers::address_answers(reading, &mut statements);
    offers::answer_offers(reading, &mut statements);
    blame_for_deeds(reading, &mut statements);
    let dropped = merge::drop_echoes(&mut statements);
    for candidate in &mut candidates {
        candidate.mark_dropped(&dropped);
    }
    CodedEvents {
        statements: merge(statements),
        candidates,
        signs,
    }
}

/// Returns who an actor is as a side of a dispute: an armed group is one of its own, not the state
/// that it fights in.
pub(crate) fn side(actor: &ActorRef) -> Option<chancery_model::ActorId> {
    match actor.sector {
        Some(Sector::Reb | Sector::Uaf) => actor.id.clone().or_else(|| actor.country.clone()),
        _ => actor.state().cloned(),
    }
}

/// Names the dispute of what two agree with each other where mediation is spoken of and no dispute
/// named: it is theirs, so that it answers no offer to mediate in another.
fn settle_between_its_parties(statements: &mut [Statement]) {
    for statement in statements {
        let Body::Event(event) = &mut statement.body else {
            continue;
        };
        let settles = matches!(
            event.event_type,
            EventType::Agree | EventType::Cooperate | EventType::Retreat
        );
        let states = |actors: &[ActorRef]| {
            let mut states: Vec<_> = actors.iter().filter_map(side).collect();
            states.dedup();
            states
        };
        let parties = states(&event.actor);
        // A place of theirs may have been read as a recipient.
        let between_them = states(&event.recipient)
            .iter()
            .all(|state| parties.contains(state));
        let mediated = event.contexts.contains(&chancery_model::Context::Mediation);
        if settles && between_them && mediated && event.dispute.is_empty() && parties.len() == 2 {
            event.dispute = parties;
        }
    }
}

/// Returns the last day that a sentence names, for undated deeds of the sentences after it.
fn last_day(reading: &Reading<'_>, sentence: usize) -> Option<TimeExpression> {
    let range = reading.analysis.sentences.get(sentence)?.span;
    reading
        .times_of(sentence)
        .rev()
        .find(|time| {
            range.contains(time.span)
                && time.kind == TimeKind::Calendar
                && time.grain <= chancery_text::Grain::Week
        })
        .cloned()
}

/// Codes one predication: the statement, or why there is none.
fn code_one(
    reading: &Reading<'_>,
    id: PredicationId,
    carried: Option<&TimeExpression>,
    signs: &mut Vec<(StatementId, Signs)>,
) -> (Outcome, Vec<Statement>) {
    let predication = reading.predication(id);
    let Some(deed) = reading.deed(id, 0) else {
        return (reading.why_no_deed(id), Vec::new());
    };
    let unfit = reading.unfit(id, &deed);
    if let Some(reason) = unfit.or_else(|| reading.occasion(id, &deed)) {
        return (Outcome::Dropped(reason), Vec::new());
    }
    let deed = reading.completed(id, deed);
    let mut statements = Vec::new();
    // A promise is itself made; what is promised is to come.
    if deed.content == Some(id) {
        let mut promise = reading.standing(id);
        promise.status = if promise.status == Status::Hypothetical
            && predication.modality != chancery_text::Modality::Conditional
        {
            Status::Hypothetical
        } else {
            Status::Actual
        };
        statements.extend(statement(reading, id, &deed, &promise, carried, signs));
        if let Some(plain) = reading.sense_deed(id) {
            let plain = reading.completed(id, plain);
            let standing = reading.standing(id);
            statements.extend(statement(reading, id, &plain, &standing, carried, signs));
        }
    } else {
        let mut standing = reading.standing(id);
        standing.status = unwillingness::refused_by_denial(&deed, standing.status, &standing.why);
        statements.extend(statement(reading, id, &deed, &standing, carried, signs));
    }
    match statements.first() {
        Some(first) => (Outcome::Coded(first.id.clone()), statements),
        None => (Outcome::Dropped("nobody takes part".to_owned()), statements),
    }
}

fn statement(
    reading: &Reading<'_>,
    id: PredicationId,
    deed: &Deed,
    standing: &scope::Standing,
    carried: Option<&TimeExpression>,
    signs: &mut Vec<(StatementId, Signs)>,
) -> Vec<Statement> {
    let attribution = reading.attribution(id, deed, standing);
    let (status, dated) = reading.told_when(id, standing, carried);
    // A deed that did not happen and names no two parties tells nothing.
    let known = |list: &[Participant]| list.iter().any(|one| one.actor.state().is_some());
    let both = known(&deed.actor) && (known(&deed.recipient) || deed.symmetric);
    if !status.is_fact() && !both && attribution.assertion != Assertion::Denied {
        return Vec::new();
    }
    let mut event = Event::new(deed.event_type, deed.mode);
    event.contexts = reading.contexts(id, deed.contexts.clone());
    event.actor = actors(&deed.actor);
    event.recipient = actors(&deed.recipient);
    if let Some(place) = reading.place(id) {
        event.place = Some(place.words);
        event.place_state = place.state;
        event.point = place.point;
    }
    if event.quad == Quad::MaterialConflict {
        let casualties = reading.casualties(id);
        if matches!(
            deed.event_type,
            EventType::Assault | EventType::Protest | EventType::Coerce
        ) {
            event.dead = casualties.dead;
            event.injured = casualties.injured;
        }
    }
    if event.contexts.contains(&chancery_model::Context::Mediation) {
        event.dispute = reading.dispute(id);
    }
    let tokens = reading.evidence(id);
    let span = reading.span(tokens);
    let sentence = reading.predication(id).sentence;
    let trust = reading
        .analysis
        .sentences
        .get(sentence)
        .map_or(1.0, |sentence| f64::from(sentence.trust));
    let seen = reading.signs(
        id,
        deed,
        signs::Circumstances {
            trust,
            dated: dated.trust,
            both,
        },
    );
    let confidence = confidence(&seen);
    let evidence = Evidence {
        document: reading.document.id.clone(),
        sentence,
        start: span.start,
        end: span.end,
        text: span.of(&reading.document.text).to_owned(),
    };
    // One statement for each recipient addressed apart: those that different words name.
    let addressed: Vec<(Option<usize>, Vec<ActorRef>)> =
        if deed.symmetric || event.recipient.len() < 2 {
            vec![(None, event.recipient.clone())]
        } else {
            let mut groups: Vec<(usize, Vec<ActorRef>)> = Vec::new();
            for participant in &deed.recipient {
                match groups
                    .iter_mut()
                    .find(|(head, _)| *head == participant.head)
                {
                    Some((_, group)) => group.push(participant.actor.clone()),
                    None => groups.push((participant.head, vec![participant.actor.clone()])),
                }
            }
            groups
                .into_iter()
                .map(|(head, group)| (Some(head), group))
                .collect()
        };
    addressed
        .into_iter()
        .map(|(head, recipient)| {
            let own = head.and_then(|head| reading.days_of(head));
            let mut event = event.clone();
            event.recipient = recipient;
            let id = identifier(&evidence, &event, status);
            signs.push((id.clone(), seen));
            Statement {
                id,
                body: Body::Event(event),
                evidence: evidence.clone(),
                status,
                attribution: attribution.clone(),
                date: own.unwrap_or_else(|| dated.range.clone()),
                confidence,
                rule: deed.rule.clone(),
                also: Vec::new(),
                corrects: None,
            }
        })
        .collect()
}

/// How sure a candidacy is that is named in passing: nobody has judged any.
const CANDIDACY: f64 = 0.5;

fn actors(participants: &[Participant]) -> Vec<ActorRef> {
    participants
        .iter()
        .map(|participant| participant.actor.clone())
        .collect()
}

/// Returns how sure the coder is: the share of events with these signs that is right, in thousandths.
fn confidence(signs: &Signs) -> f64 {
    (Weights::embedded().probability(signs) * 1000.0).round() / 1000.0
}

/// Returns the identifier of a statement: the FNV-1a hash (Fowler, Noll and Vo) of its document,
/// place and claim, so that coding the same text again gives the same one.
pub(crate) fn identifier(evidence: &Evidence, event: &Event, status: Status) -> StatementId {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |text: &str| {
        for byte in text.bytes().chain([0xff]) {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0100_0000_01b3);
        }
    };
    feed(evidence.document.as_str());
    feed(&evidence.start.to_string());
    feed(&evidence.end.to_string());
    feed(event.event_type.as_str());
    feed(match status {
        Status::Actual => "actual",
        Status::Historical => "historical",
        Status::Future => "future",
        Status::Hypothetical => "hypothetical",
        Status::Negated => "negated",
    });
    for actor in event.actor.iter().chain(&event.recipient) {
        feed(actor.id.as_ref().map_or("", |id| id.as_str()));
        feed(&actor.mention);
    }
    StatementId::new(format!("e{hash:016x}"))
}

/// Returns where the statements of each sentence stand in a list.
fn by_sentence(statements: &[Statement]) -> BTreeMap<usize, Vec<usize>> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, statement) in statements.iter().enumerate() {
        let sentence = statement.evidence.sentence;
        places.entry(sentence).or_default().push(place);
    }
    places
}

/// Returns the places before one in the list, of statements from the last few sentences, the nearest
/// place first.
fn before(
    places: &BTreeMap<usize, Vec<usize>>,
    index: usize,
    sentence: usize,
    sentences: usize,
) -> impl Iterator<Item = usize> + use<> {
    let mut near: Vec<usize> = places
        .range(sentence.saturating_sub(sentences)..=sentence)
        .flat_map(|(_, places)| places)
        .copied()
        .filter(|&place| place < index)
        .collect();
    near.sort_unstable_by(|one, other| other.cmp(one));
    near.into_iter()
}

/// Gives a condemnation of "the attack" or "the bombing" its addressee: whoever did the last such
/// deed that the five sentences before tell of.
fn blame_for_deeds(reading: &Reading<'_>, statements: &mut [Statement]) {
    let places = by_sentence(statements);
    for index in 0..statements.len() {
        let Some(deed) = condemned_deed(reading, &statements[index]) else {
            continue;
        };
        let sentence = statements[index].evidence.sentence;
        let own = statements[index]
            .event()
            .map_or(Vec::new(), |event| event.actor.clone());
        let doer = before(&places, index, sentence, 5).find_map(|place| {
            let earlier = &statements[place];
            let event = earlier.event()?;
            let alike = event.event_type == deed && earlier.is_evidence();
            let known = event.actor.iter().any(|actor| actor.state().is_some());
            let others = !event
                .actor
                .iter()
                .any(|actor| own.iter().any(|own| reading::same_side(own, actor)));
            let directed = !event.recipient.is_empty();
            (alike && known && others && directed).then(|| event.actor.clone())
        });
        if let (Some(doer), Body::Event(event)) = (doer, &mut statements[index].body) {
            event.recipient = doer;
        }
    }
}

/// Returns the type of the deed that a condemnation without an addressee takes up by a definite noun.
fn condemned_deed(reading: &Reading<'_>, statement: &Statement) -> Option<EventType> {
    let event = statement.event()?;
    let verb = statement.rule.strip_prefix("operator:condemn:")?;
    if !event.recipient.is_empty() {
        return None;
    }
    reading
        .predications_of(statement.evidence.sentence)
        .filter(|predication| predication.lemma == verb)
        .flat_map(|predication| &predication.arguments)
        .filter(|argument| argument.role == chancery_text::Role::Patient)
        .find_map(|argument| {
            let definite = reading
                .governed(argument.head, &["det"])
                .any(|article| matches!(&*reading.lemma(article), "the" | "this" | "that"));
            let senses = reading.lexicon.noun(&reading.lemma(argument.head));
            senses
                .iter()
                .find_map(|sense| sense.event_type)
                .filter(|_| definite)
        })
}
