//! Relative clauses that the parser lost hold of: a second one joined to a noun inside the first, a phrase
//! with "as" read as a clause, and "which" that speaks.

use super::super::lexicon::{Class, is};
use super::{Forms, Sentence};
use crate::TokenId;

/// Verbs that take somebody "as" something.
const TAKING_AS: &[&str] = &[
    "regard",
    "see",
    "view",
    "treat",
    "consider",
    "describe",
    "depict",
    "denounce",
    "portray",
    "recognise",
    "recognize",
    "brand",
    "label",
    "perceive",
    "count",
    "class",
    "cast",
    "paint",
    "hail",
    "use",
    "know",
    "define",
    "identify",
    "name",
    "choose",
    "accept",
];

impl<F: Forms> Sentence<'_, F> {
    /// Puts relative clauses back, and returns whether any was.
    pub(super) fn relative_clauses(&mut self) -> bool {
        self.second_relative() | self.taken_as() | self.speaking_which() | self.which_both()
    }

    /// "Which bought drones and whose army shelled": the second clause belongs beside the first, and not
    /// to the noun before the "and".
    fn second_relative(&mut self) -> bool {
        let Some((verb, and, first)) = self.range.clone().find_map(|verb| {
            if self.dep(verb) != "relcl" {
                return None;
            }
            let noun = self.analysis.tokens[verb].head;
            let and = self
                .child_with(noun, "cc")
                .filter(|&and| and > noun && and < verb && self.is_relative_word(and + 1))?;
            let mut at = noun;
            for _ in 0..4 {
                let head = self.analysis.tokens[at].head;
                if head == at || !self.range.contains(&head) {
                    return None;
                }
                at = head;
                if self.dep(at) == "relcl" {
                    let relative = self.children(at).any(|child| self.is_relative_word(child));
                    return relative.then_some((verb, and, at));
                }
            }
            None
        }) else {
            return false;
        };
        self.attach(verb, first, Some("conj"));
        self.attach(and, first, None);
        true
    }

    fn is_relative_word(&self, id: TokenId) -> bool {
        self.range.contains(&id)
            && matches!(self.tag(id), "WDT" | "WP" | "WP$")
            && !self.analysis.tokens[id].text.eq_ignore_ascii_case("what")
    }

    /// "The states that viewed Israel as their main enemy have condemned": what stands behind "as" was
    /// read as the subject, and the clause as one of its own.
    fn taken_as(&mut self) -> bool {
        let Some((mark, relative, outer, inner, verb)) = self.range.clone().find_map(|mark| {
            if self.dep(mark) != "mark"
                || !self.analysis.tokens[mark].text.eq_ignore_ascii_case("as")
            {
                return None;
            }
            let verb = self.analysis.tokens[mark].head;
            let inner = self
                .children(verb)
                .filter(|&child| child > mark && child < verb)
                .find(|&child| self.dep(child).starts_with("nsubj"))?;
            let finite = matches!(self.tag(verb), "VBZ" | "VBP" | "VBD")
                || self.child_with(verb, "aux").is_some()
                || self.child_with(verb, "auxpass").is_some();
            let relative = (self.range.start..mark).rev().find(|&id| {
                self.dep(id) == "relcl"
                    && TAKING_AS.contains(&&*self.analysis.tokens[id].lemma)
                    && self
                        .child_with(id, "dobj")
                        .is_some_and(|object| object < mark)
            })?;
            let outer = self.analysis.tokens[relative].head;
            let over = self.analysis.tokens[outer].head;
            // The noun has no other verb: it is this one's first subject, or stands alone at the top.
            let bare = (over == verb && self.dep(outer).starts_with("nsubj"))
                || (self.dep(outer) == "ROOT" && self.analysis.tokens[verb].head == relative);
            let apart = (relative..verb).any(|id| self.is_comma(id));
            (finite && bare && !apart && outer < relative)
                .then_some((mark, relative, outer, inner, verb))
        }) else {
            return false;
        };
        let role = self.dep(inner);
        if self.dep(outer) == "ROOT" {
            let behind: Vec<TokenId> = self.children(outer).filter(|&child| child > verb).collect();
            for child in behind {
                self.attach(child, verb, None);
            }
            let base = self.analysis.tokens[verb].lemma.to_string();
            self.raise(verb, base);
            self.attach(outer, verb, Some(role));
        }
        self.attach(mark, relative, Some("prep"));
        self.analysis.tokens[mark].pos = "ADP";
        self.attach(inner, mark, Some("pobj"));
        true
    }

    /// "Met with Syria and Iraq, which has accused Ankara": what speaks or accuses is the name before the
    /// comma, and no meeting.
    fn speaking_which(&mut self) -> bool {
        let Some((verb, name)) = self.range.clone().find_map(|verb| {
            // "Talks between Egypt and Qatar, which has accused": the number speaks against the talks.
            let head = self.analysis.tokens[verb].head;
            let disagrees = self.dep(verb) == "relcl"
                && self.tag(head) == "NNS"
                && self
                    .child_with(verb, "aux")
                    .map_or(self.tag(verb) == "VBZ", |aux| self.tag(aux) == "VBZ");
            if self.dep(verb) != "advcl" && !disagrees {
                return None;
            }
            let lemma = &*self.analysis.tokens[verb].lemma;
            let which = self
                .subject(verb)
                .filter(|&id| self.analysis.tokens[id].text.eq_ignore_ascii_case("which"))?;
            let name = which
                .checked_sub(2)
                .filter(|&name| self.range.contains(&name) && self.is_comma(which - 1))
                .filter(|&name| self.is_named(name, &["GPE", "ORG", "NORP"]))?;
            (is(lemma, Class::Report) || is(lemma, Class::Blame)).then_some((verb, name))
        }) else {
            return false;
        };
        self.attach(verb, name, Some("relcl"));
        true
    }

    /// "Uganda, which both fights and pays": "both" was read as the subject, and "which" as the object.
    fn which_both(&mut self) -> bool {
        let Some((which, both)) = self.range.clone().find_map(|both| {
            let which = both.checked_sub(1).filter(|&id| self.range.contains(&id))?;
            let verb = self.analysis.tokens[both].head;
            let misread = self.analysis.tokens[both].text.eq_ignore_ascii_case("both")
                && self.dep(both).starts_with("nsubj")
                && matches!(self.tag(which), "WDT" | "WP")
                && self.analysis.tokens[which].head == verb
                && self.dep(which) == "dobj";
            misread.then_some((which, both))
        }) else {
            return false;
        };
        let role = self.dep(both);
        let verb = self.analysis.tokens[both].head;
        self.attach(which, verb, Some(role));
        self.attach(both, verb, Some("preconj"));
        self.analysis.tokens[both].tag = "CC";
        self.analysis.tokens[both].pos = "CCONJ";
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::mended;

    fn check(words: &str, expected: &[&str]) {
        let found = mended(words).unwrap_or_default();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn two_relative_clauses_stand_side_by_side() {
        check(
            "Chad|NNP|nsubj|10|Chad ,|,|punct|1 which|WDT|nsubj|4 bought|VBD|relcl|1|buy drones|NNS|dobj|4|drone and|CC|cc|5 which|WDT|nsubj|8 raided|VBD|relcl|5|raid Mali|NNP|dobj|8|Mali fell|VBD|ROOT|0|fall .|.|punct|10",
            &[
                "buy(agent (Chad), patient drones) past relative ^fall",
                "raid(agent (Chad), patient Mali) past relative ^fall",
                "fall(agent Chad) past main",
            ],
        );
    }

    #[test]
    fn what_stands_behind_as_is_no_subject() {
        check(
            "States|NNS|nsubj|9|state that|WDT|nsubj|3 viewed|VBD|relcl|1|view Chad|NNP|dobj|3|Chad as|IN|mark|9 an|DT|det|7 enemy|NN|nsubj|9 have|VBP|aux|9 condemned|VBN|ROOT|0|condemn Mali|NNP|dobj|9|Mali .|.|punct|9",
            &[
                "view(agent (States), patient Chad, as enemy) past relative ^condemn",
                "condemn(agent States, patient Mali) past perfect main",
            ],
        );
        check(
            "States|NNS|ROOT|0|state that|WDT|nsubj|3 viewed|VBD|relcl|1|view Chad|NNP|dobj|3|Chad as|IN|mark|9 an|DT|det|7 enemy|NN|nsubj|9 have|VBP|aux|9 condemned|VBN|advcl|3|condemn Mali|NNP|dobj|9|Mali .|.|punct|1",
            &[
                "view(agent (States), patient Chad, as enemy) past relative ^condemn",
                "condemn(agent States, patient Mali) past perfect main",
            ],
        );
    }

    #[test]
    fn which_that_accuses_is_a_name() {
        check(
            "Chad|NNP|nsubj|2|Chad met|VBD|ROOT|0|meet Mali|NNP|dobj|2|Mali@GPE ,|,|punct|2 which|WDT|nsubj|7 has|VBZ|aux|7|have accused|VBN|advcl|2|accuse Niger|NNP|dobj|7|Niger .|.|punct|2",
            &[
                "meet(agent Chad, patient Mali) past main",
                "accuse(agent (Mali), patient Niger) past perfect relative ^meet",
            ],
        );
    }

    #[test]
    fn both_behind_which_is_no_subject() {
        check(
            "Chad|NNP|nsubj|7|Chad ,|,|punct|1 which|WDT|dobj|5 both|DT|nsubj|5 fights|VBZ|relcl|1|fight ,|,|punct|1 fell|VBD|ROOT|0|fall .|.|punct|7",
            &[
                "fight(agent (Chad)) present relative ^fall",
                "fall(agent Chad) past main",
            ],
        );
    }

    #[test]
    fn which_has_accused_is_no_talks() {
        check(
            "Talks|NNS|nsubj|10|talk with|IN|prep|1 Mali|NNP|pobj|2|Mali@GPE ,|,|punct|1 which|WDT|nsubj|7 has|VBZ|aux|7|have accused|VBN|relcl|1|accuse Niger|NNP|dobj|7|Niger ,|,|punct|1 resumed|VBD|ROOT|0|resume .|.|punct|10",
            &[
                "talk(with Mali) nominal ^resume",
                "accuse(agent (Mali), patient Niger) past perfect relative ^talk",
                "resume(agent Talks) past main",
            ],
        );
    }
}
