//! Signs that a sentence's main frame was read wrongly.
//!
//! About one analytic sentence in ten gets a wrong frame from any parser of this size. Most of them
//! show it: a verb with two subjects, a root that is a noun, a finite verb without a subject. The
//! weights below are set by judgement, not fitted.

use super::tree::Tree;
use crate::{Analysis, TokenId};

/// Returns how far each sentence's tree can be trusted, 0 to 1.
pub fn trust(analysis: &Analysis) -> Vec<f32> {
    let tree = Tree::new(analysis);
    analysis
        .sentences
        .iter()
        .map(|sentence| {
            sentence
                .tokens
                .clone()
                .filter(|&id| id < analysis.tokens.len())
                .map(|id| sign(&tree, id))
                .fold(length(sentence.tokens.len()), f32::min)
        })
        .collect()
}

fn length(tokens: usize) -> f32 {
    match tokens {
        0..=45 => 1.0,
        46..=70 => 0.85,
        _ => 0.7,
    }
}

/// Returns the trust that a token leaves to its sentence.
fn sign(tree: &Tree<'_>, id: TokenId) -> f32 {
    let token = tree.token(id);
    let subjects = tree
        .children(id)
        .filter(|&child| matches!(tree.dep(child), "nsubj" | "nsubjpass"))
        .count();
    if subjects > 1 {
        return 0.5;
    }
    if token.is_root() {
        if matches!(token.pos, "VERB" | "AUX") {
            let finite = matches!(token.tag, "VBD" | "VBZ" | "VBP" | "MD")
                || tree
                    .children(id)
                    .any(|child| matches!(tree.dep(child), "aux" | "auxpass"));
            let placed = subjects == 1
                || tree
                    .children(id)
                    .any(|child| matches!(tree.dep(child), "csubj" | "csubjpass" | "expl"));
            if !finite {
                return 0.6;
            }
            if !placed {
                return 0.7;
            }
        } else {
            return 0.5;
        }
    }
    if matches!(token.dep, "aux" | "auxpass") && subjects > 0 {
        return 0.5;
    }
    match token.dep {
        "dep" => 0.75,
        _ => 1.0,
    }
}
