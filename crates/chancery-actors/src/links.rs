//! Links within a document: "both sides" and pronouns.
//!
//! The links are honest and shallow: a pronoun takes the subject before it. Where the analysis brings
//! mention chains, they decide instead. Roles without a state are [`settling`](crate::settling)'s.

use crate::memory::{Memory, Said};
use crate::readings::Scene;
use crate::resolution::{ActorKind, ResolvedMention};
use crate::words::{PAIR_NOUNS, TRANSPARENT, is};
use chancery_model::{ActorRef, Sector};
use chancery_text::{ChainMention, MentionKind, TokenId};
use std::{collections::BTreeMap, ops::Range};

/// Returns the mentions of "both sides" and "the two countries", with the pair spoken of last.
pub(crate) fn pairs(
    scene: Scene<'_>,
    memory: &Memory,
    range: &Range<TokenId>,
    sentence: usize,
) -> Vec<ResolvedMention> {
    let mut found = Vec::new();
    let paragraph = first_of_paragraph(scene, sentence);
    for token in range.clone() {
        let word = scene.word(token);
        // "Which both fights and pays", "both Iran and Iraq" join what follows.
        let joins = scene.dep(token) == "preconj"
            || word.eq_ignore_ascii_case("both") && is_before_verb(scene, token);
        if !(word.eq_ignore_ascii_case("both") || word.eq_ignore_ascii_case("two")) || joins {
            continue;
        }
        // "Both sent envoys", "the two agreed": the pair itself.
        let bare = is(&["nsubj", "nsubjpass"], scene.dep(token))
            && scene.analysis.children(token).all(|child| child < token);
        let noun = if bare { token } else { scene.governor(token) };
        let next = (bare || noun > token && noun <= token + 4 && noun < range.end).then_some(noun);
        let Some(noun) = next else {
            continue;
        };
        let lemma = scene
            .analysis
            .tokens
            .get(noun)
            .map_or("", |token| &token.lemma);
        let the = word.eq_ignore_ascii_case("both")
            || token.checked_sub(1).is_some_and(|before| {
                is(&["the", "these", "those", "between"], scene.word(before))
            });
        let plural = scene
            .analysis
            .tokens
            .get(noun)
            .is_some_and(|token| matches!(token.tag, "NNS" | "NNPS"));
        if !the || !(bare || is(PAIR_NOUNS, lemma) && plural) {
            continue;
        }
        let joined = |head: TokenId| {
            let dash = head >= 2 && matches!(scene.word(head - 1), "-" | "–" | "—" | "‑");
            if scene.dep(head) == "conj" {
                Some(scene.governor(head))
            } else {
                dash.then(|| head - 2)
            }
        };
        let doers = doers_to(scene, memory, noun);
        let states = is(&["country", "state", "nation", "capital"], lemma);
        // "Both men" are two people in office; whoever else two men are, no state stands for them.
        let men = is(&["man", "woman"], lemma);
        let fits = |actor: &ActorRef| {
            (!states || actor.id.is_some() && actor.id == actor.country)
                && (!men || actor.name.is_some() && actor.sector == Some(Sector::Gov))
        };
        let pair = memory.last_pair(token, sentence, paragraph, joined, &doers, fits);
        let Some(pair) = pair else {
            continue;
        };
        let tokens = token..noun + 1;
        let mention = scene.text(tokens.clone());
        let actors = pair
            .into_iter()
            .map(|actor| ActorRef {
                mention: mention.to_owned(),
                ..actor
            })
            .collect();
        found.push(ResolvedMention {
            tokens,
            head: noun,
            actors,
            confidence: 0.55,
            rule: "pair",
            adjectival: false,
            collective: true,
            named: false,
            locative: false,
            kind: ActorKind::Collective,
        });
    }
    found
}

/// Returns whether "both" stands between a relative pronoun and its verb in the singular.
fn is_before_verb(scene: Scene<'_>, both: TokenId) -> bool {
    let tokens = &scene.analysis.tokens;
    let relative = both
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| matches!(before.tag, "WDT" | "WP"));
    relative && tokens.get(both + 1).is_some_and(|after| after.tag == "VBZ")
}

/// Lets a pronoun of a relative clause be whoever the clause's subject is: "Germany, which relied on
/// Niger for the withdrawal of its troops".
pub(crate) fn of_relative_clauses(scene: Scene<'_>, mentions: &mut Vec<ResolvedMention>) {
    let mut at: BTreeMap<TokenId, usize> = BTreeMap::new();
    for (number, mention) in mentions.iter().enumerate() {
        at.entry(mention.head).or_insert(number);
    }
    for (token, entry) in scene.analysis.tokens.iter().enumerate() {
        let own = matches!(
            entry.text.to_ascii_lowercase().as_str(),
            "its" | "their" | "his" | "her"
        );
        if entry.tag != "PRP$" || !own {
            continue;
        }
        let Some(antecedent) = antecedent_of_clause(scene, token) else {
            continue;
        };
        let Some(whose) = at.get(&antecedent).map(|&number| mentions[number].clone()) else {
            continue;
        };
        let person = whose.kind == ActorKind::Person;
        let singular = matches!(entry.text.to_ascii_lowercase().as_str(), "his" | "her");
        if !whose.is_resolved() || whose.adjectival || person != singular {
            continue;
        }
        let link = pronoun(
            scene,
            token,
            whose.actors,
            whose.confidence * 0.9,
            "relative",
        );
        match at.get(&token) {
            Some(&number) => mentions[number] = link,
            None => mentions.push(link),
        }
    }
}

/// Returns the noun that the relative clause around a word hangs on, where "which" or "who" is the
/// subject of the nearest verb that has one.
fn antecedent_of_clause(scene: Scene<'_>, word: TokenId) -> Option<TokenId> {
    let mut current = scene.governor(word);
    for _ in 0..8 {
        let subject = scene
            .analysis
            .children(current)
            .find(|&child| is(&["nsubj", "nsubjpass"], scene.dep(child)));
        if let Some(subject) = subject {
            let relative = is(&["which", "who", "that"], scene.word(subject))
                && scene.dep(current) == "relcl"
                && subject < word;
            return relative.then(|| scene.governor(current));
        }
        let over = scene.governor(current);
        if over == current {
            return None;
        }
        current = over;
    }
    None
}

/// Returns the first sentence of the paragraph that a sentence is in.
fn first_of_paragraph(scene: Scene<'_>, sentence: usize) -> usize {
    let sentences = &scene.analysis.sentences;
    let Some(here) = sentences.get(sentence).map(|one| one.paragraph) else {
        return 0;
    };
    sentences[..sentence]
        .iter()
        .rposition(|one| one.paragraph != here)
        .map_or(0, |before| before + 1)
}

/// Returns who does something to a noun: the subject of the verb over it, or of the verb over that
/// ("have promised to send envoys to both capitals"), with those joined to it.
fn doers_to(scene: Scene<'_>, memory: &Memory, noun: TokenId) -> Vec<ActorRef> {
    let mut verb = noun;
    for _ in 0..8 {
        let subject = scene
            .analysis
            .children(verb)
            .find(|&child| is(&["nsubj", "nsubjpass"], scene.dep(child)) && child < noun);
        if let Some(subject) = subject.filter(|_| verb != noun) {
            let mut found = Vec::new();
            let mut open = vec![subject];
            while let Some(next) = open.pop() {
                found.extend(memory.said_by(next));
                open.extend(
                    scene
                        .analysis
                        .children(next)
                        .filter(|&child| scene.dep(child) == "conj"),
                );
            }
            return found;
        }
        let over = scene.governor(verb);
        let climbs = matches!(
            scene.dep(verb),
            "dobj" | "pobj" | "prep" | "dative" | "conj" | "xcomp" | "pcomp"
        );
        if !climbs || over == verb {
            break;
        }
        verb = over;
    }
    Vec::new()
}

/// Returns the subject, said or understood, of the verb that a pronoun is an object of: whoever that
/// is, the pronoun is somebody else ("Ethiopia fights Eritrea to stop it").
fn own_subject(scene: Scene<'_>, pronoun: TokenId) -> Option<TokenId> {
    let mut verb = match scene.dep(pronoun) {
        "dobj" | "dative" => scene.governor(pronoun),
        _ => return None,
    };
    for _ in 0..4 {
        let child = |labels: &[&str]| {
            scene
                .analysis
                .children(verb)
                .find(|&child| is(labels, scene.dep(child)) && child < pronoun)
        };
        if let Some(subject) = child(&["nsubj", "nsubjpass"]) {
            return Some(subject);
        }
        let over = scene.governor(verb);
        let hangs = scene.dep(verb);
        if over == verb
            || !is(
                &["xcomp", "advcl", "acl", "pcomp", "conj", "prep", "dobj"],
                hangs,
            )
        {
            return None;
        }
        let object = scene
            .analysis
            .children(over)
            .find(|&child| scene.dep(child) == "dobj" && child < verb);
        if hangs == "xcomp" && object.is_some() {
            return object;
        }
        verb = over;
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gender {
    Person,
    Thing,
    Several,
}

/// Returns the mentions that the pronouns of a sentence make.
pub(crate) fn pronouns(
    scene: Scene<'_>,
    memory: &Memory,
    range: &Range<TokenId>,
    sentence: usize,
) -> Vec<ResolvedMention> {
    let mut found = Vec::new();
    for token in range.clone() {
        let Some(entry) = scene.analysis.tokens.get(token) else {
            continue;
        };
        if !matches!(entry.tag, "PRP" | "PRP$") || entry.dep == "expl" {
            continue;
        }
        let gender = match entry.text.to_ascii_lowercase().as_str() {
            "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" => Gender::Person,
            "it" | "its" | "itself" => Gender::Thing,
            "they" | "them" | "their" | "theirs" | "themselves" => Gender::Several,
            _ => continue,
        };
        if let Some((actors, confidence)) = antecedent(scene, memory, token, sentence, gender) {
            found.push(pronoun(scene, token, actors, confidence, "subject-before"));
        }
    }
    found
}

pub(crate) fn pronoun(
    scene: Scene<'_>,
    token: TokenId,
    actors: Vec<ActorRef>,
    confidence: f64,
    rule: &'static str,
) -> ResolvedMention {
    let mention = scene.text(token..token + 1);
    ResolvedMention {
        tokens: token..token + 1,
        head: token,
        actors: actors
            .into_iter()
            .map(|actor| ActorRef {
                mention: mention.to_owned(),
                ..actor
            })
            .collect(),
        confidence,
        rule,
        adjectival: false,
        collective: false,
        named: false,
        locative: false,
        kind: ActorKind::Pronoun,
    }
}

fn antecedent(
    scene: Scene<'_>,
    memory: &Memory,
    token: TokenId,
    sentence: usize,
    gender: Gender,
) -> Option<(Vec<ActorRef>, f64)> {
    let barred = own_subject(scene, token);
    let fits = |said: &&Said| {
        !said.locative
            && said.head < token
            && Some(said.head) != barred
            && said
                .actors
                .iter()
                .any(|actor| actor.id.is_some() || actor.name.is_some())
            && match gender {
                Gender::Person => {
                    said.kind == ActorKind::Person
                        || (said.kind == ActorKind::Role
                            && said.actors.len() == 1
                            && said.actors.iter().any(|actor| actor.name.is_some()))
                }
                Gender::Thing => {
                    said.actors.len() == 1
                        && matches!(
                            said.kind,
                            ActorKind::State
                                | ActorKind::Capital
                                | ActorKind::Body
                                | ActorKind::Organisation
                                | ActorKind::Group
                                | ActorKind::Role
                        )
                        && !(said.kind == ActorKind::Role && said.actors[0].name.is_some())
                }
                Gender::Several => said.kind != ActorKind::Person,
            }
    };
    let here = memory
        .said
        .iter()
        .rev()
        .filter(|said| said.sentence == sentence)
        .filter(fits);
    let before = memory
        .said
        .iter()
        .rev()
        .filter(|said| said.sentence + 1 == sentence)
        .filter(fits);
    let chosen = here
        .clone()
        .find(|said| said.subject)
        .map(|said| (said, 0.6))
        .or_else(|| {
            before
                .clone()
                .rfind(|said| said.subject)
                .map(|said| (said, 0.5))
        })
        .or_else(|| {
            (gender == Gender::Person || barred.is_some())
                .then(|| here.clone().next())
                .flatten()
                .map(|said| (said, 0.45))
        })
        .or_else(|| {
            (gender == Gender::Person)
                .then(|| before.clone().next())
                .flatten()
                .map(|said| (said, 0.35))
        })?;
    let (said, confidence) = chosen;
    let mut actors = said.actors.clone();
    if gender == Gender::Several {
        // "Russia and Iran said they …": the whole row.
        for other in memory
            .said
            .iter()
            .filter(|other| other.sentence == said.sentence)
        {
            if scene.dep(other.head) == "conj" && scene.governor(other.head) == said.head {
                actors.extend(other.actors.iter().cloned());
            }
        }
    }
    Some((actors, confidence))
}

/// Returns the mentions that the analysis's chains make: every pronoun and unresolved noun of a
/// chain takes the actors of the chain's best-known name.
pub(crate) fn chained(scene: Scene<'_>, mentions: &mut Vec<ResolvedMention>) {
    // The first mention of a head stands for it.
    let mut at: BTreeMap<TokenId, usize> = BTreeMap::new();
    for (number, mention) in mentions.iter().enumerate() {
        at.entry(mention.head).or_insert(number);
    }
    for chain in &scene.analysis.chains {
        let best = chain
            .mentions
            .iter()
            .filter_map(|link| {
                let own = at.get(&link.head).map(|&number| &mentions[number]);
                both_of_pair(scene, &at, mentions, link).or_else(|| own.cloned())
            })
            .filter(|mention| mention.is_resolved() && !mention.adjectival && !mention.locative)
            .filter(|mention| mention.kind != ActorKind::Pronoun)
            .max_by(|a, b| {
                (a.named, a.confidence)
                    .partial_cmp(&(b.named, b.confidence))
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
        let Some(best) = best else {
            continue;
        };
        for link in &chain.mentions {
            let confidence = best.confidence * f64::from(link.score).clamp(0.0, 1.0);
            let known = at.get(&link.head).copied();
            let count = mentions.len();
            match (known, link.kind) {
                // "The two governments" are not the British one.
                (Some(_), MentionKind::Noun) if names_one_for_many(scene, link.head, &best) => {}
                (Some(number), MentionKind::Pronoun | MentionKind::Noun) => {
                    let pronoun_link = mentions[number].kind == ActorKind::Pronoun;
                    if pronoun_link || !mentions[number].is_resolved() {
                        let words = mentions[number]
                            .actors
                            .first()
                            .map(|actor| actor.mention.clone());
                        mentions[number].actors = renamed(&best.actors, words.as_deref());
                        mentions[number].confidence = confidence;
                        mentions[number].rule = "chain";
                    }
                }
                (None, MentionKind::Pronoun) => {
                    mentions.push(pronoun(
                        scene,
                        link.head,
                        best.actors.clone(),
                        confidence,
                        "chain",
                    ));
                }
                (None, MentionKind::Noun) if stands_for_actor(scene, &link.tokens, link.head) => {
                    let words = scene.text(link.tokens.clone());
                    mentions.push(ResolvedMention {
                        tokens: link.tokens.clone(),
                        actors: renamed(&best.actors, Some(words)),
                        kind: ActorKind::Role,
                        ..pronoun(scene, link.head, Vec::new(), confidence, "chain")
                    });
                }
                _ => {}
            }
            if mentions.len() > count {
                at.insert(link.head, count);
            }
        }
    }
}

/// Returns the actors of a pair in a chain, all of them: "they" after "Iran and Iraq" is both.
fn both_of_pair(
    scene: Scene<'_>,
    at: &BTreeMap<TokenId, usize>,
    mentions: &[ResolvedMention],
    link: &ChainMention,
) -> Option<ResolvedMention> {
    if link.kind != MentionKind::Noun {
        return None;
    }
    let mut members = vec![link.head];
    let mut done = 0;
    while done < members.len() {
        let joined = scene
            .analysis
            .children(members[done])
            .filter(|&child| scene.dep(child) == "conj" && link.tokens.contains(&child));
        members.extend(joined);
        done += 1;
    }
    let named: Vec<&ResolvedMention> = members
        .iter()
        .map(|member| at.get(member).map(|&number| &mentions[number]))
        .collect::<Option<_>>()?;
    let all = named.len() > 1 && named.iter().all(|one| one.is_resolved() && !one.adjectival);
    let first = named.first().filter(|_| all)?;
    Some(ResolvedMention {
        actors: named.iter().flat_map(|one| one.actors.clone()).collect(),
        confidence: named.iter().map(|one| one.confidence).fold(1.0, f64::min),
        locative: false,
        ..(*first).clone()
    })
}

/// Returns whether a plural noun with a number ("the two governments") would stand for one actor.
fn names_one_for_many(scene: Scene<'_>, head: TokenId, best: &ResolvedMention) -> bool {
    let plural = scene
        .analysis
        .tokens
        .get(head)
        .is_some_and(|token| matches!(token.tag, "NNS" | "NNPS"));
    let counted = scene.analysis.children(head).any(|child| {
        scene.dep(child) == "nummod" || scene.word(child).eq_ignore_ascii_case("both")
    });
    plural && counted && best.actors.len() == 1
}

/// Returns whether a noun phrase can stand for a state, body or group: "the country", "the group".
fn stands_for_actor(scene: Scene<'_>, tokens: &Range<TokenId>, head: TokenId) -> bool {
    let definite = is(
        &[
            "the", "this", "that", "these", "those", "its", "their", "both",
        ],
        scene.word(tokens.start),
    );
    let lemma = scene
        .analysis
        .tokens
        .get(head)
        .map_or("", |token| &token.lemma);
    definite && (is(TRANSPARENT, lemma) || is(PAIR_NOUNS, lemma))
}

fn renamed(actors: &[ActorRef], words: Option<&str>) -> Vec<ActorRef> {
    actors
        .iter()
        .map(|actor| ActorRef {
            mention: words.unwrap_or(&actor.mention).to_owned(),
            ..actor.clone()
        })
        .collect()
}
