//! Capitals that are also the seat of an organisation: Brussels is Belgium's city and the Union's name.

use crate::dictionary::{Ambiguity, Form, Sense};
use crate::lexicon::Hit;
use crate::place::is_place;
use crate::readings::{Scene, contains_word};
use crate::resolution::ActorKind;
use chancery_model::ActorId;
use chancery_text::TokenId;
use std::ops::Range;

/// Returns whether a capital that is also the seat of an organisation means the city or its state here:
/// "in Brussels" and "Brussels police" always, "Brussels rejected" where the text speaks of Belgium and not
/// of the Union.
pub(crate) fn is_only_the_city(scene: Scene<'_>, hit: &Hit, sentence: &Range<TokenId>) -> bool {
    let dictionary = scene.dictionary;
    let capital = hit.senses.iter().find_map(|sense| match sense {
        Sense::State(state, Form::Capital) => Some(&dictionary.states[*state as usize].id),
        _ => None,
    });
    let seated = hit.senses.iter().find_map(|sense| match sense {
        Sense::Body(number) => {
            let row = &dictionary.bodies[*number as usize];
            (row.metonym && row.ambiguity == Ambiguity::Place)
                .then_some(row.actor.as_ref())
                .flatten()
        }
        _ => None,
    });
    let (Some(capital), Some(seated)) = (capital, seated) else {
        return false;
    };
    let head = scene.head_of(hit.tokens.clone());
    if scene.is_modifier(head) || is_place(scene.analysis, head, ActorKind::Capital) {
        return true;
    }
    // "Belgium has broken off relations; Kigali accuses Brussels".
    if speaks_of_state(scene, capital, scene.text(sentence.clone())) {
        return true;
    }
    let text = &*scene.document.text;
    let speaks_of_organisation = dictionary.organisations.iter().any(|row| {
        row.id == *seated && (contains_word(text, &row.name) || contains_word(text, &row.short))
    });
    !speaks_of_organisation && speaks_of_state(scene, capital, text)
}

fn speaks_of_state(scene: Scene<'_>, id: &ActorId, text: &str) -> bool {
    scene.dictionary.state(id.as_str()).is_some_and(|state| {
        contains_word(text, &state.name)
            || (!state.adjective.is_empty() && contains_word(text, &state.adjective))
    })
}
