//! Pronouns, by salience among what agrees with them and syntax allows.

use super::Method;
use super::candidates::{agree, governing_verb, nearest, prominence};
use super::entity::Entities;
use super::mention::{Mention, Number, Shape};
use super::words::{Gender, Kind};
use crate::TokenId;
use crate::clauses::is_reporting_verb;

/// The antecedent of "it" and "they" is looked for so many sentences back, and what was said in each
/// further sentence counts so much less (Lappin and Leass halve it; GUM's training documents want less).
const THINGS: (usize, f32) = (4, 0.4);

/// The same for "he" and "she", which reach further back.
const PERSONS: (usize, f32) = (10, 0.8);

/// Links a pronoun, where something before it fits.
pub(crate) fn link(entities: &mut Entities<'_, '_>, number: usize, method: Method) {
    let mention = &entities.mentions[number];
    let text = mention.words.first().map_or("", String::as_str);
    match text {
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
        | "you" | "your" | "yours" | "yourself" => return speaker(entities, number, text),
        "latter" | "former" => return enumerated(entities, number, text == "former"),
        "one" | "ya" => return,
        _ => {}
    }
    if text == "it" && says_nothing(entities, mention) {
        return;
    }
    if method == Method::Nearest {
        let found = (0..number)
            .rev()
            .take(400)
            .find(|&other| {
                entities.mentions[other].shape != Shape::Pronoun && agree(entities, mention, other)
            })
            .and_then(|other| entities.of(other));
        if let Some((entity, _)) = found {
            entities.join(number, entity, 1.0);
        }
        return;
    }
    if text == "both" {
        if let Some(entity) = nearest(entities, number, 2, |other| other.shape == Shape::Pair) {
            entities.join(number, entity, 0.6);
        }
        return;
    }
    if (text.ends_with("self") || text.ends_with("selves"))
        && let Some(entity) = own_subject(entities, mention)
    {
        return entities.join(number, entity, 0.95);
    }
    if let Some((entity, score)) = most_salient(entities, number) {
        entities.join(number, entity, score);
    }
}

/// Returns the thing that stands out most among those that a pronoun can mean, with how clearly it
/// does.
fn most_salient(entities: &Entities<'_, '_>, number: usize) -> Option<(usize, f32)> {
    let pronoun = &entities.mentions[number];
    let barred = barred(entities, pronoun);
    let mut scores: Vec<(usize, f32)> = Vec::new();
    let (window, share) = match pronoun.gender {
        Gender::Unknown => THINGS,
        _ => PERSONS,
    };
    let says = is_subject_of_speech(entities, pronoun);
    let first = pronoun.sentence.saturating_sub(window);
    for sentence in first..=pronoun.sentence {
        let distance = (pronoun.sentence - sentence) as i32;
        let decay = share.powi(distance);
        for &other in &entities.by_sentence[sentence] {
            if other >= number || is_first_or_second(&entities.mentions[other]) {
                continue;
            }
            let Some((entity, _)) = entities.of(other) else {
                continue;
            };
            if barred.contains(&entity) || !agree(entities, pronoun, other) {
                continue;
            }
            let value = decay * salience(entities, pronoun, other, says);
            match scores.iter_mut().find(|(known, _)| *known == entity) {
                // Further mentions in the same stretch add, but less.
                Some((_, total)) => *total = total.max(value) + 0.35 * total.min(value),
                None => scores.push((entity, value)),
            }
        }
    }
    let mut best: Option<(usize, f32)> = None;
    let mut second = 0.0_f32;
    for &(entity, score) in &scores {
        match best {
            Some((_, top)) if score < top => second = second.max(score),
            Some((_, top)) => {
                second = second.max(top);
                best = Some((entity, score));
            }
            None => best = Some((entity, score)),
        }
    }
    best.map(|(entity, score)| (entity, 0.95 * score / (score + 0.6 * second).max(1.0)))
}

/// Returns how far a mention stands out for a pronoun.
fn salience(entities: &Entities<'_, '_>, pronoun: &Mention, other: usize, says: bool) -> f32 {
    let tree = entities.tree;
    let mention = &entities.mentions[other];
    let mut score = prominence(entities, mention);
    let role = |id: TokenId| match tree.dep(id) {
        "nsubj" | "nsubjpass" => 1,
        "dobj" => 2,
        "poss" => 3,
        _ => 0,
    };
    // Parallel roles; Lappin and Leass give 35. "His government refused" stands where a subject does.
    let possessed = (tree.dep(pronoun.head) == "poss")
        .then(|| tree.head(pronoun.head))
        .flatten()
        .map_or(0, role);
    let parallel = [role(pronoun.head), possessed]
        .into_iter()
        .any(|own| own != 0 && own == role(mention.head));
    if parallel {
        score += 35.0;
    }
    if tree.dep(pronoun.head) == "poss" && mention.sentence == pronoun.sentence {
        let clause = clause_of(entities, pronoun.head);
        let understood = clause.and_then(|verb| understood_subject(entities, verb));
        if understood == Some(mention.head)
            || clause.is_some() && clause == governing_verb(entities, mention.head)
        {
            score += 60.0;
        }
    }
    let Some((entity, _)) = entities.of(other) else {
        return score;
    };
    let known = entities.get(entity);
    if known.named {
        score += 30.0;
    }
    match pronoun.gender {
        Gender::Unknown if pronoun.number != Number::Plural => match known.kind {
            Kind::State | Kind::Organisation => score += 30.0,
            Kind::Place => {}
            _ => score -= 30.0,
        },
        Gender::Unknown => match (mention.shape, known.kind) {
            (Shape::Pair, Kind::Unknown | Kind::Event) => score -= 20.0,
            (Shape::Pair, _) => score += 40.0,
            (_, Kind::Person) => score += 25.0,
            (_, Kind::Organisation) if known.number != Number::Plural => score -= 15.0,
            (_, Kind::Event) | (Shape::Noun, Kind::Unknown) => score -= 20.0,
            _ => {}
        },
        gender if known.gender == gender => score += 60.0,
        _ if known.kind == Kind::Person && (known.named || is_national(entities, mention)) => {
            score += 10.0;
        }
        _ => score -= 20.0,
    }
    if says && matches!(known.kind, Kind::Unknown | Kind::Event | Kind::Place) && !known.named {
        score -= 80.0;
    }
    // What the text is about comes up again.
    score += 25.0 * (known.mentions.len().min(12) as f32 / 12.0);
    if mention.indefinite {
        score -= 15.0;
    }
    score
}

/// Returns whether a noun's phrase says of which state or body a person is, as good as a name: "the
/// Iranian president", "Syria's new leader".
fn is_national(entities: &Entities<'_, '_>, mention: &Mention) -> bool {
    let tree = entities.tree;
    let of_nation = |id: TokenId| {
        tree.analysis()
            .entity_of(id)
            .is_some_and(|entity| matches!(entity.label, "NORP" | "GPE" | "ORG"))
    };
    mention.shape == Shape::Noun
        && !mention.indefinite
        && tree.children(mention.head).any(|child| {
            child < mention.head
                && matches!(tree.dep(child), "amod" | "poss" | "compound" | "nmod")
                && of_nation(child)
        })
}

/// Returns whether a pronoun is who says, thinks or asks.
fn is_subject_of_speech(entities: &Entities<'_, '_>, pronoun: &Mention) -> bool {
    let tree = entities.tree;
    tree.dep(pronoun.head) == "nsubj"
        && tree
            .head(pronoun.head)
            .is_some_and(|verb| is_reporting_verb(tree.lemma(verb)))
}

/// Returns the things that syntax rules out: the other arguments of the pronoun's own verb, and
/// phrases that the pronoun stands inside of (Chomsky's principle B; "his father").
fn barred(entities: &Entities<'_, '_>, pronoun: &Mention) -> Vec<usize> {
    let tree = entities.tree;
    let mut things = Vec::new();
    let mut bar = |word: TokenId| {
        let thing = entities
            .headed_by(word)
            .and_then(|mention| entities.of(mention));
        things.extend(thing.map(|(entity, _)| entity));
    };
    if tree.dep(pronoun.head) != "poss"
        && let Some(verb) = governing_verb(entities, pronoun.head)
    {
        if let Some(subject) = understood_subject(entities, verb) {
            for member in tree.coordinated(subject) {
                bar(member);
            }
        }
        for child in tree.children(verb) {
            if child != pronoun.head
                && matches!(tree.dep(child), "nsubj" | "nsubjpass" | "dobj" | "dative")
            {
                for member in tree.coordinated(child) {
                    bar(member);
                }
            }
        }
    }
    let mut at = pronoun.head;
    for _ in 0..6 {
        let Some(head) = tree.head(at) else { break };
        if !matches!(tree.dep(at), "poss" | "pobj" | "prep") {
            break;
        }
        if matches!(tree.token(head).pos, "VERB" | "AUX") {
            break;
        }
        bar(head);
        at = head;
    }
    things
}

/// Returns who is understood as the subject of an infinitive, by the verb above: "Russia fights to
/// stop it" and "wages a war to stop it" have Russia stop it, "Russia told Iran to stop it" Iran.
fn understood_subject(entities: &Entities<'_, '_>, verb: TokenId) -> Option<TokenId> {
    let tree = entities.tree;
    let own_subject = |verb: TokenId| {
        tree.children(verb)
            .any(|child| matches!(tree.dep(child), "nsubj" | "nsubjpass"))
    };
    let mut verb = verb;
    for _ in 0..4 {
        if tree.dep(verb) != "conj" || own_subject(verb) {
            break;
        }
        verb = tree.head(verb)?;
    }
    let hangs = matches!(tree.dep(verb), "xcomp" | "advcl" | "acl");
    if own_subject(verb) || !is_infinitive(entities, verb) || !hangs {
        return None;
    }
    let mut over = tree.head(verb)?;
    if tree.dep(verb) == "acl" {
        over = tree.head(over).filter(|_| tree.dep(over) == "dobj")?;
    }
    let object = tree
        .children(over)
        .find(|&child| tree.dep(child) == "dobj" && child < verb)
        .filter(|_| tree.dep(verb) == "xcomp");
    object.or_else(|| {
        tree.children(over)
            .find(|&child| matches!(tree.dep(child), "nsubj" | "nsubjpass"))
    })
}

/// Returns the verb of the clause that a word stands in.
fn clause_of(entities: &Entities<'_, '_>, word: TokenId) -> Option<TokenId> {
    let tree = entities.tree;
    let mut at = word;
    for _ in 0..12 {
        at = tree.head(at)?;
        if matches!(tree.token(at).pos, "VERB" | "AUX") {
            return Some(at);
        }
    }
    None
}

/// Returns the subject of the pronoun's own clause.
fn own_subject(entities: &Entities<'_, '_>, mention: &Mention) -> Option<usize> {
    let tree = entities.tree;
    let verb = clause_of(entities, mention.head)?;
    let subject = tree
        .children(verb)
        .find(|&child| matches!(tree.dep(child), "nsubj" | "nsubjpass"))?;
    entities
        .headed_by(subject)
        .and_then(|number| entities.of(number))
        .map(|(entity, _)| entity)
}

fn is_first_or_second(mention: &Mention) -> bool {
    mention.shape == Shape::Pronoun
        && mention.words.first().is_some_and(|word| {
            matches!(
                word.as_str(),
                "i" | "me"
                    | "my"
                    | "mine"
                    | "myself"
                    | "we"
                    | "us"
                    | "our"
                    | "ours"
                    | "ourselves"
                    | "you"
                    | "your"
                    | "yours"
                    | "yourself"
            )
        })
}

/// Returns whether "it" stands for nothing: "it is clear that", "it seems", "it rains".
fn says_nothing(entities: &Entities<'_, '_>, mention: &Mention) -> bool {
    let tree = entities.tree;
    let Some(verb) = tree.head(mention.head) else {
        return false;
    };
    match tree.dep(mention.head) {
        "expl" => true,
        "nsubj" | "nsubjpass" => {
            let lemma = tree.lemma(verb);
            let clause = tree.children(verb).any(|child| {
                matches!(tree.dep(child), "ccomp" | "csubj" | "advcl" | "xcomp")
                    && child > verb
                    && (tree.dep(child) != "advcl" || is_infinitive(entities, child))
            });
            let adjective = tree.children(verb).any(|child| {
                tree.dep(child) == "acomp"
                    && tree
                        .children(child)
                        .any(|inner| matches!(tree.dep(inner), "ccomp" | "xcomp"))
            });
            match lemma {
                "be" | "become" => {
                    adjective
                        || (clause
                            && tree
                                .children(verb)
                                .any(|child| matches!(tree.dep(child), "acomp" | "attr")))
                        || tree.children(verb).any(|child| {
                            tree.dep(child) == "attr"
                                && tree.children(child).any(|inner| tree.dep(inner) == "relcl")
                        })
                }
                "seem" | "appear" | "happen" | "turn" => clause,
                "rain" | "snow" => true,
                // "It is believed that".
                _ => tree.dep(mention.head) == "nsubjpass" && clause && is_reporting_verb(lemma),
            }
        }
        _ => false,
    }
}

fn is_infinitive(entities: &Entities<'_, '_>, verb: TokenId) -> bool {
    let tree = entities.tree;
    tree.children(verb).any(|child| tree.tag(child) == "TO")
}

/// Links the first and second person: in reported speech to the speaker, elsewhere to the words of
/// the same person near by.
fn speaker(entities: &mut Entities<'_, '_>, number: usize, text: &str) {
    let mention = &entities.mentions[number];
    let singular = matches!(text, "i" | "me" | "my" | "mine" | "myself");
    if singular && let Some(entity) = reporter(entities, mention.head) {
        return entities.join(number, entity, 0.8);
    }
    let person = |word: &str| match word {
        "i" | "me" | "my" | "mine" | "myself" => 1,
        "we" | "us" | "our" | "ours" | "ourselves" => 2,
        _ => 3,
    };
    let own = person(text);
    let reach = if own == 1 { usize::MAX } else { 6 };
    let same = nearest(entities, number, reach, |other| {
        is_first_or_second(other) && other.words.first().is_some_and(|word| person(word) == own)
    });
    match same {
        Some(entity) => entities.join(number, entity, 0.5),
        None => entities.found(number),
    }
}

/// Returns who utters the clause that a word stands in.
fn reporter(entities: &Entities<'_, '_>, word: TokenId) -> Option<usize> {
    let tree = entities.tree;
    let mut at = word;
    for _ in 0..24 {
        let head = tree.head(at)?;
        if matches!(tree.dep(at), "ccomp" | "parataxis") && is_reporting_verb(tree.lemma(head)) {
            let subject = tree
                .children(head)
                .find(|&child| tree.dep(child) == "nsubj")
                .and_then(|subject| entities.headed_by(subject))?;
            if is_first_or_second(&entities.mentions[subject]) {
                return None;
            }
            return entities.of(subject).map(|(entity, _)| entity);
        }
        at = head;
    }
    None
}

/// Links "the former" and "the latter" to the members of the last pair, or to the last two names.
fn enumerated(entities: &mut Entities<'_, '_>, number: usize, former: bool) {
    let here = entities.mentions[number].sentence;
    let recent: Vec<usize> = (0..number)
        .rev()
        .take(60)
        .take_while(|&other| here - entities.mentions[other].sentence <= 1)
        .collect();
    let pair = recent
        .iter()
        .map(|&other| &entities.mentions[other])
        .find(|other| other.shape == Shape::Pair)
        .map(|pair| pair.members.clone());
    let chosen = match pair {
        Some(members) => {
            let member = if former {
                members.first()
            } else {
                members.last()
            };
            member.and_then(|&member| entities.headed_by(member))
        }
        None => {
            let names: Vec<usize> = recent
                .into_iter()
                .filter(|&other| entities.mentions[other].shape == Shape::Name)
                .collect();
            names.get(usize::from(former)).copied()
        }
    };
    if let Some((entity, _)) = chosen.and_then(|mention| entities.of(mention)) {
        entities.join(number, entity, 0.6);
    }
}
