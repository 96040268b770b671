//! Memberships: who belongs to which organisation, and how.
//!
//! "X joined A and B", "X gained observer status in A", "a member of A", "NATO member X", "X left
//! A". A membership that began still holds: its date runs from the day of joining to the report.

use super::Kinds;
use super::claim::{Ground, add};
use chancery_model::{ActorRef, Body, Membership, MembershipStatus, Sector, Statement, Status};
use chancery_text::{Role, TokenId};

fn status(name: &str) -> Option<MembershipStatus> {
    Some(match name {
        "member" => MembershipStatus::Member,
        "observer" => MembershipStatus::Observer,
        "partner" => MembershipStatus::Partner,
        "applicant" => MembershipStatus::Applicant,
        _ => return None,
    })
}

/// What is done about a membership that is still to come.
const PENDING: &[&str] = &[
    "approve",
    "ratify",
    "support",
    "oppose",
    "block",
    "veto",
    "back",
    "endorse",
    "delay",
    "debate",
    "seek",
    "request",
    "discuss",
    "reject",
    "promise",
    "offer",
    "approval",
    "ratification",
    "bid",
    "application",
    "vote",
    "talk",
    "negotiation",
    "hope",
    "prospect",
    "path",
    "quest",
    "opposition",
    "jeopardize",
    "jeopardise",
    "endanger",
    "risk",
    "threaten",
];

fn is_organisation(actor: &ActorRef) -> bool {
    actor.sector == Some(Sector::Igo) && actor.id.is_some()
}

impl Kinds<'_> {
    /// Returns the memberships of the document.
    pub(super) fn memberships(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for id in 0..self.reading.analysis.predications.len() {
            let head = self.reading.predication(id).head;
            if self.makes_claims(head) && matches!(self.reading.token(head).pos, "VERB" | "AUX") {
                found.extend(self.of_joining(id));
            }
        }
        for word in 0..self.reading.analysis.tokens.len() {
            let pos = self.reading.token(word).pos;
            if self.makes_claims(word) && matches!(pos, "NOUN" | "PROPN") {
                let lemma = self.reading.lemma(word);
                if let Some(as_what) = self.words.label("member", &lemma).and_then(status) {
                    found.extend(self.of_member(word, as_what));
                } else if lemma == "status" || self.words.has("belonging", &lemma) {
                    found.extend(self.of_belonging(word));
                }
            }
        }
        found
    }

    fn organisations(&self, heads: impl IntoIterator<Item = TokenId>) -> Vec<ActorRef> {
        let mut found: Vec<ActorRef> = Vec::new();
        for actor in self.known_of(heads) {
            if is_organisation(&actor) && !found.iter().any(|known| known.id == actor.id) {
                found.push(actor);
            }
        }
        found
    }

    /// Returns the organisations after one of these prepositions behind a word.
    fn organisations_behind(&self, word: TokenId, prepositions: &[&str]) -> Vec<ActorRef> {
        let mut heads = Vec::new();
        let mut open: Vec<TokenId> = self.reading.governed(word, &["prep"]).collect();
        while let Some(prep) = open.pop() {
            if prepositions.contains(&self.reading.lemma(prep).as_str()) {
                for object in self.reading.coordinated_objects(prep) {
                    heads.push(object);
                }
                // "of A since 2023 and of B since January"
                open.extend(self.reading.governed(prep, &["conj"]));
            }
        }
        heads.sort_unstable();
        self.organisations(heads)
    }

    fn states(actors: Vec<ActorRef>) -> Vec<ActorRef> {
        let mut found = Vec::new();
        add(
            &mut found,
            actors
                .into_iter()
                .filter(|actor| actor.country.is_some() && actor.sector != Some(Sector::Igo)),
        );
        found
    }

    fn membership(
        &self,
        actor: Vec<ActorRef>,
        organisations: Vec<ActorRef>,
        membership: MembershipStatus,
        ground: &Ground,
        rule: &str,
    ) -> Vec<Statement> {
        let actor = Self::states(actor);
        if actor.is_empty() {
            return Vec::new();
        }
        organisations
            .into_iter()
            .map(|organisation| {
                let body = Body::Membership(Membership {
                    actor: actor.clone(),
                    organisation: Some(organisation),
                    membership,
                });
                self.claim(body, ground, 0.9, rule)
            })
            .collect()
    }

    /// Makes the date of joining the beginning of what still holds.
    fn lasting(mut ground: Ground) -> Ground {
        if ground.status == Status::Historical && ground.date.from.is_some() {
            ground.status = Status::Actual;
        }
        if ground.status == Status::Actual
            && ground.date.from.is_some()
            && ground.date.from <= ground.date.reported
        {
            ground.date.to = ground.date.reported;
        }
        ground
    }

    /// "X joined A", "X was admitted to A", "X left A", "X applied to join A".
    fn of_joining(&self, id: usize) -> Vec<Statement> {
        let predication = self.reading.predication(id);
        let verb = predication.support.unwrap_or(predication.head);
        let lemma = self.reading.lemma(verb);
        let direct = self.organisations(self.reading.heads(id, Role::Patient));
        let to = self.organisations_behind(verb, &["to", "into"]);
        let from = self.organisations_behind(verb, &["from"]);
        // "In favour of joining" is not joined.
        let held = self.reading.token(verb).dep == "pcomp"
            && !matches!(
                self.reading.lemma(self.reading.token(verb).head).as_str(),
                "after" | "since" | "by" | "with" | "on" | "upon"
            );
        let ground = || {
            let mut ground = self.clause(id);
            if held && ground.status == Status::Actual {
                ground.status = Status::Hypothetical;
            }
            ground
        };
        if self.words.has("joining", &lemma) && !predication.passive {
            let mut organisations = direct;
            if lemma == "accede" {
                organisations.extend(to);
            }
            // "joined NATO in condemning …" is no accession.
            let company = self
                .reading
                .governed(verb, &["prep"])
                .any(|prep| self.reading.governed(prep, &["pcomp"]).next().is_some());
            if organisations.is_empty() || company {
                return Vec::new();
            }
            let applied = self.reading.governor(verb).is_some_and(|(governor, _)| {
                self.words.has("apply", &self.reading.lemma(governor))
            });
            let (as_what, ground) = if applied {
                let outer = self.clause_of(self.reading.token(verb).head);
                let inner = self.clause(id).date;
                let mut ground = outer.map_or_else(ground, |outer| self.clause(outer));
                if ground.date.expression.is_none() && inner.expression.is_some() {
                    ground.date = inner;
                }
                (
                    MembershipStatus::Applicant,
                    ground.with(self.reading.evidence(id)),
                )
            } else {
                (MembershipStatus::Member, Self::lasting(ground()))
            };
            return self.membership(self.agents(id), organisations, as_what, &ground, "joins");
        }
        if self.words.has("leaving", &lemma) && !predication.passive {
            let organisations = if matches!(lemma.as_str(), "leave" | "quit" | "exit") {
                direct
            } else {
                from
            };
            return self.membership(
                self.agents(id),
                organisations,
                MembershipStatus::Suspended,
                &Self::lasting(ground()),
                "leaves",
            );
        }
        if self.words.has("expel", &lemma) {
            return self.membership(
                self.patients(id),
                from,
                MembershipStatus::Suspended,
                &Self::lasting(ground()),
                "expelled",
            );
        }
        if matches!(lemma.as_str(), "belong") {
            return self.membership(
                self.agents(id),
                to,
                MembershipStatus::Member,
                &Self::lasting(ground()),
                "belongs",
            );
        }
        if self.words.has("admit", &lemma) && !self.has_member_word(verb) {
            let organisations = self.organisations_behind(verb, &["to", "into"]);
            return self.membership(
                self.patients(id),
                organisations,
                MembershipStatus::Member,
                &Self::lasting(ground()),
                "admitted",
            );
        }
        if self.words.has("apply", &lemma) {
            let mut organisations = to;
            for prep in self.reading.governed(verb, &["prep"]) {
                for object in self.reading.governed(prep, &["pobj"]) {
                    if self.words.has("belonging", &self.reading.lemma(object)) {
                        organisations
                            .extend(self.organisations_behind(object, &["in", "of", "to"]));
                        let before = self.reading.governed(object, &["compound", "nmod", "poss"]);
                        organisations.extend(self.organisations(before.collect::<Vec<_>>()));
                    }
                }
            }
            return self.membership(
                self.agents(id),
                organisations,
                MembershipStatus::Applicant,
                &ground(),
                "applies",
            );
        }
        Vec::new()
    }

    fn has_member_word(&self, verb: TokenId) -> bool {
        self.reading
            .governed(verb, &["prep"])
            .flat_map(|prep| self.reading.governed(prep, &["pobj"]))
            .any(|object| {
                self.words
                    .label("member", &self.reading.lemma(object))
                    .is_some()
            })
    }

    /// "X is a member of A", "X, an observer in A", "A member X", "admitted as an observer to A".
    fn of_member(&self, noun: TokenId, as_what: MembershipStatus) -> Vec<Statement> {
        let mut organisations = self.organisations_behind(noun, &["of", "in", "to", "for", "with"]);
        let before: Vec<TokenId> = self
            .reading
            .governed(noun, &["compound", "nmod", "poss", "amod"])
            .collect();
        if organisations.is_empty() {
            organisations = self.organisations(before);
        }
        if let Some(said) = self.said(noun)
            && !said.viewed
        {
            return self.membership(
                said.of,
                organisations,
                as_what,
                &Self::lasting(self.clause(said.id)),
                "is member",
            );
        }
        // "was admitted as an observer to A", "joined A as an observer"
        let token = self.reading.token(noun);
        if token.dep == "pobj" && self.reading.lemma(token.head) == "as" {
            let verb = self.reading.token(token.head).head;
            if let Some(id) = self.reading.predicate_of(verb) {
                let lemma = self.reading.lemma(verb);
                let who = if self.words.has("admit", &lemma) || self.words.has("expel", &lemma) {
                    self.patients(id)
                } else {
                    self.agents(id)
                };
                if organisations.is_empty() {
                    organisations = self.organisations(self.reading.heads(id, Role::Patient));
                }
                if organisations.is_empty() {
                    organisations = self.organisations_behind(verb, &["to", "into", "in"]);
                }
                let ground = Self::lasting(self.clause(id));
                return self.membership(who, organisations, as_what, &ground, "as member");
            }
            return Vec::new();
        }
        let mut named = Vec::new();
        let beside: Vec<TokenId> = self.reading.governed(noun, &["appos"]).collect();
        add(&mut named, self.known_of(beside));
        if token.dep == "appos" || matches!(token.dep, "compound" | "nmod") && token.head > noun {
            add(&mut named, self.known(token.head));
        }
        let mut found = self.membership(
            named.clone(),
            organisations,
            as_what,
            &Self::lasting(self.phrase(noun)),
            "member beside",
        );
        // "A member of A since 2023 and of B since January".
        let tokens = self.reading.subtree(noun);
        for prep in tokens.skip(1) {
            let and = prep > noun
                && self.reading.lemma(prep - 1) == "and"
                && matches!(self.reading.lemma(prep).as_str(), "of" | "in")
                && self.reading.token(prep).dep == "prep";
            if and {
                let objects = self.reading.coordinated_objects(prep);
                let ground = Self::lasting(self.phrase_from(noun, prep));
                let more = self.organisations(objects);
                found.extend(self.membership(
                    named.clone(),
                    more,
                    as_what,
                    &ground,
                    "member beside",
                ));
            }
        }
        found
    }

    /// "gained observer status in A", "X's membership in A", "X's accession to A".
    fn of_belonging(&self, noun: TokenId) -> Vec<Statement> {
        let lemma = self.reading.lemma(noun);
        let mut as_what = MembershipStatus::Member;
        for child in self.reading.governed(noun, &["compound", "amod", "nmod"]) {
            if let Some(found) = self.words.label("member", &self.reading.lemma(child)) {
                as_what = status(found).unwrap_or(as_what);
            } else if lemma == "status" {
                continue;
            }
        }
        if lemma == "status"
            && !self
                .reading
                .governed(noun, &["compound", "amod", "nmod"])
                .any(|child| {
                    self.words
                        .label("member", &self.reading.lemma(child))
                        .is_some()
                })
        {
            return Vec::new();
        }
        let mut organisations = self.organisations_behind(noun, &["of", "in", "to", "with"]);
        let before: Vec<TokenId> = self.reading.governed(noun, &["compound", "nmod"]).collect();
        if organisations.is_empty() {
            organisations = self.organisations(before);
        }
        // "Iran's accession to these groups": the organisations are not named again.
        if organisations.is_empty() {
            return Vec::new();
        }
        // "Progress in its accession to A": it is not there yet.
        let on_the_way = lemma != "membership"
            && lemma != "status"
            && self
                .reading
                .governor(noun)
                .is_some_and(|(governor, _)| matches!(self.reading.token(governor).pos, "NOUN"));
        // "Approve Finland's membership", "the bid for membership": it is not there yet either.
        let pending = self
            .reading
            .governor(noun)
            .is_some_and(|(governor, _)| PENDING.contains(&&*self.reading.lemma(governor)));
        if on_the_way || pending {
            as_what = MembershipStatus::Applicant;
        }
        let owners = self.owners(noun);
        let owners = Self::states(owners);
        // "Froze its membership in A".
        let token = self.reading.token(noun);
        let ended = token.dep == "dobj"
            && matches!(
                self.reading.lemma(token.head).as_str(),
                "freeze"
                    | "suspend"
                    | "end"
                    | "renounce"
                    | "lose"
                    | "terminate"
                    | "revoke"
                    | "cancel"
            );
        if ended
            && !owners.is_empty()
            && let Some(id) = self.reading.predicate_of(token.head)
        {
            let ground = Self::lasting(self.clause(id));
            let as_what = MembershipStatus::Suspended;
            return self.membership(owners, organisations, as_what, &ground, "ends membership");
        }
        if !owners.is_empty() {
            let ground = Self::lasting(self.noun_ground(noun));
            return self.membership(owners, organisations, as_what, &ground, "membership");
        }
        let token = self.reading.token(noun);
        if token.dep != "dobj" {
            return Vec::new();
        }
        let verb = self.reading.lemma(token.head);
        let Some(id) = self.reading.predicate_of(token.head) else {
            return Vec::new();
        };
        let mut ground = Self::lasting(self.clause(id));
        match verb.as_str() {
            "gain" | "get" | "obtain" | "receive" | "hold" | "have" | "enjoy" | "acquire"
            | "win" | "secure" | "attain" | "retain" => {}
            "seek" | "request" | "want" | "pursue" => as_what = MembershipStatus::Applicant,
            "suspend" | "lose" | "end" | "renounce" | "freeze" => {
                as_what = MembershipStatus::Suspended;
            }
            "grant" | "give" | "offer" => {
                let who = self.known_of(self.reading.heads(id, Role::Recipient));
                if verb == "offer" && ground.status == Status::Actual {
                    ground.status = Status::Hypothetical;
                }
                return self.membership(who, organisations, as_what, &ground, "granted");
            }
            _ => return Vec::new(),
        }
        self.membership(self.agents(id), organisations, as_what, &ground, "gains")
    }
}
