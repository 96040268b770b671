//! Place or actor: whether a state, capital or city is where something happens.

use crate::resolution::ActorKind;
use crate::words::{ALOFT, MOTION, NOT_WITHIN, PLACE_NOUNS, WITHIN, is};
use chancery_text::{Analysis, TokenId};

/// Returns whether a mention headed by this token is a place, from the preposition it hangs on and
/// the word that governs that.
pub(crate) fn is_place(analysis: &Analysis, head: TokenId, kind: ActorKind) -> bool {
    let city = kind == ActorKind::Place;
    let set = matches!(kind, ActorKind::Collective | ActorKind::Body);
    if !(set
        || matches!(
            kind,
            ActorKind::State | ActorKind::Capital | ActorKind::Place
        ))
    {
        return false;
    }
    let token = |number: TokenId| analysis.tokens.get(number);
    // "northern Syria" is a region wherever it stands.
    let region = kind == ActorKind::State
        && head
            .checked_sub(1)
            .and_then(token)
            .is_some_and(|before| before.head == head && is(REGIONAL, &before.text));
    if region {
        return true;
    }
    let mut noun = head;
    // "in Kyiv, Ukraine" and "in Kyiv and Odesa": the first of the row hangs on the preposition.
    for _ in 0..4 {
        match token(noun) {
            Some(entry)
                if matches!(entry.dep, "conj" | "appos" | "npadvmod") && entry.head != noun =>
            {
                noun = entry.head;
            }
            _ => break,
        }
    }
    let Some(entry) = token(noun) else {
        return city;
    };
    if entry.dep != "pobj" || entry.head == noun {
        return city;
    }
    let Some(preposition) = token(entry.head) else {
        return city;
    };
    let governor = token(preposition.head).map_or("", |governor| &governor.lemma);
    let word = preposition.text.to_ascii_lowercase();
    if set {
        let inside = kind == ActorKind::Body && word == "at";
        return inside || (is(WITHIN, &word) && !is(NOT_WITHIN, governor));
    }
    match word.as_str() {
        "at" | "on" | "upon" | "under" => kind != ActorKind::State,
        "over" => city || is(ALOFT, governor),
        "from" | "to" | "toward" | "towards" | "for" => city || is(MOTION, governor),
        "of" => city || is(PLACE_NOUNS, governor) || is(COMPASS, governor),
        word if is(WITHIN, word) => !is(NOT_WITHIN, governor),
        _ => city,
    }
}

const REGIONAL: &[&str] = &[
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "north-eastern",
    "north-western",
    "south-eastern",
    "south-western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "occupied",
    "mainland",
    "rural",
    "coastal",
];

const COMPASS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "part",
    "parts",
    "center",
    "centre",
    "heart",
    "edge",
    "half",
    "corner",
];
