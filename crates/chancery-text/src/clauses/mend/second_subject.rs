//! The subject of a second verb that was read as one more object of the first: "protesters stormed
//! the embassy and the minister vowed revenge".

use super::{Forms, Sentence};
use crate::TokenId;

impl<F: Forms> Sentence<'_, F> {
    /// Gives a conjoined verb the noun phrase that ends right before it, where no "and" stands
    /// between them: verbs that share a subject are joined by a conjunction of their own.
    pub(super) fn second_subject(&mut self) -> bool {
        let Some((verb, subject, object)) = self.range.clone().find_map(|verb| {
            let (subject, object) = self.misread_subject(verb)?;
            Some((verb, subject, object))
        }) else {
            return false;
        };
        let first = self.analysis.tokens[verb].head;
        let joining: Vec<TokenId> = self
            .children(object)
            .filter(|&child| child < subject && child > object && self.dep(child) == "cc")
            .collect();
        for child in joining {
            self.attach(child, first, None);
        }
        let passive = self.child_with(verb, "auxpass").is_some();
        let role = if passive { "nsubjpass" } else { "nsubj" };
        self.attach(subject, verb, Some(role));
        if self.dep(verb) == "ccomp" {
            self.attach(verb, first, Some("conj"));
        }
        true
    }

    /// Returns the phrase that is the subject of a conjoined verb, and the object it was joined to.
    fn misread_subject(&self, verb: TokenId) -> Option<(TokenId, TokenId)> {
        let own_form = matches!(self.tag(verb), "VBD" | "VBZ" | "VBP") && self.dep(verb) == "conj";
        // "Kurz becomes Chancellor and a new government is formed".
        let helped_form = matches!(self.dep(verb), "conj" | "ccomp")
            && self.children(verb).any(|aux| {
                matches!(self.dep(aux), "aux" | "auxpass")
                    && matches!(self.tag(aux), "VBD" | "VBZ" | "VBP" | "MD")
            })
            && self.child_with(verb, "mark").is_none();
        if !own_form && !helped_form {
            return None;
        }
        let first = self.analysis.tokens[verb].head;
        let helped = self.children(verb).any(|child| {
            child < verb && (self.dep(child).starts_with("nsubj") || self.dep(child) == "cc")
        });
        if self.pos(first) != "VERB" || first > verb || helped {
            return None;
        }
        let opens = self.first_of(verb);
        let before = opens.checked_sub(1)?;
        let comma = &*self.analysis.tokens[before].text == ",";
        let end = if comma {
            before.checked_sub(1)?
        } else {
            before
        };
        self.children(first)
            .filter(|&object| object > first && matches!(self.dep(object), "dobj" | "attr"))
            .flat_map(|object| {
                self.children(object)
                    .filter(|&child| self.dep(child) == "conj")
                    .map(move |subject| (subject, object))
            })
            .find(|&(subject, object)| {
                let explained = self
                    .children(subject)
                    .any(|child| self.dep(child) == "appos");
                let joined = self
                    .children(object)
                    .any(|child| self.dep(child) == "cc" && child + 1 == self.first_of(subject));
                let last = self.last_of(subject);
                matches!(self.pos(subject), "NOUN" | "PROPN")
                    && joined
                    && (last == end && comma == explained || comma && explained && last == before)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    #[test]
    fn the_last_object_may_be_the_next_subject() {
        assert_eq!(
            mended(
                "Crowds|NNS|nsubj|2|crowd stormed|VBD|ROOT|0|storm embassies|NNS|dobj|2|embassy and|CC|cc|3 Cuba|NNP|conj|3 vowed|VBD|conj|2|vow revenge|NN|dobj|6 .|.|punct|2",
            )
            .unwrap_or_default(),
            [
                "storm(agent Crowds, patient embassies) past main",
                "vow(agent Cuba, patient revenge) past main"
            ]
        );
    }

    #[test]
    fn verbs_joined_by_and_share_their_subject() {
        assert_eq!(
            mended(
                "Crowds|NNS|nsubj|2|crowd stormed|VBD|ROOT|0|storm embassies|NNS|dobj|2|embassy and|CC|cc|3 banks|NNS|conj|3|bank and|CC|cc|2 vowed|VBD|conj|2|vow revenge|NN|dobj|7 .|.|punct|2",
            ),
            None
        );
    }
}
