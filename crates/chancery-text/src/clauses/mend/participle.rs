//! Participles read as verbs of their own, verbs read as participles, and a clause with "as" read as
//! the main one.

use super::{Forms, Sentence};
use crate::TokenId;

/// Verbs of belief and report, whose past form before "to" is always a participle: nobody "believed
/// to be".
const BELIEVED: &[&str] = &[
    "believe", "think", "suspect", "allege", "know", "report", "rumor", "rumour", "presume",
    "suppose",
];

impl<F: Forms> Sentence<'_, F> {
    /// "Three people are killed and 24 others injured": the second verb shares the first one's
    /// helper, and is no participle of the noun before it.
    pub(super) fn gapped_passives(&mut self) -> bool {
        let Some((first, noun, verb)) = self.range.clone().find_map(|verb| {
            let noun = self.analysis.tokens[verb].head;
            let first = self.analysis.tokens[noun].head;
            let passive = |id| self.child_with(id, "auxpass").is_some();
            (self.dep(verb) == "acl"
                && self.tag(verb) == "VBN"
                && self.dep(noun) == "conj"
                && noun < verb
                && matches!(self.pos(noun), "NOUN" | "PROPN" | "NUM" | "PRON")
                && first < noun
                && self.tag(first) == "VBN"
                && passive(first)
                && !passive(verb)
                && self.child_with(first, "cc").is_some_and(|and| and < noun))
            .then_some((first, noun, verb))
        }) else {
            return false;
        };
        self.attach(verb, first, Some("conj"));
        self.attach(noun, verb, Some("nsubjpass"));
        true
    }

    /// "Police find the bodies of people believed to be migrants".
    pub(super) fn believed(&mut self) -> bool {
        let Some((governor, subject, verb)) = self.range.clone().find_map(|verb| {
            if self.dep(verb) != "ccomp" || !matches!(self.tag(verb), "VBD" | "VBN") {
                return None;
            }
            let governor = self.analysis.tokens[verb].head;
            let subject = self.subject(verb)?;
            let helped = self
                .children(verb)
                .any(|child| matches!(self.dep(child), "aux" | "auxpass" | "mark"));
            (BELIEVED.contains(&&*self.analysis.tokens[verb].lemma)
                && self.tag_at(verb + 1) == Some("TO")
                && governor < subject
                && subject < verb
                && !helped
                && self.pos(governor) == "VERB"
                && self.child_with(governor, "dobj").is_none())
            .then_some((governor, subject, verb))
        }) else {
            return false;
        };
        self.attach(subject, governor, Some("dobj"));
        self.attach(verb, subject, Some("acl"));
        self.analysis.tokens[verb].tag = "VBN";
        true
    }

    /// "Ethnocentrism, as Sumner described it, involves a belief".
    pub(super) fn as_clause(&mut self, root: TokenId) -> bool {
        let Some(mark) = self
            .child_with(root, "mark")
            .filter(|&mark| {
                mark > self.range.start + 1 && &*self.analysis.tokens[mark].lemma == "as"
            })
            .filter(|&mark| self.is_comma(mark - 1))
        else {
            return false;
        };
        let subjects: Vec<TokenId> = self
            .children(root)
            .filter(|&child| self.dep(child).starts_with("nsubj") && child < root)
            .collect();
        let [outer, inner] = subjects[..] else {
            return false;
        };
        let Some(verb) = self.children(root).find(|&child| {
            child > root + 1
                && matches!(self.dep(child), "conj" | "ccomp")
                && matches!(self.tag(child), "VBZ" | "VBP" | "VBD")
                && self.is_comma(child - 1)
                && self.subject(child).is_none()
        }) else {
            return false;
        };
        if !(outer < mark && mark < inner) {
            return false;
        }
        let last: Vec<TokenId> = self.children(root).filter(|&child| child > verb).collect();
        for child in last {
            self.attach(child, verb, None);
        }
        self.attach(outer, verb, Some("nsubj"));
        self.attach(root, verb, Some("advcl"));
        let base = self.analysis.tokens[verb].lemma.to_string();
        self.raise(verb, base);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, mended};

    #[test]
    fn the_second_passive_shares_the_helper() {
        assert_eq!(
            mended(
                "Three|CD|nummod|2 people|NNS|nsubjpass|4|people are|VBP|auxpass|4|be killed|VBN|ROOT|0|kill and|CC|cc|4 two|CD|conj|4 injured|VBN|acl|6|injure by|IN|agent|7 rockets|NNS|pobj|8|rocket .|.|punct|4"
            )
            .unwrap_or_default(),
            [
                "kill(agent (rockets), patient people) present passive main",
                "injure(agent by rockets, patient two) present passive main"
            ]
        );
    }

    #[test]
    fn people_are_believed_to_be_something() {
        check(
            "Police|NNP|nsubj|2 find|VBP|ROOT|0 men|NNS|nsubj|4|man believed|VBD|ccomp|2|believe to|TO|aux|6 be|VB|xcomp|4 spies|NNS|attr|6|spy .|.|punct|2",
            Some("find(agent Police, patient men) present main"),
        );
    }

    #[test]
    fn what_somebody_described_is_said_beside_the_main_clause() {
        assert_eq!(
            mended(
                "Pride|NN|nsubj|5 ,|,|punct|1 as|IN|mark|5 Sumner|NNP|nsubj|5 described|VBD|ROOT|0|describe it|PRP|dobj|5 ,|,|punct|5 involves|VBZ|conj|5|involve faith|NN|dobj|8 .|.|punct|5",
            )
            .unwrap_or_default(),
            [
                "describe(agent Sumner, patient it) past adverbial:as ^involve",
                "involve(agent Pride, patient faith) present main"
            ]
        );
    }
}
