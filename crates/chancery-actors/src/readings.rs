//! What a name means where it stands: one reading for each name found in a sentence.

use crate::dictionary::{
    Ambiguity, Dictionary, Form, Number, PersonName, RoleKind, Sense, ThingKind,
};
use crate::lexicon::{Hit, fold};
use crate::seats::is_only_the_city;
use crate::words::{PREFIXES, RELATIONS, is};
use chancery_model::{ActorId, Date, Document};
use chancery_text::{Analysis, TokenId};
use std::ops::Range;

/// What stands before a ship's name.
const SHIPS: &[&str] = &[
    "HMS", "HMAS", "HMCS", "HMNZS", "USS", "USNS", "USCGC", "INS", "MV", "MS", "SS", "MT", "FS",
    "ROKS", "JS", "PNS", "BRP", "KRI", "TCG", "RFA",
];

/// A name with the reading chosen for it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Named {
    pub(crate) tokens: Range<TokenId>,
    /// The last of its tokens that depends on a word outside it.
    pub(crate) head: TokenId,
    pub(crate) reading: Reading,
}

/// The reading of a name.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Reading {
    State(ActorId, Form),
    Region(Option<ActorId>, Form),
    Organisation(u32),
    Group(u32),
    Body(u32),
    Role(u32, Number),
    Collective(u32),
    /// People of that name, the full name or one that stands alone.
    Person(Vec<u32>),
    /// People of that family name, to be believed with a title or after the full name.
    Family(Vec<u32>),
    Outlet,
    Thing,
}

/// What a sentence's names are read with.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) document: &'a Document,
    pub(crate) analysis: &'a Analysis,
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) day: Option<Date>,
}

impl<'a> Scene<'a> {
    /// Returns the characters of a token, nothing where it does not exist.
    pub(crate) fn word(&self, token: TokenId) -> &'a str {
        self.analysis
            .tokens
            .get(token)
            .map_or("", |token| &token.text)
    }

    /// Returns the label of a token's dependency.
    pub(crate) fn dep(&self, token: TokenId) -> &'static str {
        self.analysis
            .tokens
            .get(token)
            .map_or("", |token| token.dep)
    }

    /// Returns the token that a token depends on; itself for a root.
    pub(crate) fn governor(&self, token: TokenId) -> TokenId {
        self.analysis
            .tokens
            .get(token)
            .map_or(token, |token| token.head)
    }

    /// Returns the coarse part of speech.
    pub(crate) fn pos(&self, token: TokenId) -> &'static str {
        self.analysis
            .tokens
            .get(token)
            .map_or("", |token| token.pos)
    }

    /// Returns the words of some tokens as they stand in the stored text.
    pub(crate) fn text(&self, tokens: Range<TokenId>) -> &'a str {
        self.analysis.span(tokens).of(&self.document.text)
    }

    /// Returns the token of a range that depends on a word outside it.
    pub(crate) fn head_of(&self, tokens: Range<TokenId>) -> TokenId {
        let last = tokens.end.saturating_sub(1);
        tokens
            .clone()
            .rev()
            .find(|&token| {
                let governor = self.governor(token);
                (governor == token || !tokens.contains(&governor))
                    && !matches!(self.dep(token), "punct" | "case" | "det")
            })
            .unwrap_or(last)
    }

    /// Returns whether a token qualifies a noun after it.
    pub(crate) fn is_modifier(&self, token: TokenId) -> bool {
        // "Vietnamese-led forces" are Vietnam's.
        let leads = self.dep(token) == "npadvmod"
            && matches!(self.word(token + 1), "-" | "–" | "‑")
            && self.word(token + 2).eq_ignore_ascii_case("led");
        self.governor(token) > token
            && (leads
                || matches!(
                    self.dep(token),
                    "amod" | "compound" | "nmod" | "nn" | "quantmod"
                ))
    }
}

/// Returns the readings of the names in a sentence, from left to right.
pub(crate) fn readings(scene: Scene<'_>, sentence: &Range<TokenId>, english: bool) -> Vec<Named> {
    let hits = scene.dictionary.lexicon.find(
        &scene.document.text,
        &scene.analysis.tokens,
        sentence.clone(),
    );
    let entities = &scene.analysis.entities;
    let from = entities.partition_point(|entity| entity.tokens.end <= sentence.start);
    let to = entities.partition_point(|entity| entity.tokens.start < sentence.end);
    let entities = entities.get(from..to.max(from)).unwrap_or(&[]);
    let mut names: Vec<Named> = hits
        .iter()
        .filter_map(|hit| {
            let around = entities
                .iter()
                .find(|entity| {
                    entity.tokens.start <= hit.tokens.start && hit.tokens.end <= entity.tokens.end
                })
                .map(|entity| (entity.label, entity.tokens.clone()));
            let reading = choose(scene, hit, around.as_ref(), sentence, english, &hits)?;
            Some(Named {
                tokens: hit.tokens.clone(),
                head: scene.head_of(hit.tokens.clone()),
                reading,
            })
        })
        .collect();
    for number in 1..names.len() {
        let (before, after) = names.split_at_mut(number);
        let (Some(first), Some(second)) = (before.last_mut(), after.first()) else {
            continue;
        };
        // "Armenia, Colombia": a town named like a state.
        if let (Reading::State(id, Form::Name | Form::Capital), Reading::State(other, Form::Name)) =
            (&first.reading, &second.reading)
            && id != other
            && first.tokens.end + 1 == second.tokens.start
            && scene.word(first.tokens.end) == ","
            && matches!(scene.dep(second.head), "appos" | "npadvmod" | "nmod")
        {
            first.reading = Reading::Region(Some(other.clone()), Form::Name);
        }
    }
    names
}

fn choose(
    scene: Scene<'_>,
    hit: &Hit,
    around: Option<&(&'static str, Range<TokenId>)>,
    sentence: &Range<TokenId>,
    english: bool,
    others: &[Hit],
) -> Option<Reading> {
    let dictionary = scene.dictionary;
    let people = |wanted: &[PersonName]| -> Vec<u32> {
        hit.senses
            .iter()
            .filter_map(|sense| match sense {
                Sense::Person(person, name) if wanted.contains(name) => Some(*person),
                _ => None,
            })
            .collect()
    };
    let full = people(&[PersonName::Full]);
    if !full.is_empty() {
        let longer = around.is_some_and(|(label, tokens)| {
            *label == "PERSON"
                && tokens.start == hit.tokens.start
                && is_longer_name(scene, tokens, &hit.tokens, others)
        });
        return (!longer).then_some(Reading::Person(full));
    }
    for sense in &hit.senses {
        if let Sense::Thing(thing) = sense {
            return match dictionary.things[*thing as usize].kind {
                ThingKind::Media => Some(Reading::Outlet),
                ThingKind::Place | ThingKind::Other => Some(Reading::Thing),
            };
        }
    }
    let first = hit.tokens.start;
    let single = hit.tokens.len() == 1;
    // Inside a longer personal name or the name of a work, law or product, it names nobody.
    if let Some((label, tokens)) = around
        && tokens.len() > hit.tokens.len()
    {
        let inside_name = *label == "PERSON"
            && single
            && is_name_part(scene, tokens, &hit.tokens)
            && !hit.senses.iter().any(|sense| {
                matches!(
                    sense,
                    Sense::Role(..) | Sense::State(_, Form::Adjective) | Sense::Person(..)
                )
            });
        let head = scene.head_of(tokens.clone());
        let inside_place = matches!(*label, "LOC" | "FAC")
            && !hit.tokens.contains(&head)
            && scene.dep(scene.head_of(hit.tokens.clone())) == "pobj";
        if inside_place {
            return None;
        }
        let inside_work = matches!(*label, "WORK_OF_ART" | "LAW" | "PRODUCT" | "EVENT")
            && !hit
                .senses
                .iter()
                .any(|sense| matches!(sense, Sense::Role(..)));
        if inside_name || inside_work {
            return None;
        }
    }
    if let Some(reading) = organised(scene, hit)
        && !is_only_the_city(scene, hit, sentence)
    {
        return Some(reading);
    }
    let bynames = people(&[PersonName::Byname]);
    let proper = !english
        || scene.pos(first) == "PROPN"
        || around.as_ref().is_some_and(|(label, _)| *label == "PERSON");
    let states: Vec<(u32, Form)> = hit
        .senses
        .iter()
        .filter_map(|sense| match sense {
            Sense::State(state, form) => Some((*state, *form)),
            _ => None,
        })
        .collect();
    if !states.is_empty() {
        if single && ends_longer_town(scene, hit, around) {
            return None;
        }
        return state(scene, hit, &states, sentence);
    }
    let longer = around.is_some_and(|(label, tokens)| {
        *label == "PERSON" && is_longer_name(scene, tokens, &hit.tokens, others)
    });
    if !bynames.is_empty() && proper && longer {
        return None;
    }
    if !bynames.is_empty() && proper {
        return Some(Reading::Person(bynames));
    }
    let mut region = None;
    let mut role = None;
    for sense in &hit.senses {
        match sense {
            Sense::Collective(collective) => {
                // "the West", but not "South West State".
                let bare = single && scene.word(first).eq_ignore_ascii_case("west");
                let article = first
                    .checked_sub(1)
                    .is_some_and(|before| scene.word(before).eq_ignore_ascii_case("the"));
                if bare && (!article || scene.is_modifier(first)) {
                    return None;
                }
                return Some(Reading::Collective(*collective));
            }
            Sense::Region(number, form) => region = region.or(Some((*number, *form))),
            Sense::Role(number, count) => role = role.or(Some((*number, *count))),
            _ => {}
        }
    }
    if let Some((number, form)) = region {
        if single && form == Form::Name && follows_given_name(scene, first) {
            return None;
        }
        let country = dictionary.regions[number as usize].country.clone();
        return Some(
            second_reading(scene, hit, sentence).map_or(Reading::Region(country, form), |other| {
                other.map_or(Reading::Thing, |id| Reading::Region(Some(id), form))
            }),
        );
    }
    if let Some((number, count)) = role {
        // "Public Citizen", "Human Rights Watch": a word for people inside a body's name.
        let word = &dictionary.roles[number as usize];
        let inside_body = matches!(word.kind, RoleKind::People)
            && scene.pos(first) == "PROPN"
            && first != sentence.start
            && around.is_some_and(|(label, tokens)| *label == "ORG" && tokens.len() > 1);
        if inside_body {
            return None;
        }
        return Some(Reading::Role(number, count));
    }
    let family = people(&[PersonName::Family]);
    (!family.is_empty() && proper).then_some(Reading::Family(family))
}

/// Returns whether a capital's name ends the longer name of another town: "Ciudad Victoria".
fn ends_longer_town(
    scene: Scene<'_>,
    hit: &Hit,
    around: Option<&(&'static str, Range<TokenId>)>,
) -> bool {
    const PARTS: &[&str] = &[
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
        "greater", "old", "downtown",
    ];
    let first = hit.tokens.start;
    let capital = hit
        .senses
        .iter()
        .any(|sense| matches!(sense, Sense::State(_, Form::Capital)))
        && !hit
            .senses
            .iter()
            .any(|sense| matches!(sense, Sense::State(_, Form::Name | Form::Adjective)));
    capital
        && around.is_some_and(|(label, tokens)| {
            *label == "GPE"
                && tokens.start < first
                && tokens.end == hit.tokens.end
                && scene.pos(first - 1) == "PROPN"
                && !is(PARTS, scene.word(first - 1))
        })
}

/// Returns the reading as an organisation, group or body, the one that the document's states and
/// the day speak for.
fn organised(scene: Scene<'_>, hit: &Hit) -> Option<Reading> {
    let dictionary = scene.dictionary;
    let mut best: Option<(i32, Reading)> = None;
    for sense in &hit.senses {
        let (score, reading) = match sense {
            Sense::Organisation(number) => {
                let row = &dictionary.organisations[*number as usize];
                let held = scene.day.is_none_or(|day| row.period.holds_on(day));
                (i32::from(held) * 2 + 1, Reading::Organisation(*number))
            }
            Sense::Group(number) => {
                let row = &dictionary.groups[*number as usize];
                let held = scene.day.is_none_or(|day| row.period.holds_on(day));
                let near = row
                    .country
                    .as_ref()
                    .is_some_and(|id| mentions_state(scene, id));
                let dated = i32::from(held && row.period.from.is_some() && scene.day.is_some());
                (
                    i32::from(held) * 2 + i32::from(near) * 2 + dated,
                    Reading::Group(*number),
                )
            }
            Sense::Body(number) => {
                let row = &dictionary.bodies[*number as usize];
                let held = scene.day.is_none_or(|day| row.period.holds_on(day));
                let near = row
                    .actor
                    .as_ref()
                    .is_some_and(|id| mentions_state(scene, id));
                let first = hit.tokens.start;
                if row.ambiguity == Ambiguity::Word && scene.pos(first) != "PROPN" {
                    continue;
                }
                (
                    i32::from(held) * 2 + i32::from(near) * 2,
                    Reading::Body(*number),
                )
            }
            _ => continue,
        };
        let newer = matches!(reading, Reading::Group(_));
        if best
            .as_ref()
            .is_none_or(|(other, _)| score > *other || (newer && score == *other))
        {
            best = Some((score, reading));
        }
    }
    best.map(|(_, reading)| reading)
}

/// Returns whether the document names a state or has its adjective.
pub(crate) fn mentions_state(scene: Scene<'_>, id: &ActorId) -> bool {
    scene.dictionary.state(id.as_str()).is_some_and(|state| {
        scene.document.text.contains(state.name.as_str())
            || (!state.adjective.is_empty()
                && scene.document.text.contains(state.adjective.as_str()))
    })
}

fn state(
    scene: Scene<'_>,
    hit: &Hit,
    states: &[(u32, Form)],
    sentence: &Range<TokenId>,
) -> Option<Reading> {
    let dictionary = scene.dictionary;
    let head = scene.head_of(hit.tokens.clone());
    let modifies = scene.is_modifier(head);
    let prefer: &[Form] = if modifies {
        &[
            Form::Adjective,
            Form::Name,
            Form::Former,
            Form::Capital,
            Form::OnePerson,
            Form::People,
        ]
    } else if scene.pos(head) == "ADJ" {
        &[
            Form::Adjective,
            Form::Name,
            Form::Capital,
            Form::People,
            Form::OnePerson,
            Form::Former,
        ]
    } else {
        &[
            Form::Name,
            Form::Capital,
            Form::Former,
            Form::People,
            Form::OnePerson,
            Form::Adjective,
        ]
    };
    let (number, form) = prefer
        .iter()
        .find_map(|form| states.iter().find(|(_, other)| other == form))
        .copied()?;
    if let Some(other) = second_reading(scene, hit, sentence) {
        return match other {
            Some(id) => Some(Reading::Region(Some(id), form)),
            None => Some(Reading::Thing),
        };
    }
    // "the Canberra", "HMAS Canberra": a ship.
    let first = hit.tokens.start;
    let ship = first
        .checked_sub(1)
        .is_some_and(|before| SHIPS.contains(&scene.word(before)));
    let article = form == Form::Capital
        && !modifies
        && scene
            .analysis
            .children(head)
            .any(|child| child < head && scene.word(child).eq_ignore_ascii_case("the"))
        && !scene.word(first).eq_ignore_ascii_case("the");
    if ship || article {
        return Some(Reading::Thing);
    }
    let id = dictionary.states[number as usize].id.clone();
    Some(Reading::State(id, form))
}

/// How many bytes on each side of a name count as the document around it.
const AROUND: usize = 20_000;

/// Returns the other reading of an ambiguous name where the document's words speak for it: one cue
/// in the sentence, or two in the document around it.
fn second_reading(
    scene: Scene<'_>,
    hit: &Hit,
    sentence: &Range<TokenId>,
) -> Option<Option<ActorId>> {
    if hit.tokens.len() > 2 {
        return None;
    }
    let reading = scene
        .dictionary
        .second_readings
        .get(&fold(scene.text(hit.tokens.clone())))?;
    let here = scene.text(sentence.clone());
    let within = |text: &str| {
        reading
            .cues
            .iter()
            .filter(|cue| contains_word(text, cue))
            .count()
    };
    (within(here) >= 1 || within(surroundings(scene, sentence)) >= 2).then(|| reading.other.clone())
}

/// Returns the part of the document that lies around a sentence.
fn surroundings<'s>(scene: Scene<'s>, sentence: &Range<TokenId>) -> &'s str {
    let text = &*scene.document.text;
    let Some(first) = scene.analysis.tokens.get(sentence.start) else {
        return text;
    };
    let from = text.floor_char_boundary(first.span.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((first.span.start + AROUND).min(text.len()));
    &text[from..to]
}

/// Returns whether a text holds a word, not only its letters inside another word.
pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
    })
}

/// Returns whether a recognised name goes on beyond a known one with words that are no titles.
fn is_longer_name(
    scene: Scene<'_>,
    name: &Range<TokenId>,
    part: &Range<TokenId>,
    others: &[Hit],
) -> bool {
    let title = |token: TokenId| {
        others.iter().any(|other| {
            other.tokens.contains(&token)
                && other.tokens != *part
                && other.senses.iter().any(|sense| {
                    matches!(sense, Sense::Role(..) | Sense::State(..) | Sense::Body(_))
                })
        })
    };
    name.len() > part.len()
        && name.len() <= 5
        && name.clone().any(|token| {
            !part.contains(&token)
                && scene.pos(token) == "PROPN"
                && !title(token)
                && !scene.word(token).ends_with('.')
        })
}

/// Returns whether the rest of a recognised personal name is proper nouns, so that the whole is a
/// name ("Chad Wolf") and not a state before something else.
fn is_name_part(scene: Scene<'_>, name: &Range<TokenId>, part: &Range<TokenId>) -> bool {
    name.len() <= 4
        && name
            .clone()
            .filter(|token| !part.contains(token))
            .all(|token| scene.pos(token) == "PROPN" && scene.word(token) != "'s")
}

/// Returns the word that a hyphen ties to a name and that makes it no nationality: "backed" in
/// "Iran-backed", "pro" in "pro-Russian".
pub(crate) fn hyphenated(scene: Scene<'_>, tokens: &Range<TokenId>) -> Option<&'static str> {
    let dash = |token: TokenId| matches!(scene.word(token), "-" | "–" | "‑");
    if dash(tokens.end) {
        let next = scene.word(tokens.end + 1);
        if let Some(word) = RELATIONS
            .iter()
            .find(|word| word.eq_ignore_ascii_case(next))
        {
            return Some(word);
        }
        if next.eq_ignore_ascii_case("led") {
            return Some("led");
        }
        if next.eq_ignore_ascii_case("based") {
            return Some("based");
        }
    }
    let before = tokens.start.checked_sub(1)?;
    if dash(before) {
        let prefix = before.checked_sub(1).map_or("", |token| scene.word(token));
        return PREFIXES
            .iter()
            .find(|word| word.eq_ignore_ascii_case(prefix))
            .copied();
    }
    // Tokenizers that keep "pro-Russian" whole.
    let word = scene.word(tokens.start);
    let (prefix, _) = word.split_once('-')?;
    is(PREFIXES, prefix).then_some("pro")
}

/// Returns whether a place's name is the last word of what looks like a person's ("Feliciano
/// Valencia"): a proper noun before it that is no direction, "New" or the like, and no comma.
fn follows_given_name(scene: Scene<'_>, token: TokenId) -> bool {
    const QUALIFIERS: &[&str] = &[
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "new",
        "old",
        "greater",
        "upper",
        "lower",
        "downtown",
        "city",
        "province",
        "port",
        "mount",
        "lake",
        "fort",
        "state",
        "district",
        "region",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "governorate",
        "occupied",
        "rural",
        "inner",
        "outer",
        "metro",
    ];
    let Some(before) = token.checked_sub(1) else {
        return false;
    };
    scene.pos(before) == "PROPN"
        && scene.dep(before) == "compound"
        && scene.governor(before) == token
        && !is(QUALIFIERS, scene.word(before))
        && scene
            .word(before)
            .chars()
            .nth(1)
            .is_some_and(char::is_lowercase)
        && !matches!(
            scene.dep(token),
            "pobj" | "compound" | "nmod" | "amod" | "poss"
        )
}
