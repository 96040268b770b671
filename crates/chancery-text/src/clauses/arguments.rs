//! The words around a verb: subject, objects, prepositional phrases, complements.

use super::lexicon::{self, Class, is};
use super::tree::Tree;
use crate::{Argument, Role, TokenId};

/// A word that fills a place of a verb, and whether it was written there or found elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Filler {
    pub(crate) head: TokenId,
    pub(crate) preposition: Option<TokenId>,
    pub(crate) inferred: bool,
}

impl Filler {
    pub(crate) const fn written(head: TokenId) -> Self {
        Self {
            head,
            preposition: None,
            inferred: false,
        }
    }

    pub(crate) const fn inferred(head: TokenId) -> Self {
        Self {
            head,
            preposition: None,
            inferred: true,
        }
    }
}

/// What stands around a verb, before voice decides on the roles.
#[derive(Clone, Default, Debug)]
pub(crate) struct Frame {
    pub(crate) subjects: Vec<Filler>,
    pub(crate) objects: Vec<Filler>,
    pub(crate) recipients: Vec<Filler>,
    pub(crate) agents: Vec<Filler>,
    pub(crate) obliques: Vec<Filler>,
    pub(crate) attributes: Vec<Filler>,
    pub(crate) clauses: Vec<TokenId>,
    /// Whether "there" stands in the subject's place.
    pub(crate) expletive: bool,
    pub(crate) particle: Option<TokenId>,
    /// A preposition whose noun is missing, as in "the town that they withdrew from".
    stranded: Option<TokenId>,
    has_relativiser: bool,
    has_where: bool,
}

/// Reads what a verb governs. `antecedent` is the noun that a relative pronoun in this clause
/// stands for; `gap` is the noun of a relative clause without a pronoun.
pub(crate) fn read_frame(
    tree: &Tree<'_>,
    verb: TokenId,
    antecedent: Option<TokenId>,
    gap: Option<TokenId>,
) -> Frame {
    let mut frame = Frame::default();
    for child in tree.children(verb) {
        match tree.dep(child) {
            "nsubj" | "nsubjpass" => {
                let fillers = fillers(tree, child, None, antecedent, &mut frame.has_relativiser);
                frame.subjects.extend(fillers);
            }
            "csubj" | "csubjpass" => frame.clauses.push(child),
            "expl" => frame.expletive = true,
            "dobj" => {
                let fillers = fillers(tree, child, None, antecedent, &mut frame.has_relativiser);
                frame.objects.extend(fillers);
            }
            "dative" if tree.token(child).pos == "ADP" => {
                let mut found = Vec::new();
                read_preposition(tree, child, antecedent, &mut frame, &mut found);
                frame.recipients.extend(found);
            }
            "dative" => {
                let fillers = fillers(tree, child, None, antecedent, &mut frame.has_relativiser);
                frame.recipients.extend(fillers);
            }
            "agent" => {
                let mut found = Vec::new();
                read_preposition(tree, child, antecedent, &mut frame, &mut found);
                // "Cut by 10 % by 2030" names no agent.
                let (measures, agents): (Vec<_>, Vec<_>) = found
                    .into_iter()
                    .partition(|filler| is_measure(tree, filler.head));
                frame.agents.extend(agents);
                frame.obliques.extend(measures);
            }
            "prep" if tree.token(child).text.eq_ignore_ascii_case("according") => {}
            "prep" => {
                let mut found = Vec::new();
                read_preposition(tree, child, antecedent, &mut frame, &mut found);
                frame.obliques.extend(found);
            }
            "advmod" => {
                frame.has_where |= tree.tag(child) == "WRB";
                let mut found = Vec::new();
                for prep in tree
                    .children(child)
                    .filter(|&prep| tree.dep(prep) == "prep")
                {
                    read_preposition(tree, prep, antecedent, &mut frame, &mut found);
                }
                frame.obliques.extend(found);
            }
            "attr" | "acomp" | "oprd" => {
                let fillers = fillers(tree, child, None, antecedent, &mut frame.has_relativiser);
                frame.attributes.extend(fillers);
            }
            "ccomp" | "xcomp" | "pcomp" => frame.clauses.push(child),
            "prt" => frame.particle = frame.particle.or(Some(child)),
            _ => {}
        }
    }
    if frame.recipients.is_empty() {
        frame.recipients.extend(unmarked_recipient(tree, verb));
    }
    one_subject(tree, &mut frame);
    if frame.expletive && !frame.attributes.is_empty() {
        // "Madam President, there is a motion" addresses somebody.
        frame.subjects.clear();
    }
    if tree.lemma(verb) == "be"
        && frame.attributes.is_empty()
        && frame.clauses.is_empty()
        && frame.obliques.is_empty()
    {
        // "The reason is because they left".
        frame
            .clauses
            .extend(tree.child(verb, "advcl").filter(|&clause| {
                clause > verb
                    && tree
                        .child(clause, "mark")
                        .is_some_and(|mark| tree.lemma(mark) == "because")
            }));
    }
    if frame.objects.is_empty() {
        share_object(tree, verb, &mut frame);
    }
    if let Some(gap) = gap {
        fill_gap(tree, verb, gap, &mut frame);
    }
    frame
}

/// Returns whether a word tells a time or a measure.
pub(crate) fn is_measure(tree: &Tree<'_>, id: TokenId) -> bool {
    tree.analysis().entity_of(id).is_some_and(|entity| {
        matches!(
            entity.label,
            "DATE" | "TIME" | "PERCENT" | "QUANTITY" | "MONEY"
        )
    })
}

/// Verbs of harm, whose doer is shared: "killed and others wounded by".
const HARM: &[&str] = &[
    "kill", "injure", "wound", "hurt", "harm", "maim", "destroy", "damage", "displace",
];

/// Verbs that take a receiver without a preposition.
const GIVING: &[&str] = &[
    "sell", "give", "offer", "lend", "send", "grant", "hand", "promise", "deny", "award", "pay",
];

/// Returns the receiver that was read as part of the thing given: "sold Armenia rocket launchers". A
/// country's name used like an adjective is one ("Armenian"), so the noun right behind the verb is
/// the receiver; an abbreviation can be either and is left alone.
fn unmarked_recipient(tree: &Tree<'_>, verb: TokenId) -> Option<Filler> {
    let token = tree.token(verb);
    if !GIVING.contains(&&*token.lemma) {
        return None;
    }
    let name = verb + 1;
    let object = tree
        .children(verb)
        .find(|&child| tree.dep(child) == "dobj" && tree.tag(child).starts_with("NN"))?;
    if name >= object {
        return None;
    }
    let next = tree.token(name);
    let names_country = next.tag == "NNP"
        && next.dep == "compound"
        && tree.is_place(name)
        && next.text.chars().any(char::is_lowercase)
        && tree.tag(object) != "NNP"
        && (name + 1..object).all(|between| tree.tag(between) != "POS");
    names_country.then(|| Filler::written(name))
}

/// Returns the fillers of one place: the phrase's head, those coordinated with it, the names that
/// spell out a plural noun, or the noun that a relative pronoun stands for.
fn fillers(
    tree: &Tree<'_>,
    head: TokenId,
    preposition: Option<TokenId>,
    antecedent: Option<TokenId>,
    has_relativiser: &mut bool,
) -> Vec<Filler> {
    if tree.is_relativiser(head) {
        *has_relativiser = true;
        if let Some(noun) = antecedent {
            return antecedents(tree, head, noun)
                .into_iter()
                .map(|noun| Filler {
                    preposition,
                    ..Filler::inferred(noun)
                })
                .collect();
        }
    }
    let mut found: Vec<Filler> = Vec::new();
    for member in tree.coordinated(head) {
        found.push(Filler {
            preposition,
            ..Filler::written(member)
        });
        for name in spelled_out(tree, member) {
            found.push(Filler {
                preposition,
                ..Filler::inferred(name)
            });
        }
    }
    found
}

/// Returns the nouns that a relative pronoun stands for. Behind "A and B" the number of its verb tells: "which
/// have" is both, "which has" is the last; where the form tells nothing, both if the clause hangs on the
/// first (and so on all) or speaks of each other, and the last if it hangs there.
fn antecedents(tree: &Tree<'_>, relativiser: TokenId, noun: TokenId) -> Vec<TokenId> {
    let mut first = noun;
    for _ in 0..20 {
        match tree.head(first) {
            Some(up) if tree.dep(first) == "conj" && tree.is_nominal(up) => first = up,
            _ => break,
        }
    }
    let members: Vec<TokenId> = tree
        .coordinated(first)
        .into_iter()
        .filter(|&member| member < relativiser)
        .collect();
    let joined = members.iter().any(|&member| {
        tree.child(member, "cc")
            .is_some_and(|word| word < relativiser && tree.lemma(word) == "and")
    });
    let (Some(&last), true) = (members.last(), joined && members.contains(&noun)) else {
        return vec![noun];
    };
    let verb = tree
        .head(relativiser)
        .filter(|_| tree.dep(relativiser).starts_with("nsubj"));
    let Some(verb) = verb else {
        return if noun == first { members } else { vec![noun] };
    };
    let finite = tree
        .children(verb)
        .find(|&child| matches!(tree.dep(child), "aux" | "auxpass"))
        .unwrap_or(verb);
    let form = tree.token(finite).text.to_lowercase();
    let each_other = || {
        tree.child(verb, "dobj")
            .is_some_and(|object| matches!(tree.lemma(object), "other" | "another"))
    };
    match (tree.tag(finite), &*form) {
        ("VBP", _) | (_, "were") => members,
        ("VBZ", _) | (_, "was") => vec![last],
        _ if noun == first || each_other() => members,
        _ => vec![noun],
    }
}

/// Returns the names in apposition to a plural common noun: "three states, A, B and C".
fn spelled_out(tree: &Tree<'_>, noun: TokenId) -> Vec<TokenId> {
    if tree.tag(noun) != "NNS" {
        return Vec::new();
    }
    tree.children(noun)
        .filter(|&child| tree.dep(child) == "appos" && tree.token(child).pos == "PROPN")
        .flat_map(|child| tree.coordinated(child))
        .collect()
}

/// Collects what a preposition governs, through further prepositions ("out of", "because of") and
/// coordinated ones ("in and around").
fn read_preposition(
    tree: &Tree<'_>,
    preposition: TokenId,
    antecedent: Option<TokenId>,
    frame: &mut Frame,
    found: &mut Vec<Filler>,
) {
    let mut open = vec![preposition];
    let mut any = false;
    let mut clause = false;
    while let Some(prep) = open.pop() {
        for child in tree.children(prep) {
            match tree.dep(child) {
                "pobj" => {
                    any = true;
                    let more = fillers(
                        tree,
                        child,
                        Some(prep),
                        antecedent,
                        &mut frame.has_relativiser,
                    );
                    found.extend(more);
                }
                "prep" | "pcomp" | "conj" if tree.token(child).pos == "ADP" => open.push(child),
                "pcomp" => {
                    clause = true;
                    frame.clauses.push(child);
                }
                _ => {}
            }
        }
    }
    if !any && !clause && tree.children(preposition).next().is_none() {
        frame.stranded = Some(preposition);
    }
}

/// Keeps one of two phrases that the parser both made subjects: the one after a colon ("Election:
/// X wins"), not a place after a comma ("protests in Potosí, Bolivia, enter"), else the later one
/// ("my brother, he …").
fn one_subject(tree: &Tree<'_>, frame: &mut Frame) {
    let written: Vec<TokenId> = frame
        .subjects
        .iter()
        .filter(|filler| !filler.inferred && tree.dep(filler.head).starts_with("nsubj"))
        .map(|filler| filler.head)
        .collect();
    let [first, second] = written[..] else {
        return;
    };
    let tokens = &tree.analysis().tokens;
    let colon = tokens[first..second]
        .iter()
        .any(|token| &*token.text == ":");
    let comma = second > 0 && &*tokens[second - 1].text == ",";
    let dropped =
        if comma && !colon && tokens[second].pos == "PROPN" && tokens[first].pos != "PROPN" {
            second
        } else {
            first
        };
    let kept: Vec<TokenId> = tree.coordinated(dropped);
    frame.subjects.retain(|filler| !kept.contains(&filler.head));
}

/// Gives a verb the object of the verb that it is directly coordinated with: "charges and
/// sanctions nine men".
fn share_object(tree: &Tree<'_>, verb: TokenId, frame: &mut Frame) {
    if is(tree.lemma(verb), Class::Intransitive)
        || !frame.obliques.is_empty()
        || !frame.attributes.is_empty()
        || !frame.clauses.is_empty()
        || !frame.agents.is_empty()
    {
        return;
    }
    let passive = |id| tree.children(id).any(|child| tree.dep(child) == "auxpass");
    let Some(next) = tree.child(verb, "conj").filter(|&next| next > verb) else {
        return;
    };
    let subject = tree.child(next, "nsubjpass");
    let harm = |id| HARM.contains(&tree.lemma(id));
    // "Two are killed and three arrested by police" does not say who killed.
    let shared = match subject {
        None => next - verb <= 4,
        Some(subject) => {
            let apart = tree
                .child(next, "auxpass")
                .is_some_and(|aux| tree.tag(aux) == "VBG");
            harm(verb)
                && harm(next)
                && !apart
                && tree
                    .children(verb)
                    .filter(|&child| child > verb && child < subject)
                    .all(|child| matches!(tree.dep(child), "cc" | "punct"))
        }
    };
    if passive(verb) && tree.tag(next) == "VBN" && shared {
        for preposition in tree
            .children(next)
            .filter(|&child| tree.dep(child) == "agent")
        {
            for object in tree
                .children(preposition)
                .filter(|&child| tree.dep(child) == "pobj")
            {
                frame
                    .agents
                    .extend(tree.coordinated(object).into_iter().map(Filler::inferred));
            }
        }
        return;
    }
    let close = tree
        .children(verb)
        .filter(|&child| child > verb && child < next)
        .all(|child| matches!(tree.dep(child), "cc" | "punct" | "advmod"))
        && next - verb <= 4;
    let own_subject = tree
        .children(next)
        .any(|child| matches!(tree.dep(child), "nsubj" | "nsubjpass"));
    if !close || own_subject || passive(verb) || passive(next) || tree.tag(verb) == "VBN" {
        return;
    }
    if let Some(object) = tree.child(next, "dobj") {
        frame
            .objects
            .extend(tree.coordinated(object).into_iter().map(Filler::inferred));
    }
}

/// Puts the noun of a relative clause without a pronoun where the clause misses one.
fn fill_gap(tree: &Tree<'_>, verb: TokenId, gap: TokenId, frame: &mut Frame) {
    if frame.has_relativiser || frame.has_where {
        return;
    }
    if let Some(preposition) = frame.stranded {
        frame.obliques.push(Filler {
            preposition: Some(preposition),
            ..Filler::inferred(gap)
        });
    } else if frame.objects.is_empty()
        && frame.clauses.is_empty()
        && frame.attributes.is_empty()
        && !is(tree.lemma(verb), Class::Intransitive)
        && !tree
            .children(verb)
            .any(|child| tree.dep(child) == "auxpass")
    {
        frame.objects.push(Filler::inferred(gap));
    }
}

impl Frame {
    /// Returns whether a clause without a relative pronoun hands its gap down to its complement.
    pub(crate) fn passes_gap(&self) -> bool {
        !self.has_relativiser
            && !self.has_where
            && self.objects.is_empty()
            && self.stranded.is_none()
            && !self.clauses.is_empty()
    }

    /// Returns the arguments, with roles by voice.
    pub(crate) fn arguments(&self, passive: bool) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let subject_role = match passive {
            true if self.objects.is_empty() => Role::Patient,
            true => Role::Recipient,
            false => Role::Agent,
        };
        let mut add = |role: Role, fillers: &[Filler]| {
            for filler in fillers {
                push(&mut arguments, role, *filler);
            }
        };
        if passive {
            add(Role::Agent, &self.agents);
            add(subject_role, &self.subjects);
        } else {
            add(subject_role, &self.subjects);
            add(Role::Oblique, &self.agents);
        }
        add(Role::Patient, &self.objects);
        add(Role::Recipient, &self.recipients);
        add(Role::Attribute, &self.attributes);
        add(Role::Oblique, &self.obliques);
        for &clause in &self.clauses {
            push(&mut arguments, Role::Clause, Filler::written(clause));
        }
        arguments
    }
}

/// Adds an argument unless the same word already plays the same part.
pub(crate) fn push(arguments: &mut Vec<Argument>, role: Role, filler: Filler) {
    if arguments
        .iter()
        .any(|other| other.role == role && other.head == filler.head)
    {
        return;
    }
    arguments.push(Argument {
        role,
        head: filler.head,
        preposition: filler.preposition,
        inferred: filler.inferred,
    });
}

/// Returns the base form of a verb with its particle, joined as `joint` says ("carry out").
pub(crate) fn lemma_with_particle(tree: &Tree<'_>, verb: TokenId, joint: &str) -> String {
    let lemma = base_form(tree, verb);
    match tree.child(verb, "prt") {
        Some(particle) => format!("{lemma}{joint}{}", tree.lemma(particle).to_lowercase()),
        None => lemma,
    }
}

/// Returns a verb's base form, mending "wound", whose past tense of "wind" is rare beside the
/// injury.
pub(crate) fn base_form(tree: &Tree<'_>, verb: TokenId) -> String {
    let token = tree.token(verb);
    if &*token.lemma == "wind" && token.text.eq_ignore_ascii_case("wound") {
        return "wound".to_owned();
    }
    token.lemma.to_lowercase()
}

/// The nouns for acts that a light verb carries.
#[derive(Clone, Debug)]
pub(crate) struct Carried {
    pub(crate) nouns: Vec<TokenId>,
    pub(crate) subject_is_patient: bool,
    /// The nouns are the subject of the passive verb.
    pub(crate) by_passive: bool,
}

/// Finds the nouns for acts that a light verb carries.
pub(crate) fn carried(tree: &Tree<'_>, verb: TokenId) -> Option<Carried> {
    let key = lemma_with_particle(tree, verb, "-");
    let is_copula = tree.lemma(verb) == "be";
    if let Some(support) = lexicon::support(&key, "-") {
        let (slot, by_passive) = match (tree.child(verb, "dobj"), tree.child(verb, "nsubjpass")) {
            (Some(object), None) => (Some(object), false),
            (None, Some(subject)) => (Some(subject), true),
            _ => (None, false),
        };
        if by_passive && support.subject_is_patient {
            return None;
        }
        if let Some(nouns) = slot.and_then(|slot| act_nouns(tree, slot)) {
            return Some(Carried {
                nouns,
                subject_is_patient: support.subject_is_patient,
                by_passive,
            });
        }
    }
    if is_copula
        && tree
            .children(verb)
            .any(|child| matches!(tree.dep(child), "attr" | "acomp"))
    {
        return None;
    }
    for prep in tree
        .children(verb)
        .filter(|&child| tree.dep(child) == "prep")
    {
        let Some(support) = lexicon::support(&key, tree.lemma(prep)) else {
            continue;
        };
        let Some(object) = tree.child(prep, "pobj") else {
            continue;
        };
        let definite = tree.children(object).any(|child| {
            tree.dep(child) == "det"
                && matches!(tree.lemma(child), "the" | "this" | "that" | "these")
        });
        let bare_needed = matches!(tree.lemma(verb), "be" | "remain" | "stay" | "stand" | "go");
        if definite && bare_needed {
            continue;
        }
        if let Some(nouns) = act_nouns(tree, object) {
            let on_trial = tree.lemma(prep) == "on"
                && lexicon::event_noun(tree.lemma(nouns[0]))
                    .is_some_and(|noun| noun.possessor_is_patient);
            return Some(Carried {
                nouns,
                subject_is_patient: support.subject_is_patient || on_trial,
                by_passive: false,
            });
        }
    }
    None
}

/// Returns the nouns for acts in a coordinated phrase, looking through "a series of"; nothing if
/// any member is something else.
fn act_nouns(tree: &Tree<'_>, phrase: TokenId) -> Option<Vec<TokenId>> {
    let mut head = phrase;
    if is(tree.lemma(head), Class::Partitive) {
        let of = tree
            .children(head)
            .find(|&child| tree.dep(child) == "prep" && tree.lemma(child) == "of");
        if let Some(inner) = of.and_then(|of| tree.child(of, "pobj")) {
            head = inner;
        }
    }
    let members = tree.coordinated(head);
    members
        .iter()
        .all(|&member| {
            tree.token(member).pos == "NOUN"
                && lexicon::event_noun(tree.lemma(member)).is_some_and(|noun| !noun.happening)
        })
        .then_some(members)
}
