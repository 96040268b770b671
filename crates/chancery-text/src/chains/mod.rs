//! Mentions of the same thing: names, definite nouns and pronouns, linked within a document.
//!
//! Names are linked by their words, definite nouns by head, title or kind, and pronouns by salience
//! among the compatible candidates before them: the ordered, deterministic passes of Lee et al.
//! ("Deterministic coreference resolution based on entity-centric, precision-ranked rules",
//! Computational Linguistics 39, 2013), with the salience factors of Lappin and Leass ("An algorithm
//! for pronominal anaphora resolution", Computational Linguistics 20, 1994). Who or what a chain is,
//! is not decided here.

mod candidates;
mod definite;
mod entity;
mod gum;
mod measure;
mod mention;
mod names;
mod pronouns;
mod words;

pub use gum::parse_gum;
pub use measure::{ChainReport, KeyDocument, KeyMention, Scores, measure_chains};

use crate::clauses::tree::Tree;
use crate::{Analysis, Chain, ChainMention};
use entity::Entities;
use mention::{Mention, Shape, mentions};

/// How chains are made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// Everything that this module knows.
    #[default]
    Salience,
    /// The nearest compatible mention before, the baseline to beat.
    Nearest,
}

/// Returns the chains of a document, in the order of their first mentions. A mention that is linked
/// to nothing is a chain of one if it is a name, and is left out otherwise.
pub fn chains(analysis: &Analysis) -> Vec<Chain> {
    chains_by(analysis, Method::Salience)
}

/// Returns the chains of a document by a given method.
pub fn chains_by(analysis: &Analysis, method: Method) -> Vec<Chain> {
    let tree = Tree::new(analysis);
    let found = mentions(&tree);
    let mut entities = Entities::new(&tree, &found);
    for (number, mention) in found.iter().enumerate() {
        match mention.shape {
            Shape::Name => names::link(&mut entities, number, method),
            Shape::Noun | Shape::Pair => definite::link(&mut entities, number, method),
            Shape::Pronoun => pronouns::link(&mut entities, number, method),
        }
    }
    collect(&found, &entities)
}

fn collect(found: &[Mention], entities: &Entities<'_, '_>) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut place = vec![usize::MAX; found.len()];
    for (number, mention) in found.iter().enumerate() {
        let Some((entity, score)) = entities.of(number) else {
            continue;
        };
        let size = entities.size(entity);
        if size < 2 && mention.shape != Shape::Name {
            continue;
        }
        if place[entity] == usize::MAX {
            place[entity] = chains.len();
            chains.push(Chain::default());
        }
        chains[place[entity]].mentions.push(ChainMention {
            tokens: mention.tokens.clone(),
            head: mention.head,
            kind: mention.kind(),
            score,
        });
    }
    chains
}

#[cfg(test)]
mod tests;
