//! Short names that only the document explains: "the bloc", "the Union", "the South" of two Koreas.

use crate::links::pronoun;
use crate::memory::Memory;
use crate::place::is_place;
use crate::readings::Scene;
use crate::resolution::{ActorKind, ResolvedMention};
use crate::words::is;
use chancery_model::{ActorId, ActorRef};
use chancery_text::TokenId;
use std::ops::Range;

/// Returns the mentions of "the bloc" and "the alliance", with the organisation spoken of last.
pub(crate) fn organisations(
    scene: Scene<'_>,
    memory: &Memory,
    range: &Range<TokenId>,
    sentence: usize,
) -> Vec<ResolvedMention> {
    const WORDS: &[&str] = &[
        "bloc",
        "alliance",
        "organisation",
        "organization",
        "grouping",
    ];
    let mut found = Vec::new();
    for token in range.clone() {
        let entry = scene.analysis.tokens.get(token);
        let singular = entry.is_some_and(|entry| entry.tag == "NN" && is(WORDS, &entry.lemma));
        // "The Union has invited both": the one whose name ends so.
        let short = entry.is_some_and(|entry| {
            entry.tag == "NNP"
                && matches!(
                    &*entry.text,
                    "Union" | "Alliance" | "League" | "Organisation" | "Organization"
                )
        });
        let mut before = scene
            .analysis
            .children(token)
            .filter(|&child| child < token);
        let the = before
            .next()
            .is_some_and(|child| is(&["the"], scene.word(child)))
            && before.next().is_none();
        let of_others = scene
            .analysis
            .children(token)
            .any(|child| is(&["of", "between", "with"], scene.word(child)));
        if !(singular || short) || !the || of_others {
            continue;
        }
        let last = memory.said.iter().rev().find(|said| {
            said.head < token
                && said.sentence + 4 >= sentence
                && said.kind == ActorKind::Organisation
                && said.actors.len() == 1
                && (!short
                    || said.actors[0]
                        .id
                        .as_ref()
                        .and_then(|id| organisation_name(scene, id))
                        .is_some_and(|name| name.ends_with(scene.word(token))))
        });
        if let Some(said) = last {
            found.push(ResolvedMention {
                kind: ActorKind::Organisation,
                ..pronoun(
                    scene,
                    token,
                    said.actors.clone(),
                    0.6,
                    "organisation-before",
                )
            });
        }
    }
    found
}

fn organisation_name<'a>(scene: Scene<'a>, id: &ActorId) -> Option<&'a str> {
    scene
        .dictionary
        .organisations
        .iter()
        .find(|row| row.id == *id)
        .map(|row| row.name.as_str())
}

/// Returns the mentions of "the South" and "the North" in a text that names both Koreas.
pub(crate) fn halves(scene: Scene<'_>, range: &Range<TokenId>) -> Vec<ResolvedMention> {
    const HALVES: &[(&str, &str, &str)] = &[
        ("South", "South Korea", "KOR"),
        ("North", "North Korea", "PRK"),
    ];
    let text = &*scene.document.text;
    let mut found = Vec::new();
    for token in range.clone() {
        let Some((_, _, id)) = HALVES
            .iter()
            .find(|(word, _, _)| scene.word(token) == *word)
        else {
            continue;
        };
        let entry = scene.analysis.tokens.get(token);
        let proper = entry.is_some_and(|entry| entry.tag == "NNP");
        let the = token
            .checked_sub(1)
            .is_some_and(|before| is(&["the"], scene.word(before)));
        let alone = !scene.is_modifier(token)
            && scene
                .analysis
                .children(token)
                .all(|child| is(&["the", "'s", "’s"], scene.word(child)) || child > token + 1);
        let of = is(&["of", "-"], scene.word(token + 1));
        if !(proper && the && alone) || of || !HALVES.iter().all(|(_, name, _)| text.contains(name))
        {
            continue;
        }
        let Some(state) = scene.dictionary.state(id) else {
            continue;
        };
        let actor = ActorRef {
            id: Some(state.id.clone()),
            country: Some(state.id.clone()),
            ..ActorRef::unresolved(scene.word(token))
        };
        found.push(ResolvedMention {
            kind: ActorKind::State,
            named: true,
            locative: is_place(scene.analysis, token, ActorKind::State),
            ..pronoun(scene, token, vec![actor], 0.8, "half")
        });
    }
    found
}
