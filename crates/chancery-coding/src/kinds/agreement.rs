//! Agreements: who is bound by what, how far it has come, and what it obliges to.
//!
//! A noun for an agreement counts where a verb of signing, breaking or negotiating governs it, or
//! where the text names two parties. What it obliges to is read from its words: "mutual defence" is
//! defence, "non-aggression" is non-aggression, a "strategic partnership" is consultation at most.
//! A text that says that an agreement holds no duty to defend gives a second statement, on the same
//! parties, whose obligation is defence and whose status is negated.

use super::Kinds;
use super::bonds::Sides;
use super::claim::{Ground, add};
use chancery_model::{
    ActorRef, Agreement, AgreementKind, Assertion, Body, Force, Obligation, Statement, Status,
    TieLabel,
};
use chancery_text::{Role, TokenId};

impl Kinds<'_> {
    /// Returns the agreements of the document. A party that is only called a partner or ally is the
    /// one whom the document calls so, as `stances` say.
    pub(super) fn agreements(&self, stances: &[Statement]) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        for word in 0..self.reading.analysis.tokens.len() {
            if !self.makes_claims(word) {
                continue;
            }
            let token = self.reading.token(word);
            let lemma = self.reading.lemma(word);
            if matches!(token.pos, "NOUN" | "PROPN") && self.words.has("agreement", &lemma) {
                found.extend(self.of_treaty(word, stances));
            }
            if self.words.has("defending", &lemma)
                && let Some(stated) = self.duty(word, &found)
            {
                found.push(stated);
            }
        }
        found
    }

    /// Returns a noun with the words before it and "on …" or "of …" behind it.
    fn name_of(&self, noun: TokenId) -> String {
        let mut first = noun;
        for child in self
            .reading
            .governed(noun, &["amod", "compound", "nmod", "nummod"])
        {
            if child < noun {
                first = first.min(self.reading.subtree(child).start);
            }
        }
        while first < noun
            && matches!(
                self.reading.lemma(first).as_str(),
                "a" | "an" | "the" | "its" | "their"
            )
        {
            first += 1;
        }
        let mut last = noun + 1;
        for prep in self.reading.governed(noun, &["prep"]) {
            if matches!(self.reading.lemma(prep).as_str(), "on" | "of")
                && prep == last
                && let Some(object) = self.reading.governed(prep, &["pobj"]).next()
                && self.known(object).is_empty()
            {
                last = self.phrase_of(object).end;
                if let Some((party, _)) = self.party_inside(noun) {
                    last = last.min(party);
                }
            }
        }
        self.reading.words(first..last)
    }

    /// Returns the preposition that names a party within an agreement's own name, and the parties:
    /// "a declaration on cooperation *with Russia*".
    fn party_inside(&self, noun: TokenId) -> Option<(TokenId, Vec<ActorRef>)> {
        let on = self
            .reading
            .governed(noun, &["prep"])
            .find(|&prep| matches!(self.reading.lemma(prep).as_str(), "on" | "of"))?;
        let object = self.reading.governed(on, &["pobj"]).next()?;
        self.reading
            .governed(object, &["prep"])
            .filter(|&prep| matches!(self.reading.lemma(prep).as_str(), "with" | "between"))
            .find_map(|prep| {
                let parties = self.known_of(self.reading.coordinated_objects(prep));
                (!parties.is_empty()).then_some((prep, parties))
            })
    }

    fn kind_of(&self, name: &[String], noun: &str) -> AgreementKind {
        let has = |family: &str| {
            name.iter()
                .any(|word| self.words.label("kind", word) == Some(family))
                || name
                    .iter()
                    .any(|word| self.words.has(&format!("kind.{family}"), word))
        };
        if matches!(noun, "ceasefire" | "cease-fire" | "truce" | "armistice") || has("ceasefire") {
            AgreementKind::Ceasefire
        } else if has("non-aggression") {
            AgreementKind::NonAggression
        } else if has("arms-control")
            && !name.iter().any(|word| word == "energy" || word == "power")
        {
            AgreementKind::ArmsControl
        } else if has("peace") && !has("partnership") || name.iter().any(|word| word == "peace") {
            AgreementKind::Peace
        } else if name
            .iter()
            .any(|word| word == "partnership" || word == "strategic")
        {
            AgreementKind::Partnership
        } else if noun == "alliance" || has("alliance") {
            AgreementKind::Alliance
        } else if has("trade") {
            AgreementKind::Trade
        } else if has("partnership") || noun == "partnership" {
            AgreementKind::Partnership
        } else {
            AgreementKind::Other
        }
    }

    fn obligations(&self, name: &[String], kind: AgreementKind) -> Vec<Obligation> {
        let joined: Vec<String> = name.windows(2).map(|pair| pair.join("_")).collect();
        let defends = name
            .iter()
            .chain(&joined)
            .any(|word| self.words.has("oblige.defence", word));
        let has = |wanted: &[&str]| name.iter().any(|word| wanted.contains(&word.as_str()));
        let mut owed = Vec::new();
        if defends {
            owed.push(Obligation::Defence);
        }
        if kind == AgreementKind::NonAggression {
            owed.push(Obligation::NonAggression);
        }
        if has(&["neutrality"]) {
            owed.push(Obligation::Neutrality);
        }
        if kind == AgreementKind::Partnership
            || has(&["consultation", "cooperation", "co-operation"])
        {
            owed.push(Obligation::Consultation);
        }
        owed
    }

    fn of_treaty(&self, noun: TokenId, stances: &[Statement]) -> Option<Statement> {
        let token = self.reading.token(noun);
        let lemma = self.reading.lemma(noun);
        // "A partnership agreement" is one agreement, "treaty obligations" is none; "ceasefire
        // talks" are no ceasefire.
        if matches!(token.dep, "compound" | "nmod" | "amod" | "poss") {
            return None;
        }
        let name = self.name_of(noun);
        let words: Vec<String> = name
            .to_lowercase()
            .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let sides = self.sides(noun);
        let mut parties = sides.all();
        let governed = self.governed_by(noun);
        let mut force = governed.map_or(Force::Signed, |(force, _)| force);
        if let Some((_, verb)) = governed {
            self.add_signers(verb, noun, &mut parties);
        }
        if let Some((_, inside)) = self.party_inside(noun) {
            add(&mut parties, inside);
        }
        if parties.len() < 2 {
            self.add_related(noun, &mut parties, stances);
        }
        parties.retain(|party| party.state().is_some());
        let loose = self.words.has("agreement-loose", &lemma);
        let signed = governed.is_some();
        let full = parties.len() > 1;
        if parties.is_empty() || !full && !signed || loose && !signed {
            return None;
        }
        // One party and a plain "deal" tells too little.
        let igo = parties
            .iter()
            .all(|party| party.sector == Some(chancery_model::Sector::Igo));
        let unnamed = self.kind_of(&words, &lemma) == AgreementKind::Other;
        if !full && (words.len() < 2 || unnamed || force == Force::Proposed || igo) {
            return None;
        }
        let mut ground = self.ground_of(noun, governed.map(|(_, verb)| verb));
        if force == Force::Absent {
            if ground.status == Status::Negated {
                ground.status = Status::Actual;
            }
        } else if ground.status == Status::Negated {
            // Whoever does not sign is not bound; that there is no treaty is another claim.
            return None;
        } else if matches!(ground.status, Status::Hypothetical | Status::Future)
            && force == Force::Signed
        {
            force = Force::Proposed;
        }
        let kind = self.kind_of(&words, &lemma);
        let obligations = if force == Force::Absent {
            Vec::new()
        } else {
            self.obligations(&words, kind)
        };
        if force == Force::Signed && !signed && self.in_force(noun) {
            force = Force::InForce;
        }
        let body = Body::Agreement(Agreement {
            parties,
            name,
            agreement_kind: kind,
            obligations,
            force,
        });
        let rule = governed.map_or_else(
            || "between".to_owned(),
            |(_, verb)| self.reading.lemma(verb),
        );
        Some(self.claim(body, &ground, if full { 0.85 } else { 0.65 }, &rule))
    }

    /// Returns whether "is in force" or "took effect" is said of an agreement.
    fn in_force(&self, noun: TokenId) -> bool {
        let verb = self.reading.token(noun).head;
        let objects = self
            .reading
            .governed(verb, &["prep"])
            .flat_map(|prep| self.reading.governed(prep, &["pobj"]))
            .chain(self.reading.governed(verb, &["dobj"]));
        objects
            .into_iter()
            .any(|object| matches!(self.reading.lemma(object).as_str(), "force" | "effect"))
    }

    fn ground_of(&self, noun: TokenId, verb: Option<TokenId>) -> Ground {
        match verb {
            Some(verb) => match self.reading.predicate_of(verb) {
                Some(id) => self.clause(id).with(self.reading.subtree(noun)),
                None => self.phrase(noun),
            },
            None => self.noun_ground(noun),
        }
    }

    /// Returns the word that says how far an agreement has come, and how far.
    fn governed_by(&self, noun: TokenId) -> Option<(Force, TokenId)> {
        if self
            .reading
            .governed(noun, &["det", "neg"])
            .any(|child| self.reading.lemma(child) == "no")
        {
            let verb = self.reading.token(noun).head;
            return Some((Force::Absent, verb));
        }
        // "The agreement signed by A and B", "the pact that A concluded".
        let behind = self.reading.governed(noun, &["acl", "relcl"]);
        for clause in behind {
            if let Some(force) = self.force_of(clause) {
                return Some((force, clause));
            }
        }
        let mut current = noun;
        for _ in 0..5 {
            let token = self.reading.token(current);
            if token.head == current {
                return None;
            }
            match token.dep {
                "dobj" | "nsubjpass" | "conj" | "nsubj" | "appos" | "pcomp" => {}
                "pobj" => {
                    let prep = self.reading.lemma(token.head);
                    let governor = self.reading.token(token.head).head;
                    let over = self.reading.lemma(governor);
                    if self.words.has("lacking", &over) && prep == "of" {
                        return Some((Force::Absent, governor));
                    }
                    let moves = matches!(
                        prep.as_str(),
                        "through" | "by" | "in" | "from" | "of" | "on" | "to" | "with" | "into"
                    );
                    if !moves {
                        return None;
                    }
                    if matches!(self.reading.token(governor).pos, "VERB" | "AUX") {
                        let force = self.force_of(governor);
                        return match (prep.as_str(), force) {
                            // "Bound by a treaty".
                            ("by", _) if self.binds(governor) => Some((Force::InForce, governor)),
                            ("from" | "on" | "of", Some(Force::Ended)) => {
                                Some((Force::Ended, governor))
                            }
                            ("through" | "by" | "in" | "into" | "to", Some(Force::Signed)) => {
                                Some((Force::Signed, governor))
                            }
                            _ => None,
                        };
                    }
                    return None;
                }
                _ => return None,
            }
            let head = token.head;
            if matches!(self.reading.token(head).pos, "VERB" | "AUX") {
                if token.dep == "nsubj" {
                    // "A treaty links A and B".
                    if self.binds(head) {
                        return Some((Force::InForce, head));
                    }
                    let ends = self.force_of(head) == Some(Force::Ended);
                    return ends.then_some((Force::Ended, head));
                }
                return self.force_of(head).map(|force| (force, head));
            }
            current = head;
        }
        None
    }

    /// Returns whether a verb says of an agreement that it holds its parties together.
    fn binds(&self, verb: TokenId) -> bool {
        self.words.has("binding", &self.reading.lemma(verb))
    }

    fn force_of(&self, verb: TokenId) -> Option<Force> {
        let lemma = self.reading.lemma(verb);
        if self.words.has("sign", &lemma) {
            Some(Force::Signed)
        } else if self.words.has("force", &lemma) {
            Some(Force::InForce)
        } else if self.words.has("end", &lemma) {
            Some(Force::Ended)
        } else if self.words.has("propose", &lemma) {
            Some(Force::Proposed)
        } else {
            None
        }
    }

    /// Adds those who sign, conclude or break the agreement.
    fn add_signers(&self, verb: TokenId, noun: TokenId, parties: &mut Vec<ActorRef>) {
        let Some(id) = self.reading.predicate_of(verb) else {
            return;
        };
        let lemma = self.reading.lemma(verb);
        // A broker is no party.
        if matches!(
            lemma.as_str(),
            "broker" | "secure" | "approve" | "ratify" | "draft"
        ) && parties.len() > 1
        {
            return;
        }
        if lemma == "broker" {
            return;
        }
        add(parties, self.agents(id));
        if self.binds(verb) {
            let bound = self.reading.heads(id, Role::Patient);
            add(parties, self.known_of(bound));
            let to = self.reading.after(id, "to");
            add(
                parties,
                self.known_of(to.into_iter().map(|argument| argument.head)),
            );
        }
        for preposition in ["with", "between"] {
            let heads = self.reading.after(id, preposition);
            add(
                parties,
                self.known_of(heads.into_iter().map(|argument| argument.head)),
            );
        }
        // "A relationship with A was formalised through an agreement".
        for head in self.reading.heads(id, Role::Patient) {
            if head != noun && self.words.has("relations", &self.reading.lemma(head)) {
                let Sides { first, second } = self.sides(head);
                add(parties, first);
                add(parties, second);
            }
        }
    }

    /// Adds the party that is only called a partner or an ally, and the one who is said to lack an
    /// agreement.
    fn add_related(&self, noun: TokenId, parties: &mut Vec<ActorRef>, stances: &[Statement]) {
        let mut current = noun;
        for _ in 0..10 {
            let token = self.reading.token(current);
            if token.head == current {
                break;
            }
            current = token.head;
            let lemma = self.reading.lemma(current);
            let named = matches!(self.words.label("stance", &lemma), Some("partner" | "ally"));
            if named && let [party] = parties.as_slice() {
                let mut friends: Vec<ActorRef> = Vec::new();
                for statement in stances {
                    let Body::Stance(stance) = &statement.body else {
                        continue;
                    };
                    if !statement.status.is_fact()
                        || !matches!(stance.stance, TieLabel::Partner | TieLabel::Ally)
                    {
                        continue;
                    }
                    let is = |actors: &[ActorRef]| {
                        actors.iter().any(|actor| actor.state() == party.state())
                    };
                    if is(&stance.actor) {
                        add(&mut friends, stance.recipient.iter().cloned());
                    } else if is(&stance.recipient) {
                        add(&mut friends, stance.actor.iter().cloned());
                    }
                }
                if let [friend] = friends.as_slice() {
                    add(parties, [friend.clone()]);
                }
                return;
            }
            // "Citing the absence of agreements with B, A …": whoever says so.
            if matches!(self.reading.token(current).pos, "VERB" | "AUX")
                && parties.len() == 1
                && let Some(id) = self.reading.predicate_of(current)
            {
                let mut agents = self.agents(id);
                if agents.is_empty() {
                    // "All that X can do is …".
                    agents = self
                        .reading
                        .governed(current, &["csubj"])
                        .filter_map(|word| self.reading.predicate_of(word))
                        .flat_map(|id| self.agents(id))
                        .collect();
                }
                if !agents.is_empty() {
                    add(parties, agents);
                    return;
                }
            }
        }
    }

    /// The duty to defend under the agreement that the text spoke of: owed ("obliges each side to
    /// come to the other's aid"), or denied ("contains no mutual-defence clause", "nowhere is either
    /// side required to come to the other's defence", "does not oblige Moscow to fight").
    fn duty(&self, word: TokenId, before: &[Statement]) -> Option<Statement> {
        let id = self.clause_of(word)?;
        let token = self.reading.token(word);
        // The duty may stand as a clause, or as what is required, obliged, committed.
        let sentence = self.reading.analysis.sentences.get(token.sentence)?;
        let near = word.saturating_sub(14).max(sentence.tokens.start)
            ..(word + 10).min(sentence.tokens.end);
        let mut obliged = None;
        let mut negated = false;
        let mut mutual = false;
        for other in near {
            let lemma = self.reading.lemma(other);
            let one = self.reading.token(other);
            if matches!(
                lemma.as_str(),
                "require" | "oblige" | "obligate" | "bind" | "commit" | "compel"
            ) && matches!(one.pos, "VERB" | "ADJ")
                || self.words.has("clause", &lemma) && one.pos == "NOUN"
            {
                obliged = Some(other);
            }
            if matches!(
                lemma.as_str(),
                "no" | "not"
                    | "nowhere"
                    | "neither"
                    | "without"
                    | "never"
                    | "lack"
                    | "n't"
                    | "nothing"
            ) {
                negated = true;
            }
            mutual |= matches!(
                lemma.as_str(),
                "each" | "either" | "mutual" | "mutually" | "other"
            );
        }
        let duty = obliged?;
        let connected = self.reading.subtree(duty).contains(&word)
            || self.reading.token(duty).head == word
            || self.reading.subtree(word).contains(&duty);
        // A duty that is owed must be owed to each other.
        if !connected || !negated && !mutual {
            return None;
        }
        let clause = self.clause_of(duty).unwrap_or(id);
        let mut parties: Vec<ActorRef> = Vec::new();
        let mut name = None;
        let named = self.actors_in(self.reading.evidence(clause), &[]);
        if named.len() == 2 {
            parties.clone_from(&named);
        }
        // Whoever is bound or not by an agreement is a party to it.
        let mut bound = self.agents(clause);
        if bound.is_empty() && self.reading.predication(clause).passive {
            bound = self.known_of(self.reading.heads(clause, Role::Patient));
        }
        let binds = |agreement: &Agreement| {
            bound.iter().all(|one| {
                let mut parties = agreement.parties.iter();
                parties.any(|party| party.state() == one.state())
            })
        };
        let concluded: Vec<&Statement> = before
            .iter()
            .filter(|statement| {
                matches!(&statement.body, Body::Agreement(agreement)
                    if agreement.parties.len() > 1 && statement.status.is_fact()
                        && binds(agreement)
                        && agreement.force != Force::Absent
                        && !matches!(agreement.agreement_kind, AgreementKind::Ceasefire))
            })
            .collect();
        // The one that the text spoke of last; from afar, one that binds who is named here.
        let last = concluded.iter().rev().find(|statement| {
            token.sentence.saturating_sub(statement.evidence.sentence)
                <= if negated { 12 } else { 3 }
                || matches!(&statement.body, Body::Agreement(agreement)
                if !named.is_empty() && named.iter().all(|one| {
                    agreement.parties.iter().any(|party| party.state() == one.state())
                }))
        });
        if let Some(Body::Agreement(agreement)) = last.map(|statement| &statement.body) {
            if parties.is_empty() {
                parties.clone_from(&agreement.parties);
            }
            name = Some((
                agreement.name.clone(),
                agreement.agreement_kind,
                agreement.force,
            ));
        }
        let (name, kind, force) = name?;
        let mut ground = self.clause(clause).with(word..word + 1);
        if negated {
            ground.status = Status::Negated;
        }
        if ground.attribution.assertion == Assertion::Denied {
            ground.attribution.assertion = Assertion::Reported;
        }
        let body = Body::Agreement(Agreement {
            parties,
            name,
            agreement_kind: kind,
            obligations: vec![Obligation::Defence],
            force,
        });
        Some(self.claim(
            body,
            &ground,
            0.75,
            if negated {
                "no duty to defend"
            } else {
                "duty to defend"
            },
        ))
    }
}
