//! Surnames that the tagger took for adjectives.
//!
//! Names that end like adjectives ("Pezeshkian", "Abadi") are tagged as such, and an adjective names nobody.
//! A capital letter inside the sentence, a noun's place and no article speak for the name; the
//! recogniser's label for peoples ("both Polish and Slovak") speaks against it.

use super::{Forms, Sentence};
use crate::TokenId;

impl<F: Forms> Sentence<'_, F> {
    /// Makes names of capitalised adjectives in the place of a noun, and returns whether any was.
    pub(super) fn misread_names(&mut self) -> bool {
        let found: Vec<TokenId> = self
            .range
            .clone()
            .filter(|&id| self.is_misread_name(id))
            .collect();
        for &id in &found {
            let token = &mut self.analysis.tokens[id];
            token.tag = "NNP";
            token.pos = "PROPN";
            token.lemma = token.text.clone();
        }
        !found.is_empty()
    }

    fn is_misread_name(&self, id: TokenId) -> bool {
        if self.tag(id) != "JJ"
            || !matches!(
                self.dep(id),
                "nsubj" | "nsubjpass" | "dobj" | "pobj" | "dative" | "conj"
            )
        {
            return false;
        }
        let token = &self.analysis.tokens[id];
        let mut letters = token.text.chars();
        let shaped = letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(char::is_lowercase);
        if !shaped || self.is_named(id, &["NORP", "LANGUAGE", "DATE"]) {
            return false;
        }
        let beside_name = self
            .child_with(id, "conj")
            .or_else(|| (self.dep(id) == "conj").then_some(token.head))
            .is_some_and(|other| self.pos(other) == "PROPN" && !self.is_named(other, &["NORP"]));
        let opens = (self.range.start..id).all(|before| self.pos(before) == "PUNCT")
            || (id > 0 && self.dep(id - 1) == "preconj");
        let described = self
            .children(id)
            .any(|child| child < id && matches!(self.dep(child), "det" | "advmod" | "amod"));
        !described && (beside_name || !opens && self.dep(id) != "conj")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    fn check(words: &str, expected: &str) {
        let found = mended(words).unwrap_or_default();
        assert!(found.iter().any(|line| line == expected), "{found:?}");
    }

    #[test]
    fn a_surname_like_an_adjective_is_a_name() {
        check(
            "Both|CC|preconj|2 Sarafian|JJ|nsubj|5 and|CC|cc|2 Moreno|NNP|conj|2|Moreno spoke|VBD|ROOT|0|speak .|.|punct|5",
            "speak(agent Sarafian, agent Moreno) past main",
        );
    }

    #[test]
    fn a_people_stays_an_adjective() {
        assert_eq!(
            mended(
                "He|PRP|nsubj|2 thanked|VBD|ROOT|0|thank Polish|JJ|dobj|2|polish@NORP and|CC|cc|3 Slovak|JJ|conj|3|slovak@NORP .|.|punct|2"
            ),
            None
        );
        assert_eq!(
            mended("The|DT|det|2 Brave|JJ|nsubj|3 won|VBD|ROOT|0|win .|.|punct|3"),
            None
        );
    }
}
