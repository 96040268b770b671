//! Definite nouns: "the president", "the group", "the two sides", and pairs named again.

use super::Method;
use super::candidates::nearest;
use super::entity::Entities;
use super::mention::{Mention, Number, Shape};
use super::words::Kind;
use crate::TokenId;

/// A noun said again is looked for so many sentences back.
const WINDOW: usize = 8;

/// Links a noun phrase or a pair, or makes a new thing of it.
pub(crate) fn link(entities: &mut Entities<'_, '_>, number: usize, method: Method) {
    let mention = &entities.mentions[number];
    if mention.shape == Shape::Pair {
        return pair(entities, number);
    }
    if method == Method::Nearest {
        let lemma = entities.tree.lemma(mention.head);
        let tree = entities.tree;
        let same = nearest(entities, number, usize::MAX, |other| {
            other.shape != Shape::Pronoun && tree.lemma(other.head) == lemma
        })
        .filter(|_| mention.definite);
        return match same {
            Some(entity) => entities.join(number, entity, 1.0),
            None => entities.found(number),
        };
    }
    let linked = described(entities, number)
        .or_else(|| pair_meant(entities, number))
        .or_else(|| said_again(entities, number))
        .or_else(|| by_kind(entities, number));
    match linked {
        Some((entity, score)) => entities.join(number, entity, score),
        None => entities.found(number),
    }
}

/// Returns the thing that a noun describes: in apposition ("Putin, the president") or after "to be"
/// ("Putin is the president").
fn described(entities: &mut Entities<'_, '_>, number: usize) -> Option<(usize, f32)> {
    let mention = &entities.mentions[number];
    let tree = entities.tree;
    let head = tree.head(mention.head)?;
    match tree.dep(mention.head) {
        "appos" => {
            let other = entities.headed_by(head)?;
            let (entity, _) = entities.of(other)?;
            fits(mention, &entities.mentions[other]).then_some((entity, 0.9))
        }
        "attr" => {
            let subject = tree
                .children(head)
                .find(|&child| tree.dep(child) == "nsubj")
                .and_then(|subject| entities.headed_by(subject))?;
            let denied = tree.children(head).any(|child| tree.dep(child) == "neg");
            let (entity, _) = entities.of(subject)?;
            if denied || !fits(mention, &entities.mentions[subject]) {
                return None;
            }
            if mention.definite && !mention.indefinite {
                return Some((entity, 0.7));
            }
            // "He was an architect".
            if matches!(
                mention.kind,
                Kind::Person | Kind::Organisation | Kind::State
            ) {
                return Some((entity, 0.6));
            }
            let lemma = tree.lemma(mention.head).to_owned();
            entities.say(entity, &lemma);
            None
        }
        _ => None,
    }
}

/// Returns whether a description can be said of a phrase.
fn fits(description: &Mention, other: &Mention) -> bool {
    let kinds = description.kind == other.kind
        || description.kind == Kind::Unknown
        || other.kind == Kind::Unknown
        || matches!(
            (description.kind, other.kind),
            (Kind::Place, Kind::State)
                | (Kind::State, Kind::Place)
                | (Kind::Organisation, Kind::State)
        );
    let numbers = description.number == other.number
        || description.number == Number::Unknown
        || other.number == Number::Unknown;
    kinds && numbers && other.shape != Shape::Pair
}

/// Returns the pair that "the two leaders" or "both countries" means.
fn pair_meant(entities: &Entities<'_, '_>, number: usize) -> Option<(usize, f32)> {
    let mention = &entities.mentions[number];
    let tree = entities.tree;
    if mention.number != Number::Plural {
        return None;
    }
    let two = tree.children(mention.head).any(|child| {
        matches!(
            &*tree.token(child).text.to_lowercase(),
            "two" | "both" | "three"
        )
    });
    let side = matches!(tree.lemma(mention.head), "side" | "pair" | "duo");
    if !(two && (mention.definite || side || is_both(entities, mention)) || side) {
        return None;
    }
    let kind = mention.kind;
    nearest(entities, number, 3, |other| {
        other.shape == Shape::Pair
            && (side || kind == Kind::Unknown || other.kind == kind || other.kind == Kind::Unknown)
    })
    .map(|entity| (entity, 0.6))
}

fn is_both(entities: &Entities<'_, '_>, mention: &Mention) -> bool {
    let tree = entities.tree;
    tree.children(mention.head)
        .any(|child| tree.token(child).text.eq_ignore_ascii_case("both"))
}

/// Returns the thing of which the same noun was said, if nothing beside the noun speaks against it.
fn said_again(entities: &Entities<'_, '_>, number: usize) -> Option<(usize, f32)> {
    let mention = &entities.mentions[number];
    if !mention.definite || mention.indefinite {
        return None;
    }
    let tree = entities.tree;
    let lemma = tree.lemma(mention.head);
    let own = qualifiers(entities, mention.head);
    let owner = owner_by_pronoun(entities, mention.head);
    let by_noun = entities.by_noun.get(lemma).into_iter().flatten();
    let by_name = entities.by_word.get(lemma).into_iter().flatten();
    let mut best: Option<(usize, f32)> = None;
    for &entity in by_noun.rev().chain(by_name.rev()) {
        let known = entities.get(entity);
        let numbers = known.number == mention.number
            || known.number == Number::Unknown
            || mention.number == Number::Unknown;
        let kinds = known.kind == mention.kind
            || known.kind == Kind::Unknown
            || mention.kind == Kind::Unknown;
        let back = mention
            .sentence
            .saturating_sub(entities.last_sentence(entity));
        let reach = if known.named { 3 * WINDOW } else { WINDOW };
        if known.mentions.is_empty() || !numbers || !kinds || back > reach {
            continue;
        }
        // "His government" is the one said of him before, and no other's.
        if let Some(owner) = owner
            && !known
                .mentions
                .iter()
                .rev()
                .take(12)
                .any(|&other| owners(entities, entities.mentions[other].head).contains(&owner))
        {
            continue;
        }
        let theirs: Vec<String> = known
            .mentions
            .iter()
            .rev()
            .take(12)
            .flat_map(|&other| qualifiers(entities, entities.mentions[other].head))
            .chain(known.name.iter().cloned())
            .collect();
        let shared = own
            .iter()
            .filter(|word| theirs.iter().any(|other| alike(word, other)))
            .count();
        let score = match (own.len(), shared) {
            (0, _) => 0.65,
            (all, shared) if all == shared => 0.8,
            _ => 0.0,
        };
        let score = score - 0.01 * back as f32;
        if score > best.map_or(0.0, |(_, score)| score) {
            best = Some((entity, score));
        }
    }
    best
}

/// Returns the thing that a possessive pronoun before a noun means.
fn owner_by_pronoun(entities: &Entities<'_, '_>, head: TokenId) -> Option<usize> {
    let tree = entities.tree;
    tree.children(head)
        .find(|&child| tree.dep(child) == "poss" && tree.tag(child) == "PRP$")
        .and_then(|pronoun| entities.headed_by(pronoun))
        .and_then(|pronoun| entities.of(pronoun))
        .map(|(entity, _)| entity)
}

/// Returns the things that a noun is said to belong to: "her party", "the party of Merkel".
fn owners(entities: &Entities<'_, '_>, head: TokenId) -> Vec<usize> {
    let tree = entities.tree;
    let behind = tree
        .children(head)
        .filter(|&child| tree.dep(child) == "prep" && tree.lemma(child) == "of")
        .flat_map(|child| tree.children(child))
        .filter(|&child| tree.dep(child) == "pobj");
    tree.children(head)
        .filter(|&child| tree.dep(child) == "poss")
        .chain(behind)
        .filter_map(|word| entities.headed_by(word))
        .filter_map(|mention| entities.of(mention))
        .map(|(entity, _)| entity)
        .collect()
}

/// Returns the words that qualify a noun: adjectives, nouns before it, possessors, and what follows
/// "of".
fn qualifiers(entities: &Entities<'_, '_>, head: TokenId) -> Vec<String> {
    let tree = entities.tree;
    let mut words = Vec::new();
    for child in tree.children(head) {
        match tree.dep(child) {
            "amod" | "compound" | "nmod" | "poss" if child < head && tree.tag(child) != "PRP$" => {
                words.push(tree.token(child).text.to_lowercase());
            }
            "prep" if matches!(tree.lemma(child), "of" | "in" | "for" | "between" | "on") => {
                for object in tree.children(child).filter(|&id| tree.dep(id) == "pobj") {
                    words.push(tree.token(object).text.to_lowercase());
                }
            }
            _ => {}
        }
    }
    words
}

/// Returns whether two words are the same but for an ending ("Israel", "Israeli").
fn alike(one: &str, other: &str) -> bool {
    let shared = one
        .chars()
        .zip(other.chars())
        .take_while(|(left, right)| left == right)
        .count();
    one == other || (shared >= 4 && shared + 3 >= one.chars().count().min(other.chars().count()))
}

/// Nouns so general that they take up whatever of their kind stands out.
fn is_general(lemma: &str) -> bool {
    matches!(
        lemma,
        "country"
            | "nation"
            | "group"
            | "organisation"
            | "organization"
            | "company"
            | "firm"
            | "city"
            | "town"
            | "village"
            | "man"
            | "woman"
            | "politician"
            | "republic"
            | "kingdom"
            | "militia"
            | "agency"
            | "bloc"
            | "movement"
            | "party"
            | "alliance"
            | "leader"
    )
}

/// Returns the most recent named thing of the kind that a general noun takes up: "the group".
fn by_kind(entities: &Entities<'_, '_>, number: usize) -> Option<(usize, f32)> {
    let mention = &entities.mentions[number];
    let tree = entities.tree;
    let plain = mention.definite
        && !mention.indefinite
        && mention.number != Number::Plural
        && qualifiers(entities, mention.head).is_empty()
        && !tree
            .children(mention.head)
            .any(|child| matches!(tree.dep(child), "relcl" | "acl" | "prep" | "poss"));
    if !plain || !is_general(tree.lemma(mention.head)) {
        return None;
    }
    let place = matches!(tree.lemma(mention.head), "city" | "town" | "village");
    nearest(entities, number, 2, |other| {
        other.shape == Shape::Name
            && match mention.kind {
                Kind::Place if place => matches!(other.kind, Kind::State | Kind::Place),
                kind => other.kind == kind,
            }
            && !same_clause(entities, mention, other)
    })
    .map(|entity| (entity, 0.5))
}

fn same_clause(entities: &Entities<'_, '_>, one: &Mention, other: &Mention) -> bool {
    super::candidates::governing_verb(entities, one.head)
        .is_some_and(|verb| super::candidates::governing_verb(entities, other.head) == Some(verb))
}

/// Links a pair to an earlier one with the same members.
fn pair(entities: &mut Entities<'_, '_>, number: usize) {
    let members = |entities: &Entities<'_, '_>, mention: &Mention| -> Vec<usize> {
        let mut things: Vec<usize> = mention
            .members
            .iter()
            .filter_map(|&member| entities.headed_by(member))
            .filter_map(|member| entities.of(member))
            .map(|(entity, _)| entity)
            .collect();
        things.sort_unstable();
        things.dedup();
        things
    };
    let own = members(entities, &entities.mentions[number]);
    let same = nearest(entities, number, WINDOW, |other| {
        other.shape == Shape::Pair && own.len() >= 2 && members(entities, other) == own
    });
    match same {
        Some(entity) => entities.join(number, entity, 0.8),
        None => entities.found(number),
    }
}
