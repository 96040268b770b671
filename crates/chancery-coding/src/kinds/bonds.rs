//! Who stands on either side of a noun for something between two ("the war between A and B", "A's
//! treaty with B", "A–B relations", "locked in a feud with B"), and of whom something is said.

use super::Kinds;
use super::claim::{add, without};
use crate::events::PredicationId;
use chancery_model::ActorRef;
use chancery_text::{Role, TokenId};

/// The two sides of a bond.
#[derive(Clone, Default, Debug)]
pub(super) struct Sides {
    pub(super) first: Vec<ActorRef>,
    pub(super) second: Vec<ActorRef>,
}

impl Sides {
    /// Returns everybody, each once.
    pub(super) fn all(&self) -> Vec<ActorRef> {
        let mut all = Vec::new();
        add(&mut all, self.first.iter().cloned());
        add(&mut all, self.second.iter().cloned());
        all
    }

    /// Puts the first of several actors against the rest, where only one side is filled.
    fn split(mut self) -> Self {
        if self.second.is_empty() && self.first.len() > 1 {
            self.second = self.first.split_off(1);
        }
        let first = std::mem::take(&mut self.first);
        self.first = without(first, &self.second);
        self
    }
}

/// What is said of whom.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The predicate that says it.
    pub(super) id: PredicationId,
    /// Of whom.
    pub(super) of: Vec<ActorRef>,
    /// Who takes it so; nobody where the text simply says it.
    pub(super) by: Vec<ActorRef>,
    /// Whether somebody only takes it so.
    pub(super) viewed: bool,
}

impl Kinds<'_> {
    /// Returns the actors that a noun belongs to: before it by name, pronoun or adjective.
    pub(super) fn owners(&self, noun: TokenId) -> Vec<ActorRef> {
        let mut found = Vec::new();
        for child in self
            .reading
            .governed(noun, &["poss", "amod", "compound", "nmod"])
        {
            if self.reading.lemma(child) == "whose" {
                add(&mut found, self.antecedent(noun));
                continue;
            }
            let mut open = vec![child];
            while let Some(next) = open.pop() {
                add(&mut found, self.known(next));
                open.extend(self.reading.governed(next, &["conj", "compound", "amod"]));
            }
        }
        found
    }

    /// Returns whom a relative clause is about.
    fn antecedent(&self, word: TokenId) -> Vec<ActorRef> {
        let mut current = word;
        for _ in 0..8 {
            let token = self.reading.token(current);
            if token.head == current {
                return Vec::new();
            }
            if token.dep == "relcl" {
                return self.referents(token.head);
            }
            current = token.head;
        }
        Vec::new()
    }

    /// Returns the actors after one of these prepositions behind a noun.
    pub(super) fn behind(&self, noun: TokenId, prepositions: &[&str]) -> Vec<ActorRef> {
        let mut found = Vec::new();
        for prep in self.reading.governed(noun, &["prep", "agent", "dative"]) {
            if prepositions.contains(&self.reading.lemma(prep).as_str()) {
                add(
                    &mut found,
                    self.known_of(self.reading.coordinated_objects(prep)),
                );
            }
        }
        found
    }

    /// Returns the actors that a noun phrase means: itself, or what it is said to be of.
    pub(super) fn referents(&self, head: TokenId) -> Vec<ActorRef> {
        let found = self.known(head);
        if !found.is_empty() {
            return found;
        }
        let mut current = head;
        for _ in 0..3 {
            match self.reading.token(current).dep {
                "attr" => {
                    let verb = self.reading.token(current).head;
                    return self
                        .reading
                        .predicate_of(verb)
                        .map_or_else(Vec::new, |id| self.agents(id));
                }
                "conj" | "appos" => {
                    current = self.reading.token(current).head;
                    let found = self.known(current);
                    if !found.is_empty() {
                        return found;
                    }
                }
                _ => break,
            }
        }
        Vec::new()
    }

    /// Returns the known actors who do what a predicate says.
    pub(super) fn agents(&self, id: PredicationId) -> Vec<ActorRef> {
        self.known_of(self.reading.heads(id, Role::Agent))
    }

    /// Returns the known actors to whom a predicate does it.
    pub(super) fn patients(&self, id: PredicationId) -> Vec<ActorRef> {
        self.known_of(self.reading.heads(id, Role::Patient))
    }

    /// Returns the two sides of a noun for a bond. The first may be the subject of the verb that
    /// carries the noun.
    pub(super) fn sides(&self, noun: TokenId) -> Sides {
        let mut sides = Sides::default();
        let between = self.behind(noun, &["between", "among", "of", "by"]);
        if between.len() > 1 {
            sides.first = between;
            return sides.split();
        }
        sides.first = self.owners(noun);
        sides.second = self.behind(noun, &["with", "against", "on", "to", "toward", "towards"]);
        if sides.first.is_empty() {
            sides.first = between;
        }
        let mut together = false;
        if let Some(id) = self.reading.predication_at(noun) {
            if sides.first.is_empty() {
                sides.first = self.agents(id);
                let support = self.reading.predication(id).support;
                together = support.is_some_and(|verb| self.is_joint(verb));
            }
            if sides.second.is_empty() {
                sides.second = self.patients(id);
            }
            if sides.second.is_empty() {
                for preposition in ["with", "against"] {
                    let heads = self.reading.after(id, preposition);
                    add(
                        &mut sides.second,
                        self.known_of(heads.into_iter().map(|argument| argument.head)),
                    );
                }
            }
        }
        sides.second = without(sides.second, &sides.first);
        if sides.first.is_empty() || sides.second.is_empty() && sides.first.len() < 2 {
            let alone = sides.first.is_empty();
            let verb = self.carried(noun, &mut sides);
            together |= alone && verb.is_some_and(|verb| self.is_joint(verb));
        }
        if together && sides.second.is_empty() {
            return sides;
        }
        sides.split()
    }

    /// Returns whether two subjects of a verb do it together, not to each other: two who wage a war
    /// wage it on somebody else.
    fn is_joint(&self, verb: TokenId) -> bool {
        matches!(
            self.reading.lemma(verb).as_str(),
            "wage" | "fight" | "launch" | "start" | "declare" | "lead" | "conduct" | "end"
        )
    }

    /// Fills the sides from the verb that carries a noun ("A is engaged in a feud with B").
    fn carried(&self, noun: TokenId, sides: &mut Sides) -> Option<TokenId> {
        let verb = self.carrier(noun)?;
        let id = self.reading.predicate_of(verb)?;
        let mut subjects = self.agents(id);
        if subjects.is_empty() {
            subjects = self.patients(id);
        }
        if subjects.is_empty() && matches!(self.reading.token(verb).dep, "acl" | "relcl") {
            subjects = self.known(self.reading.token(verb).head);
        }
        if sides.first.is_empty() {
            sides.first = without(subjects, &sides.second);
        }
        if sides.second.is_empty() {
            let with = self.behind(verb, &["with", "against"]);
            sides.second = without(with, &sides.first);
        }
        Some(verb)
    }

    /// Returns the verb that carries a noun as its object or behind a preposition.
    pub(super) fn carrier(&self, noun: TokenId) -> Option<TokenId> {
        let mut current = noun;
        for _ in 0..4 {
            let token = self.reading.token(current);
            match token.dep {
                "dobj" | "nsubjpass" => return self.carries(token.head),
                "conj" => current = token.head,
                "pobj" => {
                    let prep = self.reading.token(token.head);
                    if !matches!(&*prep.lemma, "in" | "into" | "on" | "to") {
                        return None;
                    }
                    return self.carries(prep.head);
                }
                _ => return None,
            }
        }
        None
    }

    fn carries(&self, verb: TokenId) -> Option<TokenId> {
        self.words
            .has("carrying", &self.reading.lemma(verb))
            .then_some(verb)
    }

    /// Returns of whom a noun or adjective is said, where it is said of somebody: "X is …", "X
    /// serves as …", "Y sees X as …", "Y calls X …".
    pub(super) fn said(&self, word: TokenId) -> Option<Said> {
        let mut current = word;
        for _ in 0..6 {
            let token = self.reading.token(current);
            let head = token.head;
            if head == current {
                return None;
            }
            match token.dep {
                "amod" | "pobj" | "pcomp" | "acomp" | "advmod" | "attr"
                    if self.reading.lemma(head) == "as"
                        && self.reading.token(head).pos == "ADP" =>
                {
                    return self.as_said(self.reading.token(head).head);
                }
                "attr" | "acomp" => {
                    let id = self.reading.predicate_of(head)?;
                    return Some(Said {
                        id,
                        of: self.agents(id),
                        by: Vec::new(),
                        viewed: false,
                    });
                }
                "oprd" => return self.viewed(head),
                "conj" | "amod" | "appos" if token.dep == "conj" => current = head,
                "amod" if self.under_as(head) => current = head,
                "advmod" if self.under_as(head) || self.reading.token(head).dep == "attr" => {
                    current = head;
                }
                "pobj" | "pcomp" => {
                    let preposition = self.reading.lemma(head);
                    let governor = self.reading.token(head).head;
                    match preposition.as_str() {
                        "than" | "among" => current = governor,
                        "of" if self.is_one_of(governor) => current = governor,
                        "as" => return self.as_said(governor),
                        _ => return None,
                    }
                    if current == governor
                        && matches!(self.reading.token(governor).pos, "AUX" | "VERB")
                    {
                        let id = self.reading.predicate_of(governor)?;
                        return Some(Said {
                            id,
                            of: self.agents(id),
                            by: Vec::new(),
                            viewed: false,
                        });
                    }
                }
                "prep" if self.reading.lemma(current) == "as" => return self.as_said(head),
                _ => return None,
            }
        }
        None
    }

    fn under_as(&self, word: TokenId) -> bool {
        let token = self.reading.token(word);
        token.dep == "pobj" && self.reading.lemma(token.head) == "as"
    }

    /// Returns whether a word picks out of a set ("one of its closest allies").
    fn is_one_of(&self, word: TokenId) -> bool {
        matches!(
            self.reading.lemma(word).as_str(),
            "one" | "some" | "most" | "close" | "sort" | "kind" | "more"
        )
    }

    /// Returns what "as …" behind a verb is said of.
    fn as_said(&self, verb: TokenId) -> Option<Said> {
        let lemma = self.reading.lemma(verb);
        if self.words.has("viewing", &lemma) {
            return self.viewed(verb);
        }
        if !self.words.has("serving", &lemma) {
            return None;
        }
        let id = self.reading.predicate_of(verb)?;
        Some(Said {
            id,
            of: self.agents(id),
            by: Vec::new(),
            viewed: false,
        })
    }

    /// Returns what a verb of viewing says of its object, or of its subject in the passive.
    fn viewed(&self, verb: TokenId) -> Option<Said> {
        if !self.words.has("viewing", &self.reading.lemma(verb)) {
            return None;
        }
        let id = self.reading.predicate_of(verb)?;
        let mut of = self.patients(id);
        if of.is_empty() {
            for head in self.reading.heads(id, Role::Patient) {
                add(&mut of, self.referents(head));
            }
        }
        if of.is_empty() && self.reading.token(verb).dep == "relcl" {
            of = self.referents(self.reading.token(verb).head);
        }
        let mut by = self.agents(id);
        if by.is_empty() && self.reading.predication(id).passive {
            by = self.behind(verb, &["in", "for"]);
        }
        Some(Said {
            id,
            of: without(of, &by),
            by,
            viewed: true,
        })
    }
}
