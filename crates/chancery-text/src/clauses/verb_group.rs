//! Tense, aspect, voice, modality and negation, read off a verb and its helpers.

use super::lexicon::{Class, is};
use super::tree::Tree;
use crate::{Modality, Tense, TokenId};

/// What a verb's own group says of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct VerbGroup {
    pub(crate) tense: Tense,
    pub(crate) modality: Modality,
    pub(crate) negation: Option<TokenId>,
    pub(crate) passive: bool,
    pub(crate) progressive: bool,
    pub(crate) perfect: bool,
    /// Whether the verb is a bare or "to" infinitive.
    pub(crate) infinitive: bool,
    /// Whether the group has a subject or helper of its own, so that nothing is shared with the
    /// verb that it is conjoined with.
    pub(crate) has_helper: bool,
    /// Whether the group shows tense or mood of its own.
    pub(crate) finite: bool,
}

/// Reads the group of a verb. `shared` is the group of the verb that it is conjoined with, whose
/// helpers it uses where it has none ("will meet and discuss", "was seized and burnt").
pub(crate) fn verb_group(tree: &Tree<'_>, verb: TokenId, shared: Option<&VerbGroup>) -> VerbGroup {
    let mut group = VerbGroup::default();
    let tag = tree.tag(verb);
    let mut to = false;
    let mut modal = None;
    let mut have = false;
    let mut be = false;
    let mut past_helper = false;
    for child in tree.children(verb) {
        match tree.dep(child) {
            "auxpass" => {
                group.passive = true;
                group.has_helper = true;
                past_helper |= tree.tag(child) == "VBD";
                group.finite |= matches!(tree.tag(child), "VBD" | "VBZ" | "VBP");
            }
            "aux" => {
                group.has_helper = true;
                match tree.tag(child) {
                    "TO" => to = true,
                    "MD" => {
                        modal = Some(modality_of(&tree.token(child).text));
                        group.finite = true;
                    }
                    helper => {
                        past_helper |= helper == "VBD";
                        group.finite |= matches!(helper, "VBD" | "VBZ" | "VBP");
                        match tree.lemma(child) {
                            "have" => have = true,
                            "be" => be = true,
                            _ => {}
                        }
                    }
                }
            }
            "neg" if !is_correlative(tree, child) => group.negation = Some(child),
            "advmod" => {
                if is_maybe(tree.lemma(child)) {
                    group.modality = Modality::Possible;
                }
                let no_longer = tree
                    .child(child, "neg")
                    .filter(|&no| tree.lemma(no) == "no" || tree.lemma(no) == "not")
                    .filter(|_| {
                        matches!(
                            tree.lemma(child),
                            "long" | "longer" | "more" | "anymore" | "yet"
                        )
                    });
                if let Some(no) = no_longer {
                    group.negation = Some(no);
                } else if matches!(tree.lemma(child), "never" | "neither" | "nor" | "nowhere") {
                    group.negation = Some(child);
                }
            }
            "cc" | "preconj" if child < verb && matches!(tree.lemma(child), "nor" | "neither") => {
                group.negation = Some(child);
            }
            _ => {}
        }
    }
    // "The sanctions that the EU imposed": with a subject of its own and no helper a relative clause is
    // in the past, whatever the tagger calls the form.
    let tag = match tag {
        "VBN"
            if tree.dep(verb) == "relcl"
                && !group.has_helper
                && tree.child(verb, "nsubj").is_some()
                && tree.child(verb, "agent").is_none() =>
        {
            "VBD"
        }
        tag => tag,
    };
    group.infinitive = to;
    group.progressive = be && tag == "VBG";
    group.perfect = have;
    if let Some(modality) = modal {
        group.modality = modality;
    }
    group.tense = match tag {
        _ if to => Tense::None,
        _ if have || past_helper => Tense::Past,
        "VBD" => Tense::Past,
        "VBZ" | "VBP" => Tense::Present,
        "VBG" | "VBN" | "VB" if group.has_helper => Tense::Present,
        _ => Tense::None,
    };
    group.finite |= matches!(tag, "VBD" | "VBZ" | "VBP");
    if tag == "VBN" && !group.has_helper && !have {
        // A bare participle is passive, except where it shares the "have" of its neighbour.
        match shared {
            Some(other) if other.perfect && !other.passive => group.perfect = true,
            Some(other) if !other.passive && other.finite && tree.dep(verb) == "conj" => {
                // A past tense read as a participle: "attacked and seized".
                group.tense = other.tense;
                group.finite = true;
            }
            _ => group.passive = true,
        }
    }
    if let Some(other) = shared.filter(|_| !group.has_helper) {
        let uses_helpers = match tag {
            "VB" => other.infinitive || other.modality != Modality::Plain || other.has_helper,
            "VBN" => other.passive || other.perfect,
            "VBG" => other.progressive,
            _ => false,
        };
        if uses_helpers {
            group.tense = other.tense;
            group.infinitive |= other.infinitive;
            group.perfect |= other.perfect;
            group.finite |= other.finite;
            group.progressive |= tag == "VBG" && other.progressive;
            if group.modality == Modality::Plain {
                group.modality = other.modality;
            }
            if group.negation.is_none() {
                group.negation = other.negation;
            }
        }
    }
    group
}

/// Returns what a modal verb, as written, says.
fn modality_of(text: &str) -> Modality {
    match text.to_lowercase().as_str() {
        "will" | "'ll" | "shall" | "wo" | "sha" => Modality::Future,
        "may" | "might" | "could" => Modality::Possible,
        "would" | "'d" => Modality::Conditional,
        "must" | "should" | "ought" => Modality::Obligation,
        "can" | "ca" => Modality::Ability,
        _ => Modality::Plain,
    }
}

fn is_maybe(lemma: &str) -> bool {
    matches!(
        lemma,
        "possibly"
            | "perhaps"
            | "maybe"
            | "potentially"
            | "conceivably"
            | "presumably"
            | "probably"
    )
}

/// Returns whether "not" belongs to "not only", which denies nothing.
fn is_correlative(tree: &Tree<'_>, negation: TokenId) -> bool {
    tree.analysis()
        .tokens
        .get(negation + 1)
        .is_some_and(|next| matches!(&*next.lemma, "only" | "just" | "merely" | "necessarily"))
        && tree.lemma(negation) == "not"
}

/// Returns the word that denies a noun phrase: "no country", "none", "nobody", "neither side".
pub(crate) fn nominal_negation(tree: &Tree<'_>, noun: TokenId) -> Option<TokenId> {
    if matches!(
        &*tree.token(noun).text.to_lowercase(),
        "none" | "nobody" | "nothing" | "neither"
    ) {
        // "Nothing less than a miracle" is one.
        let less = tree
            .analysis()
            .tokens
            .get(noun + 1)
            .is_some_and(|next| matches!(&*next.lemma, "less" | "little" | "short" | "but"));
        return (!less).then_some(noun);
    }
    tree.children(noun)
        .filter(|&child| child < noun)
        .find(|&child| {
            matches!(tree.dep(child), "det" | "neg" | "preconj" | "cc")
                && matches!(
                    &*tree.token(child).text.to_lowercase(),
                    "no" | "neither" | "nor" | "not"
                )
                && !is_correlative(tree, child)
                && !is_number_sign(tree, child)
        })
}

/// Returns whether "No" is short for "number": "the No. 1 player".
fn is_number_sign(tree: &Tree<'_>, no: TokenId) -> bool {
    let tokens = &tree.analysis().tokens;
    let next = tokens
        .get(no + 1)
        .filter(|next| &*next.text != ".")
        .or_else(|| tokens.get(no + 2));
    tree.token(no).text.starts_with('N')
        && next.is_some_and(|next| next.text.starts_with(|first: char| first.is_ascii_digit()))
}

/// Returns how an adjective before a noun for an act holds it back ("a planned visit").
pub(crate) fn nominal_modality(tree: &Tree<'_>, noun: TokenId) -> Modality {
    for child in tree.children(noun) {
        if tree.dep(child) == "amod" {
            if is(tree.lemma(child), Class::PossibleAdjective)
                || is(&tree.token(child).text, Class::PossibleAdjective)
            {
                return Modality::Possible;
            }
            if is(tree.lemma(child), Class::FutureAdjective)
                || is(&tree.token(child).text, Class::FutureAdjective)
            {
                return Modality::Future;
            }
        }
    }
    Modality::Plain
}

/// Returns the adjective that says that an act did not come about ("a foiled attack").
pub(crate) fn nominal_failure(tree: &Tree<'_>, noun: TokenId) -> Option<TokenId> {
    tree.children(noun).find(|&child| {
        tree.dep(child) == "amod"
            && (is(tree.lemma(child), Class::NegativeAdjective)
                || is(&tree.token(child).text, Class::NegativeAdjective))
    })
}
