//! Judgements: what the author of a text weighs up in their own voice.
//!
//! A clause is a judgement where its predicate or a word that it says of somebody belongs to the
//! language of weighing up ("paradox", "risks becoming", "can no longer", "should"), an actor is in
//! it, nobody else is said to say it, and no date ties it to a day. A plain word of weighing ("failed
//! to", "limited") counts only in a text that shows elsewhere that it weighs up; a despatch that says
//! that talks failed reports it.

use super::{Kinds, claim::Ground};
use chancery_model::{Assertion, Body, Judgement, Statement, Status};
use chancery_text::{Modality, PredicateKind, Role, TokenId};

/// How strongly a clause weighs up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Weight {
    Plain,
    Strong,
}

struct Found {
    id: usize,
    weight: Weight,
    rule: String,
}

impl Kinds<'_> {
    /// Returns the judgements of the document; clauses that were coded as what somebody else thinks
    /// or says (`others`) are none.
    pub(super) fn judgements(&self, others: &[Statement]) -> Vec<Statement> {
        let mut candidates: Vec<Found> = Vec::new();
        for id in 0..self.reading.analysis.predications.len() {
            let predication = self.reading.predication(id);
            let head = predication.support.unwrap_or(predication.head);
            if predication.kind == PredicateKind::Noun && predication.support.is_none()
                || !self.makes_claims(head)
                || self.is_quoted(head)
            {
                continue;
            }
            if let Some((weight, rule)) = self.weighs(id) {
                candidates.push(Found { id, weight, rule });
            }
        }
        let analytic = self.is_analytic(&candidates);
        let mut found: Vec<Statement> = Vec::new();
        let mut last = None;
        for candidate in candidates {
            let clause = self.reading.predication(candidate.id).clause;
            if candidate.weight == Weight::Plain
                && (!analytic || clause == chancery_text::ClauseKind::Relative)
            {
                continue;
            }
            // Where a text reports, only what its main clauses weigh up is the author's.
            if !analytic
                && !matches!(
                    clause,
                    chancery_text::ClauseKind::Main | chancery_text::ClauseKind::Complement
                )
            {
                continue;
            }
            let sentence = self.reading.predication(candidate.id).sentence;
            if last == Some(sentence) {
                continue;
            }
            let mut ground = self.clause(candidate.id);
            if ground.attribution.assertion != Assertion::Author {
                continue;
            }
            let fact = |other: &Statement| {
                matches!(
                    other.body,
                    Body::Membership(_) | Body::Flow(_) | Body::Quantity(_) | Body::Agreement(_)
                )
            };
            let coded = |other: &Statement| {
                other.evidence.sentence == sentence
                    && (matches!(other.body, Body::Belief(_))
                        || candidate.weight == Weight::Plain && fact(other))
                    && self.reading.span(ground.tokens.clone()).start >= other.evidence.start
                    && self.reading.span(ground.tokens.clone()).end <= other.evidence.end
            };
            if others.iter().any(coded) {
                continue;
            }
            let mut about = self.actors_in(ground.tokens.clone(), &[]);
            // "Its collapse would …": the subject's owner, first of all.
            let mut owners = Vec::new();
            for role in [Role::Agent, Role::Patient] {
                let subjects = self.reading.heads(candidate.id, role);
                let verb = self.reading.predication(candidate.id).head;
                for head in subjects.into_iter().filter(|&head| head < verb) {
                    owners.extend(self.owners(head));
                }
            }
            owners.retain(|one| {
                one.state().is_some() && about.iter().all(|held| held.state() != one.state())
            });
            about.splice(0..0, owners);
            if about.is_empty()
                && let Some(whole) = self.reading.analysis.sentences.get(sentence)
            {
                about = self.actors_in(whole.tokens.clone(), &[]);
            }
            if about.is_empty() {
                continue;
            }
            if !self.stands_alone(candidate.id, &ground)
                && let Some(whole) = self.reading.analysis.sentences.get(sentence)
            {
                ground.tokens = whole.tokens.clone();
            }
            last = Some(sentence);
            // The author does judge, whatever the clause says happens or does not.
            ground.status = if ground.status == Status::Historical {
                Status::Historical
            } else {
                Status::Actual
            };
            let sure = if candidate.weight == Weight::Strong {
                0.8
            } else {
                0.65
            };
            let body = Body::Judgement(Judgement { about });
            found.push(self.claim(body, &ground, sure, &candidate.rule));
        }
        found
    }

    /// Returns whether a clause can be quoted without its sentence: it has its subject within, hangs on
    /// no other clause, and says more than "the message is clear".
    fn stands_alone(&self, id: usize, ground: &Ground) -> bool {
        let predication = self.reading.predication(id);
        let has_subject = [Role::Agent, Role::Patient]
            .into_iter()
            .flat_map(|role| self.reading.heads(id, role))
            .any(|head| head < predication.head && ground.tokens.contains(&head));
        predication.clause == chancery_text::ClauseKind::Main
            && has_subject
            && ground.tokens.len() >= 6
    }

    /// Returns whether the text weighs up rather than reports.
    fn is_analytic(&self, candidates: &[Found]) -> bool {
        let title = self.reading.document.title.as_deref().unwrap_or("");
        let said_so = |text: &str| {
            text.split(|letter: char| !letter.is_alphanumeric())
                .any(|word| self.words.has("analysis-title", &word.to_lowercase()))
        };
        let headings = self
            .reading
            .analysis
            .paragraphs
            .iter()
            .filter(|paragraph| paragraph.kind == chancery_text::ParagraphKind::Heading)
            .any(|paragraph| said_so(paragraph.span.of(&self.reading.document.text)));
        if said_so(title) || headings {
            return true;
        }
        let sentences = self.reading.analysis.sentences.len();
        let strong = candidates
            .iter()
            .filter(|found| found.weight == Weight::Strong)
            .count();
        let reported = self
            .reading
            .analysis
            .predications
            .iter()
            .filter(|predication| {
                matches!(&*predication.lemma, "say" | "tell" | "report" | "announce")
                    && predication.kind == PredicateKind::Verb
            })
            .count();
        // Analysis quotes little: fewer than one sentence in four is somebody's word.
        sentences >= 6
            && reported * 4 < sentences
            && (strong * 12 >= sentences || candidates.len() * 7 >= sentences)
    }

    /// Returns whether a clause says that somebody did or said nothing where something could be expected:
    /// "did nothing", "issued no statement", "has stayed silent", "looked away".
    fn is_idle(&self, id: usize) -> bool {
        let predication = self.reading.predication(id);
        let verb = predication.support.unwrap_or(predication.head);
        let lemma = self.reading.lemma(verb);
        let of = |labels: &'static [&'static str]| self.reading.governed(verb, labels);
        let is = |word: TokenId, list: &[&str]| list.contains(&self.reading.lemma(word).as_str());
        match lemma.as_str() {
            "do" | "say" => of(&["dobj"]).any(|word| is(word, &["nothing"])),
            "issue" | "make" | "send" | "offer" | "give" => of(&["dobj"]).any(|word| {
                is(
                    word,
                    &["statement", "word", "help", "reply", "answer", "reaction"],
                ) && self
                    .reading
                    .governed(word, &["det", "neg"])
                    .any(|child| is(child, &["no"]))
            }),
            "stay" | "remain" | "keep" | "be" => of(&["acomp", "oprd", "attr", "xcomp"])
                .any(|word| is(word, &["silent", "idle", "mute"])),
            "look" => of(&["advmod", "prt"]).any(|word| is(word, &["away", "on"])),
            "stand" => of(&["advmod", "prt"]).any(|word| is(word, &["by", "idly", "aside"])),
            "confine" | "limit" | "restrict" => of(&["dobj"]).any(|word| {
                matches!(
                    &*self.reading.token(word).text,
                    "itself" | "themselves" | "himself"
                )
            }),
            _ => false,
        }
    }

    /// Returns whether "in the short run", "in the long term" stands with a verb.
    fn has_horizon(&self, verb: TokenId) -> bool {
        self.reading
            .governed(verb, &["prep", "advmod", "npadvmod"])
            .flat_map(|prep| self.reading.subtree(prep))
            .any(|word| {
                matches!(self.reading.lemma(word).as_str(), "run" | "term")
                    && self
                        .reading
                        .governed(word, &["amod", "compound"])
                        .any(|child| {
                            matches!(
                                self.reading.lemma(child).as_str(),
                                "short" | "long" | "near" | "longer" | "medium"
                            )
                        })
            })
    }

    /// Returns how a clause weighs up, and by what.
    fn weighs(&self, id: usize) -> Option<(Weight, String)> {
        let predication = self.reading.predication(id);
        let verb = predication.support.unwrap_or(predication.head);
        let lemma = predication.lemma.replace(' ', "_");
        let mut found: Option<(Weight, String)> = None;
        let mut offer = |weight: Weight, rule: String| {
            if found.as_ref().is_none_or(|(known, _)| *known < weight) {
                found = Some((weight, rule));
            }
        };
        // What is said of the subject, and, for "is at an impasse", behind its preposition.
        let mut said: Vec<TokenId> = self
            .reading
            .governed(verb, &["attr", "acomp", "oprd", "xcomp"])
            .collect();
        for prep in self.reading.governed(verb, &["prep"]) {
            if matches!(self.reading.lemma(prep).as_str(), "at" | "in" | "as" | "on") {
                said.extend(self.reading.governed(prep, &["pobj"]));
            }
        }
        said.extend(self.reading.heads(id, Role::Attribute));
        if self.words.has("assess.plain", &lemma)
            || matches!(lemma.as_str(), "become" | "leave" | "face")
        {
            said.extend(self.reading.governed(verb, &["dobj"]));
        }
        let subjects = self.reading.governed(verb, &["nsubj", "nsubjpass"]);
        said.extend(subjects);
        for word in said {
            for part in std::iter::once(word)
                .chain(self.reading.governed(word, &["amod", "compound", "conj"]))
            {
                if self.is_quoted(part) {
                    continue;
                }
                let lemma = self.reading.lemma(part);
                let joined = self.reading.joined(part).unwrap_or_default();
                if self.words.has("weigh.strong", &lemma) || self.words.has("weigh.strong", &joined)
                {
                    offer(Weight::Strong, lemma);
                } else if self.words.has("weigh.plain", &lemma)
                    && !matches!(self.reading.token(part).dep, "nsubj" | "nsubjpass")
                {
                    offer(Weight::Plain, lemma);
                }
            }
        }
        let actor = !self.agents(id).is_empty()
            || !self.patients(id).is_empty()
            || self
                .reading
                .heads(id, Role::Agent)
                .into_iter()
                .any(|head| !self.owners(head).is_empty());
        if predication.kind == PredicateKind::Verb {
            if self.words.has("assess.strong", &lemma) {
                let risks = lemma != "risk"
                    || self
                        .reading
                        .governed(verb, &["xcomp", "dobj"])
                        .next()
                        .is_some();
                if risks {
                    offer(Weight::Strong, lemma);
                }
            } else if self.words.has("assess.plain", &lemma)
                && predication.clause != chancery_text::ClauseKind::Purpose
            {
                offer(Weight::Plain, lemma);
            }
        }
        if actor && self.is_idle(id) {
            offer(Weight::Strong, "idle".to_owned());
        }
        // So is a gain or loss that is set against its horizon: "in the short run it gains".
        if actor
            && self
                .words
                .has("assess.plain", &predication.lemma.replace(' ', "_"))
            && self.has_horizon(verb)
        {
            offer(Weight::Strong, "horizon".to_owned());
        }
        // Forces that are committed elsewhere are weighed, whatever committed them.
        let forces = predication.passive
            && predication.lemma == "commit"
            && self
                .reading
                .heads(id, Role::Patient)
                .into_iter()
                .any(|head| self.words.has("forces", &self.reading.lemma(head)));
        if forces {
            offer(Weight::Strong, "committed".to_owned());
        }
        // To hold an earlier case against the present is to weigh.
        let unlike = self
            .reading
            .governed(verb, &["prep"])
            .any(|prep| self.reading.lemma(prep) == "unlike");
        if unlike && predication.clause == chancery_text::ClauseKind::Main {
            offer(Weight::Plain, "unlike".to_owned());
        }
        // So is to hold how far one goes against how far another does.
        let readiness = self.reading.governed(verb, &["xcomp"]);
        let further = std::iter::once(verb).chain(readiness).any(|verb| {
            self.reading.outdoes(verb)
                || self
                    .reading
                    .governed(verb, &["acomp", "xcomp"])
                    .any(|word| {
                        let readiness = matches!(
                            self.reading.lemma(word).as_str(),
                            "willing" | "prepared" | "ready" | "determined" | "prepare"
                        );
                        readiness
                            && (self.reading.outdoes(word)
                                || self
                                    .reading
                                    .governed(word, &["xcomp"])
                                    .any(|verb| self.reading.outdoes(verb)))
                    })
        });
        if actor && further && predication.clause == chancery_text::ClauseKind::Main {
            offer(Weight::Plain, "further".to_owned());
        }
        let can = self
            .reading
            .governed(verb, &["aux"])
            .any(|child| matches!(self.reading.lemma(child).as_str(), "can" | "ca"));
        let hardly = self
            .reading
            .governed(verb, &["advmod", "neg"])
            .any(|child| {
                matches!(
                    self.reading.lemma(child).as_str(),
                    "hardly" | "barely" | "scarcely"
                )
            });
        if actor && hardly {
            offer(Weight::Plain, "hardly".to_owned());
        }
        if actor && can && predication.negation.is_some() {
            offer(Weight::Plain, "cannot".to_owned());
        }
        if actor
            && predication.modality == Modality::Obligation
            && matches!(predication.clause, chancery_text::ClauseKind::Main)
        {
            offer(Weight::Plain, "should".to_owned());
        }
        if actor
            && predication.clause == chancery_text::ClauseKind::Main
            && matches!(
                predication.modality,
                Modality::Possible | Modality::Conditional | Modality::Ability
            )
            && self
                .reading
                .governed(verb, &["advmod"])
                .any(|child| self.words.has("adverb.plain", &self.reading.lemma(child)))
        {
            offer(Weight::Plain, "weighed".to_owned());
        }
        found
    }
}
