//! The resolver: the names of a document become mentions with actors on its day of publication.

use crate::captions::named_elsewhere;
use crate::dictionary::{Dictionary, RoleKind};
use crate::links;
use crate::memory::{Memory, RememberedRole};
use crate::owners;
use crate::persons::{self, Title};
use crate::phrases;
use crate::readings::{Reading, Scene, readings};
use crate::resolution::{ActorKind, Resolution, ResolvedMention};
use crate::settling;
use crate::short_names;
use chancery_model::Document;
use chancery_text::{Analysis, ParagraphKind};

/// Returns the mentions of a document's actors.
///
/// Names are matched longest first and read in their sentence; office-holders are those of the
/// document's day of publication. The result depends on nothing but the arguments.
pub fn resolve(document: &Document, analysis: &Analysis, dictionary: &Dictionary) -> Resolution {
    let scene = Scene {
        document,
        analysis,
        dictionary,
        day: document.published,
    };
    let mut memory = Memory::default();
    let mut mentions = Vec::new();
    let mut outlets = Vec::new();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let english = analysis
            .paragraphs
            .get(sentence.paragraph)
            .is_none_or(|paragraph| paragraph.kind != ParagraphKind::Foreign);
        let names = readings(scene, &sentence.tokens, english);
        outlets.extend(
            names
                .iter()
                .filter(|name| name.reading == Reading::Outlet)
                .map(|name| name.tokens.clone()),
        );
        let mut found = phrases::mentions(scene, &mut memory, names.clone(), &sentence.tokens);
        found.sort_by_key(|mention| (mention.tokens.start, mention.head));
        for mention in &found {
            let subject = is_subject(scene, mention);
            memory.say(mention, number, subject);
            remember_office(scene, &mut memory, mention, number);
        }
        settling::settle_bodies(scene, &mut memory, &names, &mut found, number);
        settling::settle_roles(scene, &mut memory, &names, &mut found, number);
        let linked: Vec<ResolvedMention> = links::pairs(scene, &memory, &sentence.tokens, number)
            .into_iter()
            .chain(short_names::organisations(
                scene,
                &memory,
                &sentence.tokens,
                number,
            ))
            .chain(short_names::halves(scene, &sentence.tokens))
            .chain(links::pronouns(scene, &memory, &sentence.tokens, number))
            .collect();
        for mention in linked {
            match found.iter_mut().find(|other| other.head == mention.head) {
                // "Both men in Brussels" are the two spoken of, not people of the place.
                Some(other) if !other.is_resolved() || mention.rule == "pair" && !other.named => {
                    *other = mention;
                }
                Some(_) => {}
                None => found.push(mention),
            }
        }
        mentions.append(&mut found);
    }
    links::chained(scene, &mut mentions);
    links::of_relative_clauses(scene, &mut mentions);
    owners::owned_by_pronouns(scene, &mut mentions);
    let mut resolution = Resolution::new(mentions, outlets, analysis.tokens.len(), |tokens| {
        scene.head_of(tokens)
    });
    resolution.elsewhere = named_elsewhere(scene);
    resolution
}

fn is_subject(scene: Scene<'_>, mention: &ResolvedMention) -> bool {
    matches!(scene.dep(mention.head), "nsubj" | "nsubjpass") && !mention.adjectival
}

/// Notes the office of a person named with it, so that "the president" finds its holder later.
fn remember_office(
    scene: Scene<'_>,
    memory: &mut Memory,
    mention: &ResolvedMention,
    sentence: usize,
) {
    if mention.kind != ActorKind::Person {
        return;
    }
    for actor in &mention.actors {
        let term = actor
            .name
            .as_deref()
            .and_then(|name| scene.dictionary.person(name))
            .map(|person| persons::on_day(person, scene.day, &Title::default()));
        if let Some(found) = term
            && found.current
            && let Some(term) = found.term
        {
            memory.roles.push(RememberedRole {
                offices: vec![term.office],
                word: String::new(),
                kind: RoleKind::Person,
                actor: actor.clone(),
                sentence,
            });
        }
    }
}
