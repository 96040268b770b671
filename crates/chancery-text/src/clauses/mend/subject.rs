//! Subjects that the parser lost to a list or to a phrase before them.
//!
//! Dispatches open with places ("In Moscow, Idaho, United States, four students are found") and with
//! long lists of names, and a comma then does not say what goes with what. Number does: a singular
//! name before a plural verb is not all of its subject.

use super::{Forms, Sentence};
use crate::TokenId;

impl<F: Forms> Sentence<'_, F> {
    /// Puts subjects back, and returns whether any was.
    pub(super) fn subjects(&mut self) -> bool {
        let Some(root) = self.range.clone().find(|&id| self.dep(id) == "ROOT") else {
            return false;
        };
        match self.pos(root) {
            "VERB" | "AUX" => {
                self.after_fronted_place(root)
                    || self.in_fronted_phrase(root)
                    || self.list(root)
                    || self.modifier_of_verb(root)
            }
            "NOUN" | "PROPN" => self.before_last_name(root) || self.verb_in_list(root),
            _ => false,
        }
    }

    /// "In Moscow, Idaho, United States, four students are found": places that spell out the
    /// fronted one were read as subjects.
    fn after_fronted_place(&mut self, verb: TokenId) -> bool {
        let Some(subject) = self
            .subject(verb)
            .filter(|&id| id < verb && self.is_named(id, PLACES))
        else {
            return false;
        };
        let Some(place) = self
            .first_of(subject)
            .checked_sub(2)
            .filter(|&place| place > self.range.start && self.is_comma(place + 1))
            .filter(|&place| self.dep(place) == "pobj" && self.is_named(place, PLACES))
        else {
            return false;
        };
        let mut last = subject;
        for _ in 0..LONGEST_LIST {
            let Some(next) = self.child_with(last, "conj") else {
                break;
            };
            if !self.is_named(last, PLACES) || self.child_with(last, "cc").is_some() {
                return false;
            }
            last = next;
        }
        if last == subject || last > verb || self.pos(last) != "NOUN" {
            return false;
        }
        let role = self.dep(subject);
        self.attach(last, verb, Some(role));
        self.attach(subject, place, Some("appos"));
        true
    }

    /// "In the final, Paes and Bryan win": what stands between a fronted phrase's comma and a verb
    /// that has no subject is its subject.
    fn in_fronted_phrase(&mut self, verb: TokenId) -> bool {
        let helped = self
            .children(verb)
            .find(|&child| matches!(self.dep(child), "aux" | "auxpass"));
        let finite = matches!(
            self.tag(helped.unwrap_or(verb)),
            "VBZ" | "VBP" | "VBD" | "MD"
        ) || (helped.is_none() && self.tag(verb) == "VB");
        let filled = self
            .children(verb)
            .any(|child| self.dep(child).contains("subj") || self.dep(child) == "expl");
        if !finite || filled {
            return false;
        }
        let mut opens = verb;
        while opens > self.range.start
            && self.analysis.tokens[opens - 1].head == verb
            && matches!(
                self.dep(opens - 1),
                "aux" | "auxpass" | "neg" | "advmod" | "dep"
            )
        {
            opens -= 1;
        }
        let Some((phrase, subject)) = self.children(verb).find_map(|preposition| {
            let early = preposition < verb && self.dep(preposition) == "prep";
            let mut object = self
                .child_with(preposition, "pobj")
                .filter(|_| early && preposition == self.range.start)?;
            // "In a parallel process in Doha, Congo and Mali signed".
            for _ in 0..3 {
                let inner = self
                    .children(object)
                    .filter(|&inner| inner > object && self.dep(inner) == "prep")
                    .find_map(|inner| self.child_with(inner, "pobj"));
                match inner.filter(|_| self.child_with(object, "conj").is_none()) {
                    Some(inner) => object = inner,
                    None => break,
                }
            }
            let subject = self
                .children(object)
                .filter(|&id| matches!(self.dep(id), "conj" | "appos"))
                .filter(|&id| matches!(self.pos(id), "NOUN" | "PROPN" | "PRON"))
                .last()?;
            // "In Mumbai, India, a militant is": the place spells out the one before it.
            let subject = self
                .child_with(subject, "conj")
                .filter(|&next| {
                    self.is_named(subject, PLACES)
                        && !self.is_named(next, PLACES)
                        && self.child_with(subject, "cc").is_none()
                })
                .unwrap_or(subject);
            let apart = self
                .first_of(subject)
                .checked_sub(1)
                .is_some_and(|before| self.is_comma(before));
            (apart && self.child_with(object, "cc").is_none() && self.last_of(subject) + 1 == opens)
                .then_some((object, subject))
        }) else {
            return false;
        };
        // "In Paris, France votes": a place may spell out the place before it.
        if self.is_named(phrase, PLACES) && self.is_named(subject, PLACES) && self.tag(verb) == "VB"
        {
            return false;
        }
        let passive = helped.is_some_and(|aux| self.dep(aux) == "auxpass");
        let role = if passive { "nsubjpass" } else { "nsubj" };
        self.attach(subject, verb, Some(role));
        for rest in opens..verb {
            if self.dep(rest) == "dep" {
                self.attach(rest, subject, None);
            }
        }
        true
    }

    /// "The House of Representatives votes": a noun cannot modify a verb.
    fn modifier_of_verb(&mut self, verb: TokenId) -> bool {
        let finite = matches!(self.tag(verb), "VBZ" | "VBP" | "VBD");
        let Some(noun) = self
            .child_with(verb, "nmod")
            .filter(|&noun| finite && noun < verb && self.subject(verb).is_none())
        else {
            return false;
        };
        let before: Vec<TokenId> = self
            .children(verb)
            .filter(|&child| child < noun && matches!(self.dep(child), "det" | "amod" | "compound"))
            .collect();
        for child in before {
            self.attach(child, noun, None);
        }
        self.attach(noun, verb, Some("nsubj"));
        true
    }

    /// "Brazil, the Congo, and Indonesia, the three countries …, propose": a list of names was read
    /// as a name in apposition, and what sums the list up as one more member.
    fn list(&mut self, verb: TokenId) -> bool {
        let plural = self.is_plural_form(verb);
        let Some(subject) = self
            .subject(verb)
            .filter(|&id| plural && id < verb && matches!(self.tag(id), "NNP" | "NN"))
        else {
            return false;
        };
        let Some(member) = self.child_with(subject, "appos").filter(|&id| {
            self.pos(id) == "PROPN"
                && self
                    .first_of(id)
                    .checked_sub(1)
                    .is_some_and(|before| self.is_comma(before))
                && self.same_kind(subject, id)
                && self.child_with(id, "cc").is_some()
                && self.child_with(id, "conj").is_some()
        }) else {
            return false;
        };
        self.attach(member, subject, Some("conj"));
        let mut last = member;
        for _ in 0..LONGEST_LIST {
            let Some(next) = self.child_with(last, "conj") else {
                break;
            };
            let sums_up = self.child_with(last, "cc").is_none()
                && last != member
                && self.tag(next) == "NNS"
                && self.child_with(next, "det").is_some();
            if sums_up {
                self.attach(next, last, Some("appos"));
                break;
            }
            last = next;
        }
        true
    }

    /// "Voters in the states of Alaska, and Washington gather": the last name of a list was read as
    /// the subject of a verb that it does not agree with, and the noun before the list does.
    fn before_last_name(&mut self, root: TokenId) -> bool {
        let Some((verb, name)) = self.children(root).find_map(|verb| {
            let hangs = matches!(self.dep(verb), "conj" | "advcl" | "acl" | "relcl" | "ccomp");
            let name = self
                .subject(verb)
                .filter(|&name| hangs && name < verb && self.tag(name) == "NNP")?;
            let helped = self.child_with(verb, "aux").is_some();
            (self.tag(verb) == "VBP" && !helped && name + 1 == verb).then_some((verb, name))
        }) else {
            return false;
        };
        let Some(before) = (root + 1..name).rev().find(|&id| self.is_named(id, PLACES)) else {
            return false;
        };
        if self.tag(root) != "NNS" || self.child_with(name, "conj").is_some() {
            return false;
        }
        self.attach(name, before, Some("conj"));
        let last: Vec<TokenId> = self
            .children(root)
            .filter(|&child| child > before && child != verb)
            .collect();
        for child in last {
            let head = if child < name { before } else { verb };
            self.attach(child, head, None);
        }
        self.attach(root, verb, Some("nsubj"));
        let base = self.analysis.tokens[verb].lemma.to_string();
        self.raise(verb, base);
        true
    }

    /// "A passenger train and a freight train collide": the verb was read as the noun that the last
    /// subject modifies.
    fn verb_in_list(&mut self, root: TokenId) -> bool {
        let Some((verb, subject, base)) = self.children(root).find_map(|verb| {
            let subject = verb.checked_sub(1)?;
            let misread = self.dep(verb) == "conj"
                && verb > root
                && self.tag(verb) == "NN"
                && !self.is_noun(verb)
                && self.analysis.tokens[subject].head == verb
                && self.dep(subject) == "compound"
                && self.child_with(root, "cc").is_some();
            let base = self.base(verb).filter(|_| misread)?;
            Some((verb, subject, base))
        }) else {
            return false;
        };
        if !self.stops() {
            return false;
        }
        let before: Vec<TokenId> = self
            .children(verb)
            .filter(|&child| child < subject)
            .collect();
        for child in before {
            self.attach(child, subject, None);
        }
        let after: Vec<TokenId> = self.children(root).filter(|&child| child > verb).collect();
        for child in after {
            let dep = (self.tag(child) == "VBG").then_some("advcl");
            self.attach(child, verb, dep);
        }
        self.attach(subject, root, Some("conj"));
        self.attach(root, verb, Some("nsubj"));
        self.make_verb(verb, base.clone());
        self.raise(verb, base);
        true
    }

    /// Returns whether two words are names of the same kind of thing.
    fn same_kind(&self, one: TokenId, other: TokenId) -> bool {
        let label = |id| self.analysis.entity_of(id).map(|entity| entity.label);
        label(one).is_some() && label(one) == label(other)
    }

    /// Returns whether a present form goes with plural subjects only.
    fn is_plural_form(&self, verb: TokenId) -> bool {
        let helped = self
            .children(verb)
            .find(|&child| matches!(self.dep(child), "aux" | "auxpass"));
        match helped {
            Some(aux) => self.tag(aux) == "VBP",
            None => matches!(self.tag(verb), "VBP" | "VB"),
        }
    }

    pub(super) fn subject(&self, verb: TokenId) -> Option<TokenId> {
        self.children(verb)
            .find(|&child| self.dep(child).starts_with("nsubj"))
    }

    pub(super) fn child_with(&self, id: TokenId, dep: &str) -> Option<TokenId> {
        self.children(id).find(|&child| self.dep(child) == dep)
    }

    pub(super) fn is_comma(&self, id: TokenId) -> bool {
        &*self.analysis.tokens[id].text == ","
    }

    pub(super) fn is_named(&self, id: TokenId, labels: &[&str]) -> bool {
        self.analysis
            .entity_of(id)
            .is_some_and(|entity| labels.contains(&entity.label))
    }
}

/// Longer lists are left as they are, so that no sentence costs more than its length allows.
const LONGEST_LIST: usize = 50;

const PLACES: &[&str] = &["GPE", "LOC", "FAC"];

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn places_before_a_subject_are_no_subjects() {
        check(
            "In|IN|prep|9 Moscow|NNP|pobj|1|Moscow@GPE ,|,|punct|9 Idaho|NNP|nsubjpass|9|Idaho@GPE ,|,|punct|4 four|CD|nummod|7 students|NNS|conj|4|student are|VBP|auxpass|9|be found|VBN|ROOT|0|find .|.|punct|9",
            Some("find(patient students, in Moscow) present passive main"),
        );
    }

    #[test]
    fn a_subject_stands_behind_the_comma_of_a_fronted_phrase() {
        check(
            "In|IN|prep|7 finals|NNS|pobj|1|final ,|,|punct|2 Paes|NNP|conj|2 and|CC|cc|4 Stepanek|NNP|conj|4 win|VBP|ROOT|0 .|.|punct|7",
            Some("win(agent Paes, agent Stepanek, in finals) present main"),
        );
    }

    #[test]
    fn a_subject_stands_behind_the_last_place_of_a_fronted_phrase() {
        check(
            "In|IN|prep|9 talks|NNS|pobj|1|talk in|IN|prep|2 Oslo|NNP|pobj|3|Oslo@GPE ,|,|punct|4 Chad|NNP|conj|4|Chad@GPE and|CC|cc|6 Mali|NNP|conj|6|Mali@GPE signed|VBD|ROOT|0|sign .|.|punct|9",
            Some("sign(agent Chad, agent Mali, in talks) past main"),
        );
    }

    #[test]
    fn a_plural_verb_has_more_than_one_name_before_it() {
        check(
            "Brazil|NNP|nsubj|11|Brazil@GPE ,|,|punct|1 Congo|NNP|appos|1|Congo@GPE ,|,|punct|3 and|CC|cc|3 Indonesia|NNP|conj|3|Indonesia@GPE ,|,|punct|6 the|DT|det|9 countries|NNS|conj|6|country ,|,|punct|11 agree|VBP|ROOT|0 .|.|punct|11",
            Some("agree(agent Brazil, agent Congo, agent Indonesia) present main"),
        );
        // A singular verb leaves the apposition.
        check(
            "Merz|NNP|nsubj|6|Merz@PERSON ,|,|punct|1 Kiel|NNP|appos|1 and|CC|cc|3 Ulm|NNP|conj|3 speaks|VBZ|ROOT|0|speak .|.|punct|6",
            None,
        );
    }

    #[test]
    fn a_verb_agrees_with_its_subject() {
        check(
            "Voters|NNS|ROOT|0|voter in|IN|prep|1 Alaska|NNP|pobj|2|Alaska@GPE and|CC|cc|1 Ohio|NNP|nsubj|6|Ohio@GPE gather|VBP|conj|1 .|.|punct|6",
            Some("gather(agent Voters) present main"),
        );
    }

    #[test]
    fn a_form_that_is_no_noun_is_the_verb() {
        check(
            "A|DT|det|2 tram|NN|ROOT|0 and|CC|cc|2 a|DT|det|6 train|NN|compound|6 collide|NN|conj|2 in|IN|prep|6 Tempi|NNP|pobj|7|Tempi@GPE .|.|punct|2",
            Some("collide(agent tram, agent train, in Tempi) present main"),
        );
    }
}
