//! A predication in one line, for tests, explanations and people who read what was understood.

use crate::{Analysis, ClauseKind, Modality, Predication, Role, Tense, TokenId};
use std::fmt::Write;

/// Returns a predication as one line: `attack(agent Russia, patient Ukraine) past main`.
///
/// Inferred arguments stand in parentheses; `^lemma` names the predication that governs it, which
/// must be in `all`.
pub fn describe(analysis: &Analysis, all: &[Predication], predication: &Predication) -> String {
    let word = |id: TokenId| analysis.tokens.get(id).map_or("?", |token| &*token.text);
    let mut line = predication.lemma.clone();
    if let Some(support) = predication.support {
        let _ = write!(line, "[{}]", word(support));
    }
    line.push('(');
    for (place, argument) in predication.arguments.iter().enumerate() {
        if place > 0 {
            line.push_str(", ");
        }
        line.push_str(match argument.role {
            Role::Agent => "agent ",
            Role::Patient => "patient ",
            Role::Recipient => "recipient ",
            Role::Attribute => "attribute ",
            Role::Clause => "clause ",
            Role::Oblique => "",
        });
        if let Some(preposition) = argument.preposition {
            let _ = write!(line, "{} ", word(preposition).to_lowercase());
        }
        if argument.inferred {
            let _ = write!(line, "({})", word(argument.head));
        } else {
            line.push_str(word(argument.head));
        }
    }
    line.push(')');
    if let Some(negation) = predication.negation {
        let _ = write!(line, " not:{}", word(negation).to_lowercase());
    }
    let flags = [
        (predication.tense == Tense::Past, "past"),
        (predication.tense == Tense::Present, "present"),
        (predication.passive, "passive"),
        (predication.progressive, "progressive"),
        (predication.perfect, "perfect"),
    ];
    for (_, flag) in flags.iter().filter(|(on, _)| *on) {
        let _ = write!(line, " {flag}");
    }
    let modality = match predication.modality {
        Modality::Plain => "",
        Modality::Future => " future",
        Modality::Possible => " possible",
        Modality::Conditional => " conditional",
        Modality::Obligation => " obligation",
        Modality::Ability => " ability",
    };
    line.push_str(modality);
    line.push_str(match predication.clause {
        ClauseKind::Main => " main",
        ClauseKind::Complement => " complement",
        ClauseKind::Relative => " relative",
        ClauseKind::Condition => " condition",
        ClauseKind::Purpose => " purpose",
        ClauseKind::Adverbial => " adverbial",
        ClauseKind::Nominal => " nominal",
    });
    if let Some(marker) = predication.marker {
        let _ = write!(line, ":{}", word(marker).to_lowercase());
    }
    if let Some(parent) = predication.parent.and_then(|number| all.get(number)) {
        let _ = write!(line, " ^{}", parent.lemma);
    }
    line
}
