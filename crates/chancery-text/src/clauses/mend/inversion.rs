//! Conditions without "if" that were read as something else: "had Tehran refused, …".

use super::{Forms, Sentence};
use crate::TokenId;

impl<F: Forms> Sentence<'_, F> {
    /// "Beijing would not have agreed had Tehran refused": the parser often takes "had" for a verb
    /// of its own. Where the other verb is conditional, the clause is put back as its condition.
    pub(super) fn inverted_condition(&mut self) -> bool {
        let Some((helper, verb, over)) = self.range.clone().find_map(|helper| {
            let (verb, over) = self.inverted_at(helper)?;
            Some((helper, verb, over))
        }) else {
            return false;
        };
        let root = self.dep(helper) == "ROOT";
        let others: Vec<TokenId> = self
            .children(helper)
            .filter(|&child| child != verb && child != over)
            .collect();
        for child in others {
            self.attach(child, if root { over } else { verb }, None);
        }
        if root {
            let base = self.analysis.tokens[over].lemma.to_string();
            self.raise(over, base);
        }
        self.attach(verb, over, Some("advcl"));
        self.attach(helper, verb, Some("aux"));
        self.analysis.tokens[helper].pos = "AUX";
        true
    }

    /// Returns the verb whose helper stands before its subject, and the conditional verb that the
    /// clause belongs to.
    fn inverted_at(&self, helper: TokenId) -> Option<(TokenId, TokenId)> {
        let word = &*self.analysis.tokens[helper].text;
        let form = match word {
            "had" => "VBN",
            "should" => "VB",
            _ => return None,
        };
        if self.dep(helper).starts_with("aux") {
            return None;
        }
        // Where "had" was taken for the main verb, the real one hangs on it, before it.
        let over = if self.dep(helper) == "ROOT" {
            self.children(helper)
                .find(|&child| child < helper && self.is_conditional(child))?
        } else {
            self.analysis.tokens[helper].head
        };
        let own_subject = self
            .children(helper)
            .any(|child| self.dep(child).starts_with("nsubj"));
        if !self.is_conditional(over) || own_subject {
            return None;
        }
        let verb = self.children(helper).find(|&child| {
            child > helper
                && (self.tag(child) == form || form == "VBN" && self.tag(child) == "VBD")
                && matches!(self.dep(child), "ccomp" | "xcomp" | "dep" | "advcl")
        })?;
        let subject = self
            .children(verb)
            .find(|&child| self.dep(child).starts_with("nsubj"))?;
        let helped = self.children(verb).any(|child| self.dep(child) == "aux");
        (self.first_of(subject) == helper + 1 && !helped).then_some((verb, over))
    }

    /// Returns whether a verb stands under "would" or the like.
    fn is_conditional(&self, verb: TokenId) -> bool {
        self.children(verb).any(|child| {
            self.tag(child) == "MD"
                && matches!(
                    &*self.analysis.tokens[child].text.to_lowercase(),
                    "would" | "could" | "might" | "'d" | "will" | "may"
                )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    #[test]
    fn a_helper_before_its_subject_opens_a_condition() {
        assert_eq!(
            mended(
                "Cuba|NNP|nsubj|3 would|MD|aux|3 fight|VB|ROOT|0|fight had|VBD|dep|3|have Chad|NNP|nsubj|6 refused|VBN|ccomp|4|refuse .|.|punct|3",
            )
            .unwrap_or_default(),
            [
                "fight(agent Cuba) present conditional main",
                "refuse(agent Chad) past perfect condition ^fight"
            ]
        );
    }

    #[test]
    fn a_helper_is_not_the_main_verb() {
        assert_eq!(
            mended(
                "Cuba|NNP|nsubj|3 would|MD|aux|3 fight|VB|ccomp|4|fight had|VBD|ROOT|0|have Chad|NNP|nsubj|6 fled|VBD|ccomp|4|flee .|.|punct|4",
            )
            .unwrap_or_default(),
            [
                "fight(agent Cuba) present conditional main",
                "flee(agent Chad) past perfect condition ^fight"
            ]
        );
    }

    #[test]
    fn what_one_had_is_no_condition() {
        assert_eq!(
            mended(
                "Cuba|NNP|nsubj|2 said|VBD|ROOT|0|say it|PRP|nsubj|4 had|VBD|ccomp|2|have men|NNS|nsubj|6|man trained|VBN|ccomp|4|train .|.|punct|2",
            ),
            None
        );
    }
}
