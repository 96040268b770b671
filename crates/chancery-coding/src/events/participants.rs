//! Who takes part: from the words that fill a predicate's places to actors.
//!
//! A participant is the actor that a word names; failing that, the one that its phrase belongs to
//! ("residential building in Kyiv", "Iranian nuclear sites", "Seoul's proposal"): PLOVER codes the
//! state or group whose people or property it is. People whom nobody knows are kept as mentions
//! without an id. Things that belong to nobody are no participants.

use super::naming::Depth;
use super::reading::{PredicationId, Reading};
use crate::lexicon::{Sense, Source};
use chancery_model::ActorRef;
use chancery_text::{PredicateKind, Role, TokenId};

/// Somebody who takes part, and the word that says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Participant {
    pub(crate) actor: ActorRef,
    /// The head of the phrase that fills the place.
    pub(crate) head: TokenId,
    /// How sure the naming is, 0 to 100.
    pub(crate) trust: u8,
}

impl Reading<'_> {
    /// Returns the participants that a sense finds in these places; the first place that names an
    /// actor decides, otherwise the first that names people without an id.
    pub(crate) fn participants(
        &self,
        predication: PredicationId,
        sources: &[Source],
        as_actor: bool,
    ) -> Vec<Participant> {
        let mut fallback = Vec::new();
        for source in sources {
            let depth = match source {
                Source::Agent if as_actor => Depth::Named,
                _ => Depth::Owner,
            };
            let mut found = Vec::new();
            match source {
                Source::Agent => {
                    for head in self.heads(predication, Role::Agent) {
                        let named = self.actors_of(head, depth);
                        if named.is_empty() && as_actor {
                            found.extend(self.issuers(head));
                        }
                        found.extend(named);
                    }
                    if found.is_empty() {
                        found = self.nationality(predication);
                    }
                }
                Source::Patient => {
                    for head in self.heads(predication, Role::Patient) {
                        found.extend(self.actors_of(head, depth));
                    }
                }
                Source::Indirect => {
                    for head in self.heads(predication, Role::Recipient) {
                        found.extend(self.actors_of(head, depth));
                    }
                }
                Source::Preposition(preposition) => {
                    // What is done across a country is done in it.
                    let alike: &[&str] = match &**preposition {
                        "in" => &["in", "across", "throughout"],
                        other => &[other],
                    };
                    for argument in alike
                        .iter()
                        .flat_map(|preposition| self.after(predication, preposition))
                    {
                        // "Injured in Russian strikes": the strikes are nobody's place.
                        if !as_actor && &**preposition == "in" && self.is_attack(argument.head) {
                            continue;
                        }
                        found.extend(self.actors_of(argument.head, depth));
                    }
                    if found.is_empty() {
                        for head in self.behind_object(predication, preposition) {
                            found.extend(self.actors_of(head, depth));
                        }
                    }
                    if found.is_empty() && &**preposition == "with" {
                        for head in self.behind_subject_matter(predication) {
                            found.extend(self.actors_of(head, depth));
                        }
                    }
                }
                Source::Clause => found.extend(self.of_clause(predication)),
            }
            let known: Vec<Participant> = found
                .iter()
                .filter(|participant| participant.actor.state().is_some())
                .cloned()
                .collect();
            if !known.is_empty() {
                return distinct(found);
            }
            if fallback.is_empty() {
                fallback = found;
            }
        }
        distinct(fallback)
    }

    /// Returns whose act a noun is by the adjective before it: "Russian missile strikes".
    fn nationality(&self, predication: PredicationId) -> Vec<Participant> {
        let entry = self.predication(predication);
        if entry.kind != PredicateKind::Noun {
            return Vec::new();
        }
        let plain: Vec<Participant> = self
            .governed(entry.head, &["amod"])
            .filter(|&child| self.token(child).pos == "ADJ")
            .filter(|&child| self.mention(child).is_some_and(|mention| !mention.locative))
            .flat_map(|child| self.actors_of(child, Depth::Named))
            .collect();
        if !plain.is_empty() {
            return plain;
        }
        // "U.S. drone aircraft missile strikes": whose weapons they are.
        let weapons = self.lexicon.class("weapon")
            | self.lexicon.class("aircraft")
            | self.lexicon.class("ship");
        self.governed(entry.head, &["compound", "nmod"])
            .filter(|&child| self.lexicon.classes_of(&self.lemma(child)) & weapons != 0)
            .flat_map(|child| {
                let mut open = vec![child];
                let mut owners = Vec::new();
                while let Some(next) = open.pop() {
                    for word in self.governed(next, &["amod", "compound", "nmod"]) {
                        open.push(word);
                        let whose = self.token(word).pos == "ADJ"
                            || self
                                .token(word)
                                .text
                                .chars()
                                .all(|letter| letter.is_uppercase() || letter == '.');
                        if whose && self.mention(word).is_some_and(|mention| !mention.locative) {
                            owners.push(word);
                        }
                    }
                }
                owners
            })
            .flat_map(|word| self.named(word).unwrap_or_default())
            .collect()
    }

    /// Returns the heads that fill a role; "what the army called hideouts" fills that of an object.
    pub(crate) fn heads(&self, predication: PredicationId, role: Role) -> Vec<TokenId> {
        let found = self.plain_heads(predication, role);
        if role == Role::Patient
            && found.is_empty()
            && self.predication(predication).kind == PredicateKind::Verb
        {
            return self
                .plain_heads(predication, Role::Clause)
                .into_iter()
                .filter(|&head| self.is_free_relative(head))
                .collect();
        }
        found
    }

    fn plain_heads(&self, predication: PredicationId, role: Role) -> Vec<TokenId> {
        let entry = self.predication(predication);
        let named_after = |word: TokenId| {
            entry.kind == PredicateKind::Noun
                && self.token(word).head == entry.head
                && self.is_named_after_town(entry.head, word)
        };
        self.arguments(predication, role)
            .map(|argument| argument.head)
            .filter(|&word| !named_after(word))
            .collect()
    }

    /// Returns what stands after a preposition that hangs on the object ("sanctions on Russia").
    pub(crate) fn behind_object(
        &self,
        predication: PredicationId,
        preposition: &str,
    ) -> Vec<TokenId> {
        let mut found = Vec::new();
        for object in self.heads(predication, Role::Patient) {
            // "Millions of dollars of aid for Romania": the phrase may hang on what is measured.
            let content = self.content(object);
            let words = [Some(object), Some(content).filter(|&inner| inner != object)];
            for prep in words
                .into_iter()
                .flatten()
                .flat_map(|word| self.governed(word, &["prep"]).collect::<Vec<_>>())
            {
                if self.token(prep).text.eq_ignore_ascii_case(preposition) {
                    found.extend(self.coordinated_objects(prep));
                }
            }
        }
        found
    }

    /// Returns with whom an agreement is where the parser hangs them on what it is about: "an agreement
    /// on defence cooperation with Serbia".
    fn behind_subject_matter(&self, predication: PredicationId) -> Vec<TokenId> {
        let head = self.predication(predication).head;
        let agreement = self.lexicon.class("agreement");
        std::iter::once(head)
            .chain(self.plain_heads(predication, Role::Patient))
            .filter(|&noun| self.lexicon.classes_of(&self.lemma(noun)) & agreement != 0)
            .flat_map(|noun| self.governed(noun, &["prep"]).collect::<Vec<_>>())
            .filter(|&prep| matches!(self.lemma(prep).as_str(), "on" | "of" | "for"))
            .flat_map(|prep| self.coordinated_objects(prep))
            .flat_map(|object| self.governed(object, &["prep"]).collect::<Vec<_>>())
            .filter(|&prep| self.lemma(prep) == "with")
            .flat_map(|prep| self.coordinated_objects(prep))
            .collect()
    }

    /// Returns what a preposition governs, with the coordinated words.
    pub(crate) fn coordinated_objects(&self, preposition: TokenId) -> Vec<TokenId> {
        let mut open: Vec<TokenId> = self.governed(preposition, &["pobj"]).collect();
        let mut found = Vec::new();
        while let Some(next) = open.pop() {
            found.push(next);
            open.extend(self.governed(next, &["conj"]));
        }
        found.sort_unstable();
        found
    }

    /// Returns the actors that the governed clause is about: who it asks to act, else to whom.
    fn of_clause(&self, predication: PredicationId) -> Vec<Participant> {
        let mut found = Vec::new();
        let purposes = self
            .predications_of(self.predication(predication).sentence)
            .filter(|other| {
                other.parent == Some(predication)
                    && matches!(
                        other.clause,
                        chancery_text::ClauseKind::Purpose | chancery_text::ClauseKind::Adverbial
                    )
                    && other.kind != PredicateKind::Noun
                    && other.tense == chancery_text::Tense::None
            })
            .map(|other| other.head);
        let mut heads = self.heads(predication, Role::Clause);
        heads.extend(purposes);
        for head in heads {
            let Some(inner) = self.predicate_of(head) else {
                continue;
            };
            let own: Vec<ActorRef> = self
                .participants(predication, &[Source::Agent], true)
                .into_iter()
                .map(|participant| participant.actor)
                .collect();
            for role in [Role::Agent, Role::Patient, Role::Recipient, Role::Oblique] {
                let mut these = Vec::new();
                for word in self.heads(inner, role) {
                    these.extend(self.actors_of(word, Depth::Owner));
                }
                these.retain(|participant| {
                    participant.actor.state().is_some()
                        && !own.iter().any(|own| {
                            super::reading::same_side(own, &participant.actor)
                                && own.sector == participant.actor.sector
                        })
                });
                if !these.is_empty() {
                    found.extend(these);
                    break;
                }
            }
        }
        found
    }

    /// Returns the participants of a sense: who, and to whom; with symmetric wording everybody is
    /// in the first list.
    pub(crate) fn cast(
        &self,
        predication: PredicationId,
        sense: &Sense,
    ) -> (Vec<Participant>, Vec<Participant>) {
        let mut actors = self.participants(predication, &sense.actor, true);
        // A place where something happens does not do it: "the Tucson shootings", "gunmen in Kabul,
        // Afghanistan".
        if !sense.symmetric {
            let territory = self.lexicon.class("territory");
            actors.retain(|one| {
                !self
                    .mention(one.head)
                    .is_some_and(|mention| mention.named && mention.locative)
                    && (self.mention(one.head).is_some()
                        || self.lexicon.classes_of(&self.lemma(one.head)) & territory == 0)
            });
        }
        let unknown = actors.iter().all(|one| one.actor.state().is_none());
        if unknown && sense.actor.contains(&Source::Agent) {
            let inherited = self.inherited_agents(predication);
            if actors.is_empty() || inherited.iter().any(|one| one.actor.state().is_some()) {
                actors = inherited;
            }
            if actors.is_empty() {
                actors = self.doers_of_attack(predication);
            }
            if actors.is_empty() {
                actors = self.doers_around(predication);
            }
        }
        if sense.symmetric {
            let mut all = actors;
            let others: Vec<Source> = sense.recipient.clone();
            all.extend(self.participants(predication, &others, false));
            if distinct(all.clone()).len() == 1 {
                all.extend(self.others_in_fight(predication));
            }
            return (distinct(all), Vec::new());
        }
        let nominal = self.predication(predication).kind == PredicateKind::Noun;
        // "The Re'im music festival massacre": a name that nobody knows before an act is its place.
        actors.retain(|one| {
            let name =
                self.token(one.head).dep == "compound" && self.token(one.head).pos == "PROPN";
            !nominal || one.actor.state().is_some() || !name
        });
        let mut recipients = self.participants(predication, &sense.recipient, false);
        // The owner of the deed is not its target: "the president defended his decision".
        recipients.retain(|recipient| {
            !actors.iter().any(|actor| {
                super::reading::same_side(&actor.actor, &recipient.actor)
                    && (nominal && actor.actor == recipient.actor
                        || self.refers_back(recipient.head))
            })
        });
        recipients.retain(|recipient| !actors.iter().any(|actor| actor.head == recipient.head));
        // "Investigating the murder of X": whoever was killed is not accused.
        if sense.mode == Some(chancery_model::Mode::Investigate) {
            let harm = self.lexicon.class("violence") | self.lexicon.class("attack");
            recipients.retain(|recipient| {
                let lemma = self.lemma(recipient.head);
                self.lexicon.classes_of(&lemma) & harm == 0
                    && !matches!(
                        lemma.as_str(),
                        "murder"
                            | "death"
                            | "assassination"
                            | "disappearance"
                            | "shooting"
                            | "abduction"
                    )
            });
        }
        // "The Emirates hosted talks in Abu Dhabi": one's own town is nobody whom one meets.
        if sense.event_type == Some(chancery_model::EventType::Consult) {
            recipients.retain(|recipient| {
                let somebody = self
                    .mention(recipient.head)
                    .is_some_and(|mention| !mention.locative);
                somebody
                    || !actors
                        .iter()
                        .any(|actor| super::reading::same_side(&actor.actor, &recipient.actor))
            });
        }
        if recipients.is_empty() {
            recipients = self.victims_around(predication);
            recipients.retain(|recipient| !actors.iter().any(|actor| actor.head == recipient.head));
        }
        (actors, recipients)
    }

    /// Returns who acts where a noun for an act leaves it to the verb over it: "began a hunger
    /// strike", "threatened sanctions".
    pub(super) fn inherited_agents(&self, predication: PredicationId) -> Vec<Participant> {
        use crate::lexicon::Operator;
        let entry = self.predication(predication);
        let bare = match entry.kind {
            PredicateKind::Noun => entry.support.is_none(),
            PredicateKind::Verb => {
                !entry.passive && self.heads(predication, Role::Agent).is_empty()
            }
            PredicateKind::Copula => false,
        };
        if !bare {
            return Vec::new();
        }
        let Some((governor, link)) = self.governor(entry.head) else {
            return Vec::new();
        };
        if matches!(
            link,
            super::governors::Link::Subject
                | super::governors::Link::Relative
                | super::governors::Link::Adverbial
        ) {
            return Vec::new();
        }
        let claimants = self.claimants(governor);
        if !claimants.is_empty() {
            return claimants;
        }
        let own = matches!(
            self.operator_over(governor, entry.head, link),
            Some(
                Operator::Begin
                    | Operator::Happen
                    | Operator::Attempt
                    | Operator::Intend
                    | Operator::Promise
                    | Operator::Agree
                    | Operator::Offer
                    | Operator::Threaten
                    | Operator::Refuse
                    | Operator::Cancel
                    | Operator::Order
                    | Operator::Admit
                    | Operator::Say
            )
        ) || matches!(self.lemma(governor).as_str(), "responsible" | "guilty");
        let outer = self.predicate_of(governor).or_else(|| {
            let verb = self.token(governor).head;
            (self.token(governor).pos == "ADJ")
                .then(|| self.predicate_of(verb))
                .flatten()
        });
        let Some(outer) = outer.filter(|_| own) else {
            return Vec::new();
        };
        if outer == predication {
            return Vec::new();
        }
        let found = self.participants(outer, &[Source::Agent], true);
        // "Were engaged in": the subject of the passive does it.
        if found.is_empty() && self.predication(outer).passive {
            return self.participants(outer, &[Source::Patient], true);
        }
        found
    }

    /// Returns who else is in a fight that names one side: those to whom something happens in it
    /// ("a soldier is killed in clashes with rebels"), or who do something in it.
    fn others_in_fight(&self, predication: PredicationId) -> Vec<Participant> {
        let entry = self.predication(predication);
        if entry.kind != PredicateKind::Noun || entry.support.is_some() {
            return Vec::new();
        }
        let Some((governor, super::governors::Link::Behind(preposition))) =
            self.governor(entry.head)
        else {
            return Vec::new();
        };
        let inside = matches!(self.lemma(preposition).as_str(), "in" | "during");
        let Some(outer) = self.predicate_of(governor).filter(|_| inside) else {
            return Vec::new();
        };
        // "Sold drones during the war": whoever does something peaceful beside it is not in it.
        let peaceful = self
            .sense(outer)
            .and_then(|sense| sense.event_type)
            .is_some_and(|kind| kind.quad() != chancery_model::Quad::MaterialConflict);
        if peaceful {
            return Vec::new();
        }
        let agents = self.participants(outer, &[Source::Agent], true);
        if !agents.is_empty() && !self.predication(outer).passive {
            return agents;
        }
        self.participants(outer, &[Source::Patient], false)
    }

    /// Returns whether a phrase belongs to somebody by a pronoun ("its army").
    fn refers_back(&self, head: TokenId) -> bool {
        self.governed(head, &["poss"])
            .any(|child| self.token(child).tag == "PRP$")
            || self.token(head).tag == "PRP"
    }

    /// Returns whether a word is a pronoun in a mention chain.
    pub(crate) fn is_pronoun(&self, head: TokenId) -> bool {
        self.token(head).pos == "PRON" || self.is_chained_pronoun(head)
    }
}

/// Returns the participants without repetitions of one actor.
pub(crate) fn distinct(participants: Vec<Participant>) -> Vec<Participant> {
    let mut out: Vec<Participant> = Vec::new();
    for participant in participants {
        let known = out.iter().any(|other| {
            other.actor == participant.actor
                || (other.actor.state().is_some()
                    && other.actor.state() == participant.actor.state()
                    && other.actor.sector == participant.actor.sector)
        });
        if !known {
            out.push(participant);
        }
    }
    out
}
