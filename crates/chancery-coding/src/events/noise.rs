//! What is no political event although its words could be one: sport, accidents, culture, markets,
//! and deeds in which nobody political takes part.

mod wording;

use super::deeds::Deed;
use super::participants::Participant;
use super::reading::{PredicationId, Reading};
use chancery_model::{EventType, Mode, Quad, Sector};

impl Reading<'_> {
    /// Returns why a deed is no political event, or nothing where it is one.
    pub(crate) fn unfit(&self, id: PredicationId, deed: &Deed) -> Option<String> {
        let known = |list: &[Participant]| list.iter().any(|one| one.actor.state().is_some());
        let somebody = known(&deed.actor) || known(&deed.recipient);
        if deed.symmetric && deed.actor.len() < 2 && !known(&deed.actor) {
            return Some("nobody takes part".to_owned());
        }
        if !somebody {
            // A person whom nobody knows and who does nobody harm is no political actor.
            let violent = matches!(deed.event_type, EventType::Assault | EventType::Protest);
            let acts = |list: &[Participant]| {
                list.iter().any(|one| {
                    self.is_institution(one.head)
                        && (violent || self.entity(one.head) != Some("PERSON"))
                })
            };
            let people = !deed.actor.is_empty() || !deed.recipient.is_empty();
            let of_war = matches!(
                deed.mode,
                Some(
                    Mode::Aerial
                        | Mode::HeavyWeapons
                        | Mode::Drone
                        | Mode::SuicideAttack
                        | Mode::Explosives
                        | Mode::Targeted
                )
            );
            let political = acts(&deed.actor)
                || violent && people && (acts(&deed.recipient) || of_war)
                || of_war && self.casualties(id) != super::details::Casualties::default();
            if !political {
                return Some("nobody known takes part".to_owned());
            }
        }
        if self.is_heading(id) {
            return Some("a heading".to_owned());
        }
        let vehicle = self.lexicon.class("aircraft") | self.lexicon.class("ship");
        let vehicles = deed.actor.iter().all(|one| {
            let lemma = self.lemma(one.head);
            self.lexicon.classes_of(&lemma) & vehicle != 0
                || matches!(
                    lemma.as_str(),
                    "train" | "bus" | "car" | "truck" | "lorry" | "driver"
                )
        });
        if (!known(&deed.actor) || vehicles || deed.event_type == EventType::Threaten)
            && self.is_accident(id, deed)
        {
            return Some("an accident".to_owned());
        }
        if !known(&deed.actor) && self.is_pleaded_to(id) {
            return Some("a crime of somebody unknown".to_owned());
        }
        if let Some(reason) = self.is_word_for_else(id, deed) {
            return Some(reason.to_owned());
        }
        if deed.actor.is_empty() && self.acts_as_thing(id, deed) {
            return Some("a thing acts, not an actor".to_owned());
        }
        if let Some(by) = self.consumed_by(id) {
            return Some(format!("part of \u{201c}{by}\u{201d}"));
        }
        if let Some(topic) = self.off_topic(id, deed) {
            return Some(format!("about {topic}"));
        }
        if deed.event_type.quad() != Quad::MaterialConflict
            && deed
                .actor
                .iter()
                .chain(&deed.recipient)
                .all(|one| private(one.actor.sector))
        {
            return Some("between private parties".to_owned());
        }
        None
    }

    /// Returns whether an act is one that somebody pleads guilty or not guilty to.
    fn is_pleaded_to(&self, id: PredicationId) -> bool {
        let mut word = self.predication(id).head;
        for _ in 0..4 {
            let Some((governor, _)) = self.governor(word) else {
                return false;
            };
            if matches!(self.lemma(governor).as_str(), "plead" | "guilty") {
                return true;
            }
            word = governor;
        }
        false
    }

    /// Returns whether what stands where the speaker or promiser should is no actor: "mediation
    /// requires the consent of both".
    fn acts_as_thing(&self, id: PredicationId, deed: &Deed) -> bool {
        use chancery_text::Role;
        let words = matches!(
            deed.event_type.quad(),
            Quad::VerbalCooperation | Quad::VerbalConflict
        );
        words && !self.heads(id, Role::Agent).is_empty()
    }

    /// Returns whether a noun stands in a heading before a colon, which names what a report is about:
    /// "2011 Syrian uprising: …".
    fn is_heading(&self, id: PredicationId) -> bool {
        const LONGEST: usize = 14;
        let predication = self.predication(id);
        if predication.kind != chancery_text::PredicateKind::Noun || predication.support.is_some() {
            return false;
        }
        let Some(sentence) = self.analysis.sentences.get(predication.sentence) else {
            return false;
        };
        let Some(colon) = sentence
            .tokens
            .clone()
            .take(LONGEST)
            .find(|&word| &*self.token(word).text == ":")
        else {
            return false;
        };
        predication.head < colon
            && !(sentence.tokens.start..colon)
                .any(|word| matches!(self.token(word).tag, "VBD" | "VBZ" | "VBP" | "MD"))
    }

    /// Returns whether people were hurt or things destroyed by nature, a crash or an illness: the
    /// sentence tells of one, and of no violence.
    fn is_accident(&self, id: PredicationId, deed: &Deed) -> bool {
        let hurt = deed.event_type == EventType::Assault
            && matches!(deed.mode, None | Some(Mode::Destroy | Mode::Explosives))
            || deed.event_type == EventType::Threaten;
        let Some(sentence) = self.analysis.sentences.get(self.predication(id).sentence) else {
            return false;
        };
        let accident = self.lexicon.class("accident");
        let violence = self.lexicon.class("violence") | self.lexicon.class("weapon");
        let (mut found, mut violent) = (false, false);
        for word in sentence.tokens.clone() {
            let lemma = self.lemma(word);
            let classes = self.lexicon.classes_of(&lemma);
            // Who bears the consequences has met no bear.
            found |= classes & accident != 0
                && !(lemma == "bear" && self.token(word).pos == "VERB")
                || matches!(
                    lemma.as_str(),
                    "crash" | "collide" | "derail" | "capsize" | "sink" | "overturn" | "plunge"
                );
            // "Lightning strikes", "a shark attack".
            let by_nature = self.governed(word, &["compound", "amod"]).any(|child| {
                self.token(child).pos != "PROPN"
                    && self.lexicon.classes_of(&self.lemma(child)) & accident != 0
            });
            violent |= classes & violence != 0 && self.token(word).pos == "NOUN" && !by_nature
                || matches!(
                    lemma.as_str(),
                    "shoot"
                        | "stab"
                        | "attack"
                        | "bomb"
                        | "clash"
                        | "fight"
                        | "militant"
                        | "gunman"
                        | "rebel"
                        | "airstrike"
                        | "blast"
                        | "explode"
                        | "murder"
                        | "shooting"
                );
        }
        hurt && !violent && (found || self.has_harmless_cause(id, deed))
    }

    /// Returns whether people came to harm by something that the sentence names and that nobody did to
    /// them: "killed when a cable snaps", "injured in an explosion at a factory".
    fn has_harmless_cause(&self, id: PredicationId, deed: &Deed) -> bool {
        let predication = self.predication(id);
        // "An explosion at a chemical plant injures 12" as much as "12 are injured in" one.
        let by_itself = self
            .heads(id, chancery_text::Role::Agent)
            .iter()
            .any(|&cause| self.lemma(cause) == "explosion" && self.is_at_work(cause));
        let harmed = (predication.passive || by_itself)
            && matches!(
                predication.lemma.as_str(),
                "kill" | "injure" | "wound" | "hurt"
            );
        let armed = deed.recipient.iter().any(|one| {
            matches!(
                one.actor.sector,
                Some(Sector::Mil | Sector::Cop | Sector::Reb | Sector::Uaf)
            )
        });
        let told_of_force = |lemma: &str| {
            matches!(
                lemma,
                "ambush"
                    | "storm"
                    | "raid"
                    | "shell"
                    | "detonate"
                    | "execute"
                    | "ram"
                    | "kidnap"
                    | "militia"
                    | "terrorist"
                    | "bomber"
                    | "attacker"
                    | "protest"
                    | "riot"
                    | "soldier"
                    | "police"
                    | "troop"
                    | "force"
                    | "army"
                    | "group"
            )
        };
        if !harmed || armed || !deed.actor.is_empty() {
            return false;
        }
        let force = self
            .analysis
            .sentences
            .get(predication.sentence)
            .is_some_and(|sentence| {
                sentence
                    .tokens
                    .clone()
                    .any(|word| told_of_force(&self.lemma(word)))
            });
        if force {
            return false;
        }
        if by_itself {
            return true;
        }
        // "One is killed and two are injured in an explosion": the cause stands with the last verb.
        let mut verbs = vec![predication.head];
        verbs.extend(self.governed(predication.head, &["conj"]));
        verbs
            .iter()
            .flat_map(|&verb| self.children(verb))
            .any(|&child| match self.token(child).dep {
                "advcl" => self
                    .governed(child, &["mark", "advmod"])
                    .any(|word| matches!(self.lemma(word).as_str(), "when" | "as" | "after")),
                "prep" => {
                    matches!(self.lemma(child).as_str(), "in" | "by" | "during" | "from")
                        && self
                            .governed(child, &["pobj"])
                            .any(|cause| self.lemma(cause) == "explosion" && self.is_at_work(cause))
                }
                _ => false,
            })
    }

    /// Returns whether something happens where people work or dangerous goods are kept.
    fn is_at_work(&self, head: chancery_text::TokenId) -> bool {
        const PLACES: &[&str] = &[
            "factory",
            "plant",
            "warehouse",
            "refinery",
            "mill",
            "depot",
            "mine",
            "pipeline",
            "workshop",
            "furnace",
            "boiler",
            "gas",
            "fireworks",
            "firework",
            "shipyard",
            "ferry",
            "tanker",
            "vessel",
        ];
        let sentence = self.token(head).sentence;
        self.analysis.sentences.get(sentence).is_some_and(|range| {
            let mut words = range.tokens.clone();
            words.any(|word| PLACES.contains(&self.lemma(word).as_str()))
        })
    }

    /// Returns the verb whose meaning already takes in this noun: "lifted the blockade" is no
    /// blockade, "went on strike" no second strike.
    fn consumed_by(&self, id: PredicationId) -> Option<String> {
        use super::governors::Link;
        use crate::lexicon::{Condition, Filler, Place};
        use chancery_text::PredicateKind;
        let predication = self.predication(id);
        if predication.kind != PredicateKind::Noun || predication.support.is_some() {
            return None;
        }
        let (governor, link) = self.governor(predication.head)?;
        let verb = self.predicate_of(governor)?;
        if verb == id {
            return None;
        }
        let sense = self.sense(verb)?;
        let wanted = match link {
            Link::Object => Place::Object,
            Link::Behind(preposition) => {
                Place::Preposition(self.token(preposition).text.to_lowercase().into())
            }
            _ => return None,
        };
        let classes = self.classes(predication.head);
        let lemma = self.lemma(predication.head);
        let factive = matches!(
            sense.event_type,
            Some(EventType::Accuse | EventType::Support)
        );
        let taken = !factive
            && sense.conditions.iter().any(|condition| match condition {
                Condition::Fills {
                    place,
                    fillers,
                    negated: false,
                } => {
                    *place == wanted
                        && fillers.iter().any(|filler| match filler {
                            Filler::Class(wanted) => classes & wanted != 0,
                            Filler::Word(word) => **word == *lemma,
                            _ => false,
                        })
                }
                _ => false,
            });
        taken.then(|| self.predication(verb).lemma.clone())
    }

    /// Returns the unpolitical topic of a sentence, where it has one.
    fn off_topic(&self, id: PredicationId, deed: &Deed) -> Option<&'static str> {
        let sentence = self
            .analysis
            .sentences
            .get(self.predication(id).sentence)?
            .tokens
            .clone();
        let mut sport = 0;
        let mut culture = 0;
        let mut market = 0;
        let classes = [
            self.lexicon.class("sport"),
            self.lexicon.class("culture"),
            self.lexicon.class("market"),
        ];
        for word in sentence {
            let token = self.token(word);
            if token.pos != "NOUN" && token.pos != "PROPN" {
                continue;
            }
            let found = self.lexicon.classes_of(&self.lemma(word));
            sport += usize::from(found & classes[0] != 0);
            culture += usize::from(found & classes[1] != 0);
            market += usize::from(found & classes[2] != 0);
        }
        let grave = matches!(
            deed.event_type,
            EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Protest
        );
        let enough = if grave { 3 } else { 2 };
        if sport >= enough {
            Some("sport")
        } else if culture >= enough {
            Some("culture")
        } else if market >= enough {
            Some("markets")
        } else {
            None
        }
    }
}

const fn private(sector: Option<Sector>) -> bool {
    matches!(
        sector,
        Some(Sector::Bus | Sector::Med | Sector::Edu | Sector::Soc)
    )
}
