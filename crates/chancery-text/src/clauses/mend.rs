//! Repairs of the commonest wrong main frame that are safe: a finite verb read as a noun.
//!
//! News is written in the present tense, and "votes", "rules" or "attack" is a noun as often as a
//! verb. Where a sentence has a nominal root, and grammar speaks against the noun ("a court rules
//! that", "Maine votes to"), the verb is put back. Two more are mended: conditions by inversion, and
//! the subject of a second verb that was read as an object of the first.

mod apart;
mod exchange;
mod inversion;
mod itinerary;
mod misread_names;
mod participle;
mod relative;
mod second_subject;
mod subject;

use super::lexicon::is_event_noun;
use crate::{Analysis, TokenId};
use std::ops::Range;

/// Longer sentences are left as they are: a word's children are looked for in its whole sentence, and what has so
/// many words is a list or a page whose lines have been lost.
const LONGEST: usize = 1_000;

/// What is known of word forms.
pub trait Forms {
    /// Returns the base form of a known verb, for one of its forms in lower case.
    fn verb_base(&self, form: &str) -> Option<String>;
    /// Returns whether a form in lower case is known as a noun.
    fn is_noun(&self, form: &str) -> bool;
}

/// Puts verbs back that were read as nouns, and returns the numbers of the sentences changed.
pub fn mend(analysis: &mut Analysis, forms: &impl Forms) -> Vec<usize> {
    let mut mended = Vec::new();
    for number in 0..analysis.sentences.len() {
        let range = analysis.sentences[number].tokens.clone();
        if range.end > analysis.tokens.len() || !(4..=LONGEST).contains(&range.len()) {
            continue;
        }
        let mut sentence = Sentence {
            analysis,
            range,
            forms,
        };
        let named = sentence.misread_names();
        let relative = sentence.relative_clauses();
        let apart = sentence.itself_struck() | sentence.source_in_list();
        let conditioned = sentence.inverted_condition();
        let shared = sentence.second_subject();
        let gapped = sentence.gapped_passives() | sentence.believed();
        let subjects = sentence.subjects();
        if sentence.mend()
            || (named | relative | apart | conditioned)
            || (shared | gapped | subjects)
        {
            mended.push(number);
        }
    }
    mended
}

struct Sentence<'a, F> {
    analysis: &'a mut Analysis,
    range: Range<TokenId>,
    forms: &'a F,
}

impl<F: Forms> Sentence<'_, F> {
    fn mend(&mut self) -> bool {
        self.itinerary();
        let Some(root) = self.range.clone().find(|&id| self.dep(id) == "ROOT") else {
            return false;
        };
        if matches!(self.pos(root), "VERB") {
            return self.participle_read(root) || self.as_clause(root);
        }
        if !matches!(self.pos(root), "NOUN" | "PROPN" | "ADJ" | "X") || !self.stops() {
            return false;
        }
        if self.asked(root) {
            return true;
        }
        if let Some(after) = self.after_colon(root) {
            let changed =
                self.tagged_noun(after) || self.verb_before(after) || self.compound_read(after);
            if changed {
                self.analysis.tokens[after].dep = "parataxis";
            }
            return changed;
        }
        if self.has_colon() {
            return false;
        }
        self.exchange_read(root)
            || self.tagged_noun(root)
            || self.verb_before(root)
            || self.compound_read(root)
            || self.relative_read(root)
    }

    /// A participle between commas was read as the main verb: "A man, thought to be dead, is
    /// sentenced".
    fn participle_read(&mut self, root: TokenId) -> bool {
        let helped = self
            .children(root)
            .any(|child| matches!(self.dep(child), "aux" | "auxpass"));
        let comma = root > self.range.start && &*self.analysis.tokens[root - 1].text == ",";
        if helped || !comma || !matches!(self.tag(root), "VBD" | "VBN") {
            return false;
        }
        let Some(subject) = self
            .children(root)
            .find(|&child| self.dep(child).starts_with("nsubj") && child < root)
        else {
            return false;
        };
        let Some((verb, passive)) = self.children(root).find_map(|child| {
            let auxiliary = self
                .children(child)
                .find(|&aux| matches!(self.dep(aux), "aux" | "auxpass"))?;
            let finite = matches!(self.tag(auxiliary), "VBZ" | "VBP" | "VBD" | "MD");
            let own_subject = self
                .children(child)
                .any(|inner| self.dep(inner).starts_with("nsubj"));
            let opened = &*self.analysis.tokens[auxiliary - 1].text == ",";
            (child > root && self.dep(child) == "ccomp" && finite && opened && !own_subject).then(
                || {
                    let passive = self.children(child).any(|aux| self.dep(aux) == "auxpass");
                    (child, passive)
                },
            )
        }) else {
            return false;
        };
        let last: Vec<TokenId> = self.children(root).filter(|&child| child > verb).collect();
        for child in last {
            self.attach(child, verb, None);
        }
        let role = if passive { "nsubjpass" } else { "nsubj" };
        self.attach(subject, verb, Some(role));
        self.attach(root, subject, Some("acl"));
        self.analysis.tokens[root].tag = "VBN";
        let base = self.analysis.tokens[verb].lemma.to_string();
        self.raise(verb, base);
        true
    }

    /// "How does that fit?": after "do" and a subject a word is a verb.
    fn asked(&mut self, root: TokenId) -> bool {
        let subject = self.subject(root).filter(|&subject| subject < root);
        let does = self.child_with(root, "aux").is_some_and(|aux| {
            &*self.analysis.tokens[aux].lemma == "do" && subject.is_some_and(|one| aux < one)
        });
        match self.base(root).filter(|_| does) {
            Some(base) => {
                self.analysis.tokens[root].tag = "VB";
                self.raise(root, base);
                true
            }
            None => false,
        }
    }

    /// Returns the noun after the colon of a heading: "Uprising: the army arrests two".
    fn after_colon(&self, root: TokenId) -> Option<TokenId> {
        let colon = (root..self.range.end).find(|&id| &*self.analysis.tokens[id].text == ":")?;
        self.children(root)
            .find(|&child| child > colon && self.dep(child) == "appos")
    }

    /// The verb was read as a relative clause on its own subject: "the last speaker of the
    /// language Klallam dies".
    fn relative_read(&mut self, root: TokenId) -> bool {
        let Some(verb) = self.children(root).find(|&child| {
            child > root
                && self.dep(child) == "relcl"
                && (matches!(self.tag(child), "VBZ" | "VBP" | "VBD")
                    || self.children(child).any(|aux| {
                        matches!(self.dep(aux), "aux" | "auxpass")
                            && matches!(self.tag(aux), "VBZ" | "VBP" | "VBD" | "MD")
                    }))
        }) else {
            return false;
        };
        let Some(subject) = self
            .children(verb)
            .find(|&child| self.dep(child).starts_with("nsubj"))
            .filter(|&subject| subject < verb && self.tag(subject) != "PRP")
            .filter(|&subject| !matches!(self.tag(subject), "WDT" | "WP" | "EX" | "DT"))
        else {
            return false;
        };
        let first = self.first_of(subject);
        let between = &self.analysis.tokens[root + 1..first.max(root + 1)];
        let closed = between.iter().any(|token| &*token.text == ")");
        if between
            .iter()
            .any(|token| matches!(&*token.text, "," | "that"))
            && !closed
        {
            return false;
        }
        let passive = self.dep(subject);
        if closed {
            // "(BBC News) The crisis deepened": the credit is no subject.
            self.attach(root, verb, Some("dep"));
        } else {
            self.attach(root, verb, Some(passive));
            self.attach(subject, root, Some("appos"));
        }
        let later: Vec<TokenId> = self
            .children(root)
            .filter(|&child| child > verb && self.dep(child) == "punct")
            .collect();
        for child in later {
            self.attach(child, verb, None);
        }
        let base = self.analysis.tokens[verb].lemma.to_string();
        self.raise(verb, base);
        true
    }

    /// Returns the first word of what a word governs.
    fn first_of(&self, id: TokenId) -> TokenId {
        let mut first = id;
        for _ in 0..8 {
            match self.children(first).next() {
                Some(child) if child < first => first = child,
                _ => break,
            }
        }
        first
    }

    /// Returns the last word of what a word governs.
    fn last_of(&self, id: TokenId) -> TokenId {
        let mut last = id;
        for _ in 0..12 {
            match self.children(last).last() {
                Some(child) if child > last => last = child,
                _ => break,
            }
        }
        last
    }

    /// The root has a verb's arguments and only a noun's tag: "Rivers flood", "a mob … attack men".
    fn tagged_noun(&mut self, root: TokenId) -> bool {
        let subject = self
            .children(root)
            .find(|&child| self.dep(child) == "nsubj");
        let copula = self
            .children(root)
            .any(|child| matches!(self.dep(child), "cop" | "aux" | "auxpass"));
        let determined = self.children(root).any(|child| {
            matches!(self.dep(child), "det" | "poss" | "amod" | "compound") && child + 1 == root
        });
        let Some(base) = self.base(root).filter(|_| !copula && !determined) else {
            return false;
        };
        // "A mob … attack men": an object settles it where number does not.
        let object = self.children(root).any(|child| self.dep(child) == "dobj");
        if subject.is_none_or(|subject| subject > root || !(object || self.agrees(subject, root))) {
            return false;
        }
        self.make_verb(root, base);
        true
    }

    /// The verb stands as a modifier before the noun that is its object: "ISIL claims
    /// responsibility".
    fn verb_before(&mut self, root: TokenId) -> bool {
        let Some(verb) = self.children(root).find(|&child| {
            child < root
                && self.dep(child) == "compound"
                && (matches!(self.tag(child), "VBZ" | "VBP" | "VBD")
                    || (self.tag(child) == "NNS" && !self.is_noun(child)))
        }) else {
            return false;
        };
        let subject = self
            .children(verb)
            .find(|&child| self.dep(child) == "nsubj")
            .or_else(|| {
                self.children(root)
                    .filter(|&child| child < verb && matches!(self.pos(child), "NOUN" | "PROPN"))
                    .last()
            });
        let (Some(subject), Some(base)) = (subject, self.base(verb)) else {
            return false;
        };
        let children: Vec<TokenId> = self.children(root).collect();
        for child in children {
            if child == verb || child == subject {
                continue;
            }
            if child < verb {
                let modifies = child < subject && is_modifier(self.dep(child));
                self.attach(child, if modifies { subject } else { verb }, None);
            } else if matches!(self.dep(child), "punct" | "advcl" | "conj" | "cc")
                && child > root
                && (self.dep(child) == "punct" || matches!(self.pos(child), "VERB" | "AUX"))
            {
                self.attach(child, verb, None);
            }
        }
        self.attach(subject, verb, Some("nsubj"));
        self.attach(root, verb, Some("dobj"));
        self.raise(verb, base);
        true
    }

    /// The root itself is the verb, with its subject read as a modifier: "a court rules that".
    fn compound_read(&mut self, root: TokenId) -> bool {
        let Some(subject) = self
            .children(root)
            .filter(|&before| before < root && is_name_part(self.dep(before)))
            .filter(|&before| matches!(self.pos(before), "NOUN" | "PROPN"))
            .last()
            .filter(|&before| self.last_of(before) + 1 == root)
        else {
            return false;
        };
        let Some(base) = self.base(root) else {
            return false;
        };
        if !self.agrees(subject, root) || !self.is_verbal(root, subject) {
            return false;
        }
        let children: Vec<TokenId> = self.children(root).collect();
        for &child in &children {
            if child < subject && is_modifier(self.dep(child)) {
                self.attach(child, subject, None);
            } else if child > root {
                self.argument(root, child);
            }
        }
        self.attach(subject, root, Some("nsubj"));
        self.make_verb(root, base);
        self.conjoined(root);
        true
    }

    /// Turns what followed the noun into what follows the verb.
    fn argument(&mut self, root: TokenId, child: TokenId) {
        let comma = (root + 1..child).any(|id| &*self.analysis.tokens[id].text == ",");
        match self.dep(child) {
            "appos" | "npadvmod" | "dep" | "nmod"
                if !comma && matches!(self.pos(child), "NOUN" | "PROPN" | "PRON" | "NUM") =>
            {
                self.attach(child, root, Some("dobj"));
            }
            "acl" if self.has_child(child, "TO") => self.attach(child, root, Some("xcomp")),
            "acl" if self.tag(child) == "VBG" => self.attach(child, root, Some("advcl")),
            "relcl" | "acl" => {
                let that = root + 1;
                if that < self.range.end
                    && self.analysis.tokens[that].text.eq_ignore_ascii_case("that")
                {
                    self.attach(that, child, Some("mark"));
                    self.analysis.tokens[that].tag = "IN";
                    self.analysis.tokens[that].pos = "SCONJ";
                    self.attach(child, root, Some("ccomp"));
                } else if self
                    .children(child)
                    .any(|inner| self.dep(inner).starts_with("nsubj"))
                    && !comma
                {
                    self.attach(child, root, Some("ccomp"));
                }
            }
            _ => {}
        }
    }

    /// Makes verbs of the nouns coordinated with the verb: "charges and sanctions nine men".
    fn conjoined(&mut self, root: TokenId) {
        let Some(other) = self.children(root).find(|&child| {
            self.dep(child) == "conj" && self.tag(child) == self.noun_tag(root) && child > root
        }) else {
            return;
        };
        let object = self
            .children(root)
            .find(|&child| self.dep(child) == "dobj" && child > other);
        if let (Some(base), Some(object)) = (self.base(other), object)
            && other - root <= 3
        {
            self.make_verb(other, base);
            self.attach(object, other, None);
        }
    }

    /// Returns whether grammar speaks for the verb.
    fn is_verbal(&self, root: TokenId, subject: TokenId) -> bool {
        let word = self.analysis.tokens[root].text.to_lowercase();
        let mut next = root + 1;
        // "The United States charges and sanctions nine men": what follows both decides.
        let coordinated = next + 2 < self.range.end
            && self.tag(next) == "CC"
            && self.tag(next + 1) == self.tag(root)
            && self.base(next + 1).is_some();
        if coordinated && matches!(self.tag(next + 2), "DT" | "PRP$" | "CD" | "$" | "PRP") {
            next += 2;
        }
        if next >= self.range.end {
            return !self.forms.is_noun(&word);
        }
        // "Nigerians head to the polls".
        let heads = word == "head"
            && matches!(
                &*self.analysis.tokens[next].text.to_lowercase(),
                "to" | "for" | "toward" | "towards" | "into" | "back" | "home"
            );
        let after = &self.analysis.tokens[next];
        let object = matches!(after.tag, "DT" | "PRP$" | "CD" | "$" | "PRP")
            || (matches!(after.tag, "NNP" | "NNPS" | "JJ" | "NN" | "NNS")
                && self.children(root).any(|child| {
                    child > root && matches!(self.dep(child), "appos" | "dobj" | "npadvmod" | "dep")
                }));
        let clause = (after.tag == "TO"
            && self
                .tag_at(next + 1)
                .is_some_and(|tag| tag.starts_with("VB")))
            || after.text.eq_ignore_ascii_case("that");
        // "A diplomat defects": the article does not go with a plural noun.
        let one = self.tag(root) == "NNS"
            && self.children(root).any(|child| {
                child < subject
                    && matches!(
                        &*self.analysis.tokens[child].text.to_lowercase(),
                        "a" | "an" | "another" | "each" | "one"
                    )
            });
        let first = self.first_of(subject);
        let named = |labels: &[&str]| {
            self.analysis.entities.iter().any(|entity| {
                labels.contains(&entity.label)
                    && first <= entity.tokens.start
                    && entity.tokens.end <= root
            })
        };
        // "Venezuela defaults on its debt", but "NATO airstrikes in Kunduz".
        let party = self.tag(root) == "NNS"
            && named(&["GPE", "ORG"])
            && !is_event_noun(&self.analysis.tokens[root].lemma)
            && !self
                .children(root)
                .any(|child| matches!(self.tag(child), "VBZ" | "VBP" | "VBD"));
        object
            || clause
            || one
            || party
            || heads
            || named(&["PERSON"])
            || !self.forms.is_noun(&word)
    }

    /// Returns whether subject and verb agree in number.
    fn agrees(&self, subject: TokenId, verb: TokenId) -> bool {
        let singular_verb = self.tag(verb) == "NNS";
        let subject_text = &*self.analysis.tokens[subject].text.to_lowercase();
        let plural_subject = match subject_text {
            "police" | "people" | "troops" | "forces" => true,
            "states" | "nations" | "emirates" | "netherlands" | "philippines" => !singular_verb,
            _ => {
                matches!(self.tag(subject), "NNS" | "NNPS")
                    || (self.child_with(subject, "conj").is_some() && !singular_verb)
                    || (self.is_named(subject, &["NORP", "GPE"]) && is_people(subject_text))
            }
        };
        let named = self.pos(subject) == "PROPN";
        singular_verb != plural_subject || (named && singular_verb)
    }

    /// Returns whether the sentence ends as sentences do; titles are left as they are.
    fn stops(&self) -> bool {
        self.analysis.tokens[self.range.clone()]
            .iter()
            .rev()
            .take(3)
            .any(|token| matches!(&*token.text, "." | "!" | "?" | "\""))
    }

    fn has_colon(&self) -> bool {
        self.analysis.tokens[self.range.clone()]
            .iter()
            .any(|token| &*token.text == ":")
    }

    fn is_noun(&self, id: TokenId) -> bool {
        self.forms
            .is_noun(&self.analysis.tokens[id].text.to_lowercase())
    }

    fn make_verb(&mut self, id: TokenId, base: String) {
        let token = &mut self.analysis.tokens[id];
        token.tag = if token.tag == "NNS" { "VBZ" } else { "VBP" };
        token.pos = "VERB";
        token.lemma = base.into();
    }

    fn raise(&mut self, verb: TokenId, base: String) {
        let token = &mut self.analysis.tokens[verb];
        token.pos = "VERB";
        token.lemma = base.into();
        token.dep = "ROOT";
        token.head = verb;
    }

    fn attach(&mut self, child: TokenId, head: TokenId, dep: Option<&'static str>) {
        let token = &mut self.analysis.tokens[child];
        token.head = head;
        if let Some(dep) = dep {
            token.dep = dep;
        }
    }

    fn base(&self, id: TokenId) -> Option<String> {
        let form = self.analysis.tokens[id].text.to_lowercase();
        self.forms.verb_base(&form)
    }

    fn noun_tag(&self, verb: TokenId) -> &'static str {
        if self.tag(verb) == "VBZ" { "NNS" } else { "NN" }
    }

    fn tag_at(&self, id: TokenId) -> Option<&'static str> {
        self.range.contains(&id).then(|| self.tag(id))
    }

    fn has_child(&self, id: TokenId, tag: &str) -> bool {
        self.children(id).any(|child| self.tag(child) == tag)
    }

    fn children(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.range
            .clone()
            .filter(move |&child| child != id && self.analysis.tokens[child].head == id)
    }

    fn dep(&self, id: TokenId) -> &'static str {
        self.analysis.tokens[id].dep
    }

    fn tag(&self, id: TokenId) -> &'static str {
        self.analysis.tokens[id].tag
    }

    fn pos(&self, id: TokenId) -> &'static str {
        self.analysis.tokens[id].pos
    }
}

/// Returns whether a name in lower case is that of a people: "Bahrainis", "Nigerians".
fn is_people(name: &str) -> bool {
    ["ans", "is", "ese", "ards"]
        .iter()
        .any(|end| name.ends_with(end))
        && name.len() > 5
}

fn is_modifier(dep: &str) -> bool {
    is_name_part(dep)
        || matches!(
            dep,
            "det" | "amod" | "nummod" | "poss" | "quantmod" | "predet"
        )
}

fn is_name_part(dep: &str) -> bool {
    matches!(dep, "compound" | "nmod")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clauses::tests::tree;
    use crate::clauses::{describe, predications};

    pub(super) struct Words;

    impl Forms for Words {
        fn verb_base(&self, form: &str) -> Option<String> {
            [
                "rule", "vote", "defect", "claim", "attack", "strike", "flood", "arrest",
                "exchange", "trade", "collide",
            ]
            .iter()
            .find(|base| form.trim_end_matches('s') == **base)
            .map(|base| (*base).to_owned())
        }

        fn is_noun(&self, form: &str) -> bool {
            form != "collide"
        }
    }

    /// Checks the main predication after mending, or that nothing was mended.
    pub(super) fn check(words: &str, expected: Option<&str>) {
        let found = mended(words);
        let main = found
            .as_ref()
            .and_then(|lines| lines.iter().find(|line| line.ends_with(" main")));
        assert_eq!(main.map(String::as_str), expected, "{words}");
    }

    /// Returns the predications after mending, or nothing where nothing was mended.
    pub(super) fn mended(words: &str) -> Option<Vec<String>> {
        let mut analysis = tree(words);
        let changed = mend(&mut analysis, &Words);
        analysis.predications = predications(&analysis);
        let lines = analysis
            .predications
            .iter()
            .map(|found| describe(&analysis, &analysis.predications, found))
            .collect();
        (!changed.is_empty()).then_some(lines)
    }

    /// Children are looked for in the whole sentence, so that a very long one would take the square of its length.
    #[test]
    fn endless_sentences_are_left_alone() {
        let with_marks = |count: usize| {
            let words = "A|DT|det|3 court|NN|compound|3 rules|NNS|ROOT|0|rule that|WDT|nsubj|6 Iran|NNP|nsubj|6 won|VBD|relcl|3|win";
            mended(&format!(
                "{words}{} .|.|punct|3",
                " ,|,|punct|3".repeat(count)
            ))
        };
        assert!(with_marks(5).is_some());
        assert!(with_marks(LONGEST).is_none());
    }

    #[test]
    fn a_court_rules() {
        check(
            "A|DT|det|3 court|NN|compound|3 rules|NNS|ROOT|0|rule that|WDT|nsubj|6 Iran|NNP|nsubj|6 won|VBD|relcl|3|win .|.|punct|3",
            Some("rule(agent court, clause won) present main"),
        );
    }

    #[test]
    fn a_parliament_votes() {
        check(
            "The|DT|det|3 Senate|NNP|compound|3|Senate votes|NNS|ROOT|0|vote to|TO|aux|5 leave|VB|acl|3 .|.|punct|3",
            Some("vote(agent Senate, clause leave) present main"),
        );
    }

    #[test]
    fn two_verbs_share_an_object() {
        check(
            "Chad|NNP|compound|2|Chad attacks|NNS|ROOT|0|attack and|CC|cc|2 arrests|NNS|conj|2|arrest two|CD|nummod|6 men|NNS|appos|2|man .|.|punct|2",
            Some("attack(agent Chad, patient (men)) present main"),
        );
        check(
            "A|DT|det|3 general|NN|compound|3 attacks|NNS|ROOT|0|attack and|CC|cc|3 arrests|NNS|conj|3|arrest two|CD|nummod|7 men|NNS|appos|3|man .|.|punct|3",
            Some("attack(agent general, patient (men)) present main"),
        );
    }

    #[test]
    fn a_noun_before_its_object_is_the_verb() {
        check(
            "ISIL|NNP|nsubj|2|ISIL claims|VBZ|compound|3|claim responsibility|NN|ROOT|0 .|.|punct|3",
            Some("claim(agent ISIL, patient responsibility) present main"),
        );
    }

    #[test]
    fn a_noun_with_a_subject_is_a_verb() {
        check(
            "Rivers|NNS|nsubj|2|river flood|NN|ROOT|0 again|RB|advmod|2 .|.|punct|2",
            Some("flood(agent Rivers) present main"),
        );
    }

    #[test]
    fn a_participle_between_commas_is_no_main_verb() {
        check(
            "A|DT|det|2 man|NN|nsubj|4 ,|,|punct|2 thought|VBD|ROOT|0|think lost|JJ|acomp|4 ,|,|punct|4 is|VBZ|auxpass|8|be sentenced|VBN|ccomp|4|sentence .|.|punct|4",
            Some("sentence(patient man) present passive main"),
        );
    }

    #[test]
    fn a_name_of_strikes_stays_a_name() {
        check(
            "NATO|NNP|compound|2|NATO@ORG strikes|NNS|ROOT|0|strike in|IN|prep|2 Libya|NNP|pobj|3|Libya@GPE .|.|punct|2",
            None,
        );
    }

    #[test]
    fn a_title_without_a_stop_is_left_alone() {
        check(
            "The|DT|det|3 Senate|NNP|compound|3|Senate votes|NNS|ROOT|0|vote to|TO|aux|5 leave|VB|acl|3",
            None,
        );
    }
}
