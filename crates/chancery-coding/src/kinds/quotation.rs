//! Quotations: whose the words between the marks are.
//!
//! The speaker is the subject of the verb of speech that governs the words, or that introduces them
//! before a colon; the owner of a noun for speech ("his remark"); or, for speech that goes on, the
//! speaker of the quotation before it in the paragraph. Words that nobody in the text speaks (titles,
//! names, words kept at a distance) are no quotations.

use super::Kinds;
use super::claim::add;
use chancery_model::{ActorRef, Body, Quotation, Statement, Status};
use chancery_text::{Modality, Quoted, Role, TokenId};
use std::ops::Range;

/// A quotation with its speaker.
#[derive(Clone, Debug)]
pub(super) struct Quote {
    /// Its number among the analysis' quotations.
    number: usize,
    /// The tokens between the marks.
    pub(super) tokens: Range<TokenId>,
    /// Who speaks, where that can be told.
    pub(super) speaker: Option<ActorRef>,
    /// The word of speech that governs it.
    word: Option<TokenId>,
    /// Whether it is speech by itself rather than a part of a sentence.
    whole: bool,
}

impl Kinds<'_> {
    /// Returns the innermost spoken quotation that a word stands in.
    pub(super) fn quote_at(&self, word: TokenId) -> Option<&Quote> {
        self.quotes
            .iter()
            .filter(|quote| quote.whole && quote.tokens.contains(&word))
            .min_by_key(|quote| quote.tokens.len())
    }

    /// Returns whether a word stands between marks, spoken or not.
    pub(super) fn is_quoted(&self, word: TokenId) -> bool {
        self.reading
            .analysis
            .quotations
            .iter()
            .any(|quoted| quoted.tokens.contains(&word))
    }

    /// Returns the quotations of the document with their speakers.
    pub(super) fn read_quotes(&self) -> Vec<Quote> {
        let mut quotes: Vec<Quote> = Vec::new();
        let all = &self.reading.analysis.quotations;
        for (number, quoted) in all.iter().enumerate() {
            let nested = all
                .iter()
                .any(|outer| outer.outer != quoted.outer && outer.inner.contains(quoted.outer));
            let title = self
                .reading
                .document
                .text
                .get(..quoted.outer.start)
                .is_some_and(|before| before.ends_with('('));
            if nested
                || title
                || quoted.tokens.is_empty()
                || !self.makes_claims(quoted.tokens.start)
            {
                continue;
            }
            let (word, speaker) = if quoted.utterance {
                self.speech(quoted, quotes.last())
            } else {
                match self.governing_speech(quoted, 2, true) {
                    Some(word) => (Some(word), self.speaker_of(word)),
                    None => continue,
                }
            };
            if !quoted.utterance && speaker.is_none() || word.is_none() && speaker.is_none() {
                continue;
            }
            quotes.push(Quote {
                number,
                tokens: quoted.tokens.clone(),
                speaker,
                word,
                whole: quoted.utterance,
            });
        }
        quotes
    }

    /// Returns the quotations as statements.
    pub(super) fn quotations(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for quote in &self.quotes {
            let Some(quoted) = self.reading.analysis.quotations.get(quote.number) else {
                continue;
            };
            let mut about = self.actors_in(quote.tokens.clone(), &[]);
            let mut ground = self.phrase(quote.tokens.start);
            ground.attribution = chancery_model::Attribution::default();
            ground.tokens = self.with_marks(quoted);
            if let Some(word) = quote.word {
                if let Some(id) = self.reading.predicate_of(word) {
                    let clause = self.clause(id);
                    ground.date = clause.date;
                    let plain = self.reading.predication(id).modality == Modality::Plain;
                    ground.status = match clause.status {
                        Status::Negated => Status::Negated,
                        Status::Historical => Status::Historical,
                        Status::Hypothetical if !plain => Status::Hypothetical,
                        _ => Status::Actual,
                    };
                    add(
                        &mut about,
                        self.known_of(self.reading.heads(id, Role::Recipient)),
                    );
                    add(&mut about, self.patients(id));
                }
                let near = ground
                    .tokens
                    .start
                    .abs_diff(word)
                    .min(ground.tokens.end.abs_diff(word));
                if near < 40 {
                    let mut words = word..word + 1;
                    if let Some(subject) =
                        self.reading.governed(word, &["nsubj", "nsubjpass"]).next()
                    {
                        let subject = self.reading.subtree(subject);
                        words = words.start.min(subject.start)..words.end.max(subject.end);
                    }
                    ground = ground.with(words);
                }
            }
            let body = Body::Quotation(Quotation {
                speaker: quote.speaker.clone(),
                quote: quoted
                    .inner
                    .of(&self.reading.document.text)
                    .trim()
                    .to_owned(),
                about,
            });
            let known = quote
                .speaker
                .as_ref()
                .is_some_and(|speaker| speaker.state().is_some());
            let rule = if quote.whole { "speech" } else { "words" };
            found.push(self.claim(body, &ground, if known { 0.9 } else { 0.7 }, rule));
        }
        found
    }

    /// Returns the tokens of a quotation with its marks.
    fn with_marks(&self, quoted: &Quoted) -> Range<TokenId> {
        let tokens = &self.reading.analysis.tokens;
        let mut range = quoted.tokens.clone();
        if range.start > 0 && quoted.outer.contains(tokens[range.start - 1].span) {
            range.start -= 1;
        }
        if range.end < tokens.len() && quoted.outer.contains(tokens[range.end].span) {
            range.end += 1;
        }
        range
    }

    /// Returns the word of speech over an utterance and its speaker.
    fn speech(
        &self,
        quoted: &Quoted,
        before: Option<&Quote>,
    ) -> (Option<TokenId>, Option<ActorRef>) {
        let governing = self
            .governing_speech(quoted, 5, false)
            .or_else(|| self.introducing_speech(quoted));
        if let Some(word) = governing {
            let speaker = self.speaker_of(word);
            if speaker.is_some() {
                return (governing, speaker);
            }
        }
        if let Some((_, actor)) = self.according(quoted.tokens.start) {
            return (None, actor);
        }
        // Speech that goes on: the same paragraph, and no other speaker in its sentence.
        let paragraph = |word: TokenId| {
            let sentence = self.reading.token(word).sentence;
            self.reading
                .analysis
                .sentences
                .get(sentence)
                .map(|one| one.paragraph)
        };
        if governing.is_none()
            && let Some(before) = before.filter(|before| {
                paragraph(before.tokens.start) == paragraph(quoted.tokens.start)
                    && self.reading.token(quoted.tokens.start).sentence
                        <= self
                            .reading
                            .token(before.tokens.end.saturating_sub(1))
                            .sentence
                            + 2
            })
        {
            return (None, before.speaker.clone());
        }
        (governing, None)
    }

    fn is_speech(&self, word: TokenId) -> bool {
        self.reading.token(word).pos == "VERB"
            && self.words.has("speech", &self.reading.lemma(word))
    }

    /// Returns the verb of speech that governs the words, at most so many steps up. `closely`, the
    /// words must be its object or complement.
    fn governing_speech(&self, quoted: &Quoted, steps: usize, closely: bool) -> Option<TokenId> {
        let inside = |word: TokenId| quoted.tokens.contains(&word);
        let name = closely
            && quoted
                .inner
                .of(&self.reading.document.text)
                .trim_start()
                .starts_with(char::is_uppercase);
        if name {
            return None;
        }
        for word in quoted.tokens.clone() {
            let token = self.reading.token(word);
            if token.head != word && inside(token.head) || token.pos == "PUNCT" {
                continue;
            }
            if !closely {
                let below = self.reading.children(word).iter().copied();
                if let Some(verb) = below.into_iter().find(|&child| {
                    !inside(child)
                        && self.is_speech(child)
                        && matches!(
                            self.reading.token(child).dep,
                            "parataxis" | "ccomp" | "advcl" | "dep"
                        )
                }) {
                    return Some(verb);
                }
            }
            let mut current = word;
            for step in 0..steps + 1 {
                let token = self.reading.token(current);
                if token.head == current {
                    break;
                }
                if closely
                    && !matches!(
                        token.dep,
                        "dobj"
                            | "oprd"
                            | "attr"
                            | "acomp"
                            | "ccomp"
                            | "xcomp"
                            | "pobj"
                            | "prep"
                            | "amod"
                            | "conj"
                    )
                {
                    break;
                }
                current = token.head;
                if inside(current) {
                    continue;
                }
                let lemma = self.reading.lemma(current);
                if self.is_speech(current)
                    || closely
                        && step < 3
                        && self.words.has("viewing-word", &lemma)
                        && self.under_as_of(word)
                {
                    return Some(current);
                }
                if self.words.has("speech-noun", &lemma) && !closely {
                    return Some(current);
                }
            }
        }
        None
    }

    fn under_as_of(&self, word: TokenId) -> bool {
        let head = self.reading.token(word).head;
        self.reading.lemma(head) == "as"
            || self.reading.lemma(self.reading.token(head).head) == "as"
    }

    /// Returns the word of speech before the colon or comma that introduces the words.
    fn introducing_speech(&self, quoted: &Quoted) -> Option<TokenId> {
        let text = &self.reading.document.text;
        let before = text.get(..quoted.outer.start)?.trim_end();
        if !before.ends_with([':', ',']) {
            return None;
        }
        let first = quoted.tokens.start.saturating_sub(18);
        let mut verb = None;
        for word in (first..quoted.tokens.start).rev() {
            let lemma = self.reading.lemma(word);
            if self.is_quoted(word) {
                break;
            }
            if self.words.has("speech-noun", &lemma) && self.reading.token(word).pos == "NOUN" {
                return Some(word);
            }
            if self.is_speech(word) {
                verb = Some(word);
                break;
            }
        }
        verb
    }

    /// Returns who speaks where this is the verb or noun of speech.
    fn speaker_of(&self, word: TokenId) -> Option<ActorRef> {
        if self.reading.token(word).pos == "NOUN" {
            let owner = self.owners(word).into_iter().next();
            if owner.is_some() {
                return owner;
            }
            let verb = self.clause_of(word)?;
            return self.agents(verb).into_iter().next();
        }
        let id = self.reading.predicate_of(word)?;
        let mut heads = self.reading.heads(id, Role::Agent);
        // Somebody who is told or praised does not speak.
        heads.extend(self.reading.governed(word, &["nsubj"]));
        for head in heads {
            let lemma = self.reading.lemma(head);
            if matches!(lemma.as_str(), "latter" | "former") {
                return self.latter(head, lemma == "former");
            }
            let spoken = self.reading.actors_of(head, crate::events::Depth::Named);
            if let Some(speaker) = spoken.into_iter().next() {
                return Some(speaker.actor);
            }
        }
        None
    }

    /// Returns the last, or the last but one, of the actors that the sentence before names.
    fn latter(&self, word: TokenId, former: bool) -> Option<ActorRef> {
        let sentence = self.reading.token(word).sentence.checked_sub(1)?;
        let before = self.reading.analysis.sentences.get(sentence)?;
        let mut named: Vec<ActorRef> = before
            .tokens
            .clone()
            .rev()
            .filter(|&word| !matches!(self.reading.token(word).dep, "poss" | "amod" | "compound"))
            .filter_map(|word| self.reading.mention(word))
            .filter(|mention| mention.named)
            .filter_map(|mention| mention.actors.first().cloned())
            .filter(|actor| actor.state().is_some())
            .take(2)
            .collect();
        if former {
            named.pop()
        } else {
            named.into_iter().next()
        }
    }
}
