//! Who takes part: from the words that fill a predicate's places to actors.
//!
//! A participant is the actor that a word names; failing that, the one that its phrase belongs to
//! ("residential building in Kyiv", "Iranian nuclear sites", "Seoul's proposal"): PLOVER codes the
//! state or group whose people or property it is. People whom nobody knows are kept as mentions
//! without an id. Things that belong to nobody are no participants.

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

/// How far to look for the actor of a phrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Depth {
    /// The phrase must name somebody.
    Named,
    /// The phrase may belong to somebody.
    Owner,
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
                        found.extend(self.actors_of(head, depth));
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
                    for argument in self.after(predication, preposition) {
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

    /// Returns the heads that fill a role.
    pub(crate) fn heads(&self, predication: PredicationId, role: Role) -> Vec<TokenId> {
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

    /// Returns the actors that a phrase names or belongs to.
    pub(crate) fn actors_of(&self, head: TokenId, depth: Depth) -> Vec<Participant> {
        let content = self.content(head);
        if self.is_force_of_nature(content) {
            return Vec::new();
        }
        if let Some(found) = self.named(content) {
            return found;
        }
        if content != head
            && let Some(found) = self.named(head)
        {
            return found;
        }
        if let Some(found) = self.apposed(content) {
            return found;
        }
        if let Some(found) = self.speaker_of_pronoun(content) {
            return found;
        }
        if let Some(found) = self.latter(content) {
            return found;
        }
        let people = self.is_people(content);
        if !people && depth == Depth::Named {
            // What belongs to somebody acts for them: "Israeli bulldozers", "Moscow's letter".
            let found = self.owners_in_front(content);
            if !found.is_empty() {
                return found;
            }
        }
        if people || depth == Depth::Owner {
            let owners = self.owners(content, people);
            if !owners.is_empty() {
                return owners;
            }
        }
        let body = self.lexicon.is(&self.lemma(content), "native");
        if people || body || self.is_named_body(content) {
            let sector = self
                .mention(content)
                .and_then(|mention| mention.actors.first())
                .and_then(|actor| actor.sector);
            return vec![Participant {
                actor: ActorRef {
                    sector,
                    ..ActorRef::unresolved(self.short_phrase(content))
                },
                head: content,
                trust: 40,
            }];
        }
        Vec::new()
    }

    /// Returns the actors of the mention that a word heads.
    fn named(&self, head: TokenId) -> Option<Vec<Participant>> {
        if self.is_ethnic(head) {
            return None;
        }
        let mention = self.mention(head)?;
        let trust = (mention.confidence * 100.0).clamp(0.0, 100.0) as u8;
        let known: Vec<Participant> = mention
            .actors
            .iter()
            .filter(|actor| actor.state().is_some())
            .map(|actor| Participant {
                actor: actor.clone(),
                head,
                trust,
            })
            .collect();
        (!known.is_empty()).then_some(known)
    }

    /// Returns whether a word names an ethnic group: "ethnic Albanians" and "local Serbs" are no
    /// citizens of Albania and Serbia, while "local Russian officials" are officials.
    pub(super) fn is_ethnic(&self, head: TokenId) -> bool {
        let people = self.entity(head) == Some("NORP")
            && matches!(self.token(head).tag, "NNPS" | "NNP" | "NNS");
        self.governed(head, &["amod"])
            .any(|child| match self.lemma(child).as_str() {
                "ethnic" => true,
                "local" | "native" | "resident" | "indigenous" => people,
                _ => false,
            })
    }

    /// Returns whether a name is that of a storm or the like: "Typhoon Muifa" is nobody.
    fn is_force_of_nature(&self, head: TokenId) -> bool {
        let accident = self.lexicon.class("accident");
        self.token(head).pos == "PROPN"
            && self
                .governed(head, &["compound"])
                .any(|child| self.lexicon.classes_of(&self.lemma(child)) & accident != 0)
    }

    /// Returns the actors of a phrase that explains this one ("the ministry, Iran's …").
    fn apposed(&self, head: TokenId) -> Option<Vec<Participant>> {
        self.governed(head, &["appos"])
            .find_map(|apposition| self.named(apposition))
            .or_else(|| {
                (self.token(head).dep == "appos")
                    .then(|| self.named(self.token(head).head))
                    .flatten()
            })
    }

    /// Returns the last of the names that the sentence before lists, for "the latter".
    fn latter(&self, head: TokenId) -> Option<Vec<Participant>> {
        if self.lemma(head) != "latter" {
            return None;
        }
        let before = self.token(head).sentence.checked_sub(1)?;
        let sentence = self.analysis.sentences.get(before)?.tokens.clone();
        sentence
            .rev()
            .filter(|&word| self.token(word).dep == "conj")
            .find_map(|word| self.named(word))
    }

    /// Returns the speaker for a pronoun that nobody resolved and that is the subject of what is
    /// said: "the ministry announced that it would …".
    fn speaker_of_pronoun(&self, head: TokenId) -> Option<Vec<Participant>> {
        if !matches!(
            self.lemma(head).as_str(),
            "it" | "he" | "she" | "they" | "we" | "i"
        ) || !matches!(self.token(head).dep, "nsubj" | "nsubjpass")
        {
            return None;
        }
        let mut clause = self.token(head).head;
        for _ in 0..4 {
            let token = self.token(clause);
            if token.head == clause {
                return None;
            }
            if !matches!(token.dep, "ccomp" | "xcomp" | "conj" | "acl") {
                return None;
            }
            let governor = token.head;
            let subject = self
                .governed(governor, &["nsubj"])
                .find(|&subject| subject != head);
            if token.dep == "ccomp"
                && let Some(subject) = subject
                && self
                    .lexicon
                    .operators(&self.lemma(governor))
                    .contains(&crate::lexicon::Operator::Say)
            {
                let found = self.actors_of(subject, Depth::Named);
                return (!found.is_empty()).then_some(found);
            }
            clause = governor;
        }
        None
    }

    /// Returns the actors that a thing or group belongs to: before its head, then after "of", "in"
    /// and the like.
    fn owners(&self, head: TokenId, people: bool) -> Vec<Participant> {
        let mut found = self.owners_in_front(head);
        if found.is_empty() {
            const AFTER: [&str; 12] = [
                "of", "in", "on", "against", "at", "from", "near", "inside", "to", "with", "for",
                "between",
            ];
            for wanted in AFTER {
                if people && matches!(wanted, "on" | "against" | "to" | "with" | "for") {
                    continue;
                }
                for prep in self.governed(head, &["prep"]) {
                    if !self.token(prep).text.eq_ignore_ascii_case(wanted) {
                        continue;
                    }
                    for object in self.coordinated_objects(prep) {
                        match self.named(object) {
                            Some(named) => found.extend(named),
                            None => found.extend(self.owners_before(object)),
                        }
                    }
                }
                if !found.is_empty() {
                    break;
                }
            }
        }
        for participant in &mut found {
            participant.head = head;
            participant.trust = participant.trust.saturating_sub(10);
        }
        found
    }

    /// Returns the actors before a noun: its possessor, adjectives and compounds.
    pub(crate) fn owners_in_front(&self, head: TokenId) -> Vec<Participant> {
        let mut found = Vec::new();
        for child in self.governed(head, &["poss", "amod", "compound", "nmod"]) {
            if self.is_named_after_town(head, child) {
                continue;
            }
            let mut open = vec![child];
            while let Some(next) = open.pop() {
                let named = self.named(next).or_else(|| {
                    (self.token(next).dep == "compound")
                        .then(|| self.owners_in_front(next))
                        .filter(|owners| !owners.is_empty())
                });
                found.extend(named.unwrap_or_default());
                open.extend(self.governed(next, &["conj"]));
            }
        }
        for participant in &mut found {
            participant.head = head;
            participant.trust = participant.trust.saturating_sub(10);
        }
        found
    }

    /// Returns whether a word before a noun only says where an agreement was made or talks are held:
    /// "the Ohrid agreement", "the Geneva talks". Its town's state is no party by that.
    fn is_named_after_town(&self, noun: TokenId, word: TokenId) -> bool {
        let meant = self.lexicon.class("agreement") | self.lexicon.class("talks");
        matches!(self.token(word).dep, "compound" | "nmod" | "amod")
            && self.lexicon.classes_of(&self.lemma(noun)) & meant != 0
            && self.mention(word).is_some_and(|mention| mention.town)
    }

    /// Returns the actors before a noun ("the Iranian coast"), and one step behind it.
    fn owners_before(&self, head: TokenId) -> Vec<Participant> {
        let mut found = Vec::new();
        for child in self.governed(head, &["poss", "amod", "compound", "nmod", "appos"]) {
            found.extend(self.named(child).unwrap_or_default());
        }
        if found.is_empty() {
            for prep in self.governed(head, &["prep"]) {
                if matches!(self.lemma(prep).as_str(), "of" | "in") {
                    for object in self.coordinated_objects(prep) {
                        found.extend(self.named(object).unwrap_or_default());
                    }
                }
            }
        }
        found
    }

    /// Returns whether a word heads the name of an organisation that the dictionary does not know.
    pub(crate) fn is_named_body(&self, head: TokenId) -> bool {
        matches!(self.entity(head), Some("ORG" | "NORP")) && self.token(head).pos == "PROPN"
    }

    /// Returns whether a word stands for an organ of a state, or is a name: somebody whom the text
    /// takes for an actor even where the dictionary does not.
    pub(crate) fn is_institution(&self, head: TokenId) -> bool {
        self.is_named_body(head)
            || self.entity(head) == Some("PERSON")
            || self.lexicon.is(&self.lemma(head), "institution")
    }

    /// Returns whether a word stands for people: a person's name, a pronoun for one, or a noun for
    /// people, officials or troops.
    pub(crate) fn is_people(&self, head: TokenId) -> bool {
        let token = self.token(head);
        if token.pos == "NUM" && matches!(token.dep, "dobj" | "nsubj" | "nsubjpass") {
            return self
                .governed(head, &["nmod", "quantmod"])
                .all(|child| self.token(child).tag != "$");
        }
        if self.is_ethnic(head) {
            return true;
        }
        if self.entity(head) == Some("PERSON") {
            return true;
        }
        if matches!(
            self.lemma(head).as_str(),
            "he" | "she" | "they" | "him" | "her" | "them" | "who"
        ) {
            return true;
        }
        if token.pos != "NOUN" && token.pos != "PROPN" {
            return false;
        }
        let people = self.lexicon.class("person")
            | self.lexicon.class("official")
            | self.lexicon.class("troopsonly")
            | self.lexicon.class("ambassador")
            | self.lexicon.class("refugee")
            | self.lexicon.class("prisoner");
        let not_people = self.lexicon.class("aircraft") | self.lexicon.class("ship");
        let classes = self.lexicon.classes_of(&self.lemma(head));
        classes & people != 0 && classes & not_people == 0
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
            super::scope::Link::Subject
                | super::scope::Link::Relative
                | super::scope::Link::Adverbial
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
        let Some((governor, super::scope::Link::Behind(preposition))) = self.governor(entry.head)
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
