//! What all kinds of claim share: the clause they stand in, what its surroundings make of them, who
//! says so, when, and the statement that comes of it.

use super::Kinds;
use crate::events::{PredicationId, bounded, is_historical};
use chancery_model::{
    ActorRef, Assertion, Attribution, Body, DateRange, Evidence, Statement, StatementId, Status,
};
use chancery_text::{Modality, TimeKind, TokenId};
use std::ops::Range;

/// The ground that a claim stands on.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// The words of its clause.
    pub(super) tokens: Range<TokenId>,
    pub(super) status: Status,
    pub(super) attribution: Attribution,
    pub(super) date: DateRange,
    /// How far parser and date can be trusted, 0 to 1.
    trust: f64,
}

impl Ground {
    /// Widens the evidence so that it holds these words too.
    pub(super) fn with(mut self, tokens: Range<TokenId>) -> Self {
        self.tokens = self.tokens.start.min(tokens.start)..self.tokens.end.max(tokens.end);
        self
    }
}

impl Kinds<'_> {
    /// Returns whether claims are read in the paragraph of this word.
    pub(super) fn makes_claims(&self, word: TokenId) -> bool {
        let analysis = self.reading.analysis;
        let sentence = analysis.tokens.get(word).map(|token| token.sentence);
        sentence
            .and_then(|sentence| analysis.sentences.get(sentence))
            .and_then(|sentence| analysis.paragraphs.get(sentence.paragraph))
            .is_none_or(|paragraph| paragraph.kind.makes_claims())
    }

    /// Returns the predication of the clause that a word stands in.
    pub(super) fn clause_of(&self, word: TokenId) -> Option<PredicationId> {
        let mut current = word;
        for _ in 0..24 {
            let token = self.reading.token(current);
            if matches!(token.pos, "VERB" | "AUX")
                && let Some(found) = self.reading.predicate_of(current)
            {
                return Some(found);
            }
            if token.head == current {
                return self.reading.predicate_of(current);
            }
            current = token.head;
        }
        None
    }

    /// Returns the ground of a predicate's claim.
    pub(super) fn clause(&self, id: PredicationId) -> Ground {
        let predication = self.reading.predication(id);
        let standing = self.reading.standing(id);
        let mut status = standing.status;
        let mut attribution = self.reading.told(&standing);
        self.overheard(predication.head, &mut attribution);
        if matches!(attribution.assertion, Assertion::Denied) && status == Status::Actual {
            status = Status::Negated;
        }
        let mut dated = self.reading.dated(id, status, None);
        // "Since 2022 it has joined A and gained status in B": one date for both.
        let verb = predication.support.unwrap_or(predication.head);
        let token = self.reading.token(verb);
        if dated.range.expression.is_none()
            && token.dep == "conj"
            && let Some(first) = self.reading.predicate_of(token.head)
            && self
                .reading
                .governed(verb, &["nsubj", "nsubjpass"])
                .next()
                .is_none()
        {
            let before = self.reading.dated(first, status, None);
            if before.range.expression.is_some() {
                dated = before;
            }
        }
        if status == Status::Actual && (is_historical(&dated.range) || dated.background) {
            status = Status::Historical;
        }
        Ground {
            tokens: self.reading.evidence(id),
            status,
            attribution,
            date: dated.range,
            trust: self.trust(predication.head) * 0.1f64.mul_add(dated.trust, 0.9),
        }
    }

    /// Returns the ground of a noun phrase, dated by what stands behind one of its words.
    pub(super) fn phrase_from(&self, noun: TokenId, word: TokenId) -> Ground {
        let mut ground = self.phrase(noun);
        let tokens = self.reading.subtree(noun);
        let sentence = self.reading.token(noun).sentence;
        let time = self.reading.times_of(sentence).find(|time| {
            time.kind == TimeKind::Calendar
                && word < time.tokens.start
                && time.tokens.end <= tokens.end
        });
        if let Some(time) = time {
            ground.date = bounded(time, self.reading.published());
            ground.date.expression = Some(time.span.of(&self.reading.document.text).to_owned());
            ground.date.reported = self.reading.published();
        }
        ground
    }

    /// Returns the ground of a claim that a noun phrase takes for granted ("Russia's ally Belarus"),
    /// whatever becomes of the clause around it.
    pub(super) fn phrase(&self, noun: TokenId) -> Ground {
        let tokens = self.reading.subtree(noun);
        let outer = self.clause_of(noun);
        let mut attribution = outer.map_or_else(Attribution::default, |id| {
            self.reading.told(&self.reading.standing(id))
        });
        if attribution.assertion == Assertion::Denied {
            attribution.assertion = Assertion::Reported;
        }
        self.overheard(noun, &mut attribution);
        let reported = self.reading.published();
        let sentence = self.reading.token(noun).sentence;
        let time = self.reading.times_of(sentence).find(|time| {
            time.kind == TimeKind::Calendar
                && tokens.start <= time.tokens.start
                && time.tokens.end <= tokens.end
        });
        let mut date = DateRange {
            to: reported,
            ..DateRange::default()
        };
        if let Some(time) = time {
            date = bounded(time, reported);
            date.expression = Some(time.span.of(&self.reading.document.text).to_owned());
        }
        date.reported = reported;
        let status = if is_historical(&date) {
            Status::Historical
        } else {
            Status::Actual
        };
        let clause = outer.map_or_else(|| tokens.clone(), |id| self.reading.evidence(id));
        let tokens = tokens.start.min(clause.start)..tokens.end.max(clause.end);
        Ground {
            tokens,
            status,
            attribution,
            date,
            trust: self.trust(noun),
        }
    }

    /// Returns the ground of a claim that a noun makes: taken for granted where the noun is known
    /// ("the war with"), otherwise as its clause has it ("could start a war with").
    pub(super) fn noun_ground(&self, noun: TokenId) -> Ground {
        let definite = self.reading.is_definite(noun);
        let ground = self.phrase(noun);
        if definite || ground.status == Status::Historical {
            return ground;
        }
        if let Some(id) = self.reading.predication_at(noun) {
            let clause = self.clause(id);
            return Ground {
                tokens: ground.tokens,
                ..clause
            };
        }
        let Some(outer) = self.clause_of(noun) else {
            return ground;
        };
        let status = self.reading.standing(outer).status;
        let plain = self.reading.predication(outer).modality == Modality::Plain;
        if matches!(
            status,
            Status::Hypothetical | Status::Future | Status::Negated
        ) || !plain
        {
            return Ground { status, ..ground };
        }
        ground
    }

    /// Adds the speaker of the quotation, or of the "according to", that a word stands in.
    fn overheard(&self, word: TokenId, attribution: &mut Attribution) {
        if attribution.assertion != Assertion::Author {
            return;
        }
        if let Some(quote) = self.quote_at(word) {
            attribution.assertion = Assertion::Reported;
            if attribution.speaker.is_none() {
                attribution.speaker.clone_from(&quote.speaker);
            }
        } else if let Some((source, actor)) = self.according(word) {
            attribution.assertion = Assertion::Reported;
            match actor {
                Some(actor) => attribution.speaker = Some(actor),
                None => attribution.outlet = source,
            }
        }
    }

    /// Returns whom the clause of a word names by "according to" or "in the words of".
    pub(super) fn according(&self, word: TokenId) -> Option<(Option<String>, Option<ActorRef>)> {
        let mut current = word;
        for _ in 0..12 {
            for &child in self.reading.children(current) {
                if self
                    .reading
                    .token(child)
                    .text
                    .eq_ignore_ascii_case("according")
                {
                    let source = self
                        .reading
                        .governed(child, &["prep"])
                        .flat_map(|prep| self.reading.coordinated_objects(prep))
                        .next()?;
                    let actor = self.known(source).into_iter().next();
                    return Some((Some(self.reading.short_phrase(source)), actor));
                }
            }
            let token = self.reading.token(current);
            if token.head == current {
                return None;
            }
            current = token.head;
        }
        None
    }

    fn trust(&self, word: TokenId) -> f64 {
        self.reading
            .analysis
            .sentences
            .get(self.reading.token(word).sentence)
            .map_or(1.0, |sentence| {
                0.5f64.mul_add(f64::from(sentence.trust), 0.5)
            })
    }

    /// Returns the statement of a claim. `sure` is how often the rule is right where parser and
    /// resolver are, 0 to 1.
    pub(super) fn claim(&self, body: Body, ground: &Ground, sure: f64, rule: &str) -> Statement {
        let mut tokens = ground.tokens.clone();
        while tokens.len() > 1 && self.opens_nothing(tokens.start) {
            tokens.start += 1;
        }
        let span = self.reading.span(tokens);
        let sentence = self
            .reading
            .analysis
            .tokens
            .get(ground.tokens.start)
            .map_or(0, |token| token.sentence);
        let evidence = Evidence {
            document: self.reading.document.id.clone(),
            sentence,
            start: span.start,
            end: span.end,
            text: span.of(&self.reading.document.text).to_owned(),
        };
        let confidence = (sure * ground.trust * 100.0).round() / 100.0;
        let rule = format!("{}:{rule}", body.kind());
        Statement {
            id: identifier(&evidence, &body, ground.status),
            body,
            evidence,
            status: ground.status,
            attribution: ground.attribution.clone(),
            date: ground.date.clone(),
            confidence,
            rule,
            also: Vec::new(),
            corrects: None,
        }
    }

    /// Returns whether a word is punctuation that no claim begins with.
    fn opens_nothing(&self, word: TokenId) -> bool {
        let token = self.reading.token(word);
        token.pos == "PUNCT"
            && token
                .text
                .chars()
                .all(|letter| matches!(letter, '-' | '–' | '—' | ',' | ';' | ':' | '.'))
    }

    /// Returns the known actors of a noun phrase.
    pub(super) fn known(&self, head: TokenId) -> Vec<ActorRef> {
        // "Iran's enemies" are not Iran.
        if self.reading.mention(head).is_none()
            && self
                .words
                .label("stance", &self.reading.lemma(head))
                .is_some()
        {
            // "Moscow's ally Belarus" is Belarus.
            let beside: Vec<TokenId> = self.reading.governed(head, &["appos"]).collect();
            return beside
                .into_iter()
                .flat_map(|name| self.known(name))
                .collect();
        }
        self.reading
            .actors_of(head, crate::events::Depth::Named)
            .into_iter()
            .map(|participant| participant.actor)
            .filter(|actor| actor.state().is_some())
            .collect()
    }

    /// Returns the known actors of several noun phrases, each once.
    pub(super) fn known_of(&self, heads: impl IntoIterator<Item = TokenId>) -> Vec<ActorRef> {
        let mut found = Vec::new();
        for head in heads {
            add(&mut found, self.known(head));
        }
        found
    }
}

/// Adds actors that are not there yet.
pub(super) fn add(found: &mut Vec<ActorRef>, more: impl IntoIterator<Item = ActorRef>) {
    for actor in more {
        if !found.iter().any(|known| known.state() == actor.state()) {
            found.push(actor);
        }
    }
}

/// Returns the actors that are not on the side of any of the others.
pub(super) fn without(actors: Vec<ActorRef>, others: &[ActorRef]) -> Vec<ActorRef> {
    actors
        .into_iter()
        .filter(|actor| !others.iter().any(|other| other.state() == actor.state()))
        .collect()
}

/// Returns the identifier of a statement: the FNV-1a hash (Fowler, Noll and Vo) of its document,
/// place, claim and status, after the first letter of its kind, so that coding the same text again
/// gives the same one.
fn identifier(evidence: &Evidence, body: &Body, status: Status) -> StatementId {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut feed = |text: &str| {
        for byte in text.bytes().chain([0xff]) {
            hash ^= u64::from(byte);
            hash = hash.wrapping_mul(0x0100_0000_01b3);
        }
    };
    feed(evidence.document.as_str());
    feed(&evidence.start.to_string());
    feed(&evidence.end.to_string());
    feed(status.as_str());
    feed(&serde_json::to_string(body).unwrap_or_default());
    let letter = body.kind().chars().next().unwrap_or('x');
    StatementId::new(format!("{letter}{hash:016x}"))
}
