//! Names that mean the same: equal, shortened, abbreviated, or in apposition.

use super::Method;
use super::candidates::nearest;
use super::entity::{Entities, Entity, initials};
use super::mention::{Number, Shape};
use super::words::{Gender, Kind, kind_of_noun};

/// Links a name, or makes a new thing of it.
pub(crate) fn link(entities: &mut Entities<'_, '_>, number: usize, method: Method) {
    let mention = &entities.mentions[number];
    if method == Method::Nearest {
        let last = mention.words.last();
        let same = nearest(entities, number, usize::MAX, |other| {
            other.words.last() == last && last.is_some()
        });
        return match same {
            Some(entity) => entities.join(number, entity, 1.0),
            None => entities.found(number),
        };
    }
    let mut best: Option<(usize, f32)> = None;
    for key in keys(&mention.words) {
        for &entity in entities.by_word.get(&key).into_iter().flatten().rev() {
            let score = sameness(entities.get(entity), mention);
            if score > best.map_or(0.0, |(_, score)| score) {
                best = Some((entity, score));
            }
        }
    }
    match best {
        Some((entity, score)) => entities.join(number, entity, score),
        None => entities.found(number),
    }
    join_apposed_noun(entities, number);
}

/// Returns the words under which a name may have been remembered.
fn keys(words: &[String]) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(last) = words.last() {
        keys.push(last.clone());
        keys.push(letters_only(last));
    }
    if words.len() > 1 {
        keys.push(words[0].clone());
        keys.extend(initials(words));
    }
    keys.dedup();
    keys
}

fn letters_only(word: &str) -> String {
    word.chars().filter(|letter| *letter != '.').collect()
}

/// Returns how surely a name means a thing, 0 for not at all.
fn sameness(known: &Entity, mention: &super::mention::Mention) -> f32 {
    let (long, short) = if known.name.len() >= mention.words.len() {
        (&known.name, &mention.words)
    } else {
        (&mention.words, &known.name)
    };
    if short.is_empty() {
        return 0.0;
    }
    let opposed = matches!(
        (known.gender, mention.gender),
        (Gender::Male, Gender::Female) | (Gender::Female, Gender::Male)
    );
    if long == short {
        return if opposed { 0.0 } else { 1.0 };
    }
    let unlike =
        known.kind != mention.kind && known.kind != Kind::Unknown && mention.kind != Kind::Unknown;
    if opposed || (unlike && (known.kind == Kind::Person || mention.kind == Kind::Person)) {
        return 0.0;
    }
    if short.len() == 1 && long.len() >= 2 && initials(long) == Some(letters_only(&short[0])) {
        return 0.9;
    }
    let person = known.kind == Kind::Person || mention.kind == Kind::Person;
    if person {
        return match short.len() {
            1 if long.last() == short.first() => 0.95,
            1 if long.first() == short.first() => 0.6,
            1 => 0.0,
            // "John Allen" and "John R. Allen".
            _ if long.last() == short.last() && long.first() == short.first() => 0.95,
            _ => 0.0,
        };
    }
    if known.kind == Kind::State || mention.kind == Kind::State {
        return if long.starts_with(short) && short.len() >= 2 {
            0.9
        } else {
            0.0
        };
    }
    let contained = long.windows(short.len()).any(|window| window == &short[..]);
    let generic = |word: &String| kind_of_noun(word) != Kind::Unknown;
    match short.len() {
        1 if long.first() == short.first() && !generic(&short[0]) => 0.75,
        1 if long.last() == short.last() && !generic(&short[0]) => 0.7,
        1 => 0.0,
        _ if contained => 0.85,
        _ => 0.0,
    }
}

/// Puts a noun in apposition with what its name means: "the Russian president, Vladimir Putin".
fn join_apposed_noun(entities: &mut Entities<'_, '_>, number: usize) {
    let mention = &entities.mentions[number];
    let tree = entities.tree;
    let described = match (tree.dep(mention.head), tree.head(mention.head)) {
        ("appos", Some(head)) => Some(head),
        // "The first inhabitants were the Tagbanuas".
        ("attr", Some(verb)) if !tree.children(verb).any(|child| tree.dep(child) == "neg") => tree
            .children(verb)
            .find(|&child| tree.dep(child) == "nsubj"),
        _ => None,
    };
    let Some(noun) = described.and_then(|head| entities.headed_by(head)) else {
        return;
    };
    let (Some((from, _)), Some((into, _))) = (entities.of(noun), entities.of(number)) else {
        return;
    };
    let other = &entities.mentions[noun];
    let alike = other.kind == mention.kind
        || (other.kind == Kind::Unknown) != (mention.kind == Kind::Unknown);
    let plural = other.number == Number::Plural && mention.number == Number::Singular;
    if alike && !plural && other.shape == Shape::Noun && !entities.get(from).named {
        entities.merge(from, into, 0.9);
    }
}
