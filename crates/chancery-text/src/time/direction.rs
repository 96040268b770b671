//! Whether the clause that an expression of time stands in looks back or ahead.
//!
//! The news rule (a bare date is the nearest one past) holds unless the clause is future. The verb
//! that governs the expression tells, where there is a tree; words near it tell otherwise.

use crate::analysis::{Analysis, TokenId};
use crate::lexemes::Lexemes;

/// Which way an undated expression is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Direction {
    /// The clause is in the past.
    Past,
    /// The clause is to come.
    Future,
    /// Words such as "until" or "scheduled for" stand before it: the nearest date either way.
    Nearest,
    /// The clause does not tell.
    Open,
}

/// Words just before an expression that put it ahead of the clause.
const AHEAD: &[&str] = &[
    "scheduled",
    "planned",
    "slated",
    "postponed",
    "delayed",
    "rescheduled",
    "upcoming",
    "until",
    "till",
    "by",
    "starting",
    "beginning",
    "effective",
    "deadline",
    "expire",
    "expires",
    "extended",
    "due",
    "through",
    "moved",
    "set",
    "from",
];

/// Verbs whose infinitive is still to come.
const INTENT: &[&str] = &[
    "plan", "expect", "schedule", "set", "agree", "vow", "promise", "intend", "order", "urge",
    "call", "ask", "demand", "decide", "want", "aim", "hope", "prepare", "ready", "invite",
    "propose", "pledge", "threaten", "seek", "offer", "slate", "go", "due", "likely", "need",
    "allow", "require", "wait", "choose", "announce", "commit", "be",
];

/// Returns which way the clause around these pieces and tokens looks.
pub(super) fn direction(
    analysis: &Analysis,
    lexemes: &Lexemes,
    first: usize,
    tokens: &std::ops::Range<TokenId>,
) -> Direction {
    let ahead = is_announced(lexemes, first);
    let clause = if tokens.is_empty() || analysis.tokens[tokens.start].tag.is_empty() {
        by_words(lexemes, first)
    } else {
        by_verb(analysis, tokens)
    };
    match (clause, ahead) {
        (Direction::Open | Direction::Future, true) => Direction::Nearest,
        // "has extended the mandate until January 18".
        // "has extended the mandate until at least January 18".
        (Direction::Past, true) if has_until(lexemes, first) => Direction::Nearest,
        (clause, _) => clause,
    }
}

/// Returns whether one of the four words before announces a time to come.
fn is_announced(lexemes: &Lexemes, first: usize) -> bool {
    let sentence = lexemes.get(first).map(|piece| piece.sentence);
    (first.saturating_sub(4)..first)
        .rev()
        .take_while(|&at| {
            lexemes.get(at).map(|piece| piece.sentence) == sentence
                && !matches!(lexemes.sign(at), "," | ";" | "-")
        })
        .any(|at| AHEAD.contains(&lexemes.word(at)))
}

fn has_until(lexemes: &Lexemes, first: usize) -> bool {
    (first.saturating_sub(3)..first).any(|at| {
        matches!(lexemes.word(at), "until" | "till") && lexemes.is_same_sentence(at, first)
    })
}

/// Without a tree: a future auxiliary in the sentence, the nearest before the expression, else any.
fn by_words(lexemes: &Lexemes, first: usize) -> Direction {
    let Some(sentence) = lexemes.get(first).map(|piece| piece.sentence) else {
        return Direction::Open;
    };
    let in_sentence = |at: &usize| {
        lexemes
            .get(*at)
            .is_some_and(|piece| piece.sentence == sentence)
    };
    let future = |at: &usize| {
        matches!(lexemes.word(*at), "will" | "shall" | "would")
            || lexemes.word(*at) == "ll" && lexemes.is_glued(*at)
            || lexemes.word(*at) == "to"
                && INTENT.iter().any(|verb| {
                    let before = lexemes.word_before(*at);
                    before.starts_with(verb) && before.len() <= verb.len() + 4 && *verb != "be"
                })
    };
    let past = |at: &usize| {
        matches!(lexemes.word(*at), "was" | "were" | "had" | "did" | "said")
            || lexemes.word(*at).len() > 4
                && lexemes.word(*at).ends_with("ed")
                && !AHEAD.contains(&lexemes.word(*at))
    };
    // The nearest verb before, up to the clause's edge, tells first.
    let before = (0..first)
        .rev()
        .take(25)
        .take_while(in_sentence)
        .take_while(|&at| !matches!(lexemes.sign(at), ";"));
    for at in before {
        if future(&at) {
            return Direction::Future;
        }
        if past(&at) {
            return Direction::Past;
        }
    }
    let after = (first..lexemes.len()).take(25).take_while(in_sentence);
    for at in after {
        if future(&at) {
            return Direction::Future;
        }
        if past(&at) {
            return Direction::Past;
        }
    }
    Direction::Open
}

/// With a tree: the verb that governs the expression, and its auxiliaries.
fn by_verb(analysis: &Analysis, tokens: &std::ops::Range<TokenId>) -> Direction {
    let mut at = tokens
        .clone()
        .find(|&id| !tokens.contains(&analysis.tokens[id].head) || analysis.tokens[id].head == id);
    let mut steps = 0;
    while let Some(id) = at {
        let token = &analysis.tokens[id];
        if token.tag.starts_with("VB") || token.tag == "MD" {
            if let Some(direction) = of_verb(analysis, id) {
                return direction;
            }
        } else if token.tag == "JJ" && matches!(&*token.lemma, "due" | "likely" | "upcoming") {
            return Direction::Future;
        }
        steps += 1;
        at = (token.head != id && steps < 12).then_some(token.head);
    }
    Direction::Open
}

/// Returns what a verb's own group says; nothing where its governor must be asked.
fn of_verb(analysis: &Analysis, id: TokenId) -> Option<Direction> {
    let token = &analysis.tokens[id];
    let mut infinitive = false;
    let mut finite_past = token.tag == "VBD";
    let mut present = matches!(token.tag, "VBZ" | "VBP");
    let mut would = false;
    for child in analysis.children(id) {
        let child = &analysis.tokens[child];
        if !matches!(child.dep, "aux" | "auxpass") {
            continue;
        }
        match &*child.lemma {
            "will" | "shall" | "'ll" | "wo" | "can" | "may" | "should" | "must"
                if child.tag == "MD" =>
            {
                return Some(
                    if matches!(&*child.lemma, "will" | "shall" | "'ll" | "wo") {
                        Direction::Future
                    } else {
                        Direction::Nearest
                    },
                );
            }
            "would" | "could" | "might" if child.tag == "MD" => would = true,
            "to" => infinitive = true,
            _ => {
                finite_past |= matches!(child.tag, "VBD" | "VBN") || &*child.lemma == "have";
                present |= matches!(child.tag, "VBZ" | "VBP") && &*child.lemma != "have";
            }
        }
    }
    if would {
        return Some(Direction::Future);
    }
    if infinitive {
        let head = token.head;
        let governor = &analysis.tokens[head];
        if head != id && (INTENT.contains(&&*governor.lemma) || governor.tag.starts_with("NN")) {
            return Some(Direction::Future);
        }
        return None;
    }
    if finite_past {
        return Some(Direction::Past);
    }
    if present {
        return Some(Direction::Open);
    }
    // A bare participle or base form: its governor tells.
    (token.head == id).then_some(Direction::Open)
}
