//! What is understood of one document: the layers over its stored text.
//!
//! Every span counts UTF-8 bytes of the stored text, which is never changed; normalisation is a
//! layer like the others. Tokens are numbered through the document, and every other layer refers
//! to them by number. No layer knows what an actor is.

use chancery_model::{Date, Diagnostic, Span};
use std::ops::Range;

/// The number of a token in its document.
pub type TokenId = usize;

/// The layers over one document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Analysis {
    /// Paragraphs in order; every sentence lies in one.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Sentences of the paragraphs in a language without a parser, in order.
    pub unparsed: Vec<UnparsedSentence>,
    /// Named mentions that the recogniser found.
    pub entities: Vec<Entity>,
    /// Stretches in quotation marks.
    pub quotations: Vec<Quoted>,
    /// Expressions of time, resolved where they can be.
    pub times: Vec<TimeExpression>,
    /// Amounts with their units.
    pub quantities: Vec<Amount>,
    /// Predicates with their arguments, scheme-neutral.
    pub predications: Vec<Predication>,
    /// Mentions of the same thing: names, definite nouns and pronouns.
    pub chains: Vec<Chain>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a paragraph is, so that captions and credits stay out of the prose.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Prose,
    /// A headline or section heading.
    Heading,
    /// The caption of a picture.
    Caption,
    /// A photo credit, agency name or stray line.
    Credit,
    /// The author's name.
    Byline,
    /// An item of a list.
    ListItem,
    /// Text in a language that is not analysed; kept, and searched for names.
    Foreign,
}

impl ParagraphKind {
    /// Returns whether claims are read in such a paragraph.
    pub const fn makes_claims(self) -> bool {
        matches!(self, Self::Prose | Self::Heading | Self::ListItem)
    }
}

/// A paragraph of the stored text.
#[derive(Clone, PartialEq, Debug)]
pub struct Paragraph {
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
    /// Its language as an ISO 639-1 code, where it is long enough to tell.
    pub language: Option<String>,
}

/// A sentence.
#[derive(Clone, PartialEq, Debug)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// The number of its paragraph.
    pub paragraph: usize,
    /// How far the syntactic analysis can be trusted, 0 to 1: lowered where it shows the signs of a
    /// wrong main frame.
    pub trust: f32,
}

/// A sentence in a language without a parser: no claim is read in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnparsedSentence {
    /// Where it stands.
    pub span: Span,
    /// The number of its paragraph.
    pub paragraph: usize,
    /// Its words, numbers and marks.
    pub tokens: Vec<Span>,
    /// Runs of words with capitals, which are mostly names.
    pub names: Vec<Span>,
}

/// A word or punctuation mark with its place in the dependency tree (ClearNLP labels, Penn tags,
/// as spaCy's English pipelines give them).
#[derive(Clone, PartialEq, Debug)]
pub struct Token {
    /// Where it stands in the stored text.
    pub span: Span,
    /// Its normalised characters: straight quotes, plain dashes, and in headlines written in capitals
    /// small letters but for names.
    pub text: Box<str>,
    /// Its base form.
    pub lemma: Box<str>,
    /// The fine part of speech (`VBD`, `NNP`).
    pub tag: &'static str,
    /// The coarse part of speech (`VERB`, `PROPN`).
    pub pos: &'static str,
    /// The token that it depends on; itself for a root.
    pub head: TokenId,
    /// The label of that dependency (`nsubj`, `dobj`, `ROOT`).
    pub dep: &'static str,
    /// Whether white space follows.
    pub space_after: bool,
    /// The number of its sentence.
    pub sentence: usize,
}

impl Token {
    /// Returns whether the token heads its sentence.
    pub fn is_root(&self) -> bool {
        self.dep == "ROOT"
    }
}

/// A named mention that the recogniser found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// The recogniser's label (`PERSON`, `GPE`, `ORG`, `NORP`, `DATE`…).
    pub label: &'static str,
}

/// A stretch of text in quotation marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quoted {
    /// The words between the marks.
    pub inner: Span,
    /// With the marks.
    pub outer: Span,
    /// The tokens between the marks.
    pub tokens: Range<TokenId>,
    /// Whether the words can be somebody's utterance, rather than a name or words that the author
    /// keeps at a distance.
    pub utterance: bool,
}

/// How fine an expression of time is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Grain {
    /// A day or less.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter or season.
    Season,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century or more.
    Century,
}

/// How an expression bounds what it dates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Bound {
    /// It happened within the interval.
    #[default]
    Within,
    /// From the interval on: "since 2022".
    Since,
    /// Up to the interval: "by June 14", "until March".
    Until,
    /// Before it.
    Before,
    /// After it.
    After,
}

/// Whether the interval is an event's date, a length of time, or only symbolic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TimeKind {
    /// A date or interval on the calendar.
    Calendar,
    /// A length ("for three weeks").
    Duration,
    /// A repetition ("every spring").
    Recurring,
    /// Anchored to an event that the calendar does not name ("since the start of the war").
    Event,
}

/// An expression of time, in the words of the text and on the calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// Its tokens, with the preposition that bounds it.
    pub tokens: Range<TokenId>,
    /// What kind it is.
    pub kind: TimeKind,
    /// The first day, where it can be told.
    pub from: Option<Date>,
    /// The last day, where it can be told.
    pub to: Option<Date>,
    /// How fine it is.
    pub grain: Grain,
    /// How it bounds what it dates.
    pub bound: Bound,
}

/// An amount: one number or a range, with its unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Amount {
    /// Where it stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// The lower end; equal to `high` for a single number.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The unit (`USD`, `USD/barrel`, `%`, `km`), or the noun counted (`people`).
    pub unit: Option<String>,
    /// Whether "more than", "at least" or the like makes it a lower bound.
    pub at_least: bool,
    /// Whether "up to", "fewer than" or the like makes it an upper bound.
    pub at_most: bool,
    /// For "from 65–70 to 78": the number, in this list, of the amount that this one changed from.
    pub change_of: Option<usize>,
}

/// The part that an argument plays for its predicate, whatever the parser's scheme calls it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Who does it: the subject of an active verb, the "by" of a passive one, the possessor or
    /// adjective of a noun for an act ("Israel's strikes", "Israeli strikes").
    Agent,
    /// To whom or what: the object, the subject of a passive, the "of" or "on" of such a noun.
    Patient,
    /// The receiver of something given or said: the indirect object.
    Recipient,
    /// Tied to the predicate by a preposition; see [`Argument::preposition`].
    Oblique,
    /// What a subject is said to be ("Iran remains a partner").
    Attribute,
    /// A clause that the predicate governs; [`Argument::head`] is its predicate's word.
    Clause,
}

/// One argument of a predicate. Coordination is expanded: "A and B" are two arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Argument {
    /// The part it plays.
    pub role: Role,
    /// The head word of the argument.
    pub head: TokenId,
    /// The preposition, for an oblique one (and for the "of", "on", "by" that gave another role).
    pub preposition: Option<TokenId>,
    /// Whether it was not written beside the predicate but shared, controlled or relative.
    pub inferred: bool,
}

/// How a predicate's word shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PredicateKind {
    /// A verb.
    Verb,
    /// A noun for an act ("the strikes", "talks between A and B").
    Noun,
    /// "To be" or the like with an attribute ("Israel is not an enemy").
    Copula,
}

/// How the clause of a predicate hangs in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ClauseKind {
    /// The main clause, or one conjoined with it.
    Main,
    /// What somebody says, thinks, wants or tries: the governor is the parent.
    Complement,
    /// A relative clause or a participle on a noun.
    Relative,
    /// The condition of another clause ("if …").
    Condition,
    /// Purpose ("to …", "in order to …").
    Purpose,
    /// Another subordinate clause (time, reason, concession).
    Adverbial,
    /// A noun for an act inside another clause.
    Nominal,
}

/// Whether and how a predicate is held back from being a fact, by its own verb group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Modality {
    /// None.
    #[default]
    Plain,
    /// Asserted to come: "will", "is to", "is set to", "plans to".
    Future,
    /// Possible: "may", "could", "might", "possibly".
    Possible,
    /// Contrary to fact or conditional: "would".
    Conditional,
    /// Due: "must", "should", "ought to".
    Obligation,
    /// Able: "can", "is able to".
    Ability,
}

/// The tense of a predicate's verb group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Tense {
    /// Past, perfect included.
    Past,
    /// Present.
    #[default]
    Present,
    /// No tense of its own: infinitives, participles, nouns.
    None,
}

/// A predicate with its arguments, the same whatever parser stands behind it.
#[derive(Clone, PartialEq, Debug)]
pub struct Predication {
    /// The word of the predicate.
    pub head: TokenId,
    /// How that word shows it.
    pub kind: PredicateKind,
    /// Its base form, with a particle or the noun of a light verb ("carry out", "hold talks" is
    /// "talk").
    pub lemma: String,
    /// The verb that carries a noun predicate ("held" in "held talks"), where there is one.
    pub support: Option<TokenId>,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The word that negates it.
    pub negation: Option<TokenId>,
    /// Its modality and the word that shows it.
    pub modality: Modality,
    /// The tense of its verb group.
    pub tense: Tense,
    /// Whether the verb is passive.
    pub passive: bool,
    /// Whether the verb is progressive ("is negotiating").
    pub progressive: bool,
    /// Whether the verb is perfect ("has signed").
    pub perfect: bool,
    /// How its clause hangs in the sentence.
    pub clause: ClauseKind,
    /// The word that opens the clause ("if", "that", "after"), where there is one.
    pub marker: Option<TokenId>,
    /// The number of the predication that governs it.
    pub parent: Option<usize>,
    /// The number of its sentence.
    pub sentence: usize,
}

/// Mentions of one thing in the document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chain {
    /// The mentions in order.
    pub mentions: Vec<ChainMention>,
}

/// One mention of a chain.
#[derive(Clone, PartialEq, Debug)]
pub struct ChainMention {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// Its head word.
    pub head: TokenId,
    /// What kind of words it is.
    pub kind: MentionKind,
    /// How sure the link to the chain is, 0 to 1.
    pub score: f32,
}

/// What kind of words a mention is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MentionKind {
    /// A name.
    Name,
    /// A noun phrase ("the president").
    Noun,
    /// A pronoun.
    Pronoun,
}

impl Analysis {
    /// Returns the words that a token governs directly.
    pub fn children(&self, token: TokenId) -> impl DoubleEndedIterator<Item = TokenId> + '_ {
        let range = self
            .tokens
            .get(token)
            .and_then(|entry| self.sentences.get(entry.sentence))
            .map_or(0..0, |sentence| sentence.tokens.clone());
        range.filter(move |&other| other != token && self.tokens[other].head == token)
    }

    /// Returns the tokens from the first to the last that a token governs, itself included.
    pub fn subtree(&self, token: TokenId) -> Range<TokenId> {
        let (mut first, mut last) = (token, token);
        let mut open = vec![token];
        while let Some(next) = open.pop() {
            first = first.min(next);
            last = last.max(next);
            open.extend(self.children(next));
        }
        first..last + 1
    }

    /// Returns the named mention that a token is part of; mentions are in order and do not overlap.
    pub fn entity_of(&self, token: TokenId) -> Option<&Entity> {
        let after = self
            .entities
            .partition_point(|entity| entity.tokens.start <= token);
        after
            .checked_sub(1)
            .map(|before| &self.entities[before])
            .filter(|entity| entity.tokens.contains(&token))
    }

    /// Returns the bytes of the stored text that these tokens cover.
    pub fn span(&self, tokens: Range<TokenId>) -> Span {
        match (
            self.tokens.get(tokens.start),
            tokens
                .end
                .checked_sub(1)
                .and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }
}
