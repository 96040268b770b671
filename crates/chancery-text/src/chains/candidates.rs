//! Which earlier mentions a phrase may mean, and how far each stands out.

use super::entity::Entities;
use super::mention::{Mention, Number, Shape};
use super::words::{Gender, Kind};
use crate::TokenId;

/// Returns the thing of the nearest earlier mention, at most so many sentences back, that fits.
pub(crate) fn nearest(
    entities: &Entities<'_, '_>,
    number: usize,
    sentences: usize,
    fits: impl Fn(&Mention) -> bool,
) -> Option<usize> {
    let here = entities.mentions[number].sentence;
    (0..number)
        .rev()
        .take(400)
        .take_while(|&other| here - entities.mentions[other].sentence <= sentences)
        .find(|&other| fits(&entities.mentions[other]) && entities.of(other).is_some())
        .and_then(|other| entities.of(other))
        .map(|(entity, _)| entity)
}

/// The factors of Lappin and Leass (1994), table 1, with subjects (80 there) raised and adverbials
/// (50 there) lowered on GUM's training documents.
const RECENCY: f32 = 100.0;
const SUBJECT: f32 = 110.0;
const EXISTENTIAL: f32 = 70.0;
const OBJECT: f32 = 50.0;
const INDIRECT: f32 = 40.0;
const HEAD_NOUN: f32 = 80.0;
const NOT_ADVERBIAL: f32 = 30.0;

/// Returns how far a mention stands out in its sentence.
pub(crate) fn prominence(entities: &Entities<'_, '_>, mention: &Mention) -> f32 {
    let tree = entities.tree;
    let mut head = mention.head;
    // A conjunct stands where the first one does.
    for _ in 0..10 {
        match tree.head(head) {
            Some(up) if tree.dep(head) == "conj" && tree.is_nominal(up) => head = up,
            _ => break,
        }
    }
    let role = match tree.dep(head) {
        "nsubj" | "nsubjpass" => SUBJECT,
        "attr" => EXISTENTIAL - 30.0,
        "dobj" => OBJECT,
        "dative" => INDIRECT,
        "poss" => INDIRECT,
        "pobj" => 25.0,
        "compound" | "amod" | "nmod" => 5.0,
        _ => 20.0,
    };
    let nested = tree.head(head).is_some_and(|up| {
        tree.dep(head) == "poss"
            || tree.dep(head) == "compound"
            || (tree.dep(head) == "pobj"
                && tree
                    .head(up)
                    .is_some_and(|outer| matches!(tree.token(outer).pos, "NOUN" | "PROPN")))
    });
    let adverbial = tree.dep(head) == "pobj"
        && tree
            .head(head)
            .and_then(|prep| tree.head(prep))
            .is_some_and(|verb| verb > head);
    RECENCY
        + role
        + if nested { 0.0 } else { HEAD_NOUN }
        + if adverbial { 0.0 } else { NOT_ADVERBIAL }
}

/// Returns whether a pronoun can mean an earlier mention by number, gender and kind.
pub(crate) fn agree(entities: &Entities<'_, '_>, pronoun: &Mention, other: usize) -> bool {
    let mention = &entities.mentions[other];
    let (kind, gender, number) = match entities.of(other) {
        Some((entity, _)) => {
            let known = entities.get(entity);
            (known.kind, known.gender, known.number)
        }
        None => return false,
    };
    if kind == Kind::Measure {
        return false;
    }
    match pronoun.gender {
        Gender::Male | Gender::Female => {
            let person = kind == Kind::Person
                || (kind == Kind::Unknown && (gender != Gender::Unknown || is_bare_name(mention)));
            return person
                && number != Number::Plural
                && (gender == Gender::Unknown || gender == pronoun.gender);
        }
        Gender::Unknown => {}
    }
    match pronoun.number {
        Number::Plural => match mention.shape {
            Shape::Pair => true,
            _ => {
                // "Every individual who lost their home": anybody at all may be "they".
                let anybody = kind == Kind::Person
                    && gender == Gender::Unknown
                    && mention.shape == Shape::Noun
                    && mention.indefinite;
                number == Number::Plural
                    || (matches!(kind, Kind::Organisation | Kind::State)
                        && number == Number::Unknown)
                    || anybody
            }
        },
        _ => {
            kind != Kind::Person
                && number != Number::Plural
                && mention.shape != Shape::Pair
                && gender == Gender::Unknown
        }
    }
}

fn is_bare_name(mention: &Mention) -> bool {
    mention.shape == Shape::Name && mention.words.len() <= 3
}

/// Returns the verb whose argument a word is, directly or through a preposition.
pub(crate) fn governing_verb(entities: &Entities<'_, '_>, word: TokenId) -> Option<TokenId> {
    let tree = entities.tree;
    let head = tree.head(word)?;
    match tree.dep(word) {
        "nsubj" | "nsubjpass" | "dobj" | "dative" | "attr" => Some(head),
        "pobj" => tree
            .head(head)
            .filter(|&verb| matches!(tree.token(verb).pos, "VERB" | "AUX")),
        "conj" => governing_verb_of_first(entities, head),
        _ => None,
    }
}

fn governing_verb_of_first(entities: &Entities<'_, '_>, word: TokenId) -> Option<TokenId> {
    let tree = entities.tree;
    let mut at = word;
    for _ in 0..10 {
        if tree.dep(at) != "conj" {
            return match tree.dep(at) {
                "nsubj" | "nsubjpass" | "dobj" | "dative" | "attr" => tree.head(at),
                _ => None,
            };
        }
        at = tree.head(at)?;
    }
    None
}
