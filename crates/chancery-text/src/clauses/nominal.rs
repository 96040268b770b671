//! Nouns for acts and their participants: "Russia's annexation of Crimea", "talks between A and B",
//! "Israeli strikes on Iran", "the Putin–Trump call".

use super::arguments::{Filler, is_measure, push};
use super::lexicon::{self, Class, EventNoun, is};
use super::tree::Tree;
use crate::{Argument, Role, TokenId};

/// Returns whether a token is a noun for an act that heads its phrase.
pub(crate) fn is_act(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.token(id).pos == "NOUN"
        && !matches!(
            tree.dep(id),
            "compound" | "amod" | "nmod" | "npadvmod" | "mark" | "quantmod" | "prep" | "advmod"
        )
        && lexicon::event_noun(tree.lemma(id)).is_some()
}

/// Returns the part that a preposition's noun plays for a noun for an act.
pub(crate) fn role_of_preposition(noun: &EventNoun, preposition: &str) -> Role {
    match preposition {
        "by" => Role::Agent,
        "between" | "among" | "amongst" => Role::Agent,
        "of" if noun.of_is_agent => Role::Agent,
        "of" => Role::Patient,
        "on" | "against" | "upon" | "onto" if noun.on_is_patient => Role::Patient,
        "to" if noun.to_is_recipient => Role::Recipient,
        "from" if noun.from_is_agent => Role::Agent,
        _ => Role::Oblique,
    }
}

/// Collects the participants that stand around a noun for an act. `agent_known` says that a light
/// verb already named the one acting, so that "its" adds nobody.
pub(crate) fn participants(
    tree: &Tree<'_>,
    noun: TokenId,
    entity: &[Option<&'static str>],
    agent_known: bool,
) -> Vec<Argument> {
    let Some(act) = lexicon::event_noun(tree.lemma(noun)) else {
        return Vec::new();
    };
    let mut arguments = Vec::new();
    let mut before = Vec::new();
    for child in tree.children(noun) {
        match tree.dep(child) {
            "prep" | "agent" => read_preposition(tree, act, child, &mut arguments),
            "acl" if tree.lemma(child) == "involve" => {
                if let Some(object) = tree.child(child, "dobj") {
                    for member in tree.coordinated(object) {
                        push(&mut arguments, Role::Agent, Filler::written(member));
                    }
                }
            }
            "poss" | "compound" | "amod" | "nmod" if child < noun => before.push(child),
            _ => {}
        }
    }
    let acted_on = arguments
        .iter()
        .any(|argument| argument.role == Role::Patient);
    let acting = arguments
        .iter()
        .any(|argument| argument.role == Role::Agent);
    for child in before {
        let written = Filler::written(child);
        match tree.dep(child) {
            "poss" => {
                if agent_known && tree.tag(child) == "PRP$" {
                    continue;
                }
                let role = if act.possessor_is_patient && !acted_on {
                    Role::Patient
                } else {
                    Role::Agent
                };
                for member in tree.coordinated(child) {
                    push(&mut arguments, role, Filler::written(member));
                }
            }
            _ if names_party(tree, child, entity) => {
                let place = tree.dep(child) != "amod"
                    && matches!(entity[child], Some("GPE" | "LOC" | "FAC"))
                    && !is_abbreviation(&tree.token(child).text);
                let role = if place && act.place_is_patient && !acted_on {
                    Role::Patient
                } else if (acting || agent_known) && place {
                    Role::Oblique
                } else if acting && !act.symmetric {
                    continue;
                } else {
                    Role::Agent
                };
                for member in parties_before(tree, child) {
                    push(&mut arguments, role, Filler::written(member));
                }
            }
            _ if is(tree.lemma(child), Class::ActingNoun) && !acting => {
                push(&mut arguments, Role::Agent, written);
            }
            _ => {}
        }
    }
    if act.symmetric {
        joined_names(tree, noun, entity, &mut arguments);
    }
    arguments
}

fn read_preposition(
    tree: &Tree<'_>,
    act: &EventNoun,
    preposition: TokenId,
    arguments: &mut Vec<Argument>,
) {
    let mut open = vec![preposition];
    while let Some(prep) = open.pop() {
        let role = role_of_preposition(act, tree.lemma(prep));
        for child in tree.children(prep) {
            match tree.dep(child) {
                "pobj" => {
                    for member in tree.coordinated(child) {
                        let filler = Filler {
                            preposition: Some(prep),
                            ..Filler::written(member)
                        };
                        let role = if role == Role::Agent && is_measure(tree, member) {
                            Role::Oblique
                        } else {
                            role
                        };
                        push(arguments, role, filler);
                    }
                }
                "prep" | "agent" | "conj" if tree.token(child).pos == "ADP" => open.push(child),
                _ => {}
            }
        }
    }
}

/// Returns whether a word before a noun names a party: an adjective of nationality, a person, a
/// place or an organisation.
fn names_party(tree: &Tree<'_>, word: TokenId, entity: &[Option<&'static str>]) -> bool {
    matches!(
        entity[word],
        Some("NORP" | "GPE" | "ORG" | "PERSON" | "LOC" | "FAC")
    ) && tree
        .token(word)
        .text
        .chars()
        .next()
        .is_some_and(char::is_uppercase)
}

/// Returns a party before a noun with those coordinated with it: "Russian and Turkish strikes".
fn parties_before(tree: &Tree<'_>, word: TokenId) -> Vec<TokenId> {
    let mut members = vec![word];
    members.extend(
        tree.children(word)
            .filter(|&child| matches!(tree.dep(child), "conj" | "nmod"))
            .filter(|&child| {
                tree.token(child)
                    .text
                    .chars()
                    .next()
                    .is_some_and(char::is_uppercase)
            }),
    );
    members
}

/// Names both parties of "the Putin–Trump call", whatever tree the dash got.
fn joined_names(
    tree: &Tree<'_>,
    noun: TokenId,
    entity: &[Option<&'static str>],
    arguments: &mut Vec<Argument>,
) {
    let tokens = &tree.analysis().tokens;
    let sentence = tokens[noun].sentence;
    let mut at = noun;
    let mut names = Vec::new();
    // Steps back over names and dashes: NAME – NAME … noun.
    for _ in 0..10 {
        if at == 0 || tokens[at - 1].sentence != sentence {
            break;
        }
        at -= 1;
        let dash = matches!(&*tokens[at].text, "-" | "–" | "—" | "/");
        let name = tokens[at].pos == "PROPN" || names_party(tree, at, entity);
        if dash || name {
            names.push((at, dash));
        } else if !(matches!(tokens[at].pos, "ADJ" | "NOUN" | "NUM") && names.is_empty()) {
            break;
        }
    }
    names.reverse();
    for window in names.windows(3) {
        if let [(left, false), (_, true), (right, false)] = *window {
            for member in [left, right] {
                let last = last_of_name(tree, member, noun);
                push(arguments, Role::Agent, Filler::written(last));
            }
        }
    }
}

/// Returns the last word of a run of proper nouns that starts here.
fn last_of_name(tree: &Tree<'_>, start: TokenId, noun: TokenId) -> TokenId {
    let tokens = &tree.analysis().tokens;
    let mut last = start;
    while last + 1 < noun && tokens[last + 1].pos == "PROPN" {
        last += 1;
    }
    last
}

/// Returns whether a place is written as letters ("U.S.", "UK", "EU"), which serve as adjectives.
fn is_abbreviation(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_uppercase() || letter == '.')
}
