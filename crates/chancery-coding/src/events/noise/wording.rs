//! Words that stand for something else than the event that they could be: a plea in court, elections that
//! are called, crowds that celebrate, harm to oneself, rules for goods, advice to the public, papers that are
//! released, dangers that are nobody's threat.

use super::{Deed, PredicationId, Reading};
use chancery_model::EventType;
use chancery_text::{Role, TokenId};

/// What strikes or attacks without meaning to: "lightning strikes", "a heart attack".
const BY_NATURE: &[&str] = &[
    "lightning",
    "shark",
    "bear",
    "tiger",
    "lion",
    "leopard",
    "crocodile",
    "elephant",
    "dog",
    "wolf",
    "heart",
    "asthma",
    "panic",
    "meteorite",
];

impl Reading<'_> {
    /// Returns what the words of a deed stand for where it is no event.
    pub(super) fn is_word_for_else(&self, id: PredicationId, deed: &Deed) -> Option<&'static str> {
        let predication = self.predication(id);
        let head = predication.head;
        let under = |labels: &[&str], words: &[&str]| {
            self.governed(head, labels)
                .any(|child| words.contains(&self.lemma(child).as_str()))
        };
        let known =
            |list: &[super::Participant]| list.iter().any(|one| one.actor.state().is_some());
        match self.lemma(head).as_str() {
            // "Called the exercises a success" names; nobody is on the phone.
            "call" if self.governed(head, &["oprd"]).next().is_some() => {
                return Some("a name for something");
            }
            "call" if deed.event_type == EventType::Consult && self.is_called_to(head) => {
                return Some("called to something");
            }
            "call"
                if deed.event_type == EventType::Request
                    && under(
                        &["dobj"],
                        &["election", "referendum", "by-election", "vote"],
                    ) =>
            {
                return Some("elections are called");
            }
            "plead"
                if self.subtree(head).any(|word| {
                    matches!(self.lemma(word).as_str(), "guilty" | "innocent" | "guilt")
                }) =>
            {
                return Some("a plea in court");
            }
            "accede" | "ascend" if self.behind(head, &["throne"]) => {
                return Some("a throne is taken");
            }
            // "As opposed to being poor" compares.
            "oppose"
                if head > 0 && self.token(head).tag == "VBN" && self.lemma(head - 1) == "as" =>
            {
                return Some("a comparison");
            }
            "release" if deed.event_type == EventType::Retreat && self.is_publication(id) => {
                return Some("something is published");
            }
            "threat"
                if deed.event_type == EventType::Threaten
                    && deed.actor.is_empty()
                    && self
                        .governed(head, &["prep"])
                        .any(|prep| matches!(self.lemma(prep).as_str(), "to" | "from")) =>
            {
                return Some("a danger, not a threat");
            }
            "advise" | "recommend"
                if deed.event_type == EventType::Request && !known(&deed.recipient) =>
            {
                return Some("advice to the public");
            }
            "ban" | "prohibit" | "forbid"
                if deed.event_type == EventType::Coerce
                    && deed.recipient.is_empty()
                    && self.is_rule_for_goods(id) =>
            {
                return Some("a rule for goods");
            }
            _ => {}
        }
        if deed.event_type == EventType::Assault
            && self
                .governed(head, &["compound", "amod", "nmod"])
                .any(|child| {
                    // The Tamil Tigers are no tigers.
                    self.token(child).pos != "PROPN"
                        && BY_NATURE.contains(&self.lemma(child).as_str())
                })
        {
            return Some("nature or illness strikes");
        }
        let celebrates = deed.event_type == EventType::Protest
            && self.governed(head, &["xcomp", "advcl"]).any(|verb| {
                matches!(
                    self.lemma(verb).as_str(),
                    "celebrate" | "commemorate" | "honour" | "honor" | "mourn" | "cheer"
                )
            });
        if celebrates {
            return Some("people celebrate");
        }
        let oneself = deed.event_type == EventType::Assault
            && self
                .heads(id, Role::Patient)
                .iter()
                .any(|&word| self.token(word).text.to_lowercase().ends_with("self"));
        oneself.then_some("harm to oneself")
    }

    /// Returns whether somebody is called to something that is nobody: "to the polls", "to order".
    fn is_called_to(&self, verb: TokenId) -> bool {
        self.governed(verb, &["prep"])
            .filter(|&prep| self.lemma(prep) == "to")
            .flat_map(|prep| self.governed(prep, &["pobj"]).collect::<Vec<_>>())
            .any(|word| {
                matches!(
                    self.lemma(word).as_str(),
                    "poll" | "order" | "arm" | "prayer" | "duty" | "scene" | "vote"
                )
            })
    }

    /// Returns whether papers or pictures are released: "secret papers released in court", "releases a report".
    fn is_publication(&self, id: PredicationId) -> bool {
        const PAPERS: &[&str] = &[
            "memo",
            "memorandum",
            "report",
            "document",
            "paper",
            "statement",
            "video",
            "footage",
            "image",
            "photograph",
            "tape",
            "recording",
            "transcript",
            "letter",
            "list",
            "file",
            "data",
            "charge",
            "album",
            "figure",
            "result",
            "finding",
        ];
        let head = self.predication(id).head;
        let mut released = self.heads(id, Role::Patient);
        if matches!(self.token(head).dep, "acl" | "relcl") {
            released.push(self.token(head).head);
        }
        !released.is_empty()
            && released
                .iter()
                .all(|&word| PAPERS.contains(&self.lemma(word).as_str()))
    }

    /// Returns whether a phrase with "to" behind a word has one of these nouns.
    fn behind(&self, verb: TokenId, nouns: &[&str]) -> bool {
        self.governed(verb, &["prep"])
            .filter(|&prep| self.lemma(prep) == "to")
            .flat_map(|prep| self.governed(prep, &["pobj"]).collect::<Vec<_>>())
            .any(|word| {
                self.subtree(word)
                    .any(|part| nouns.contains(&self.lemma(part).as_str()))
            })
    }

    /// Returns whether what is forbidden is a product or a practice rather than what people may say, join or
    /// trade across a border.
    fn is_rule_for_goods(&self, id: PredicationId) -> bool {
        let free = self.lexicon.class("protest")
            | self.lexicon.class("export")
            | self.lexicon.class("person")
            | self.lexicon.class("native")
            | self.lexicon.class("institution")
            | self.lexicon.class("refugee");
        const LIBERTIES: &[&str] = &[
            "gathering",
            "assembly",
            "travel",
            "entry",
            "flight",
            "overflight",
            "newspaper",
            "broadcast",
            "broadcaster",
            "channel",
            "website",
            "book",
            "film",
            "song",
            "veil",
            "headscarf",
            "niqab",
            "burqa",
            "symbol",
            "flag",
            "language",
            "religion",
            "worship",
            "strike",
            "union",
            "movement",
            "ngo",
            "media",
            "twitter",
            "facebook",
            "youtube",
            "internet",
            "event",
            "march",
            "parade",
            "visit",
            "arrival",
        ];
        let objects = self.heads(id, Role::Patient);
        !objects.is_empty()
            && objects.iter().all(|&object| {
                self.subtree(object).all(|word| {
                    let lemma = self.lemma(word);
                    self.lexicon.classes_of(&lemma) & free == 0
                        && !LIBERTIES.contains(&lemma.as_str())
                        && self.mention(word).is_none()
                })
            })
    }
}
