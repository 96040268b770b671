//! Which state a role or a body without one belongs to: that of its last holder, of the place that the
//! sentence names, or of the one state that it speaks of.

use crate::dictionary::{Ambiguity, RoleKind, RoleWord};
use crate::memory::{Memory, RememberedRole};
use crate::persons::holder_name;
use crate::readings::{Named, Reading, Scene, mentions_state};
use crate::resolution::{ActorKind, ResolvedMention};
use crate::words::is;
use chancery_model::{ActorId, Sector};
use chancery_text::TokenId;

/// Gives a state to the roles of a sentence that name none, and notes those that do.
pub(crate) fn settle_roles(
    scene: Scene<'_>,
    memory: &mut Memory,
    names: &[Named],
    mentions: &mut [ResolvedMention],
    sentence: usize,
) {
    for mention in mentions
        .iter_mut()
        .filter(|mention| mention.kind == ActorKind::Role)
    {
        let Some(role) = names.iter().find_map(|name| match name.reading {
            Reading::Role(role, _) if name.tokens.contains(&mention.head) => Some(role),
            _ => None,
        }) else {
            continue;
        };
        let word = &scene.dictionary.roles[role as usize];
        if !mention.is_resolved() {
            settle(scene, memory, mention, word, sentence);
        }
        if let [actor] = &mention.actors[..]
            && actor.id.is_some()
        {
            memory.roles.push(RememberedRole {
                offices: word.offices.clone(),
                word: word.word.clone(),
                kind: word.kind,
                actor: actor.clone(),
                sentence,
            });
        }
    }
}

/// After so many sentences a body or force that was named is no longer the one spoken of.
const STALE: usize = 10;

fn settle(
    scene: Scene<'_>,
    memory: &Memory,
    mention: &mut ResolvedMention,
    word: &RoleWord,
    sentence: usize,
) {
    let [actor] = &mut mention.actors[..] else {
        return;
    };
    // "The foreign ministers" and "the governments of the region" are of several states, whatever place the sentence names.
    let several = scene
        .analysis
        .tokens
        .get(mention.head)
        .is_some_and(|token| matches!(token.tag, "NNS" | "NNPS"));
    if several && matches!(word.kind, RoleKind::Person | RoleKind::Body) && !word.weak {
        return;
    }
    let definite = scene.analysis.children(mention.head).any(|child| {
        is(
            &["the", "his", "her", "its", "their", "that", "this"],
            scene.word(child),
        )
    });
    let remembered = memory.roles.iter().rev().find(|role| {
        (role.word == word.word && !word.weak)
            || (!word.offices.is_empty()
                && word.kind == RoleKind::Person
                && role
                    .offices
                    .iter()
                    .any(|office| word.offices.first() == Some(office)))
    });
    // "The army" long after another army was named is not that one; office-holders stay known for longer.
    let fresh =
        |role: &&RememberedRole| word.kind == RoleKind::Person || role.sentence + STALE >= sentence;
    if definite && let Some(role) = remembered.filter(fresh) {
        actor.id.clone_from(&role.actor.id);
        actor.country.clone_from(&role.actor.country);
        if word.kind == RoleKind::Person && actor.sector != Some(Sector::Eli) {
            actor.name.clone_from(&role.actor.name);
        }
        mention.rule = "role-before";
        mention.confidence = 0.65;
        return;
    }
    // "The rebels" are the armed group that the text named last, not people of the state beside them.
    let group = memory.said.iter().rev().find(|said| {
        said.kind == ActorKind::Group && said.actors.len() == 1 && said.head < mention.head
    });
    if definite
        && word.sector == Sector::Reb
        && let Some(said) = group
        && said.actors[0].id.is_some()
    {
        actor.id.clone_from(&said.actors[0].id);
        actor.country.clone_from(&said.actors[0].country);
        mention.rule = "group-before";
        mention.confidence = 0.6;
        return;
    }
    if word.weak && word.kind != RoleKind::People && word.kind != RoleKind::Force {
        return;
    }
    // "Agreed not to use force", "sent by drone": without an article it is no body of troops.
    if word.weak && word.kind == RoleKind::Force && is_mass(scene, mention.head) {
        return;
    }
    // Foreign soldiers and envoys act in other people's states.
    let foreign =
        word.sector == Sector::Mil || word.word.contains("envoy") || word.word.contains("diplomat");
    let found = if word.weak {
        memory.only_place(sentence).map(|id| (id, "place", 0.5))
    } else if foreign {
        memory
            .only_party(sentence)
            .map(|id| (id, "only-state", 0.5))
    } else {
        memory
            .only_place(sentence)
            .map(|id| (id, "place", 0.55))
            .or_else(|| {
                definite
                    .then(|| memory.only_state(sentence))
                    .flatten()
                    .map(|id| (id, "only-state", 0.5))
            })
            .or_else(|| {
                let before = sentence.checked_sub(1)?;
                definite
                    .then(|| {
                        memory
                            .roles
                            .iter()
                            .rev()
                            .find(|role| {
                                role.sentence + 2 >= before && role.kind != RoleKind::People
                            })
                            .and_then(|role| role.actor.country.clone())
                            .or_else(|| memory.only_place(before))
                            .or_else(|| memory.only_state(before))
                    })
                    .flatten()
                    .map(|id| (id, "sentence-before", 0.45))
            })
    };
    if let Some((id, rule, confidence)) = found {
        settle_on(scene, mention, word, &id, rule, confidence);
    }
}

/// Returns whether an object in the singular stands without any word before it.
fn is_mass(scene: Scene<'_>, head: TokenId) -> bool {
    let singular = scene
        .analysis
        .tokens
        .get(head)
        .is_some_and(|token| token.tag == "NN");
    singular
        && is(&["dobj", "pobj"], scene.dep(head))
        && scene.analysis.children(head).all(|child| child > head)
}

fn settle_on(
    scene: Scene<'_>,
    mention: &mut ResolvedMention,
    word: &RoleWord,
    id: &ActorId,
    rule: &'static str,
    confidence: f64,
) {
    let named = word.kind == RoleKind::Person;
    for actor in &mut mention.actors {
        actor.id = Some(id.clone());
        actor.country = Some(id.clone());
        if named && actor.sector != Some(Sector::Eli) && rule != "place" {
            actor.name = holder_name(scene.dictionary, id, &word.offices, scene.day);
        }
    }
    mention.rule = rule;
    mention.confidence = confidence;
}

/// A body whose name other states have too ("Congress", "the Supreme Court") is that of the one
/// other state that the sentence speaks of, where the document never speaks of its own.
pub(crate) fn settle_bodies(
    scene: Scene<'_>,
    memory: &mut Memory,
    names: &[Named],
    mentions: &mut [ResolvedMention],
    sentence: usize,
) {
    let states: Vec<(TokenId, ActorId)> = mentions
        .iter()
        .filter_map(|mention| Some((mention.head, mention.actors.first()?.country.clone()?)))
        .collect();
    for mention in mentions
        .iter_mut()
        .filter(|mention| mention.kind == ActorKind::Body)
    {
        let shared = names.iter().any(|name| match name.reading {
            Reading::Body(body) => {
                name.head == mention.head
                    && scene.dictionary.bodies[body as usize].ambiguity == Ambiguity::Context
            }
            _ => false,
        });
        let [actor] = &mut mention.actors[..] else {
            continue;
        };
        if !shared {
            continue;
        }
        // "The Senate in Abuja".
        let seat = scene
            .analysis
            .children(mention.head)
            .filter(|&prep| is(&["in"], scene.word(prep)))
            .flat_map(|prep| scene.analysis.children(prep))
            .find_map(|place| states.iter().find(|(head, _)| *head == place));
        if let Some((_, id)) = seat {
            actor.id = Some(id.clone());
            actor.country = Some(id.clone());
            mention.rule = "shared-body";
            memory.remember_body(&actor.mention, actor);
            continue;
        }
        if mention.rule != "name" {
            memory.remember_body(&actor.mention, actor);
            continue;
        }
        if let Some(known) = memory.body(&actor.mention) {
            actor.id.clone_from(&known.id);
            actor.country.clone_from(&known.country);
            mention.rule = "shared-body";
            continue;
        }
        let own = actor
            .country
            .as_ref()
            .is_some_and(|id| mentions_state(scene, id));
        if own {
            continue;
        }
        if let Some(id) = memory.only_state_beside(sentence, mention.head) {
            actor.id = Some(id.clone());
            actor.country = Some(id);
            mention.rule = "shared-body";
            mention.confidence = 0.6;
        }
    }
}
