//! Roles that a possessive pronoun owns: "its emir" is that of whoever "its" means, whichever emir or
//! president the text named last.

use crate::dictionary::RoleKind;
use crate::persons::holder_name;
use crate::readings::Scene;
use crate::resolution::{ActorKind, ResolvedMention};
use chancery_model::Sector;
use chancery_text::TokenId;
use std::collections::BTreeMap;

/// Rules that settled a role on a state without looking at who owns it.
const GUESSED: &[&str] = &[
    "role",
    "role-before",
    "group-before",
    "place",
    "only-state",
    "sentence-before",
    "chain",
];

/// Gives a role behind a possessive pronoun to whom the pronoun means.
pub(crate) fn owned_by_pronouns(scene: Scene<'_>, mentions: &mut [ResolvedMention]) {
    let pronouns: BTreeMap<TokenId, usize> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| mention.kind == ActorKind::Pronoun && mention.is_resolved())
        .map(|(number, mention)| (mention.head, number))
        .collect();
    for number in 0..mentions.len() {
        let mention = &mentions[number];
        let guessed = !mention.is_resolved() || GUESSED.contains(&mention.rule);
        if mention.kind != ActorKind::Role || !guessed || mention.actors.len() != 1 {
            continue;
        }
        let head = mention.head;
        let Some(token) = scene.analysis.tokens.get(head) else {
            continue;
        };
        let owner = scene
            .analysis
            .children(head)
            .filter(|&child| scene.dep(child) == "poss" && child < head)
            .find_map(|child| pronouns.get(&child))
            .map(|&owner| mentions[owner].clone());
        let Some(owner) = owner else { continue };
        let [whose] = &owner.actors[..] else { continue };
        let Some(id) = whose.id.clone() else { continue };
        let same = mention.actors[0].country == whose.country && whose.country.is_some();
        let word = scene
            .dictionary
            .roles
            .iter()
            .find(|role| role.word.eq_ignore_ascii_case(&token.lemma));
        let name = match word {
            _ if same => mention.actors[0].name.clone(),
            Some(word) if word.kind == RoleKind::Person => {
                holder_name(scene.dictionary, &id, &word.offices, scene.day)
            }
            _ => None,
        };
        let mention = &mut mentions[number];
        let actor = &mut mention.actors[0];
        if matches!(whose.sector, Some(Sector::Reb | Sector::Uaf)) {
            actor.sector = whose.sector;
        }
        actor.id = Some(id);
        actor.country.clone_from(&whose.country);
        actor.name = name;
        mention.rule = "owner";
        mention.confidence = owner.confidence * 0.95;
    }
}
