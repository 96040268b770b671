//! What else a sentence tells of a deed: where, how many dead and injured, what it was about, and
//! the dispute that an offer to mediate concerns.

use super::naming::Depth;
use super::reading::{PredicationId, Reading};
use chancery_actors::{City, city};
use chancery_model::{ActorId, Context};
use chancery_text::{Role, TokenId};
use std::ops::Range;

/// A place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Place {
    pub(crate) words: String,
    pub(crate) state: Option<ActorId>,
    pub(crate) point: Option<[f64; 2]>,
}

/// People harmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Casualties {
    pub(crate) dead: Option<u64>,
    pub(crate) injured: Option<u64>,
}

/// Words that mark an offer to mediate, or talk of one.
const MEDIATION: &[&str] = &[
    "mediate",
    "mediation",
    "mediator",
    "intermediary",
    "peacemaker",
    "go-between",
    "facilitator",
];

/// Words in the clause of a deed that say what it is about.
const ABOUT: &[(Context, &[&str])] = &[
    (
        Context::Cbrn,
        &[
            "nuclear",
            "uranium",
            "enrichment",
            "chemical",
            "biological",
            "plutonium",
            "radioactive",
        ],
    ),
    (
        Context::Cyber,
        &[
            "cyber",
            "hacker",
            "malware",
            "ransomware",
            "cyberattack",
            "hacking",
        ],
    ),
    (
        Context::Refugee,
        &["refugee", "asylum", "displaced", "refuge"],
    ),
    (
        Context::Migration,
        &["migrant", "migration", "immigrant", "deportation"],
    ),
    (
        Context::Election,
        &[
            "election",
            "vote",
            "ballot",
            "referendum",
            "poll",
            "electoral",
        ],
    ),
    (
        Context::Terrorism,
        &["terrorist", "terrorism", "suicide", "jihadist", "militant"],
    ),
    (
        Context::Rights,
        &[
            "right",
            "torture",
            "activist",
            "dissident",
            "abuse",
            "genocide",
            "atrocity",
        ],
    ),
    (
        Context::Economic,
        &[
            "trade",
            "sanction",
            "tariff",
            "economic",
            "economy",
            "oil",
            "gas",
            "export",
            "import",
            "investment",
            "loan",
            "currency",
        ],
    ),
    (
        Context::Legal,
        &[
            "court",
            "trial",
            "lawsuit",
            "prosecutor",
            "judge",
            "law",
            "indictment",
            "treaty",
        ],
    ),
    (Context::Intelligence, &["spy", "espionage", "intelligence"]),
    (Context::Peacekeeping, &["peacekeeper", "peacekeeping"]),
    (
        Context::Territory,
        &["border", "territory", "annexation", "island", "occupation"],
    ),
    (
        Context::Disaster,
        &[
            "earthquake",
            "flood",
            "hurricane",
            "famine",
            "drought",
            "cyclone",
        ],
    ),
    (
        Context::Health,
        &["vaccine", "pandemic", "outbreak", "epidemic", "virus"],
    ),
];

impl Reading<'_> {
    /// Returns the words of a deed's clause: what its predicate governs, without clauses that stand
    /// on their own.
    pub(crate) fn clause_words(&self, id: PredicationId) -> Vec<TokenId> {
        let predication = self.predication(id);
        let top = predication.support.unwrap_or(predication.head);
        let mut words = Vec::new();
        let mut open = vec![top];
        while let Some(next) = open.pop() {
            words.push(next);
            open.extend(self.children(next).iter().copied().filter(|&child| {
                let own_clause = matches!(self.token(child).dep, "advcl" | "relcl" | "parataxis")
                    || self.token(child).dep == "conj"
                        && matches!(self.token(child).pos, "VERB" | "AUX")
                    // Behind a semicolon a sentence is a sentence, whatever it is attached to.
                    || self.token(child).dep == "ccomp"
                        && (child.min(next)..child.max(next))
                            .any(|word| &*self.token(word).text == ";");
                !own_clause
            }));
        }
        words.sort_unstable();
        words
    }

    /// Returns the evidence of a deed: from the first to the last word of its clause.
    pub(crate) fn evidence(&self, id: PredicationId) -> Range<TokenId> {
        let mut words = self.clause_words(id);
        let predication = self.predication(id);
        for argument in &predication.arguments {
            let apart = argument.role == Role::Clause
                && (argument.head.min(predication.head)..argument.head.max(predication.head))
                    .any(|word| &*self.token(word).text == ";");
            if !argument.inferred
                && !apart
                && self.token(argument.head).sentence == predication.sentence
            {
                words.push(argument.head);
            }
        }
        let mut first = words.iter().copied().min().unwrap_or(predication.head);
        let last = words.iter().copied().max().unwrap_or(predication.head);
        let mut last = last;
        // Closing punctuation is no part of the claim, nor is a semicolon before it.
        while last > first && self.token(last).pos == "PUNCT" {
            last -= 1;
        }
        while first < last && &*self.token(first).text == ";" {
            first += 1;
        }
        first..last + 1
    }

    /// Returns the contexts of a deed: its sense's, and what its clause is about.
    pub(crate) fn contexts(&self, id: PredicationId, mut contexts: Vec<Context>) -> Vec<Context> {
        let words: Vec<String> = self
            .clause_words(id)
            .into_iter()
            .map(|word| self.lemma(word))
            .collect();
        for (context, marks) in ABOUT {
            if !contexts.contains(context)
                && words.iter().any(|word| marks.contains(&word.as_str()))
            {
                contexts.push(*context);
            }
        }
        if self.mentions_mediation(id) && !contexts.contains(&Context::Mediation) {
            contexts.push(Context::Mediation);
        }
        contexts.sort_unstable();
        contexts.dedup();
        contexts
    }

    /// Returns whether the clause of a deed speaks of mediation.
    pub(crate) fn mentions_mediation(&self, id: PredicationId) -> bool {
        let words = self.clause_words(id);
        if self.offers_to_bring_together(&words) {
            return true;
        }
        words.into_iter().any(|word| {
            let lemma = self.lemma(word);
            MEDIATION.contains(&lemma.as_str())
                || (lemma == "broker" && self.token(word).pos == "VERB")
                || (lemma == "office"
                    && self
                        .governed(word, &["amod"])
                        .any(|child| self.lemma(child) == "good"))
        })
    }

    /// Returns whether somebody offers what mediators do: "its services", "to host the talks", "to bridge
    /// the gap". Talks with the one who offers are none of these.
    fn offers_to_bring_together(&self, words: &[TokenId]) -> bool {
        const OFFERS: &[&str] = &[
            "offer",
            "propose",
            "volunteer",
            "ready",
            "readiness",
            "willing",
            "willingness",
            "prepared",
        ];
        let offered = words
            .iter()
            .any(|&word| OFFERS.contains(&self.lemma(word).as_str()));
        let talks = self.lexicon.class("talks");
        offered
            && words.iter().any(|&word| match self.lemma(word).as_str() {
                "service" => {
                    self.token(word).tag == "NNS"
                        && self.governed(word, &["poss"]).next().is_some()
                        && self.governed(word, &["prep"]).all(|prep| {
                            matches!(self.lemma(prep).as_str(), "as" | "to" | "between" | "in")
                        })
                }
                "host" | "convene" | "facilitate" => self.governed(word, &["dobj"]).any(|object| {
                    self.lexicon.classes_of(&self.lemma(object)) & talks != 0
                        && self
                            .governed(object, &["prep"])
                            .all(|prep| self.lemma(prep) != "with")
                }),
                "bridge" => self.governed(word, &["dobj"]).any(|object| {
                    matches!(
                        self.lemma(object).as_str(),
                        "gap" | "difference" | "divide" | "position"
                    )
                }),
                _ => false,
            })
    }

    /// Returns the parties between whom is mediated: those after "between" in the clause.
    pub(crate) fn dispute(&self, id: PredicationId) -> Vec<ActorId> {
        let mut parties = Vec::new();
        for word in self.clause_words(id) {
            if self.token(word).pos != "ADP" || self.lemma(word) != "between" {
                continue;
            }
            for object in self.coordinated_objects(word) {
                for participant in self.actors_of(object, Depth::Owner) {
                    if let Some(side) = super::side(&participant.actor)
                        && !parties.contains(&side)
                    {
                        parties.push(side);
                    }
                }
            }
        }
        parties
    }

    /// Returns where a deed happened: in the words of the text, and on the map where they tell.
    pub(crate) fn place(&self, id: PredicationId) -> Option<Place> {
        let head = self.place_head(id)?;
        let city = self.city_at(head);
        let named = || {
            self.mention(head)?
                .actors
                .first()
                .and_then(|actor| actor.country.clone())
        };
        let point = city.as_ref().map(|city| [city.latitude, city.longitude]);
        Some(Place {
            words: self.short_phrase(head),
            point,
            state: named()
                .or_else(|| city.map(|city| city.state))
                .or_else(|| self.state_around(head)),
        })
    }

    /// Returns the only state that the words around a place say it lies in: "Kenya's Mandera County",
    /// "the Yamgan District of Badakhshan, Afghanistan".
    fn state_around(&self, head: TokenId) -> Option<ActorId> {
        let mut states: Vec<ActorId> = Vec::new();
        let mut open = vec![head];
        for _ in 0..12 {
            let Some(next) = open.pop() else {
                break;
            };
            for child in self.governed(next, &["poss", "compound", "amod", "nmod", "appos"]) {
                let country = self.mention(child).and_then(|mention| {
                    mention
                        .actors
                        .first()
                        .and_then(|actor| actor.country.clone())
                });
                states.extend(country);
                open.push(child);
            }
            for prep in self.governed(next, &["prep"]) {
                if matches!(self.lemma(prep).as_str(), "of" | "in") {
                    for object in self.coordinated_objects(prep) {
                        let country = self.mention(object).and_then(|mention| {
                            mention
                                .actors
                                .first()
                                .and_then(|actor| actor.country.clone())
                        });
                        states.extend(country);
                        open.push(object);
                    }
                }
            }
        }
        states.sort_unstable();
        states.dedup();
        match states.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// Returns the city that a name stands for, given the states that its sentence names.
    pub(super) fn city_at(&self, head: TokenId) -> Option<City> {
        let placed = matches!(self.entity(head), Some("GPE" | "LOC"))
            || self.mention(head).is_some_and(|mention| mention.locative);
        if self.token(head).pos != "PROPN" || !placed {
            return None;
        }
        let sentence = self.analysis.sentences.get(self.token(head).sentence)?;
        let mut states: Vec<ActorId> = Vec::new();
        for word in sentence.tokens.clone() {
            if let Some(mention) = self.mention(word) {
                states.extend(mention.actors.iter().filter_map(|one| one.country.clone()));
            }
        }
        // "The Democratic Republic" is no town of the name "Republic".
        let part_of_name = self
            .governed(head, &["compound"])
            .any(|word| self.token(word).pos == "PROPN");
        city(&self.short_phrase(head), &states)
            .or_else(|| {
                (!part_of_name)
                    .then(|| city(&self.token(head).text, &states))
                    .flatten()
            })
            // A mention that is resolved otherwise is right.
            .filter(|city| {
                self.mention(head)
                    .and_then(|mention| mention.actors.first())
                    .is_none_or(|actor| {
                        let country = actor.country.as_ref();
                        country.is_none_or(|country| *country == city.state)
                            || actor.id.as_ref() == Some(&city.state)
                    })
            })
    }

    fn place_head(&self, id: PredicationId) -> Option<TokenId> {
        let predication = self.predication(id);
        let mut words = vec![predication.head];
        words.extend(predication.support);
        words.extend(
            predication
                .arguments
                .iter()
                .filter(|argument| argument.preposition.is_none())
                .filter(|argument| self.token(argument.head).pos == "NOUN")
                .map(|argument| argument.head),
        );
        let prepositions = words
            .into_iter()
            .flat_map(|word| self.governed(word, &["prep"]).collect::<Vec<_>>());
        for preposition in prepositions {
            if !matches!(
                self.lemma(preposition).as_str(),
                "in" | "at"
                    | "near"
                    | "outside"
                    | "inside"
                    | "off"
                    | "around"
                    | "across"
                    | "throughout"
            ) {
                continue;
            }
            for object in self.governed(preposition, &["pobj"]) {
                let placed = matches!(self.entity(object), Some("GPE" | "LOC" | "FAC"))
                    || self.mention(object).is_some_and(|mention| mention.locative);
                if placed {
                    return Some(object);
                }
            }
        }
        None
    }

    /// Returns how many people the sentence of a deed counts as killed and injured.
    pub(crate) fn casualties(&self, id: PredicationId) -> Casualties {
        let mut casualties = Casualties::default();
        let sentence = self.predication(id).sentence;
        for other in self.predications_of(sentence) {
            if other.negation.is_some() {
                continue;
            }
            let dead = matches!(
                other.lemma.as_str(),
                "kill" | "die" | "murder" | "massacre" | "execute" | "slay"
            );
            let injured = matches!(other.lemma.as_str(), "injure" | "wound" | "hurt");
            if !dead && !injured {
                continue;
            }
            let patients = other.arguments.iter().filter(|argument| {
                use chancery_text::Role;
                match argument.role {
                    Role::Patient => true,
                    Role::Agent => other.lemma == "die",
                    _ => false,
                }
            });
            let mut total = None;
            for argument in patients {
                if let Some(count) = self.count(argument.head) {
                    total = Some(total.unwrap_or(0) + count);
                }
            }
            if dead {
                casualties.dead = casualties.dead.or(total);
            } else {
                casualties.injured = casualties.injured.or(total);
            }
        }
        casualties
    }

    /// Returns the number of a counted noun, or one for "a soldier".
    fn count(&self, head: TokenId) -> Option<u64> {
        let phrase = self.subtree(head);
        let amount = self
            .analysis
            .quantities
            .iter()
            .filter(|amount| {
                amount.tokens.start >= phrase.start
                    && amount.tokens.start <= head
                    && amount.tokens.end >= phrase.start
            })
            .min_by_key(|amount| amount.tokens.start.abs_diff(head));
        if let Some(amount) = amount
            && amount.low >= 0.0
            && amount.low.fract() == 0.0
            && amount.low < 10_000_000.0
        {
            return Some(amount.low as u64);
        }
        let singular = self.token(head).tag == "NN"
            && self
                .governed(head, &["det"])
                .any(|det| matches!(self.lemma(det).as_str(), "a" | "an" | "one"));
        let number = self
            .governed(head, &["nummod"])
            .find_map(|word| number_word(&self.token(word).text.to_lowercase()));
        number.or(singular.then_some(1))
    }
}

/// Returns the number that a word or digits write.
pub(crate) fn number_word(text: &str) -> Option<u64> {
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let digits: String = text.chars().filter(|letter| *letter != ',').collect();
    digits.parse().ok().or_else(|| {
        WORDS
            .iter()
            .position(|word| *word == text)
            .map(|number| number as u64)
    })
}
