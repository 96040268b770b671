//! Stances: A holds a standing attitude to B, as somebody asserts it.
//!
//! "X is an ally of Y", "Y's ally X", "Y sees X as a rival", "hostile to Y", "at war with Y", "the
//! feud between X and Y", "relations between X and Y are strained". Who is said to be something is
//! the actor and whose ally, partner or enemy it is the recipient; where somebody takes somebody for
//! something, the one who does holds the stance. A side that the text leaves out stays out.

use super::Kinds;
use super::claim::{Ground, add, without};
use chancery_model::{ActorId, ActorRef, Body, Stance, Statement, Status, TieLabel};
use chancery_text::TokenId;
use std::collections::BTreeSet;

fn label(name: &str) -> Option<TieLabel> {
    Some(match name {
        "ally" => TieLabel::Ally,
        "partner" => TieLabel::Partner,
        "neutral" => TieLabel::Neutral,
        "unfriendly" => TieLabel::Unfriendly,
        "rival" => TieLabel::Rival,
        "hostile" => TieLabel::Hostile,
        "at-war" => TieLabel::AtWar,
        _ => return None,
    })
}

impl Kinds<'_> {
    /// Returns the stances of the document.
    pub(super) fn stances(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for word in 0..self.reading.analysis.tokens.len() {
            if !self.makes_claims(word) {
                continue;
            }
            let lemma = self.reading.lemma(word);
            let pos = self.reading.token(word).pos;
            match pos {
                "NOUN" | "PROPN" => {
                    if self.is_for_a_role(word) {
                        // "Contenders for the role" vie for it and are no enemies.
                    } else if let Some(stance) = self.words.label("stance", &lemma).and_then(label)
                    {
                        found.extend(self.of_role(word, stance));
                        found.extend(self.of_subject(word, stance));
                    } else if let Some(stance) = self.words.label("bond", &lemma).and_then(label) {
                        found.extend(self.of_bond(word, stance));
                    } else if self.words.has("relations", &lemma) {
                        found.extend(self.of_relations(word));
                    }
                }
                "ADJ" | "VERB" => {
                    if let Some(stance) = self.words.label("manner", &lemma).and_then(label)
                        && self.words.has("towards", &lemma)
                    {
                        found.extend(self.of_manner(word, stance));
                    }
                }
                "ADP" if matches!(lemma.as_str(), "at" | "on") => {
                    found.extend(self.at_war_or_odds(word));
                }
                _ => {}
            }
        }
        found
    }

    /// Returns whether a contender or competitor is one for a role, a seat, a contract.
    fn is_for_a_role(&self, noun: TokenId) -> bool {
        matches!(
            self.reading.lemma(noun).as_str(),
            "contender" | "competitor" | "rival" | "challenger"
        ) && self.reading.governed(noun, &["prep"]).any(|prep| {
            self.reading.lemma(prep) == "for"
                && self.reading.governed(prep, &["pobj"]).any(|object| {
                    matches!(
                        self.reading.lemma(object).as_str(),
                        "role"
                            | "job"
                            | "post"
                            | "seat"
                            | "mediation"
                            | "contract"
                            | "place"
                            | "part"
                    )
                })
        })
    }

    fn stance(
        &self,
        actor: &[ActorRef],
        recipient: &[ActorRef],
        stance: TieLabel,
        ground: &Ground,
        rule: &str,
    ) -> Option<Statement> {
        let recipient = without(recipient.to_vec(), actor);
        if actor.is_empty() && recipient.is_empty() {
            return None;
        }
        let whole = !actor.is_empty() && !recipient.is_empty();
        let body = Body::Stance(Stance {
            actor: actor.to_vec(),
            recipient,
            stance,
            sign: stance.sign(),
        });
        Some(self.claim(body, ground, if whole { 0.85 } else { 0.5 }, rule))
    }

    /// "X is an ally of Y", "Y's ally X", "Y sees X as an ally".
    fn of_role(&self, noun: TokenId, stance: TieLabel) -> Option<Statement> {
        let modifiers: Vec<String> = self
            .reading
            .governed(noun, &["amod", "compound", "nmod", "advmod"])
            .map(|child| self.reading.lemma(child))
            .collect();
        let is = |list: &str| modifiers.iter().any(|word| self.words.has(list, word));
        if is("no-stance") || self.reading.token(noun).dep == "compound" && !self.before_name(noun)
        {
            return None;
        }
        let mut of = self.owners(noun);
        add(&mut of, self.behind(noun, &["of", "to", "with", "for"]));
        if of
            .iter()
            .any(|actor| actor.sector == Some(chancery_model::Sector::Igo))
            && matches!(stance, TieLabel::Partner)
        {
            return None;
        }
        let (mut actor, mut recipient, mut ground, rule) = if let Some(said) = self.said(noun) {
            let ground = self.clause(said.id);
            if said.viewed {
                if said.by.is_empty() || said.of.is_empty() {
                    return None;
                }
                (said.by, said.of, ground, "seen as")
            } else {
                if of.is_empty() {
                    let verb = self.reading.predication(said.id).head;
                    of = self.behind(verb, &["for", "to"]);
                    if of.is_empty() {
                        of = self.relative_subject(noun);
                    }
                }
                let of = without(of, &said.of);
                (said.of, of, ground, "is")
            }
        } else {
            let named = self.named_beside(noun);
            let of = without(of, &named);
            if named.is_empty() || of.is_empty() {
                return None;
            }
            (named, of, self.phrase(noun), "apposition")
        };
        // "A and B are rivals": each of the other.
        if rule == "is"
            && recipient.is_empty()
            && actor.len() == 2
            && self.reading.token(noun).tag == "NNS"
        {
            recipient = actor.split_off(1);
        }
        if is("once") && ground.status == Status::Actual {
            ground.status = Status::Historical;
        }
        if is("maybe") && ground.status == Status::Actual {
            ground.status = Status::Hypothetical;
        }
        if actor.is_empty() || recipient.is_empty() && rule == "is" && !self.is_plain(noun) {
            return None;
        }
        let person = |actors: &[ActorRef]| actors.iter().all(|actor| actor.country.is_none());
        if recipient.is_empty() && person(&actor) {
            return None;
        }
        recipient = without(recipient, &actor);
        actor.retain(|actor| actor.state().is_some());
        if recipient.is_empty() && rule != "is" {
            return None;
        }
        self.stance(&actor, &recipient, stance, &ground, rule)
    }

    /// "Y's enemies are X and Z": the label is the subject. What is only possibly one is
    /// hypothetical, and after "not …, but …" the second is meant.
    fn of_subject(&self, noun: TokenId, stance: TieLabel) -> Vec<Statement> {
        let token = self.reading.token(noun);
        if token.dep != "nsubj" {
            return Vec::new();
        }
        let Some(id) = self.reading.predicate_of(token.head) else {
            return Vec::new();
        };
        let of = self.owners(noun);
        let ground = self.clause(id);
        let mut open: Vec<(TokenId, bool)> = self
            .reading
            .governed(token.head, &["attr"])
            .map(|word| (word, true))
            .collect();
        let mut found = Vec::new();
        while let Some((word, first)) = open.pop() {
            open.extend(
                self.reading
                    .governed(word, &["conj"])
                    .map(|next| (next, false)),
            );
            let maybe = (word.saturating_sub(4)..word).any(|near| {
                matches!(
                    self.reading.lemma(near).as_str(),
                    "potentially" | "possibly" | "perhaps"
                )
            });
            let actor = without(self.known(word), &of);
            if of.is_empty()
                || actor.is_empty()
                || self.reading.governed(word, &["case"]).next().is_some()
            {
                continue;
            }
            let mut ground = ground.clone();
            let but = (token.head..word).any(|between| self.reading.lemma(between) == "but");
            if ground.status == Status::Negated && (!first || but) {
                ground.status = Status::Actual;
            }
            if maybe && ground.status == Status::Actual {
                ground.status = Status::Hypothetical;
            }
            found.extend(self.stance(&actor, &of, stance, &ground, "such are"));
        }
        found
    }

    /// Returns whether a noun stands with no more than an article, as a bare label.
    fn is_plain(&self, noun: TokenId) -> bool {
        self.reading.children(noun).iter().all(|&child| {
            matches!(
                self.reading.token(child).dep,
                "det" | "punct" | "relcl" | "neg"
            )
        })
    }

    /// Returns whether a noun stands before a name ("ally Iran").
    fn before_name(&self, noun: TokenId) -> bool {
        let token = self.reading.token(noun);
        !self.known(token.head).is_empty()
    }

    /// Returns the actors whom a noun stands beside: its apposition, the name behind it, or what it
    /// is itself an apposition to.
    fn named_beside(&self, noun: TokenId) -> Vec<ActorRef> {
        let mut found = Vec::new();
        let mut named: Vec<TokenId> = self.reading.governed(noun, &["appos"]).collect();
        let token = self.reading.token(noun);
        if matches!(token.dep, "compound" | "nmod" | "amod") && token.head > noun
            || token.dep == "appos"
        {
            named.push(token.head);
        }
        for head in named {
            let mut open = vec![head];
            while let Some(next) = open.pop() {
                add(&mut found, self.known(next));
                if token.dep != "appos" {
                    open.extend(self.reading.governed(next, &["conj"]));
                }
            }
        }
        found
    }

    /// Returns the subject of the relative clause behind a noun ("a partner that Moscow needs").
    fn relative_subject(&self, noun: TokenId) -> Vec<ActorRef> {
        let mut found = Vec::new();
        for clause in self.reading.governed(noun, &["relcl"]) {
            add(
                &mut found,
                self.known_of(self.reading.governed(clause, &["nsubj"])),
            );
        }
        found
    }

    /// "The war between X and Y", "X's alliance with Y".
    fn of_bond(&self, noun: TokenId, mut stance: TieLabel) -> Option<Statement> {
        let token = self.reading.token(noun);
        if matches!(token.dep, "compound" | "nmod") {
            return None;
        }
        let modifiers: Vec<String> = self
            .reading
            .governed(noun, &["amod", "compound", "nmod"])
            .map(|child| self.reading.lemma(child))
            .collect();
        let lemma = self.reading.lemma(noun);
        if modifiers.iter().any(|word| self.words.has("no-war", word))
            || self.reading.governed(noun, &["prep"]).any(|prep| {
                self.reading.lemma(prep) == "of"
                    && self
                        .reading
                        .governed(prep, &["pobj"])
                        .any(|object| self.words.has("no-war", &self.reading.lemma(object)))
            })
        {
            return None;
        }
        // "Such-and-such conflict: what happened" only names the topic.
        let topic = (noun + 1..(noun + 3).min(self.reading.analysis.tokens.len()))
            .any(|next| &*self.reading.token(next).text == ":");
        if topic && lemma == "conflict" {
            return None;
        }
        let sides = self.sides(noun);
        if sides.first.is_empty() || sides.second.is_empty() {
            return None;
        }
        if lemma == "conflict" && self.is_war(&sides.all()) {
            stance = TieLabel::AtWar;
        }
        let ground = match self.carrier(noun) {
            Some(verb) if !self.reading.is_definite(noun) => {
                let id = self.reading.predicate_of(verb)?;
                self.clause(id).with(self.reading.subtree(noun))
            }
            _ => self.noun_ground(noun),
        };
        self.stance(&sides.first, &sides.second, stance, &ground, &lemma)
    }

    /// Returns whether the document calls it a war that these two, or one against the other, fight.
    fn is_war(&self, parties: &[ActorRef]) -> bool {
        self.wars.get_or_init(|| self.read_wars()).iter().any(|of| {
            of.iter()
                .all(|one| parties.iter().any(|party| party.state() == one.as_ref()))
        })
    }

    /// Returns between whom each war is that the document speaks of, once.
    fn read_wars(&self) -> BTreeSet<Vec<Option<ActorId>>> {
        (0..self.reading.analysis.tokens.len())
            .filter(|&word| self.words.label("bond", &self.reading.lemma(word)) == Some("at-war"))
            .map(|word| {
                let mut of = self.owners(word);
                add(
                    &mut of,
                    self.behind(word, &["in", "against", "on", "with", "between", "of"]),
                );
                of.iter().map(|one| one.state().cloned()).collect()
            })
            .filter(|of: &Vec<Option<ActorId>>| !of.is_empty())
            .collect()
    }

    /// "Relations between X and Y are strained", "its close ties with Y", "the relationship has grown
    /// into an alliance".
    fn of_relations(&self, noun: TokenId) -> Option<Statement> {
        let sides = self.sides(noun);
        if sides.second.is_empty() && sides.first.is_empty() {
            return None;
        }
        let whole = !sides.first.is_empty() && !sides.second.is_empty();
        let token = self.reading.token(noun);
        if matches!(token.dep, "nsubj" | "nsubjpass") {
            let id = self.reading.predicate_of(token.head)?;
            if let Some(stance) = self.said_of_relations(token.head) {
                let ground = self.clause(id);
                let (first, second) = if sides.second.is_empty() {
                    (Vec::new(), sides.first)
                } else {
                    (sides.first, sides.second)
                };
                return self.stance(&first, &second, stance, &ground, "relations are");
            }
        }
        if !whole {
            return None;
        }
        let manner = self
            .reading
            .governed(noun, &["amod"])
            .find_map(|child| self.words.label("manner", &self.reading.lemma(child)))
            .and_then(label)?;
        let ground = self.noun_ground(noun);
        self.stance(
            &sides.first,
            &sides.second,
            manner,
            &ground,
            "such relations",
        )
    }

    /// Returns what a verb says its subject, a relationship, to be or to have become.
    fn said_of_relations(&self, verb: TokenId) -> Option<TieLabel> {
        let lemma = self.reading.lemma(verb);
        for word in self.reading.governed(verb, &["acomp", "attr", "oprd"]) {
            let said = self.reading.lemma(word);
            let found = self
                .words
                .label("manner", &said)
                .or_else(|| {
                    self.reading
                        .governed(word, &["amod"])
                        .find_map(|child| self.words.label("manner", &self.reading.lemma(child)))
                })
                .or_else(|| self.words.label("bond", &said));
            if let Some(found) = found {
                return label(found);
            }
        }
        if self.words.label("manner", &lemma) == Some("unfriendly") {
            return label("unfriendly");
        }
        if !self.words.has("turning", &lemma) {
            return None;
        }
        self.reading
            .governed(verb, &["prep"])
            .filter(|&prep| matches!(self.reading.lemma(prep).as_str(), "to" | "into"))
            .flat_map(|prep| self.reading.coordinated_objects(prep))
            .find_map(|word| self.words.label("bond", &self.reading.lemma(word)))
            .and_then(label)
    }

    /// "X is hostile to Y", "Y sees X as unfriendly", "X is a brotherly country".
    fn of_manner(&self, word: TokenId, stance: TieLabel) -> Option<Statement> {
        // Of "unfriendly, but not hostile" only the first is said.
        if self.reading.governed(word, &["neg"]).next().is_some()
            && self.reading.token(word).dep == "conj"
        {
            return None;
        }
        let lemma = self.reading.lemma(word);
        let mut of = self.behind(word, &["to", "toward", "towards", "with"]);
        let mut top = word;
        let token = self.reading.token(word);
        if token.dep == "amod" && self.words.has("country", &self.reading.lemma(token.head)) {
            top = token.head;
            add(
                &mut of,
                self.behind(top, &["to", "toward", "towards", "for"]),
            );
        }
        let said = self.said(top)?;
        let ground = self.clause(said.id);
        if said.viewed {
            if said.by.is_empty() || said.of.is_empty() {
                return None;
            }
            return self.stance(&said.by, &said.of, stance, &ground, "seen as");
        }
        let of = without(of, &said.of);
        if of.is_empty() || said.of.is_empty() {
            return None;
        }
        self.stance(&said.of, &of, stance, &ground, &lemma)
    }

    /// "X is at war with Y", "X and Y are at odds", "on good terms with".
    fn at_war_or_odds(&self, preposition: TokenId) -> Option<Statement> {
        let object = self.reading.governed(preposition, &["pobj"]).next()?;
        let on = self.reading.lemma(preposition) == "on";
        let stance = match self.reading.lemma(object).as_str() {
            "term" | "terms" if on => self
                .reading
                .governed(object, &["amod"])
                .find_map(|child| self.words.label("manner", &self.reading.lemma(child)))
                .and_then(label)?,
            _ if on => return None,
            "war" => TieLabel::AtWar,
            "odd" | "odds" | "loggerhead" | "loggerheads" => TieLabel::Unfriendly,
            "peace" => TieLabel::Neutral,
            _ => return None,
        };
        if self
            .reading
            .governed(object, &["det", "poss"])
            .next()
            .is_some()
        {
            return None;
        }
        let verb = self.reading.token(preposition).head;
        let id = self.reading.predicate_of(verb)?;
        let mut subjects = self.agents(id);
        if subjects.is_empty() && matches!(self.reading.token(verb).dep, "relcl" | "acl") {
            subjects = self.known(self.reading.token(verb).head);
        }
        if subjects.is_empty() && self.reading.token(verb).pos == "NOUN" {
            return None;
        }
        let mut others = self.behind(object, &["with", "against", "over"]);
        add(&mut others, self.behind(preposition, &["with", "against"]));
        add(&mut others, self.behind(verb, &["with", "against"]));
        let mut others = without(others, &subjects);
        if others.is_empty() && subjects.len() > 1 {
            others = subjects.split_off(1);
        }
        if subjects.is_empty() || others.is_empty() {
            return None;
        }
        let ground = self.clause(id).with(self.reading.subtree(object));
        self.stance(&subjects, &others, stance, &ground, "at war or odds")
    }
}
