//! The things mentioned so far, with what is known of each.

use super::mention::{Mention, Number, Shape};
use super::words::{Gender, Kind};
use crate::TokenId;
use crate::clauses::tree::Tree;
use rustc_hash::FxHashMap;

/// So many things are remembered under one word, so that time stays linear in the text.
const REMEMBERED: usize = 32;

/// What is known of one thing.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    pub(crate) mentions: Vec<usize>,
    pub(crate) gender: Gender,
    pub(crate) number: Number,
    pub(crate) kind: Kind,
    /// Common nouns that were said of it: titles, appositions, heads.
    pub(crate) nouns: Vec<String>,
    /// Whether a name was linked to it.
    pub(crate) named: bool,
    /// The words of its fullest name.
    pub(crate) name: Vec<String>,
}

/// The things of a document and which mention means which.
pub(crate) struct Entities<'t, 'a> {
    pub(crate) tree: &'t Tree<'a>,
    pub(crate) mentions: &'t [Mention],
    list: Vec<Entity>,
    of: Vec<Option<(usize, f32)>>,
    /// The things by a word of their name, latest last.
    pub(crate) by_word: FxHashMap<String, Vec<usize>>,
    /// The things by a common noun said of them, latest last.
    pub(crate) by_noun: FxHashMap<String, Vec<usize>>,
    /// The mention with this head, pairs left out.
    heads: FxHashMap<TokenId, usize>,
    /// The mentions of each sentence, by number.
    pub(crate) by_sentence: Vec<Vec<usize>>,
}

impl<'t, 'a> Entities<'t, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>, mentions: &'t [Mention]) -> Self {
        let mut by_sentence = vec![Vec::new(); tree.analysis().sentences.len()];
        let mut heads = FxHashMap::default();
        for (number, mention) in mentions.iter().enumerate() {
            if let Some(list) = by_sentence.get_mut(mention.sentence) {
                list.push(number);
            }
            if mention.shape != Shape::Pair {
                heads.insert(mention.head, number);
            }
        }
        Self {
            tree,
            mentions,
            list: Vec::new(),
            of: vec![None; mentions.len()],
            by_word: FxHashMap::default(),
            by_noun: FxHashMap::default(),
            heads,
            by_sentence,
        }
    }

    /// Returns the thing that a mention was linked to, and how surely.
    pub(crate) fn of(&self, mention: usize) -> Option<(usize, f32)> {
        self.of[mention]
    }

    /// Returns how many mentions a thing has.
    pub(crate) fn size(&self, entity: usize) -> usize {
        self.list[entity].mentions.len()
    }

    /// Returns a thing.
    pub(crate) fn get(&self, entity: usize) -> &Entity {
        &self.list[entity]
    }

    /// Returns the mention that a word heads.
    pub(crate) fn headed_by(&self, token: TokenId) -> Option<usize> {
        self.heads.get(&token).copied()
    }

    /// Makes a new thing of a mention.
    pub(crate) fn found(&mut self, mention: usize) {
        let read = &self.mentions[mention];
        let entity = self.list.len();
        self.list.push(Entity {
            mentions: vec![mention],
            gender: read.gender,
            number: read.number,
            kind: read.kind,
            nouns: Vec::new(),
            named: read.shape == Shape::Name,
            name: read.words.clone(),
        });
        self.of[mention] = Some((entity, 1.0));
        self.learn(mention, entity);
    }

    /// Links a mention to a thing.
    pub(crate) fn join(&mut self, mention: usize, entity: usize, score: f32) {
        let read = &self.mentions[mention];
        let known = &mut self.list[entity];
        known.mentions.push(mention);
        if known.gender == Gender::Unknown {
            known.gender = read.gender;
        }
        if known.number == Number::Unknown && read.shape != Shape::Pronoun {
            known.number = read.number;
        }
        if known.kind == Kind::Unknown {
            known.kind = read.kind;
        }
        if read.shape == Shape::Name {
            known.named = true;
            if read.words.len() > known.name.len() {
                known.name.clone_from(&read.words);
            }
        }
        self.of[mention] = Some((entity, score));
        self.learn(mention, entity);
    }

    /// Puts all mentions of one thing into another.
    pub(crate) fn merge(&mut self, from: usize, into: usize, score: f32) {
        if from == into {
            return;
        }
        let mut old = std::mem::take(&mut self.list[from].mentions);
        for &mention in &old {
            self.of[mention] = Some((into, score));
        }
        let nouns = std::mem::take(&mut self.list[from].nouns);
        let gender = self.list[from].gender;
        let known = &mut self.list[into];
        known.mentions.append(&mut old);
        known.mentions.sort_unstable();
        if known.gender == Gender::Unknown {
            known.gender = gender;
        }
        for noun in nouns {
            self.say(into, &noun);
        }
    }

    /// Returns the latest sentence in which a thing was mentioned.
    pub(crate) fn last_sentence(&self, entity: usize) -> usize {
        self.list[entity]
            .mentions
            .last()
            .map_or(0, |&mention| self.mentions[mention].sentence)
    }

    /// Remembers the words by which a thing can be found again.
    fn learn(&mut self, mention: usize, entity: usize) {
        let read = &self.mentions[mention];
        match read.shape {
            Shape::Name => {
                for word in &read.words {
                    remember(&mut self.by_word, word, entity);
                }
                if let Some(letters) = initials(&read.words) {
                    remember(&mut self.by_word, &letters, entity);
                }
                for noun in self.titles(mention) {
                    self.say(entity, &noun);
                }
            }
            Shape::Noun => {
                let lemma = self.tree.lemma(read.head).to_owned();
                self.say(entity, &lemma);
            }
            Shape::Pair | Shape::Pronoun => {}
        }
    }

    /// Remembers a common noun said of a thing.
    pub(crate) fn say(&mut self, entity: usize, noun: &str) {
        let known = &mut self.list[entity];
        if !known.nouns.iter().any(|said| said == noun) {
            known.nouns.push(noun.to_owned());
        }
        remember(&mut self.by_noun, noun, entity);
    }

    /// Returns the titles and descriptions that stand before a name: "Russian President Vladimir
    /// Putin", "foreign minister Lavrov".
    fn titles(&self, mention: usize) -> Vec<String> {
        let tree = self.tree;
        let read = &self.mentions[mention];
        tree.children(read.head)
            .filter(|&child| child < read.tokens.start)
            .filter(|&child| matches!(tree.dep(child), "compound" | "nmod" | "appos"))
            .map(|child| tree.token(child).text.to_lowercase())
            .filter(|word| super::words::kind_of_noun(word) != Kind::Unknown)
            .collect()
    }
}

fn remember(map: &mut FxHashMap<String, Vec<usize>>, word: &str, entity: usize) {
    let list = map.entry(word.to_owned()).or_default();
    if list.last() != Some(&entity) {
        list.retain(|&other| other != entity);
        if list.len() >= REMEMBERED {
            list.remove(0);
        }
        list.push(entity);
    }
}

/// Returns the initials of a name of several words ("iaea"), small words left out.
pub(crate) fn initials(words: &[String]) -> Option<String> {
    let letters: String = words
        .iter()
        .filter(|word| !matches!(word.as_str(), "of" | "the" | "and" | "for" | "on" | "in"))
        .filter_map(|word| word.chars().next())
        .collect();
    (letters.chars().count() >= 2).then_some(letters)
}
