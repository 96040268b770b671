//! Puts the predications together, governors before the governed.

use super::arguments::{Carried, Filler, Frame, carried, lemma_with_particle, push, read_frame};
use super::kind::hanging;
use super::lexicon::{self, Class, is};
use super::nominal::{is_act, participants, role_of_preposition};
use super::tree::Tree;
use super::verb_group::{
    VerbGroup, nominal_failure, nominal_modality, nominal_negation, verb_group,
};
use crate::{
    Analysis, Argument, ClauseKind, Modality, PredicateKind, Predication, Role, Tense, TokenId,
};

/// What a token is to the predications.
#[derive(Clone, Debug, Default)]
enum Slot {
    /// No predicate.
    #[default]
    None,
    /// A verb, or "to be".
    Verb,
    /// A verb that only carries these nouns for acts.
    Carrier(Box<Carried>),
    /// A noun for an act; the token is the participle that carries it, if any ("talks held in").
    Noun(Option<TokenId>),
    /// A noun whose predication a carrier builds.
    Carried,
    /// A form that only helps the infinitive after it: "is to meet", "is going to meet".
    Helper(TokenId),
    /// A verb that another slot has taken up.
    Taken,
    /// "According" in "according to".
    According,
}

const NONE: u32 = u32::MAX;

/// Returns the predicates of all sentences in the order of their words, with their arguments.
pub fn predications(analysis: &Analysis) -> Vec<Predication> {
    let tree = Tree::new(analysis);
    let mut builder = Builder::new(&tree);
    for id in tree.order() {
        builder.visit(id);
    }
    builder.finish()
}

struct Builder<'t, 'a> {
    tree: &'t Tree<'a>,
    slots: Vec<Slot>,
    /// The predication that a token heads or helps.
    number: Vec<u32>,
    /// The predication that governs a token.
    above: Vec<u32>,
    /// The noun that a relative pronoun in a verb's clause stands for.
    antecedent: Vec<u32>,
    /// The noun that a clause without a relative pronoun misses.
    gap: Vec<u32>,
    entity: Vec<Option<&'static str>>,
    groups: Vec<VerbGroup>,
    /// The grammatical subjects by predication.
    subjects: Vec<Vec<TokenId>>,
    built: Vec<Option<Predication>>,
}

impl<'t, 'a> Builder<'t, 'a> {
    fn new(tree: &'t Tree<'a>) -> Self {
        let analysis = tree.analysis();
        let count = analysis.tokens.len();
        let mut entity = vec![None; count];
        for found in &analysis.entities {
            for id in found.tokens.clone() {
                if let Some(slot) = entity.get_mut(id) {
                    *slot = Some(found.label);
                }
            }
        }
        let mut slots = vec![Slot::None; count];
        for id in 0..count {
            plan(tree, id, &mut slots);
        }
        let mut number = vec![NONE; count];
        let mut next = 0_u32;
        for (id, slot) in slots.iter().enumerate() {
            if matches!(
                slot,
                Slot::Verb | Slot::Noun(_) | Slot::Carried | Slot::According
            ) {
                number[id] = next;
                next += 1;
            }
        }
        for id in 0..count {
            match &slots[id] {
                Slot::Carrier(carried) => number[id] = number[carried.nouns[0]],
                Slot::Helper(main) => number[id] = number[*main],
                Slot::Noun(Some(verb)) => number[*verb] = number[id],
                _ => {}
            }
        }
        Self {
            tree,
            slots,
            number,
            above: vec![NONE; count],
            antecedent: vec![NONE; count],
            gap: vec![NONE; count],
            entity,
            groups: vec![VerbGroup::default(); count],
            subjects: vec![Vec::new(); next as usize],
            built: vec![None; next as usize],
        }
    }

    fn visit(&mut self, id: TokenId) {
        if let Some(head) = self.tree.head(id) {
            self.above[id] = match self.number[head] {
                NONE => self.above[head],
                number => number,
            };
            if self.tree.dep(id) == "relcl" {
                self.antecedent[id] = head as u32;
                self.gap[id] = head as u32;
            } else if is_clause_label(self.tree.dep(id)) {
                self.antecedent[id] = self.antecedent[head];
                if self.tree.dep(id) == "ccomp" && self.antecedent[id] == NONE {
                    self.antecedent[id] = self.cleft(id, head).map_or(NONE, |noun| noun as u32);
                }
            }
        }
        match std::mem::take(&mut self.slots[id]) {
            Slot::Verb => self.verb(id, id),
            Slot::Helper(main) => {
                self.slots[main] = Slot::Taken;
                self.verb(main, id);
            }
            Slot::Carrier(carried) => self.carrier(id, &carried),
            Slot::Noun(carrier) => self.noun(id, carrier),
            Slot::According => self.according(id),
            Slot::None | Slot::Carried | Slot::Taken => {}
        }
    }

    /// Returns the noun of "it was X that …" for the clause after "that".
    fn cleft(&self, verb: TokenId, head: TokenId) -> Option<TokenId> {
        let tree = self.tree;
        let relative = tree
            .children(verb)
            .any(|child| tree.dep(child).starts_with("nsubj") && tree.is_relativiser(child));
        let it = tree
            .children(head)
            .any(|child| tree.dep(child) == "nsubj" && tree.lemma(child) == "it");
        (relative && it && tree.lemma(head) == "be")
            .then(|| tree.child(head, "attr"))
            .flatten()
    }

    /// Builds the predication of a verb. `place` is the token in whose place the clause hangs: the
    /// verb itself, or the form before its infinitive in "is to meet".
    fn verb(&mut self, verb: TokenId, place: TokenId) {
        let tree = self.tree;
        let shared = self.shared_group(place);
        let mut group = verb_group(tree, verb, shared.as_ref().filter(|_| verb == place));
        let mut frame = self.frame(verb);
        if verb != place {
            let helper = verb_group(tree, place, shared.as_ref());
            group = with_helper(tree, place, group, helper);
            let outer = self.frame(place);
            frame.subjects.splice(0..0, outer.subjects);
            frame.obliques.extend(outer.obliques);
            self.antecedent[verb] = self.antecedent[place];
        }
        self.groups[verb] = group;
        self.groups[place] = group;
        if frame.subjects.is_empty() && !frame.expletive {
            frame.subjects = self.understood_subjects(place, verb, &group);
        }
        self.add_controlled_object(verb, &mut frame);
        let number = self.number[verb] as usize;
        self.subjects[number] = frame.subjects.iter().map(|filler| filler.head).collect();
        let lemma = lemma_with_particle(tree, verb, " ");
        let kind = if is_copula(tree, verb, &frame) {
            PredicateKind::Copula
        } else {
            PredicateKind::Verb
        };
        let mut predication = self.hang(place, verb, &group);
        predication.kind = kind;
        predication.lemma = lemma;
        predication.arguments = frame.arguments(group.passive);
        if predication.negation.is_none() {
            predication.negation = denied_argument(tree, &predication.arguments);
        }
        self.built[number] = Some(predication);
        self.raise_reports(place, number);
        self.hand_down_gap(verb, &frame);
    }

    fn frame(&self, verb: TokenId) -> Frame {
        let optional = |value: u32| (value != NONE).then_some(value as usize);
        read_frame(
            self.tree,
            verb,
            optional(self.antecedent[verb]),
            optional(self.gap[verb]),
        )
    }

    /// Lets the complement of a clause with a gap fill it: "the deal that they agreed to sign".
    fn hand_down_gap(&mut self, verb: TokenId, frame: &Frame) {
        if self.gap[verb] != NONE && frame.passes_gap() {
            for &clause in &frame.clauses {
                if matches!(self.tree.dep(clause), "xcomp" | "ccomp") {
                    self.gap[clause] = self.gap[verb];
                }
            }
        }
    }

    /// Builds the predications of the nouns that a light verb carries.
    fn carrier(&mut self, verb: TokenId, carried: &Carried) {
        let tree = self.tree;
        let shared = self.shared_group(verb);
        let group = verb_group(tree, verb, shared.as_ref());
        self.groups[verb] = group;
        let mut frame = self.frame(verb);
        if carried.by_passive {
            frame.subjects.clear();
            frame.subjects.append(&mut frame.agents);
        } else if frame.subjects.is_empty() && !group.passive {
            frame.subjects = self.understood_subjects(verb, verb, &group);
        }
        let subject_role = if carried.subject_is_patient || (group.passive && !carried.by_passive) {
            Role::Patient
        } else {
            Role::Agent
        };
        let first = self.number[carried.nouns[0]] as usize;
        let hung = self.hang(verb, carried.nouns[0], &group);
        for &noun in &carried.nouns {
            let number = self.number[noun] as usize;
            let Some(act) = lexicon::event_noun(tree.lemma(noun)) else {
                continue;
            };
            self.above[noun] = self.above[verb];
            let mut predication = hung.clone();
            predication.head = noun;
            predication.kind = PredicateKind::Noun;
            predication.lemma = tree.lemma(noun).to_lowercase();
            predication.support = Some(verb);
            let mut arguments = Vec::new();
            for &subject in &frame.subjects {
                push(&mut arguments, subject_role, subject);
            }
            for &recipient in &frame.recipients {
                push(&mut arguments, Role::Recipient, recipient);
            }
            for &oblique in frame.obliques.iter().chain(&frame.agents) {
                if carried.nouns.contains(&oblique.head) {
                    continue;
                }
                let role = oblique.preposition.map_or(Role::Oblique, |preposition| {
                    role_of_preposition(act, tree.lemma(preposition))
                });
                push(&mut arguments, role, oblique);
            }
            let agent_known = arguments
                .iter()
                .any(|argument| argument.role == Role::Agent);
            merge(
                &mut arguments,
                participants(tree, noun, &self.entity, agent_known),
            );
            for &clause in &frame.clauses {
                push(&mut arguments, Role::Clause, Filler::written(clause));
            }
            self.add_clauses(noun, &mut arguments);
            predication.negation = predication
                .negation
                .or_else(|| nominal_negation(tree, noun))
                .or_else(|| denied_argument(tree, &arguments));
            if predication.modality == Modality::Plain {
                predication.modality = nominal_modality(tree, noun);
            }
            // Whoever faces a vote or suffers a defeat is still the subject of a verb joined to it.
            self.subjects[number] = match agents(&arguments) {
                none if none.is_empty() => frame.subjects.iter().map(|one| one.head).collect(),
                doers => doers,
            };
            predication.arguments = arguments;
            self.built[number] = Some(predication);
        }
        self.raise_reports(verb, first);
        for &noun in carried.nouns.iter().skip(1) {
            let number = self.number[noun] as usize;
            let (clause, parent) = match &self.built[first] {
                Some(first) => (first.clause, first.parent),
                None => continue,
            };
            if let Some(other) = &mut self.built[number] {
                other.clause = clause;
                other.parent = parent;
            }
        }
    }

    /// Builds the predication of a noun for an act inside another clause.
    fn noun(&mut self, noun: TokenId, carrier: Option<TokenId>) {
        let tree = self.tree;
        let number = self.number[noun] as usize;
        let mut arguments = participants(tree, noun, &self.entity, false);
        if let Some(verb) = carrier {
            self.above[verb] = self.above[noun];
            let act = lexicon::event_noun(tree.lemma(noun));
            let frame = self.frame(verb);
            for &agent in &frame.agents {
                push(&mut arguments, Role::Agent, agent);
            }
            for &oblique in &frame.obliques {
                let role = match (act, oblique.preposition) {
                    (Some(act), Some(preposition)) => {
                        role_of_preposition(act, tree.lemma(preposition))
                    }
                    _ => Role::Oblique,
                };
                push(&mut arguments, role, oblique);
            }
        }
        self.add_clauses(noun, &mut arguments);
        self.subjects[number] = agents(&arguments);
        self.built[number] = Some(Predication {
            head: noun,
            kind: PredicateKind::Noun,
            lemma: tree.lemma(noun).to_lowercase(),
            support: carrier,
            arguments,
            negation: nominal_negation(tree, noun)
                .or_else(|| nominal_failure(tree, noun))
                .or_else(|| lacking(tree, noun)),
            modality: nominal_modality(tree, noun),
            tense: Tense::None,
            passive: false,
            progressive: false,
            perfect: false,
            clause: ClauseKind::Nominal,
            marker: None,
            parent: self.parent(noun),
            sentence: tree.token(noun).sentence,
        });
    }

    /// Adds the clauses that a noun governs ("the decision to withdraw").
    fn add_clauses(&self, noun: TokenId, arguments: &mut Vec<Argument>) {
        for child in self.tree.children(noun) {
            let infinitive = || {
                self.tree
                    .children(child)
                    .any(|aux| matches!(self.tree.tag(aux), "TO") || self.tree.dep(aux) == "mark")
            };
            if self.tree.dep(child) == "acl" && infinitive() {
                push(arguments, Role::Clause, Filler::written(child));
            }
        }
    }

    /// Builds the predication of "according to X".
    fn according(&mut self, id: TokenId) {
        let tree = self.tree;
        let number = self.number[id] as usize;
        let governed = self.above[id];
        let mut arguments = Vec::new();
        for to in tree.children(id).filter(|&child| tree.lemma(child) == "to") {
            if let Some(object) = tree.child(to, "pobj") {
                for member in tree.coordinated(object) {
                    let filler = Filler {
                        preposition: Some(to),
                        ..Filler::written(member)
                    };
                    push(&mut arguments, Role::Agent, filler);
                }
            }
        }
        self.subjects[number] = agents(&arguments);
        let mut predication = blank(id, tree.token(id).sentence);
        predication.lemma = "according to".to_owned();
        predication.arguments = arguments;
        self.built[number] = Some(predication);
        if governed != NONE {
            self.put_above(number, governed as usize);
        }
    }

    /// Makes a reporting predication the governor of one that it stands beside.
    fn put_above(&mut self, reporter: usize, reported: usize) {
        let Some((clause, parent, head)) = self.built[reported]
            .as_ref()
            .map(|told| (told.clause, told.parent, told.support.unwrap_or(told.head)))
        else {
            return;
        };
        if parent == Some(reporter) {
            return;
        }
        if let Some(teller) = &mut self.built[reporter] {
            teller.clause = clause;
            teller.parent = parent;
            push(&mut teller.arguments, Role::Clause, Filler::written(head));
        }
        if let Some(told) = &mut self.built[reported] {
            told.clause = ClauseKind::Complement;
            told.parent = Some(reporter);
        }
    }

    /// Lets a parenthesis ("X, officials said, did Y") govern what it reports.
    fn raise_reports(&mut self, place: TokenId, number: usize) {
        let tree = self.tree;
        for child in tree.children(place) {
            let parenthetic = match tree.dep(child) {
                "parataxis" => true,
                "advcl" => tree
                    .child(child, "mark")
                    .is_some_and(|mark| tree.lemma(mark) == "as"),
                _ => false,
            };
            if parenthetic
                && matches!(self.slots[child], Slot::Verb)
                && is(tree.lemma(child), Class::Report)
                && !tree
                    .children(child)
                    .any(|inner| matches!(tree.dep(inner), "ccomp" | "xcomp" | "dobj"))
            {
                let reporter = self.number[child] as usize;
                self.above[child] = NONE;
                self.verb(child, child);
                self.slots[child] = Slot::Taken;
                self.put_above(reporter, number);
            }
        }
    }

    /// Returns the skeleton of a verbal predication: how its clause hangs and what its group says.
    fn hang(&self, place: TokenId, head: TokenId, group: &VerbGroup) -> Predication {
        let tree = self.tree;
        let hung = hanging(tree, place, group);
        let mut predication = blank(head, tree.token(place).sentence);
        predication.tense = group.tense;
        predication.passive = group.passive;
        predication.progressive = group.progressive;
        predication.perfect = group.perfect;
        predication.modality = group.modality;
        predication.negation = group.negation.or(hung.denial);
        predication.marker = hung.marker;
        predication.clause = hung.clause;
        if hung.clause == ClauseKind::Condition && group.modality == Modality::Obligation {
            // "Should Iran attack": the helper only sets the condition.
            predication.modality = Modality::Plain;
        }
        predication.parent = match hung.clause {
            ClauseKind::Main => None,
            _ => self.parent(place),
        };
        if tree.dep(place) == "conj" {
            if let Some(first) = self.first_conjunct(place) {
                predication.clause = first.clause;
                predication.parent = first.parent;
                if predication.marker.is_none() {
                    predication.marker = first.marker;
                }
            }
        } else if let Some(governor) = tree.head(place) {
            self.implied(place, governor, group, &mut predication);
        }
        predication
    }

    /// Adds what the governor implies: "failed to meet", "plans to meet", "is able to meet".
    fn implied(
        &self,
        place: TokenId,
        governor: TokenId,
        group: &VerbGroup,
        predication: &mut Predication,
    ) {
        let tree = self.tree;
        let lemma = tree.lemma(governor);
        match tree.dep(place) {
            "xcomp" => {
                if is(lemma, Class::Failure) || matches!(lemma, "unable" | "incapable") {
                    predication.negation = predication.negation.or(Some(governor));
                } else if predication.modality == Modality::Plain && group.infinitive {
                    predication.modality = match lemma {
                        "able" => Modality::Ability,
                        "likely" | "bind" | "certain" => Modality::Future,
                        "need" | "have" => Modality::Obligation,
                        "be" => Modality::Future,
                        "go" if tree.tag(governor) == "VBG" => Modality::Future,
                        _ if is(lemma, Class::Future) => Modality::Future,
                        _ => Modality::Plain,
                    };
                }
            }
            "pcomp" if lemma == "from" => {
                let prevented = tree
                    .head(governor)
                    .filter(|&verb| is(tree.lemma(verb), Class::Prevention));
                predication.negation = predication.negation.or(prevented);
            }
            _ => {}
        }
    }

    fn parent(&self, id: TokenId) -> Option<usize> {
        (self.above[id] != NONE).then_some(self.above[id] as usize)
    }

    fn first_conjunct(&self, id: TokenId) -> Option<&Predication> {
        let number = self.number[self.tree.head(id)?];
        self.built.get(number as usize)?.as_ref()
    }

    /// Returns the group of the verb that this one is conjoined with.
    fn shared_group(&self, id: TokenId) -> Option<VerbGroup> {
        let head = self.tree.head(id)?;
        let own_subject = self
            .tree
            .children(id)
            .any(|child| matches!(self.tree.dep(child), "nsubj" | "nsubjpass" | "expl"));
        if self.tree.dep(id) != "conj" || !self.tree.tag(head).starts_with('V') {
            return None;
        }
        let group = self.groups[head];
        if !own_subject {
            return Some(group);
        }
        // "Three are killed and two injured" leaves out the second "are".
        let helped = self
            .tree
            .children(id)
            .any(|child| matches!(self.tree.dep(child), "aux" | "auxpass"));
        (self.tree.tag(id) == "VBN" && group.passive && !helped).then_some(VerbGroup {
            negation: None,
            ..group
        })
    }

    /// Returns who is understood as the subject of a clause that writes none.
    fn understood_subjects(&self, place: TokenId, verb: TokenId, group: &VerbGroup) -> Vec<Filler> {
        let tree = self.tree;
        let Some(head) = tree.head(place) else {
            return Vec::new();
        };
        let inferred = |heads: &[TokenId]| heads.iter().map(|&id| Filler::inferred(id)).collect();
        let above = (self.above[place] != NONE).then_some(self.above[place] as usize);
        let subjects_above =
            || above.map_or_else(Vec::new, |number| inferred(&self.subjects[number]));
        match tree.dep(place) {
            "conj" => match self.number[head] {
                NONE => Vec::new(),
                number => inferred(&self.subjects[number as usize]),
            },
            "xcomp" => self.controller(head, above),
            "advcl" | "acl" if group.infinitive && self.is_addressed(head, above) => {
                self.controller(head, above)
            }
            "advcl" if group.infinitive && is(tree.lemma(head), Class::ObjectControl) => {
                self.controller(head, above)
            }
            "ccomp" if !group.finite => subjects_above(),
            "advcl" if !group.finite => subjects_above(),
            "pcomp" => self.subject_after_preposition(head, above),
            "acl" if !group.infinitive => {
                let _ = verb;
                tree.coordinated(head)
                    .into_iter()
                    .map(Filler::inferred)
                    .collect()
            }
            "acl" => {
                let own = match self.number[head] {
                    NONE => Vec::new(),
                    number => inferred(&self.subjects[number as usize]),
                };
                let takes_clause =
                    lexicon::event_noun(tree.lemma(head)).is_some_and(|noun| noun.takes_clause);
                if own.is_empty() && takes_clause && self.number[head] != NONE {
                    let outer = self.built[self.number[head] as usize]
                        .as_ref()
                        .and_then(|noun| noun.parent);
                    return outer.map_or_else(Vec::new, |number| inferred(&self.subjects[number]));
                }
                if own.is_empty() && self.object_called_on(head) {
                    return vec![Filler::inferred(head)];
                }
                own
            }
            "relcl" => Vec::new(),
            _ => Vec::new(),
        }
    }

    /// Returns whether an infinitive here names what somebody is pressed or called on to do by a
    /// noun for an act.
    fn is_addressed(&self, head: TokenId, above: Option<usize>) -> bool {
        above
            .and_then(|number| self.built[number].as_ref())
            .is_some_and(|predication| {
                predication.kind == PredicateKind::Noun
                    && (predication.head == head || predication.support == Some(head))
                    && lexicon::verb_of_noun(&predication.lemma)
                        .is_some_and(|verb| is(verb, Class::ObjectControl))
            })
    }

    /// Returns whether a noun is the one called on in "called on Israel to stop", where the parser
    /// hangs the infinitive on the noun.
    fn object_called_on(&self, noun: TokenId) -> bool {
        let tree = self.tree;
        let up = |id| tree.head(id);
        let Some(governor) = up(noun) else {
            return false;
        };
        let verb = if tree.dep(noun) == "pobj" {
            up(governor)
        } else {
            (tree.dep(noun) == "dobj").then_some(governor)
        };
        verb.is_some_and(|verb| is(tree.lemma(verb), Class::ObjectControl))
    }

    /// Returns who does what an infinitive after this word names.
    fn controller(&self, governor: TokenId, above: Option<usize>) -> Vec<Filler> {
        let tree = self.tree;
        let Some(number) = above else {
            return Vec::new();
        };
        let subjects = || -> Vec<Filler> {
            self.subjects[number]
                .iter()
                .map(|&id| Filler::inferred(id))
                .collect()
        };
        let Some(predication) = &self.built[number] else {
            return subjects();
        };
        let lemma = tree.lemma(governor);
        let verb = predication.support.unwrap_or(predication.head);
        if predication.kind == PredicateKind::Noun
            && lexicon::verb_of_noun(&predication.lemma)
                .is_some_and(|verb| is(verb, Class::ObjectControl))
        {
            // "Put pressure on B to return", "issued a call for B to leave".
            let addressed: Vec<Filler> = predication
                .arguments
                .iter()
                .filter(|argument| {
                    matches!(argument.role, Role::Patient | Role::Recipient)
                        || argument.preposition.is_some_and(|preposition| {
                            matches!(tree.lemma(preposition), "for" | "on" | "to" | "upon")
                        })
                })
                .map(|argument| Filler::inferred(argument.head))
                .collect();
            if !addressed.is_empty() {
                return addressed;
            }
        }
        if verb != governor || is(lemma, Class::SubjectControl) {
            return subjects();
        }
        let with_role = |role: Role| -> Vec<Filler> {
            predication
                .arguments
                .iter()
                .filter(|argument| argument.role == role)
                .map(|argument| Filler::inferred(argument.head))
                .collect()
        };
        if predication.passive || predication.kind == PredicateKind::Noun {
            return subjects();
        }
        let objects = with_role(Role::Patient);
        if !objects.is_empty() {
            return objects;
        }
        let recipients = with_role(Role::Recipient);
        if !recipients.is_empty() {
            return recipients;
        }
        if is(lemma, Class::ObjectControl) {
            let called_on: Vec<Filler> = predication
                .arguments
                .iter()
                .filter(|argument| argument.role == Role::Oblique)
                .filter(|argument| {
                    argument.preposition.is_some_and(|preposition| {
                        matches!(
                            tree.lemma(preposition),
                            "on" | "upon" | "to" | "for" | "with"
                        )
                    })
                })
                .map(|argument| Filler::inferred(argument.head))
                .collect();
            if !called_on.is_empty() {
                return called_on;
            }
        }
        subjects()
    }

    /// Returns who does what a preposition and a participle name: "accused B of supporting",
    /// "left without consulting".
    fn subject_after_preposition(&self, preposition: TokenId, above: Option<usize>) -> Vec<Filler> {
        let tree = self.tree;
        let Some(number) = above else {
            return Vec::new();
        };
        let Some(predication) = &self.built[number] else {
            return Vec::new();
        };
        let verb = predication.support.unwrap_or(predication.head);
        let charged = is(tree.lemma(verb), Class::Blame)
            && matches!(
                tree.lemma(preposition),
                "of" | "for" | "from" | "with" | "into" | "over" | "against"
            );
        if charged {
            let blamed: Vec<Filler> = predication
                .arguments
                .iter()
                .filter(|argument| argument.role == Role::Patient)
                .map(|argument| Filler::inferred(argument.head))
                .collect();
            if !blamed.is_empty() {
                return blamed;
            }
        }
        self.subjects[number]
            .iter()
            .map(|&id| Filler::inferred(id))
            .collect()
    }

    /// In "asked X to leave", where the parser makes X the subject of the infinitive only, X is
    /// also the one asked.
    fn add_controlled_object(&self, verb: TokenId, frame: &mut Frame) {
        let tree = self.tree;
        if !frame.objects.is_empty()
            || !is(tree.lemma(verb), Class::ObjectControl)
            || is(tree.lemma(verb), Class::RaisingToObject)
        {
            return;
        }
        let infinitive = tree.children(verb).find(|&child| {
            tree.dep(child) == "ccomp"
                && tree.children(child).any(|aux| tree.tag(aux) == "TO")
                && tree.child(child, "mark").is_none()
        });
        if let Some(subject) = infinitive.and_then(|clause| {
            tree.children(clause)
                .find(|&child| matches!(tree.dep(child), "nsubj" | "nsubjpass"))
        }) {
            frame
                .objects
                .extend(tree.coordinated(subject).into_iter().map(Filler::inferred));
        }
    }

    fn finish(mut self) -> Vec<Predication> {
        // Words in a circle of heads were never visited; their places are closed up.
        let mut moved = vec![usize::MAX; self.built.len()];
        let mut next = 0;
        for (number, slot) in self.built.iter().enumerate() {
            if slot.is_some() {
                moved[number] = next;
                next += 1;
            }
        }
        self.built
            .drain(..)
            .flatten()
            .map(|mut predication| {
                predication.parent = predication
                    .parent
                    .and_then(|parent| moved.get(parent).copied())
                    .filter(|&parent| parent != usize::MAX);
                predication
            })
            .collect()
    }
}

/// Decides what a token is, taking up the words that a light verb carries.
fn plan(tree: &Tree<'_>, id: TokenId, slots: &mut [Slot]) {
    if !matches!(slots[id], Slot::None) {
        return;
    }
    if is_act(tree, id) {
        let carrier = tree.children(id).find(|&child| {
            tree.dep(child) == "acl"
                && tree.tag(child) == "VBN"
                && !tree.children(child).any(|aux| tree.dep(aux) == "xcomp")
                && lexicon::support(&lemma_with_particle(tree, child, "-"), "-")
                    .is_some_and(|support| !support.subject_is_patient)
        });
        if let Some(verb) = carrier {
            slots[verb] = Slot::Taken;
        }
        slots[id] = Slot::Noun(carrier);
    } else if is_according(tree, id) {
        slots[id] = Slot::According;
    } else if is_predicate_verb(tree, id) {
        if let Some(main) = helped_infinitive(tree, id)
            && matches!(slots[main], Slot::None)
            && carried(tree, main).is_none()
        {
            slots[main] = Slot::Verb;
            slots[id] = Slot::Helper(main);
            return;
        }
        slots[id] = match carried(tree, id) {
            Some(carried)
                if carried.nouns.iter().all(|&noun| {
                    matches!(slots[noun], Slot::None | Slot::Noun(None)) && !is_taken(tree, noun)
                }) =>
            {
                for &noun in &carried.nouns {
                    slots[noun] = Slot::Carried;
                }
                Slot::Carrier(Box::new(carried))
            }
            _ => Slot::Verb,
        };
    }
}

/// Returns whether a noun is inside a circle or outside of the tree.
fn is_taken(tree: &Tree<'_>, noun: TokenId) -> bool {
    tree.head(noun).is_none()
}

/// Returns whether a token is a verb that heads a clause.
fn is_predicate_verb(tree: &Tree<'_>, id: TokenId) -> bool {
    let token = tree.token(id);
    if !matches!(token.pos, "VERB" | "AUX") || !token.tag.starts_with("VB") {
        return false;
    }
    if matches!(
        &*token.text.to_lowercase(),
        "concerning" | "regarding" | "including" | "excluding" | "pending"
    ) {
        return false;
    }
    match token.dep {
        "aux" | "auxpass" | "amod" | "compound" | "punct" | "mark" | "prep" | "case" | "cc"
        | "quantmod" | "npadvmod" | "advmod" | "prt" | "det" | "nmod" | "poss" | "expl"
        | "nummod" => false,
        "nsubj" | "nsubjpass" | "dobj" | "pobj" | "attr" | "appos" => {
            token.tag == "VBG"
                && tree
                    .children(id)
                    .any(|child| matches!(tree.dep(child), "dobj" | "prep" | "xcomp" | "ccomp"))
        }
        "conj" => tree.head(id).is_none_or(|head| {
            matches!(tree.token(head).pos, "VERB" | "AUX" | "ADJ")
                || tree
                    .children(id)
                    .any(|child| matches!(tree.dep(child), "nsubj" | "nsubjpass" | "dobj" | "aux"))
        }),
        _ => true,
    }
}

fn is_according(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.token(id).text.eq_ignore_ascii_case("according")
        && tree.children(id).any(|child| tree.lemma(child) == "to")
}

/// Returns the infinitive that a form only helps: "is to meet", "is going to meet", "has to meet".
fn helped_infinitive(tree: &Tree<'_>, id: TokenId) -> Option<TokenId> {
    let infinitive = tree
        .child(id, "xcomp")
        .filter(|&clause| clause > id && tree.children(clause).any(|aux| tree.tag(aux) == "TO"))?;
    let plain = !tree.children(id).any(|child| {
        matches!(
            tree.dep(child),
            "attr" | "acomp" | "dobj" | "prep" | "conj" | "ccomp" | "prt" | "csubj"
        )
    });
    let helps = match tree.lemma(id) {
        "be" => true,
        "have" => true,
        "go" => tree.tag(id) == "VBG",
        "use" => tree.tag(id) == "VBD" && tree.child(infinitive, "dobj").is_some(),
        _ => false,
    };
    let own_subject = tree
        .children(infinitive)
        .any(|child| tree.dep(child).starts_with("nsubj"));
    (plain && helps && !own_subject).then_some(infinitive)
}

/// Joins the group of an infinitive with the form before it.
fn with_helper(tree: &Tree<'_>, place: TokenId, main: VerbGroup, helper: VerbGroup) -> VerbGroup {
    let modality = match (helper.modality, tree.lemma(place)) {
        (Modality::Plain, "be" | "go") => Modality::Future,
        (Modality::Plain, "have") => Modality::Obligation,
        (other, _) => other,
    };
    VerbGroup {
        modality,
        tense: helper.tense,
        negation: helper.negation.or(main.negation),
        infinitive: helper.infinitive,
        has_helper: true,
        finite: helper.finite,
        ..main
    }
}

fn is_copula(tree: &Tree<'_>, verb: TokenId, frame: &Frame) -> bool {
    tree.lemma(verb) == "be"
        || (!frame.attributes.is_empty()
            && frame.objects.is_empty()
            && is(tree.lemma(verb), Class::Linking))
}

fn is_clause_label(dep: &str) -> bool {
    matches!(dep, "ccomp" | "xcomp" | "conj" | "pcomp" | "advcl")
}

/// Returns the word that denies a whole clause from inside an argument: "no country attacked".
fn denied_argument(tree: &Tree<'_>, arguments: &[Argument]) -> Option<TokenId> {
    arguments
        .iter()
        .filter(|argument| !argument.inferred)
        .filter(|argument| {
            matches!(argument.role, Role::Agent | Role::Patient | Role::Attribute)
                && argument.preposition.is_none()
        })
        .find_map(|argument| nominal_negation(tree, argument.head))
}

/// Returns the noun that denies an act: "a lack of talks", "the absence of an agreement".
fn lacking(tree: &Tree<'_>, noun: TokenId) -> Option<TokenId> {
    let preposition = tree.head(noun).filter(|_| tree.dep(noun) == "pobj")?;
    if tree.lemma(preposition) == "without" {
        return Some(preposition);
    }
    let outer = tree.head(preposition)?;
    (tree.lemma(preposition) == "of" && matches!(tree.lemma(outer), "lack" | "absence"))
        .then_some(outer)
}

fn agents(arguments: &[Argument]) -> Vec<TokenId> {
    arguments
        .iter()
        .filter(|argument| argument.role == Role::Agent)
        .map(|argument| argument.head)
        .collect()
}

fn merge(arguments: &mut Vec<Argument>, more: Vec<Argument>) {
    for argument in more {
        if !arguments
            .iter()
            .any(|other| other.head == argument.head && other.role == argument.role)
        {
            arguments.push(argument);
        }
    }
}

fn blank(head: TokenId, sentence: usize) -> Predication {
    Predication {
        head,
        kind: PredicateKind::Verb,
        lemma: String::new(),
        support: None,
        arguments: Vec::new(),
        negation: None,
        modality: Modality::Plain,
        tense: Tense::None,
        passive: false,
        progressive: false,
        perfect: false,
        clause: ClauseKind::Main,
        marker: None,
        parent: None,
        sentence,
    }
}
