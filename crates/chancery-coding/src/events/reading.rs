//! One document as the coder looks at it: the analysis with its tree turned around, the mentions by
//! the word that heads them, and the predications by theirs.

use super::fighters::Fighters;
use crate::lexicon::{Classes, Lexicon, Operator};
use crate::mentions::{Mention, Mentions};
use chancery_model::{ActorRef, Date, Document, Span};
use chancery_text::{
    Analysis, Argument, MentionKind, PredicateKind, Predication, Role, TimeExpression, Token,
    TokenId,
};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

/// The number of a predication in its document.
pub(crate) type PredicationId = usize;

/// A document with the indexes that coding needs.
pub(crate) struct Reading<'a> {
    pub(crate) document: &'a Document,
    pub(crate) analysis: &'a Analysis,
    pub(crate) mentions: &'a Mentions,
    pub(crate) lexicon: &'static Lexicon,
    children: Vec<Vec<TokenId>>,
    predication_at: Vec<Option<PredicationId>>,
    carried_at: Vec<Option<PredicationId>>,
    entity_at: Vec<Option<&'static str>>,
    sentence_predications: Vec<Vec<PredicationId>>,
    sentence_times: Vec<Vec<usize>>,
    pronouns: BTreeSet<TokenId>,
    fighters: OnceLock<Fighters>,
    /// How many predications and expressions of time were looked at, for a test.
    #[cfg(test)]
    pub(crate) looked_at: std::sync::atomic::AtomicUsize,
}

impl<'a> Reading<'a> {
    /// Returns the reading of an analysed and resolved document.
    pub(crate) fn new(
        document: &'a Document,
        analysis: &'a Analysis,
        mentions: &'a Mentions,
    ) -> Self {
        let length = analysis.tokens.len();
        let mut children = vec![Vec::new(); length];
        for (id, token) in analysis.tokens.iter().enumerate() {
            let same = analysis
                .tokens
                .get(token.head)
                .is_some_and(|head| head.sentence == token.sentence);
            if token.head != id && same {
                children[token.head].push(id);
            }
        }
        let mut predication_at = vec![None; length];
        let mut carried_at = vec![None; length];
        let mut sentence_predications = vec![Vec::new(); analysis.sentences.len()];
        for (id, predication) in analysis.predications.iter().enumerate() {
            if let Some(sentence) = sentence_predications.get_mut(predication.sentence) {
                sentence.push(id);
            }
            if let Some(slot) = predication_at.get_mut(predication.head) {
                *slot = slot.or(Some(id));
            }
            if let Some(slot) = predication
                .support
                .and_then(|support| carried_at.get_mut(support))
            {
                *slot = slot.or(Some(id));
            }
        }
        let mut entity_at = vec![None; length];
        for entity in &analysis.entities {
            for id in entity.tokens.clone() {
                if let Some(slot) = entity_at.get_mut(id) {
                    *slot = Some(entity.label);
                }
            }
        }
        let mut sentence_times = vec![Vec::new(); analysis.sentences.len()];
        for (number, time) in analysis.times.iter().enumerate() {
            let sentence = analysis.tokens.get(time.tokens.start);
            if let Some(times) = sentence.and_then(|word| sentence_times.get_mut(word.sentence)) {
                times.push(number);
            }
        }
        let pronouns = analysis
            .chains
            .iter()
            .flat_map(|chain| &chain.mentions)
            .filter(|mention| mention.kind == MentionKind::Pronoun)
            .map(|mention| mention.head)
            .collect();
        Self {
            sentence_times,
            pronouns,
            fighters: OnceLock::new(),
            #[cfg(test)]
            looked_at: std::sync::atomic::AtomicUsize::new(0),
            document,
            analysis,
            mentions,
            lexicon: Lexicon::get(),
            children,
            predication_at,
            carried_at,
            entity_at,
            sentence_predications,
        }
    }

    /// Returns the predications of a sentence, in their order.
    pub(crate) fn predications_of(
        &self,
        sentence: usize,
    ) -> impl Iterator<Item = &'a Predication> + '_ {
        self.ids_of(sentence).map(|id| self.predication(id))
    }

    /// Returns the numbers of the predications of a sentence, in their order.
    pub(crate) fn ids_of(&self, sentence: usize) -> impl Iterator<Item = PredicationId> + '_ {
        self.sentence_predications
            .get(sentence)
            .into_iter()
            .flatten()
            .map(|&id| {
                self.count_look();
                id
            })
    }

    /// Returns the expressions of time of a sentence, in their order.
    pub(crate) fn times_of(
        &self,
        sentence: usize,
    ) -> impl DoubleEndedIterator<Item = &'a TimeExpression> + '_ {
        self.sentence_times
            .get(sentence)
            .into_iter()
            .flatten()
            .filter_map(|&number| {
                self.count_look();
                self.analysis.times.get(number)
            })
    }

    /// Returns whether a chain holds this word as a pronoun.
    pub(super) fn is_chained_pronoun(&self, head: TokenId) -> bool {
        self.pronouns.contains(&head)
    }

    /// Returns who fights in the document, gathered at the first question. Whoever asks while it is
    /// being gathered gathers it again, so that nobody waits for oneself.
    pub(super) fn fighters(&self, gather: impl FnOnce() -> Fighters) -> &Fighters {
        if self.fighters.get().is_none() {
            let gathered = gather();
            let _ = self.fighters.set(gathered);
        }
        self.fighters.get_or_init(Fighters::default)
    }

    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests count"))]
    fn count_look(&self) {
        #[cfg(test)]
        self.looked_at
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    /// Returns a word.
    pub(crate) fn token(&self, id: TokenId) -> &'a Token {
        &self.analysis.tokens[id]
    }

    /// Returns the base form of a word, in small letters.
    pub(crate) fn lemma(&self, id: TokenId) -> String {
        self.token(id).lemma.to_lowercase()
    }

    /// Returns the words that a word governs.
    pub(crate) fn children(&self, id: TokenId) -> &[TokenId] {
        self.children.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the words that a word governs by one of these labels.
    pub(crate) fn governed<'s>(
        &'s self,
        id: TokenId,
        labels: &'s [&'s str],
    ) -> impl Iterator<Item = TokenId> + 's {
        self.children(id)
            .iter()
            .copied()
            .filter(move |&child| labels.contains(&self.token(child).dep))
    }

    /// Returns the words from the first to the last that a word governs.
    pub(crate) fn subtree(&self, id: TokenId) -> Range<TokenId> {
        let (mut first, mut last) = (id, id);
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            first = first.min(next);
            last = last.max(next);
            open.extend(self.children(next));
        }
        first..last + 1
    }

    /// Returns the predication that a word heads.
    pub(crate) fn predication_at(&self, id: TokenId) -> Option<PredicationId> {
        self.predication_at.get(id).copied().flatten()
    }

    /// Returns the predication whose noun this verb carries ("held" in "held talks").
    pub(crate) fn carried_at(&self, id: TokenId) -> Option<PredicationId> {
        self.carried_at.get(id).copied().flatten()
    }

    /// Returns a predication.
    pub(crate) fn predication(&self, id: PredicationId) -> &'a Predication {
        &self.analysis.predications[id]
    }

    /// Returns the recogniser's label of a word.
    pub(crate) fn entity(&self, id: TokenId) -> Option<&'static str> {
        self.entity_at.get(id).copied().flatten()
    }

    /// Returns the mention that a word heads.
    pub(crate) fn mention(&self, id: TokenId) -> Option<&'a Mention> {
        self.mentions.of_head(id)
    }

    /// Returns the classes of a noun phrase's head, with those of its last two words together
    /// ("state of emergency", "tear gas").
    pub(crate) fn classes(&self, id: TokenId) -> Classes {
        let lemma = self.lemma(id);
        let mut classes = self.lexicon.classes_of(&lemma);
        for modifier in self.governed(id, &["compound"]) {
            if self.token(modifier).pos == "NOUN" {
                classes |= self.lexicon.classes_of(&self.lemma(modifier));
            }
        }
        if let Some(joined) = self.joined(id) {
            classes |= self.lexicon.classes_of(&joined);
        }
        if self.token(id).pos == "PROPN" && matches!(self.entity(id), Some("GPE" | "LOC")) {
            classes |= self.lexicon.class("placename");
        }
        for prep in self.governed(id, &["prep"]) {
            if self.lemma(prep) == "of" {
                for object in self.governed(prep, &["pobj"]) {
                    let phrase = format!("{lemma}_of_{}", self.lemma(object));
                    classes |= self.lexicon.classes_of(&phrase);
                }
            }
        }
        classes
    }

    /// Returns a noun with the word that modifies it, as the lexicon writes words of two parts.
    pub(crate) fn joined(&self, id: TokenId) -> Option<String> {
        let before = self
            .governed(id, &["compound", "amod", "nmod"])
            .filter(|&child| child < id)
            .last()?;
        Some(format!(
            "{}_{}",
            self.token(before).text.to_lowercase(),
            self.lemma(id)
        ))
    }

    /// Returns the arguments of a predication in one role.
    pub(crate) fn arguments(
        &self,
        predication: PredicationId,
        role: Role,
    ) -> impl Iterator<Item = &'a Argument> + use<'a> {
        self.analysis.predications[predication]
            .arguments
            .iter()
            .filter(move |argument| argument.role == role)
    }

    /// Returns the arguments that a preposition ties to a predication, whatever role it gave them.
    pub(crate) fn after(&self, predication: PredicationId, preposition: &str) -> Vec<&'a Argument> {
        let behind = |id: PredicationId| -> Vec<&'a Argument> {
            self.analysis.predications[id]
                .arguments
                .iter()
                .filter(|argument| {
                    argument
                        .preposition
                        .is_some_and(|word| self.token(word).text.eq_ignore_ascii_case(preposition))
                })
                .collect()
        };
        let own = behind(predication);
        if !own.is_empty() {
            return own;
        }
        self.occurrence_of(predication)
            .map_or_else(Vec::new, behind)
    }

    /// Returns the predication that only says that a noun's act occurs, or goes on, or ends:
    /// "fighting resumes between A and B".
    fn occurrence_of(&self, id: PredicationId) -> Option<PredicationId> {
        let entry = self.predication(id);
        let bare = entry.kind == PredicateKind::Noun && entry.support.is_none();
        let token = self.token(entry.head);
        if !bare || !matches!(token.dep, "nsubj" | "nsubjpass") {
            return None;
        }
        let verb = self.predicate_of(token.head)?;
        let lemma = &self.predication(verb).lemma;
        let occurs = self.lexicon.operators(lemma).iter().any(|operator| {
            matches!(
                operator,
                Operator::Begin | Operator::Happen | Operator::Stop
            )
        });
        occurs.then_some(verb)
    }

    /// Returns the noun that a measure or set noun is about ("dozens of protesters", "a group of
    /// rebels"), or the word itself.
    pub(crate) fn content(&self, id: TokenId) -> TokenId {
        const MEASURES: &[&str] = &[
            "dozen",
            "score",
            "hundred",
            "thousand",
            "million",
            "number",
            "group",
            "series",
            "handful",
            "majority",
            "member",
            "string",
            "wave",
            "couple",
            "pair",
            "part",
            "some",
            "many",
            "all",
            "most",
            "several",
            "one",
            "two",
            "three",
            "four",
            "five",
            "ten",
            "lot",
            "total",
            "crowd",
            "round",
            "set",
            "variety",
            "type",
            "kind",
            "spate",
            "host",
            "more",
            "half",
            "rest",
            "each",
            "both",
            "crew",
            "team",
            "any",
            "none",
            "batch",
            "list",
            "barrage",
            "volley",
            "salvo",
            "hail",
            "amount",
            "ten",
            "flurry",
            "delegation",
            "mass",
            "third",
            "quarter",
            "percent",
            "%",
            "tens",
            "kg",
            "kilogram",
            "ton",
            "tonne",
            "bag",
            "crate",
            "box",
            "barrel",
            "day",
            "week",
            "month",
            "hour",
            "year",
            "patch",
            "contingent",
            "load",
            "shipment",
            "column",
            "fleet",
            "package",
            "spate",
            "rest",
            "bulk",
            "lots",
            "dollar",
            "euro",
            "pound",
            "yen",
            "fifth",
            "half",
            "version",
            "form",
            "sort",
            "piece",
            "act",
            "campaign",
            "degree",
        ];
        let mut current = id;
        for _ in 0..3 {
            let token = self.token(current);
            let measure = token.pos == "NUM" || MEASURES.contains(&self.lemma(current).as_str());
            if !measure || self.mention(current).is_some_and(|mention| mention.named) {
                return current;
            }
            let inner = self
                .governed(current, &["prep"])
                .filter(|&prep| self.lemma(prep) == "of")
                .find_map(|prep| self.governed(prep, &["pobj"]).next());
            match inner {
                Some(inner) => current = inner,
                None => return current,
            }
        }
        current
    }

    /// Returns the words of the text in these tokens.
    pub(crate) fn words(&self, tokens: Range<TokenId>) -> String {
        self.span(tokens).of(&self.document.text).to_owned()
    }

    /// Returns the place of these tokens in the stored text.
    pub(crate) fn span(&self, tokens: Range<TokenId>) -> Span {
        self.analysis.span(tokens)
    }

    /// Returns the day of publication.
    pub(crate) fn published(&self) -> Option<Date> {
        self.document.published
    }

    /// Returns the words of a noun phrase without the clauses and phrases that follow its head.
    pub(crate) fn short_phrase(&self, head: TokenId) -> String {
        let mut first = head;
        for child in self.governed(
            head,
            &["amod", "compound", "nmod", "nummod", "poss", "quantmod"],
        ) {
            if child < head {
                first = first.min(self.subtree(child).start);
            }
        }
        self.words(first..head + 1)
    }
}

/// Returns whether two actors stand for the same state or organisation.
pub(crate) fn same_side(one: &ActorRef, other: &ActorRef) -> bool {
    match (one.state(), other.state()) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}
