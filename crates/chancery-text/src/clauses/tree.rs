//! The dependency tree turned around: from each word to the words it governs, in linear time.

use crate::{Analysis, Token, TokenId};

/// The words that each word governs, and an order in which governors come first.
pub(crate) struct Tree<'a> {
    analysis: &'a Analysis,
    starts: Vec<u32>,
    children: Vec<u32>,
    order: Vec<u32>,
}

impl<'a> Tree<'a> {
    /// Turns the heads of an analysis around. Heads outside of the sentence count as roots, and
    /// words in a circle are left out of the order.
    pub(crate) fn new(analysis: &'a Analysis) -> Self {
        let tokens = &analysis.tokens;
        let mut starts = vec![0_u32; tokens.len() + 1];
        for id in 0..tokens.len() {
            if let Some(head) = governor(tokens, id) {
                starts[head + 1] += 1;
            }
        }
        for id in 0..tokens.len() {
            starts[id + 1] += starts[id];
        }
        let mut next = starts.clone();
        let mut children = vec![0_u32; starts.last().map_or(0, |&last| last as usize)];
        let mut order = Vec::with_capacity(tokens.len());
        for id in 0..tokens.len() {
            match governor(tokens, id) {
                Some(head) => {
                    children[next[head] as usize] = id as u32;
                    next[head] += 1;
                }
                None => order.push(id as u32),
            }
        }
        let mut done = 0;
        while done < order.len() {
            let id = order[done] as usize;
            order.extend_from_slice(&children[starts[id] as usize..starts[id + 1] as usize]);
            done += 1;
        }
        Self {
            analysis,
            starts,
            children,
            order,
        }
    }

    /// Returns all tokens, governors before the words they govern.
    pub(crate) fn order(&self) -> impl Iterator<Item = TokenId> + '_ {
        self.order.iter().map(|&id| id as usize)
    }

    /// Returns the words that a token governs, from left to right.
    pub(crate) fn children(&self, id: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let range = match (self.starts.get(id), self.starts.get(id + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        self.children[range].iter().map(|&child| child as usize)
    }

    /// Returns the first word that a token governs under this label.
    pub(crate) fn child(&self, id: TokenId, dep: &str) -> Option<TokenId> {
        self.children(id).find(|&child| self.dep(child) == dep)
    }

    /// Returns the word that governs a token, unless it is a root.
    pub(crate) fn head(&self, id: TokenId) -> Option<TokenId> {
        governor(&self.analysis.tokens, id)
    }

    /// Returns a token.
    pub(crate) fn token(&self, id: TokenId) -> &'a Token {
        &self.analysis.tokens[id]
    }

    /// Returns whether the recogniser takes a token for the name of a country or place.
    pub(crate) fn is_place(&self, id: TokenId) -> bool {
        self.analysis
            .entity_of(id)
            .is_some_and(|entity| entity.label == "GPE")
    }

    /// Returns the label under which a token is governed.
    pub(crate) fn dep(&self, id: TokenId) -> &'static str {
        self.token(id).dep
    }

    /// Returns the fine part of speech of a token.
    pub(crate) fn tag(&self, id: TokenId) -> &'static str {
        self.token(id).tag
    }

    /// Returns the base form of a token.
    pub(crate) fn lemma(&self, id: TokenId) -> &'a str {
        &self.token(id).lemma
    }

    /// Returns the analysis that the tree belongs to.
    pub(crate) fn analysis(&self) -> &'a Analysis {
        self.analysis
    }

    /// Returns a noun phrase's head and those coordinated with it, leaving out the ones after
    /// "not".
    pub(crate) fn coordinated(&self, id: TokenId) -> Vec<TokenId> {
        let mut members = vec![id];
        let mut done = 0;
        while done < members.len() {
            let member = members[done];
            members.extend(
                self.children(member)
                    .filter(|&child| self.dep(child) == "conj" && self.is_nominal(child))
                    .filter(|&child| !self.is_excluded(child)),
            );
            done += 1;
        }
        members.sort_unstable();
        members
    }

    /// Returns whether a word can head a noun phrase.
    pub(crate) fn is_nominal(&self, id: TokenId) -> bool {
        matches!(
            self.token(id).pos,
            "NOUN" | "PROPN" | "PRON" | "NUM" | "DET" | "SYM" | "X"
        ) || (self.token(id).pos == "ADJ" && self.tag(id) != "VBN")
    }

    /// Returns whether a coordinated phrase is denied ("writing, not the Zapotecs").
    fn is_excluded(&self, id: TokenId) -> bool {
        self.children(id)
            .any(|child| child < id && self.dep(child) == "neg" && self.lemma(child) != "no")
    }

    /// Returns whether a word opens a relative clause.
    pub(crate) fn is_relativiser(&self, id: TokenId) -> bool {
        matches!(self.tag(id), "WDT" | "WP")
            && matches!(self.lemma(id), "who" | "which" | "that" | "whom")
    }
}

fn governor(tokens: &[Token], id: TokenId) -> Option<TokenId> {
    let token = &tokens[id];
    (token.head != id && !token.is_root())
        .then_some(token.head)
        .filter(|&head| {
            tokens
                .get(head)
                .is_some_and(|other| other.sentence == token.sentence)
        })
}
