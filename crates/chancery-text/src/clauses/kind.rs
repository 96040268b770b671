//! How a clause hangs in its sentence, and who is understood as its subject.

use super::lexicon::{Class, is};
use super::tree::Tree;
use super::verb_group::VerbGroup;
use crate::{ClauseKind, TokenId};

/// Where a clause hangs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hanging {
    pub(crate) clause: ClauseKind,
    pub(crate) marker: Option<TokenId>,
    /// A preposition that denies the clause ("without", "instead of").
    pub(crate) denial: Option<TokenId>,
}

/// Returns how a verb's clause hangs, from its label and marker. Conjuncts are decided by the
/// caller, for they hang as the first does.
pub(crate) fn hanging(tree: &Tree<'_>, verb: TokenId, group: &VerbGroup) -> Hanging {
    let marker = tree
        .child(verb, "mark")
        .or_else(|| {
            tree.children(verb)
                .find(|&child| tree.dep(child) == "advmod" && tree.tag(child) == "WRB")
        })
        .filter(|&marker| marker < verb);
    let mut found = Hanging {
        clause: ClauseKind::Main,
        marker,
        denial: None,
    };
    found.clause = match tree.dep(verb) {
        "ROOT" => ClauseKind::Main,
        _ if after_heading(tree, verb) => ClauseKind::Main,
        "relcl" => ClauseKind::Relative,
        "acl" if group.infinitive || marker.is_some() => ClauseKind::Complement,
        "acl" => ClauseKind::Relative,
        "advcl" => {
            let (clause, denial) = adverbial(tree, verb, group, marker);
            found.denial = denial;
            clause
        }
        "pcomp" => {
            let preposition = tree.head(verb);
            found.marker = preposition;
            match preposition.map(|id| (tree.lemma(id).to_lowercase(), id)) {
                Some((word, id)) if word == "with" && blamed(tree, id) => {
                    let _ = id;
                    ClauseKind::Complement
                }
                Some((word, id)) => {
                    let (clause, denied) = after_preposition(tree, &word, id);
                    if denied {
                        found.denial = Some(id);
                    }
                    clause
                }
                None => ClauseKind::Adverbial,
            }
        }
        "parataxis" => ClauseKind::Main,
        "ccomp" if is_run_on(tree, verb, group, marker) => ClauseKind::Main,
        "ccomp" | "xcomp" | "csubj" | "csubjpass" => match marker {
            Some(mark) if tree.dep(verb) == "ccomp" && is_condition(tree, verb, mark) => {
                if tree
                    .head(verb)
                    .is_some_and(|head| is(tree.lemma(head), Class::Report))
                {
                    ClauseKind::Complement
                } else {
                    ClauseKind::Condition
                }
            }
            _ => ClauseKind::Complement,
        },
        "nsubj" | "nsubjpass" | "dobj" | "pobj" | "attr" => ClauseKind::Complement,
        _ => ClauseKind::Adverbial,
    };
    found
}

fn adverbial(
    tree: &Tree<'_>,
    verb: TokenId,
    group: &VerbGroup,
    marker: Option<TokenId>,
) -> (ClauseKind, Option<TokenId>) {
    match marker {
        Some(mark) if is_condition(tree, verb, mark) => (ClauseKind::Condition, None),
        Some(mark) if tree.lemma(mark) == "than" || tree.lemma(mark) == "without" => {
            (ClauseKind::Adverbial, Some(mark))
        }
        Some(mark) if group.infinitive && matches!(tree.lemma(mark), "in" | "order" | "so") => {
            (ClauseKind::Purpose, None)
        }
        Some(_) => (ClauseKind::Adverbial, None),
        None if is_inverted(tree, verb) => (ClauseKind::Condition, None),
        None if group.infinitive => (ClauseKind::Purpose, None),
        None => (ClauseKind::Adverbial, None),
    }
}

/// Returns whether a clause opens with "if", "unless", "provided", "in case" or the like.
fn is_condition(tree: &Tree<'_>, verb: TokenId, marker: TokenId) -> bool {
    match tree.lemma(marker).to_lowercase().as_str() {
        "if" => {
            // "as if" compares; it sets no condition.
            marker == 0 || tree.lemma(marker - 1) != "as"
        }
        "unless" | "provided" | "provide" | "providing" | "supposing" | "lest" | "assuming"
        | "whether" => tree.lemma(marker) != "whether" || tree.dep(verb) == "advcl",
        _ => false,
    }
}

/// Returns whether a helper stands before the subject: "should Iran attack", "had they known".
fn is_inverted(tree: &Tree<'_>, verb: TokenId) -> bool {
    let subject = tree
        .children(verb)
        .find(|&child| matches!(tree.dep(child), "nsubj" | "nsubjpass"));
    let helper = tree.children(verb).find(|&child| tree.dep(child) == "aux");
    match (helper, subject) {
        (Some(helper), Some(subject)) => {
            helper < subject
                && matches!(
                    &*tree.token(helper).text.to_lowercase(),
                    "should" | "were" | "had"
                )
        }
        (None, Some(subject)) => verb < subject && &*tree.token(verb).text.to_lowercase() == "were",
        _ => false,
    }
}

/// Returns how "preposition + -ing" hangs, and whether the preposition denies it.
fn after_preposition(tree: &Tree<'_>, word: &str, preposition: TokenId) -> (ClauseKind, bool) {
    match word {
        "without" => (ClauseKind::Adverbial, true),
        "of" if preposition > 0 && &*tree.token(preposition - 1).text == "instead" => {
            (ClauseKind::Adverbial, true)
        }
        "than" => (ClauseKind::Adverbial, true),
        "after" | "before" | "since" | "while" | "by" | "despite" | "upon" | "when" | "through"
        | "in" | "during" | "besides" | "following" | "with" | "as" | "until" | "like" | "amid"
        | "given" => (ClauseKind::Adverbial, false),
        _ => (ClauseKind::Complement, false),
    }
}

/// Returns whether a preposition belongs to a verb like "charge".
fn blamed(tree: &Tree<'_>, preposition: TokenId) -> bool {
    tree.head(preposition)
        .is_some_and(|verb| is(tree.lemma(verb), Class::Blame))
}

/// Returns whether a clause stands after the colon of a heading that the parser made the root:
/// "Election: X wins".
fn after_heading(tree: &Tree<'_>, verb: TokenId) -> bool {
    let Some(head) = tree.head(verb).filter(|&head| head < verb) else {
        return false;
    };
    let own_subject = tree
        .children(verb)
        .find(|&child| matches!(tree.dep(child), "nsubj" | "nsubjpass" | "expl"));
    tree.token(head).is_root()
        && !matches!(tree.token(head).pos, "VERB" | "AUX")
        && own_subject.is_some_and(|subject| {
            tree.children(head)
                .any(|child| child < subject && &*tree.token(child).text == ":")
        })
}

/// Returns whether a "complement" is in truth another main clause, joined with a comma: "A did
/// this, B did that".
fn is_run_on(tree: &Tree<'_>, verb: TokenId, group: &VerbGroup, marker: Option<TokenId>) -> bool {
    let Some(head) = tree.head(verb).filter(|&head| verb < head) else {
        return false;
    };
    let own_subject = tree
        .children(verb)
        .any(|child| matches!(tree.dep(child), "nsubj" | "nsubjpass" | "expl"));
    let head_has_subject = tree
        .children(head)
        .any(|child| matches!(tree.dep(child), "nsubj" | "nsubjpass"));
    let between = |mark: &dyn Fn(&str) -> bool| {
        tree.children(head)
            .any(|child| child > verb && child < head && mark(&tree.token(child).text))
    };
    marker.is_none()
        && group.finite
        && own_subject
        && head_has_subject
        && (between(&|text| text == ";")
            || (!is(tree.lemma(head), Class::Report)
                && between(&|text| matches!(text, "," | "-" | "–" | "—" | ":"))))
}
