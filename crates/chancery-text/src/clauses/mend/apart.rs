//! What stands between commas and was read as the main clause, or as part of the list around it.

use super::{Forms, Sentence};
use crate::TokenId;

impl<F: Forms> Sentence<'_, F> {
    /// "Lebanon, itself bombed last year, has called for calm": a past form without an object behind
    /// "itself" and between commas is a passive participle of the name before it.
    pub(super) fn itself_struck(&mut self) -> bool {
        let Some((name, itself, participle, verb)) = self.range.clone().find_map(|participle| {
            if !matches!(self.tag(participle), "VBD" | "VBN") {
                return None;
            }
            let itself = self.children(participle).find(|&id| {
                id < participle
                    && self.dep(id).starts_with("nsubj")
                    && is_reflexive(&self.analysis.tokens[id].text)
            })?;
            let comma = itself.checked_sub(1).filter(|&id| self.is_comma(id))?;
            let helped = self.children(participle).any(|child| {
                matches!(
                    self.dep(child),
                    "aux" | "auxpass" | "dobj" | "ccomp" | "xcomp"
                )
            });
            let name = comma
                .checked_sub(1)
                .filter(|&id| self.range.contains(&id) && !helped)
                .filter(|&id| matches!(self.pos(id), "NOUN" | "PROPN"))?;
            let own_subject = |verb: TokenId| {
                self.children(verb).any(|child| {
                    self.dep(child).starts_with("nsubj") && child != name && child != itself
                })
            };
            let closed = |verb: TokenId| (participle..verb).any(|id| self.is_comma(id));
            let verb = if self.dep(participle) == "ROOT" {
                // The verb was joined to the participle, without an "and".
                let joined = self.child_with(participle, "cc").is_some();
                self.children(participle)
                    .filter(|&child| child > participle && !joined)
                    .find(|&child| matches!(self.dep(child), "conj" | "ccomp" | "dep"))
            } else {
                Some(self.analysis.tokens[participle].head)
                    .filter(|_| matches!(self.dep(participle), "parataxis" | "advcl" | "ccomp"))
            }
            .filter(|&verb| verb > participle && matches!(self.pos(verb), "VERB" | "AUX"))
            .filter(|&verb| closed(verb) && !own_subject(verb))?;
            Some((name, itself, participle, verb))
        }) else {
            return false;
        };
        let passive = self.child_with(verb, "auxpass").is_some();
        if self.dep(participle) == "ROOT" {
            let behind: Vec<TokenId> = self
                .children(participle)
                .filter(|&child| child > verb || child + 1 == verb)
                .collect();
            for child in behind {
                self.attach(child, verb, None);
            }
            let base = self.analysis.tokens[verb].lemma.to_string();
            self.raise(verb, base);
        }
        self.attach(
            name,
            verb,
            Some(if passive { "nsubjpass" } else { "nsubj" }),
        );
        self.attach(participle, name, Some("acl"));
        self.attach(itself, name, Some("appos"));
        self.analysis.tokens[participle].tag = "VBN";
        true
    }

    /// "Took two villages and, according to Kyiv, shot prisoners": the verb behind the source was read
    /// as a participle of its object, and the source as that of the whole list.
    pub(super) fn source_in_list(&mut self) -> bool {
        let Some((according, verb)) = self.range.clone().find_map(|id| {
            let token = &self.analysis.tokens[id];
            let inside = token.text.eq_ignore_ascii_case("according")
                && id >= self.range.start + 2
                && self.is_comma(id - 1)
                && self.tag(id - 2) == "CC"
                && self.dep(id - 2) == "cc";
            if !inside {
                return None;
            }
            let mut next = self.last_of_source(id) + 1;
            if self.range.contains(&next) && self.is_comma(next) {
                next += 1;
            }
            self.range.contains(&next).then_some((id, next))
        }) else {
            return false;
        };
        let first = self.analysis.tokens[according - 2].head;
        if self.pos(first) != "VERB" {
            return false;
        }
        let object = self.analysis.tokens[verb].head;
        let misread = matches!(self.tag(verb), "VBN" | "VBD")
            && self.dep(verb) == "amod"
            && object > verb
            && matches!(self.pos(object), "NOUN" | "PROPN");
        if misread {
            let over = self.analysis.tokens[object].head;
            let placed = matches!(
                self.dep(object),
                "conj" | "dobj" | "dep" | "appos" | "npadvmod"
            );
            if !placed || over >= according {
                return false;
            }
            self.attach(verb, first, Some("conj"));
            self.attach(object, verb, Some("dobj"));
            let behind: Vec<TokenId> = self
                .children(object)
                .filter(|&child| child < verb)
                .collect();
            for child in behind {
                self.attach(child, verb, None);
            }
            let token = &mut self.analysis.tokens[verb];
            token.tag = "VBD";
            token.pos = "VERB";
        } else if self.pos(verb) != "VERB" || self.dep(verb) != "conj" {
            return false;
        }
        let moved = misread || self.analysis.tokens[according].head != verb;
        self.attach(according, verb, Some("prep"));
        moved
    }

    /// Returns the last word of "according to X".
    fn last_of_source(&self, according: TokenId) -> TokenId {
        let mut last = according;
        let mut at = Some(according);
        for _ in 0..4 {
            let Some(word) = at else { break };
            last = last.max(word);
            at = self
                .child_with(word, "prep")
                .or_else(|| self.child_with(word, "pobj"));
        }
        last
    }
}

fn is_reflexive(word: &str) -> bool {
    ["itself", "himself", "herself", "themselves"]
        .iter()
        .any(|one| word.eq_ignore_ascii_case(one))
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    fn check(words: &str, expected: &[&str]) {
        let found = mended(words).unwrap_or_default();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn itself_struck_is_passive() {
        check(
            "Chad|NNP|nsubj|4|Chad ,|,|punct|4 itself|PRP|nsubj|4 raided|VBD|ROOT|0|raid ,|,|punct|4 urged|VBD|conj|4|urge calm|NN|dobj|6 .|.|punct|4",
            &[
                "raid(patient (Chad)) passive relative ^urge",
                "urge(agent Chad, patient calm) past main",
            ],
        );
        check(
            "Chad|NNP|nsubj|4|Chad ,|,|punct|4 itself|PRP|nsubj|4 raided|VBD|parataxis|6|raid ,|,|punct|4 urged|VBD|ROOT|0|urge calm|NN|dobj|6 .|.|punct|6",
            &[
                "raid(patient (Chad)) passive relative ^urge",
                "urge(agent Chad, patient calm) past main",
            ],
        );
    }

    #[test]
    fn a_source_inside_a_list_speaks_for_what_follows() {
        check(
            "Chad|NNP|nsubj|2|Chad took|VBD|ROOT|0|take towns|NNS|dobj|2|town and|CC|cc|2 ,|,|punct|2 according|VBG|prep|2|accord to|IN|prep|6 Mali|NNP|pobj|7|Mali ,|,|punct|2 executed|VBN|amod|11|execute prisoners|NNS|dobj|2|prisoner .|.|punct|2",
            &[
                "take(agent Chad, patient towns) past main",
                "according to(agent to Mali, clause executed) main",
                "execute(agent (Chad), patient prisoners) past complement ^according to",
            ],
        );
    }
}
