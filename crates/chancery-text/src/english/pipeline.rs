//! A pipeline put together, and what it makes of a text.

use super::entities::Recogniser;
use super::kernel::Matrix;
use super::labels::label;
use super::layers::{Scores, Tok2Vec, Work, linear};
use super::lemmatizer::Lemmatizer;
use super::lexemes::{LexemeId, LexemeTables, Spaced, Vocabulary};
use super::load::{LoadError, PipelineFiles, read_folder};
use super::model_file;
use super::parser::{LabelId, Parser};
use super::parts::Parts;
use super::ruler::{Attributes, Ruler, Seen};
use super::sentences::{Start, Word, starts};
use super::tokenizer::{PieceCache, RawToken, Tokenizer};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::ThreadId;

/// The pipeline that the program carries.
pub(super) static MODEL: &[u8] = include_bytes!("../../models/en_core_web_md-3.7.1.f16");

static EMBEDDED: LazyLock<English> = LazyLock::new(|| {
    model_file::read(MODEL)
        .and_then(|parts| English::build(&parts))
        .unwrap_or_else(|error| unreachable!("the embedded model is tested to open: {error}"))
});

/// A text is analysed in stretches of at most so many bytes, so that a line without end costs no
/// more time and memory per word than a paragraph.
const STRETCH: usize = 16_384;

/// The networks see at most so many tokens at once.
const WINDOW: usize = 1_500;

/// A token of a parsed text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedToken {
    /// Its first byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Its base form.
    pub lemma: Box<str>,
    /// The fine part of speech (Penn Treebank).
    pub tag: &'static str,
    /// The coarse part of speech (Universal Dependencies).
    pub pos: &'static str,
    /// The number of its head in the text; its own for a root.
    pub head: usize,
    /// The label of its dependency (ClearNLP); `ROOT` for a root.
    pub dep: &'static str,
    /// Whether a sentence starts with it.
    pub starts_sentence: bool,
    /// Whether a space follows.
    pub space_after: bool,
}

/// A named mention in a parsed text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The recogniser's label (OntoNotes: `PERSON`, `GPE`, `NORP`…).
    pub label: &'static str,
}

/// What the pipeline makes of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parse {
    /// The tokens in order, white space other than single spaces among them.
    pub tokens: Vec<ParsedToken>,
    /// The named mentions in order.
    pub mentions: Vec<Mention>,
}

/// An English pipeline.
#[derive(Debug)]
pub struct English {
    name: String,
    tokenizer: Tokenizer,
    lexemes: LexemeTables,
    tok2vec: Tok2Vec,
    tagger: Matrix,
    tags: Vec<&'static str>,
    parser: Parser,
    parser_labels: Vec<&'static str>,
    recogniser: Option<Recogniser>,
    recogniser_tok2vec: Option<Tok2Vec>,
    mention_labels: Vec<&'static str>,
    ruler: Ruler,
    ruler_strings: Vec<&'static str>,
    lemmatizer: Lemmatizer,
    /// Memories that no thread is using, each with the thread that used it last, in whose processor's
    /// cache it lies.
    idle: Mutex<Vec<(ThreadId, Memory)>>,
}

/// What is remembered from one text to the next. It saves time and changes no result.
#[derive(Default, Debug)]
struct Memory {
    vocabulary: Vocabulary,
    pieces: PieceCache,
    vectors: VectorCache,
    entity_vectors: VectorCache,
    attributes: FxHashMap<(LexemeId, u16, LabelId), Ruled>,
    work: Work,
    scores: Scores,
    rows: Vec<f32>,
    sums: Vec<f32>,
}

/// The vectors of lexemes by themselves.
#[derive(Default, Debug)]
struct VectorCache {
    places: FxHashMap<(LexemeId, bool), u32>,
    vectors: Vec<f32>,
}

/// What ruler and lemmatizer make of a word with a tag and a label.
#[derive(Clone, Debug)]
struct Ruled {
    rules: Box<[u16]>,
    may_begin: bool,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
struct Outcome {
    tag: &'static str,
    pos: &'static str,
    dep: &'static str,
    lemma: Box<str>,
}

impl English {
    /// Returns the pipeline that the program carries, opening it the first time.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Opens a spaCy pipeline from the files of its folder.
    pub fn from_folder(files: &PipelineFiles) -> Result<Self, LoadError> {
        Self::build(&read_folder(files)?)
    }

    fn build(parts: &Parts) -> Result<Self, LoadError> {
        let tok2vec = Tok2Vec::new(parts, "tok2vec")?
            .ok_or_else(|| LoadError::NoTensor("tok2vec".to_owned()))?;
        let tagger = linear(parts, "tagger.output")?;
        let labels = |names: &[String]| names.iter().map(|name| label(name)).collect::<Vec<_>>();
        let tags = labels(&parts.tables.tags);
        if tagger.inputs() != tok2vec.width() || tags.is_empty() || tagger.width() < tags.len() {
            return Err(LoadError::Shape("tagger.output".to_owned()));
        }
        let parser = Parser::new(parts, tok2vec.width())?;
        let recogniser_tok2vec = Tok2Vec::new(parts, "ner")?;
        let width = recogniser_tok2vec.as_ref().unwrap_or(&tok2vec).width();
        let recogniser = match parts.tables.entity_moves[..] {
            [] => None,
            _ => Some(Recogniser::new(parts, width)?),
        };
        let ruler = Ruler::new(parts)?;
        Ok(Self {
            name: parts.tables.name.clone(),
            tokenizer: Tokenizer::new(&parts.tables.tokenizer)?,
            lexemes: LexemeTables::new(parts),
            parser_labels: labels(parser.labels()),
            mention_labels: recogniser
                .as_ref()
                .map_or_else(Vec::new, |recogniser| labels(recogniser.labels())),
            ruler_strings: labels(ruler.strings()),
            lemmatizer: Lemmatizer::new(parts),
            tok2vec,
            tagger,
            tags,
            parser,
            recogniser,
            recogniser_tok2vec,
            ruler,
            idle: Mutex::default(),
        })
    }

    /// Returns the pipeline's name and version.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the base form of a form in lower case, if it is known for this part of speech
    /// (`verb`, `noun`).
    pub fn known_base(&self, form: &str, pos: &str) -> Option<String> {
        self.lemmatizer.known_base(form, pos)
    }

    /// Parses a text as it stands, as spaCy does; places count its bytes.
    pub fn parse(&self, text: &str) -> Parse {
        self.parse_as(text, Guidance::None)
    }

    /// Parses a text whose punctuation is plain; where sentences start is told from it first.
    pub(super) fn parse_sentences(&self, text: &str) -> Parse {
        self.parse_as(text, Guidance::Punctuation)
    }

    /// Returns whether a word in small letters is a noun, verb, adjective or adverb of the
    /// lemmatizer's tables, or a form of one.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.lemmatizer.knows(word)
    }

    fn parse_as(&self, text: &str, guidance: Guidance) -> Parse {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let thread = std::thread::current().id();
        let mut memory = {
            let mut idle = idle();
            let own = idle.iter().rposition(|(user, _)| *user == thread);
            match own.or(idle.len().checked_sub(1)) {
                Some(place) => idle.swap_remove(place).1,
                None => Memory::default(),
            }
        };
        let mut parse = Parse::default();
        let mut start = 0;
        while start < text.len() {
            let end = start + stretch_end(&text[start..]);
            if memory.vocabulary.is_full() {
                memory = Memory::default();
            }
            self.parse_stretch(&text[start..end], start, guidance, &mut memory, &mut parse);
            start = end;
        }
        idle().push((thread, memory));
        parse
    }

    fn parse_stretch(
        &self,
        text: &str,
        offset: usize,
        guidance: Guidance,
        memory: &mut Memory,
        parse: &mut Parse,
    ) {
        let tokens = self.tokenizer.tokenize(
            text,
            &self.lexemes,
            &mut memory.vocabulary,
            &mut memory.pieces,
        );
        let starts = match guidance {
            Guidance::None => vec![Start::May; tokens.len()],
            Guidance::Punctuation => starts(&words(text, &tokens)),
        };
        let (mut tokens, mut starts) = (&tokens[..], &starts[..]);
        while !tokens.is_empty() {
            let end = window_end(tokens, &memory.vocabulary);
            let (window, rest) = tokens.split_at(end);
            let (window_starts, rest_starts) = starts.split_at(end);
            self.parse_window(window, window_starts, offset, memory, parse);
            (tokens, starts) = (rest, rest_starts);
        }
    }

    fn parse_window(
        &self,
        tokens: &[RawToken],
        starts: &[Start],
        offset: usize,
        memory: &mut Memory,
        parse: &mut Parse,
    ) {
        let Memory {
            vocabulary,
            vectors,
            entity_vectors,
            attributes,
            work,
            scores,
            rows,
            sums,
            ..
        } = memory;
        let spaces: Vec<bool> = tokens
            .iter()
            .map(|token| vocabulary.get(token.lexeme).is_space)
            .collect();
        let encoded = encode(&self.tok2vec, tokens, vocabulary, vectors, work, rows);
        let tags = self.tag(encoded, work, sums);
        let tree = self.parser.parse(encoded, &spaces, starts, work, scores);
        let mentions = match (&self.recogniser, &self.recogniser_tok2vec) {
            (Some(recogniser), own) => {
                let encoded = match own {
                    Some(own) => encode(own, tokens, vocabulary, entity_vectors, work, rows),
                    None => encoded,
                };
                recogniser.recognise(encoded, &spaces, &tree.starts, work, scores)
            }
            (None, _) => Vec::new(),
        };
        let mut outcomes = Vec::with_capacity(tokens.len());
        let mut extra: Vec<(usize, u16)> = Vec::new();
        let mut begins = Vec::new();
        for (place, token) in tokens.iter().enumerate() {
            let key = (token.lexeme, tags[place], tree.labels[place]);
            let ruled = attributes
                .entry(key)
                .or_insert_with(|| self.rule(self.seen(key, vocabulary)));
            if ruled.may_begin {
                begins.push(place);
            }
            outcomes.push(ruled.outcome.clone());
        }
        let key = |place: usize| (tokens[place].lexeme, tags[place], tree.labels[place]);
        for first in begins {
            let end = tokens.len().min(first + self.ruler.longest());
            let seen: Vec<Seen<'_>> = (first..end)
                .map(|place| self.seen(key(place), vocabulary))
                .collect();
            for (rule, place) in self.ruler.matching_from(&seen) {
                extra.push((first + place, rule));
            }
        }
        for &(place, _) in &extra {
            let single = attributes
                .get(&key(place))
                .map_or(&[][..], |ruled| &ruled.rules);
            let mut rules: Vec<u16> = extra
                .iter()
                .filter(|(other, _)| *other == place)
                .map(|&(_, rule)| rule)
                .chain(single.iter().copied())
                .collect();
            rules.sort_unstable();
            let sets = self.ruler.set(rules.into_iter());
            outcomes[place] = self.outcome(self.seen(key(place), vocabulary), &sets);
        }
        let base = parse.tokens.len();
        for (place, (token, outcome)) in tokens.iter().zip(outcomes).enumerate() {
            parse.tokens.push(ParsedToken {
                start: offset + token.start,
                end: offset + token.end,
                lemma: outcome.lemma,
                tag: outcome.tag,
                pos: outcome.pos,
                head: base + tree.heads[place],
                dep: outcome.dep,
                starts_sentence: tree.starts[place] || place == 0,
                space_after: token.space,
            });
        }
        parse
            .mentions
            .extend(mentions.into_iter().map(|(tokens, label)| Mention {
                tokens: base + tokens.start..base + tokens.end,
                label: self.mention_labels[label],
            }));
    }

    /// Returns the number of the best tag of each token.
    fn tag(&self, encoded: &[f32], work: &mut Work, sums: &mut Vec<f32>) -> Vec<u16> {
        let width = self.tok2vec.width();
        let rows = encoded.len() / width;
        self.tagger
            .apply_into(encoded, width, rows, &mut work.scratch, sums);
        sums.chunks_exact(self.tagger.width())
            .map(|scores| {
                let mut best = 0;
                for (tag, &score) in scores[..self.tags.len()].iter().enumerate() {
                    if score > scores[best] {
                        best = tag;
                    }
                }
                best as u16
            })
            .collect()
    }

    fn seen<'a>(
        &self,
        (lexeme, tag, dep): (LexemeId, u16, LabelId),
        vocabulary: &'a Vocabulary,
    ) -> Seen<'a> {
        let lexeme = vocabulary.get(lexeme);
        Seen {
            text: &lexeme.text,
            lower: &lexeme.lower,
            tag: self.tags[usize::from(tag)],
            dep: self.parser_labels[usize::from(dep)],
            is_space: lexeme.is_space,
        }
    }

    fn rule(&self, seen: Seen<'_>) -> Ruled {
        let rules = self.ruler.matching(seen);
        let sets = self.ruler.set(rules.iter().copied());
        Ruled {
            rules: rules.into(),
            may_begin: self.ruler.may_begin(seen),
            outcome: self.outcome(seen, &sets),
        }
    }

    fn outcome(&self, seen: Seen<'_>, sets: &Attributes) -> Outcome {
        let set = |number: Option<u16>| {
            number.and_then(|number| self.ruler_strings.get(usize::from(number)).copied())
        };
        let pos = set(sets.pos).unwrap_or("");
        let morph = set(sets.morph).unwrap_or("");
        let lemma = match set(sets.lemma) {
            Some(lemma) => lemma.into(),
            None => self.lemmatizer.lemma(seen.text, pos, morph).into(),
        };
        Outcome {
            tag: set(sets.tag).unwrap_or_else(|| label(seen.tag)),
            pos,
            dep: set(sets.dep).unwrap_or_else(|| label(seen.dep)),
            lemma,
        }
    }
}

/// Who says where sentences start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Guidance {
    /// The parser alone.
    None,
    /// Punctuation first.
    Punctuation,
}

fn words<'a>(text: &'a str, tokens: &[RawToken]) -> Vec<Word<'a>> {
    tokens
        .iter()
        .map(|token| Word {
            text: &text[token.start..token.end],
            space_before: token.start > 0 && text.as_bytes()[token.start - 1] == b' ',
        })
        .collect()
}

/// Turns tokens into vectors, in `rows`, and returns them without the margins.
fn encode<'a>(
    network: &Tok2Vec,
    tokens: &[RawToken],
    vocabulary: &Vocabulary,
    cache: &mut VectorCache,
    work: &mut Work,
    rows: &'a mut Vec<f32>,
) -> &'a [f32] {
    let width = network.width();
    let mut new: Vec<Spaced<'_>> = Vec::new();
    let known = cache.vectors.len() / width;
    for token in tokens {
        let next = (known + new.len()) as u32;
        cache
            .places
            .entry((token.lexeme, token.space))
            .or_insert_with(|| {
                new.push(Spaced {
                    lexeme: vocabulary.get(token.lexeme),
                    space: token.space,
                });
                next
            });
    }
    if !new.is_empty() {
        network.embed(new.iter(), work, &mut cache.vectors);
    }
    let margin = network.margin() * width;
    rows.clear();
    rows.resize(margin, 0.0);
    for token in tokens {
        let place = cache.places[&(token.lexeme, token.space)] as usize;
        rows.extend_from_slice(&cache.vectors[place * width..(place + 1) * width]);
    }
    rows.resize(rows.len() + margin, 0.0);
    network.encode(rows, work);
    let end = rows.len() - margin;
    &rows[margin..end]
}

/// Returns the length of the next stretch of a text: all of it if it is short enough, or up to the
/// last end of a sentence, white space or character that fits.
fn stretch_end(text: &str) -> usize {
    if text.len() <= STRETCH {
        return text.len();
    }
    let head = &text[..text.floor_char_boundary(STRETCH)];
    let sentence = [". ", "! ", "? ", "\n"]
        .iter()
        .filter_map(|end| head.rfind(end).map(|at| at + end.len()))
        .max();
    sentence
        .or_else(|| head.rfind(' ').map(|at| at + 1))
        .filter(|&end| end > STRETCH / 4)
        .unwrap_or(head.len())
}

/// Returns how many tokens the networks see at once: all, or up to the last full stop that fits.
fn window_end(tokens: &[RawToken], vocabulary: &Vocabulary) -> usize {
    if tokens.len() <= WINDOW {
        return tokens.len();
    }
    (WINDOW / 2..WINDOW)
        .rev()
        .find(|&place| {
            matches!(
                &*vocabulary.get(tokens[place].lexeme).text,
                "." | "!" | "?" | "…" | "\n"
            )
        })
        .map_or(WINDOW, |place| place + 1)
}

/// Converts a spaCy pipeline folder to the compact file that the program carries.
pub fn compact(files: &PipelineFiles) -> Result<Vec<u8>, LoadError> {
    model_file::write(&read_folder(files)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> String {
        let parse = English::embedded().parse(text);
        let mut lines: Vec<String> = parse
            .tokens
            .iter()
            .map(|token| {
                let word = &text[token.start..token.end];
                let head = &parse.tokens[token.head];
                let head = &text[head.start..head.end];
                format!("{word} {} {} {} {head}", token.lemma, token.tag, token.dep)
            })
            .collect();
        lines.extend(parse.mentions.iter().map(|mention| {
            let first = &parse.tokens[mention.tokens.start];
            let last = &parse.tokens[mention.tokens.end - 1];
            format!("{}: {}", mention.label, &text[first.start..last.end])
        }));
        lines.join("\n")
    }

    #[test]
    fn threads_and_what_they_remember_change_nothing() {
        let texts = [
            "Israel did not attack Iran on Monday.",
            "Talks between Moscow and Ankara fell through, Lavrov said.",
            "The minister, who had resigned in May, flew to Doha.",
        ];
        let alone = texts.map(lines);
        std::thread::scope(|scope| {
            for first in 0..4 {
                let (texts, alone) = (&texts, &alone);
                scope.spawn(move || {
                    for turn in first..first + 30 {
                        let place = turn % texts.len();
                        assert_eq!(lines(texts[place]), alone[place]);
                    }
                });
            }
        });
    }

    /// The expectation is what spaCy 3.8.7 gives with the same pipeline.
    #[test]
    fn a_sentence_is_analysed_as_spacy_does() {
        expect_test::expect![[r#"
            Israel Israel NNP nsubj attack
            did do VBD aux attack
            n't not RB neg attack
            attack attack VB ccomp told
            Iran Iran NNP dobj attack
            , , , punct told
            U.S. U.S. NNP compound officials
            officials official NNS nsubj told
            told tell VBD ROOT told
            Reuters Reuters NNP dobj told
            :) :) PRP dobj told
            on on IN prep told
            Friday Friday NNP pobj on
            . . . punct told
            GPE: Israel
            GPE: Iran
            GPE: U.S.
            ORG: Reuters
            DATE: Friday"#]]
        .assert_eq(&lines(
            "Israel didn't attack Iran, U.S. officials told Reuters :) on Friday.",
        ));
    }

    #[test]
    fn memory_changes_no_result() {
        let texts = [
            "Talks were held.",
            "They held talks in Geneva.",
            "Talks were held.",
        ];
        let pipeline = English::embedded();
        let first: Vec<Parse> = texts.iter().map(|text| pipeline.parse(text)).collect();
        let second: Vec<Parse> = texts
            .iter()
            .rev()
            .map(|text| pipeline.parse(text))
            .collect();
        assert!(first.iter().eq(second.iter().rev()));
        assert_eq!(first[0], first[2]);
    }

    /// Texts that no paragraph looks like: the work stays proportional to the length, and every
    /// byte that is not a single space belongs to one token.
    #[test]
    fn any_text_is_read() {
        let mut texts = vec![
            String::new(),
            " ".to_owned(),
            "\u{202e}\u{200b}\u{feff}\0\u{1f}".to_owned(),
            "👩‍👩‍👧🇺🇦".repeat(500),
            "(".repeat(20_000),
            "x".repeat(20_000),
            "a.b@".repeat(5_000),
            " \t\n".repeat(3_000),
            "He said so and ".repeat(3_000),
        ];
        texts.push("([{<\"'“’".repeat(2_000));
        for text in texts {
            let parse = English::embedded().parse(&text);
            let mut end = 0;
            for (number, token) in parse.tokens.iter().enumerate() {
                assert!(text[end..token.start].bytes().all(|byte| byte == b' '));
                assert!(token.start < token.end && token.head < parse.tokens.len());
                assert!(number > 0 || token.starts_sentence);
                end = token.end;
            }
            assert!(text[end..].bytes().all(|byte| byte == b' '));
        }
    }
}
