//! Amounts: numbers and ranges with what they count or measure.
//!
//! Numbers in dates, lengths of time, names ("Flight 370", "M23") and scores are none. A unit said
//! once holds for its whole expression: "from $65–70 to $78 per barrel" is two amounts in USD per
//! barrel, of which the second is what the first changed to.

mod units;

use crate::analysis::{Amount, Analysis, TimeKind, TokenId};
use crate::lexemes::{Kind, Lexemes, tokens_in};
use crate::numerals::{self, Numeral};
use chancery_model::Span;

/// Returns the amounts of a document in order. The analysis gives the expressions of time, whose
/// numbers are left out, and the trees that tell what is counted.
pub fn amounts(text: &str, analysis: &Analysis) -> Vec<Amount> {
    let lexemes = Lexemes::of(text, &analysis.sentences);
    let reader = Reader {
        analysis,
        lexemes: &lexemes,
    };
    let mut times = analysis
        .times
        .iter()
        .filter(|time| time.kind != TimeKind::Event)
        .map(|time| time.span)
        .peekable();
    let mut found: Vec<Read> = Vec::new();
    let mut at = 0;
    while at < lexemes.len() {
        let Some(piece) = lexemes.get(at) else { break };
        while times
            .peek()
            .is_some_and(|time| time.end <= piece.span.start)
        {
            times.next();
        }
        if times
            .peek()
            .is_some_and(|time| time.start <= piece.span.start)
        {
            at += 1;
            continue;
        }
        let limit = times.peek().map_or(usize::MAX, |time| time.start);
        match reader.amount(at).filter(|read| read.number_end <= limit) {
            Some(read) => {
                at = read.end;
                found.push(read);
            }
            None => at += 1,
        }
    }
    link_changes(&lexemes, &mut found);
    found
        .into_iter()
        .filter_map(|read| {
            let span = lexemes.span(read.first, read.end);
            let tokens = tokens_in(&analysis.tokens, span);
            (!tokens.is_empty() || analysis.tokens.is_empty()).then_some(Amount {
                span,
                tokens,
                ..read.amount
            })
        })
        .collect()
}

/// An amount with the pieces that it was read from.
struct Read {
    first: usize,
    end: usize,
    /// One past the last byte of its numbers.
    number_end: usize,
    amount: Amount,
}

struct Reader<'a> {
    analysis: &'a Analysis,
    lexemes: &'a Lexemes,
}

/// How words before a number bound it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    None,
    AtLeast,
    AtMost,
}

/// The words before a number: how it is bounded, and where the number is.
fn limit(lexemes: &Lexemes, at: usize) -> (Limit, usize) {
    const LIMITS: &[(&[&str], Limit)] = &[
        (&["no", "more", "than"], Limit::AtMost),
        (&["no", "fewer", "than"], Limit::AtLeast),
        (&["no", "less", "than"], Limit::AtLeast),
        (&["not", "less", "than"], Limit::AtLeast),
        (&["not", "more", "than"], Limit::AtMost),
        (&["a", "minimum", "of"], Limit::AtLeast),
        (&["a", "maximum", "of"], Limit::AtMost),
        (&["in", "excess", "of"], Limit::AtLeast),
        (&["as", "many", "as"], Limit::AtMost),
        (&["as", "much", "as"], Limit::AtMost),
        (&["as", "few", "as"], Limit::AtLeast),
        (&["a", "total", "of"], Limit::None),
        (&["an", "estimated"], Limit::None),
        (&["a", "record"], Limit::None),
        (&["an", "additional"], Limit::None),
        (&["more", "than"], Limit::AtLeast),
        (&["greater", "than"], Limit::AtLeast),
        (&["at", "least"], Limit::AtLeast),
        (&["upwards", "of"], Limit::AtLeast),
        (&["well", "over"], Limit::AtLeast),
        (&["fewer", "than"], Limit::AtMost),
        (&["less", "than"], Limit::AtMost),
        (&["at", "most"], Limit::AtMost),
        (&["up", "to"], Limit::AtMost),
        (&["close", "to"], Limit::None),
        (&["over"], Limit::AtLeast),
        (&["above"], Limit::AtLeast),
        (&["exceeding"], Limit::AtLeast),
        (&["under"], Limit::AtMost),
        (&["below"], Limit::AtMost),
        (&["nearly"], Limit::AtMost),
        (&["almost"], Limit::AtMost),
        (&["some"], Limit::None),
        (&["about"], Limit::None),
        (&["around"], Limit::None),
        (&["approximately"], Limit::None),
        (&["roughly"], Limit::None),
        (&["estimated"], Limit::None),
        (&["another"], Limit::None),
    ];
    LIMITS
        .iter()
        .find(|(words, _)| lexemes.words(at, words))
        .map_or((Limit::None, at), |(words, limit)| {
            (*limit, at + words.len())
        })
}

/// A number with the currency before it.
struct Value {
    numeral: Numeral,
    currency: Option<String>,
    negative: bool,
}

impl Reader<'_> {
    /// Reads the amount that begins here.
    fn amount(&self, at: usize) -> Option<Read> {
        let lexemes = self.lexemes;
        let (limit, start) = limit(lexemes, at);
        let first = self.value(start)?;
        let same = lexemes.is_same_sentence(at, first.numeral.end - 1);
        if !same || self.is_name_or_score(start, &first) {
            return None;
        }
        // "several cities" counts nothing; "several hundred" does.
        if first.numeral.high < 10.0 && first.numeral.low < first.numeral.high {
            return None;
        }
        let mut low = first.numeral.low;
        let mut high = first.numeral.high;
        let mut currency = first.currency.clone();
        let mut end = first.numeral.end;
        let mut unit = units::unit(lexemes, after_hyphen(lexemes, end));
        // "65–70", "20 to 30", "between 20 and 30", "5%–10%".
        let joint = unit.as_ref().map_or(end, |unit| unit.end);
        if let Some((second, after)) = self.second(at, joint, &first) {
            let (numeral, second_currency) = (second.numeral, second.currency);
            // "2 to 3 million": the scale said once is the scale of both.
            let shared = if first.numeral.scale == 1.0
                && numeral.scale > 1.0
                && low * numeral.scale <= numeral.low
            {
                numeral.scale
            } else {
                1.0
            };
            if low * shared > numeral.high {
                return None;
            }
            low *= shared;
            high = numeral.high;
            currency = currency.or(second_currency);
            end = after;
            unit = units::unit(lexemes, after_hyphen(lexemes, end))
                .or(unit.map(|unit| units::Unit { end: after, ..unit }));
        }
        let number_end = lexemes.get(end - 1)?.span.end;
        if first.negative {
            (low, high) = (-high, -low);
        }
        let mut code = currency;
        let hyphen = after_hyphen(lexemes, end);
        let plus = lexemes.word(hyphen) == "plus" && hyphen > end;
        if let Some(unit) = unit {
            // "$5 million dollars" says it twice; "pounds" after "£" too.
            code = code.or(Some(unit.code));
            end = unit.end.max(end);
        } else if code.is_none() && hyphen > end && !plus {
            // "a 15-member council", but not "a two-state solution".
            let word = lexemes.word(hyphen);
            if !matches!(
                word,
                "member"
                    | "seat"
                    | "strong"
                    | "point"
                    | "magnitude"
                    | "man"
                    | "nation"
                    | "vehicle"
                    | "bed"
                    | "room"
                    | "storey"
                    | "story"
                    | "page"
            ) {
                return None;
            }
            code = Some(if word == "magnitude" {
                "magnitude".to_owned()
            } else {
                format!("{word}s")
            });
            end = hyphen + 1;
        }
        let mut at_least = limit == Limit::AtLeast;
        let mut at_most = limit == Limit::AtMost;
        if lexemes.sign(end) == "+" && lexemes.is_glued(end)
            || lexemes.sign(end) == "-" && lexemes.word(end + 1) == "plus"
        {
            at_least = true;
            end += if lexemes.sign(end) == "+" { 1 } else { 2 };
        }
        match (lexemes.word(end), lexemes.word(end + 1)) {
            ("or", "more") => {
                at_least = true;
                end += 2;
            }
            ("or", "less" | "fewer") => {
                at_most = true;
                end += 2;
            }
            _ => {}
        }
        if let Some(measured) = code.as_mut()
            && let Some((base, after)) = units::per(lexemes, end)
        {
            measured.push('/');
            measured.push_str(&base);
            end = after;
        }
        if code.is_none() && lexemes.word_before(start) == "magnitude" {
            code = Some("magnitude".to_owned());
        }
        if code.is_none() {
            let (counted, after) = self.counted(start, end);
            if counted.is_none() && self.is_bare_word(start, &first) {
                return None;
            }
            // Lengths of time are another layer's, whatever they are part of there.
            if counted.as_deref().is_some_and(is_time_unit) {
                return None;
            }
            code = counted;
            end = after.max(end);
            if let Some(measured) = code.as_mut()
                && let Some((base, after)) = units::per(lexemes, end)
            {
                measured.push('/');
                measured.push_str(&base);
                end = after;
            }
        }
        Some(Read {
            first: at,
            end,
            number_end,
            amount: Amount {
                span: Span::default(),
                tokens: 0..0,
                low,
                high,
                unit: code,
                at_least,
                at_most,
                change_of: None,
            },
        })
    }

    /// Reads a number with its currency and sign.
    fn value(&self, at: usize) -> Option<Value> {
        let lexemes = self.lexemes;
        let minus = lexemes.word(at) == "minus"
            || lexemes.sign(at) == "-" && !lexemes.is_glued(at) && lexemes.is_glued(at + 1);
        let start = at + usize::from(minus);
        let currency = units::currency_before(lexemes, start);
        let number = currency.as_ref().map_or(start, |unit| unit.end);
        let numeral = numerals::numeral(lexemes, number)?;
        // "12th", "1990s", "5pm" and letters glued to digits otherwise.
        let glued = lexemes.is_glued(numeral.end)
            && !lexemes.word(numeral.end).is_empty()
            && lexemes.number(numeral.end - 1).is_some()
            && units::unit(lexemes, numeral.end).is_none();
        (!glued).then(|| Value {
            numeral,
            currency: currency.map(|unit| unit.code),
            negative: minus,
        })
    }

    /// Reads the second end of a range, and one past it.
    fn second(&self, at: usize, joint: usize, first: &Value) -> Option<(Value, usize)> {
        let lexemes = self.lexemes;
        let before = lexemes.word_before(at);
        let dash = lexemes.sign(joint) == "-";
        let to = matches!(lexemes.word(joint), "to" | "or");
        let and = lexemes.word(joint) == "and" && before == "between";
        if !(dash || to || and) {
            return None;
        }
        // "from 65 to 78" is a change where amounts change; "to" alone joins "20 to 30".
        if to && before == "from" && changes_before(lexemes, at) {
            return None;
        }
        let second = self.value(joint + 1)?;
        if second.negative || second.currency.is_some() && first.currency.is_none() {
            return None;
        }
        // A rise "to" a smaller or much larger number is no range.
        let rises = first.numeral.low < second.numeral.high;
        let end = second.numeral.end;
        (rises && first.numeral.low == first.numeral.high).then_some((second, end))
    }

    /// Returns whether the number belongs to a name, a score, an address or a time of day.
    fn is_name_or_score(&self, at: usize, value: &Value) -> bool {
        let lexemes = self.lexemes;
        if value.currency.is_some() {
            return false;
        }
        let before = at.checked_sub(1);
        let sign_before = before.map_or("", |before| lexemes.sign(before));
        let glued = lexemes.is_glued(at);
        // "COVID-19", "F-16", "MH17", "24/7", "10:30", "#3".
        if glued
            && (sign_before == "-"
                || sign_before == "/"
                || sign_before == ":"
                || sign_before == "#"
                || sign_before == "."
                || sign_before == "'")
            || glued
                && before.is_some_and(|before| {
                    lexemes
                        .get(before)
                        .is_some_and(|piece| piece.kind == Kind::Word)
                })
        {
            return true;
        }
        let end = value.numeral.end;
        if matches!(lexemes.sign(end), ":" | "/")
            && lexemes.is_glued(end)
            && lexemes.number(end + 1).is_some()
        {
            return true;
        }
        // "3–1": a falling or equal pair without a unit is a score or a vote.
        if lexemes.sign(end) == "-"
            && lexemes.is_glued(end)
            && lexemes
                .number(end + 1)
                .is_some_and(|second| second.value <= value.numeral.low)
        {
            return true;
        }
        if matches!(
            lexemes.word_before(at),
            "aged"
                | "age"
                | "no"
                | "number"
                | "category"
                | "level"
                | "phase"
                | "stage"
                | "tier"
                | "grade"
                | "class"
        ) {
            return true;
        }
        if let Some(token) = self.token(at) {
            let tokens = &self.analysis.tokens;
            // "Flight 370", "Article 5": the number hangs from a name before it.
            let head = tokens[token].head;
            let entity = self.analysis.entity_of(token);
            let is_number = entity.is_some_and(|entity| {
                entity.tokens.start == token
                    && matches!(entity.label, "CARDINAL" | "MONEY" | "PERCENT" | "QUANTITY")
            });
            let named_before = head < token
                && tokens[head].tag.starts_with("NNP")
                && token - head <= 2
                && !is_number;
            let in_name = entity.is_some_and(|entity| {
                entity.tokens.start < token
                    && matches!(
                        entity.label,
                        "ORG"
                            | "FAC"
                            | "PRODUCT"
                            | "LAW"
                            | "WORK_OF_ART"
                            | "EVENT"
                            | "GPE"
                            | "LOC"
                            | "PERSON"
                    )
            });
            return named_before || in_name;
        }
        matches!(
            lexemes.word_before(at),
            "flight"
                | "article"
                | "resolution"
                | "no"
                | "number"
                | "route"
                | "highway"
                | "chapter"
                | "section"
                | "page"
                | "channel"
                | "boeing"
                | "airbus"
                | "aged"
                | "age"
                | "group"
                | "room"
                | "phase"
                | "apollo"
        )
    }

    fn token(&self, at: usize) -> Option<TokenId> {
        let span = self.lexemes.get(at)?.span;
        let tokens = tokens_in(&self.analysis.tokens, span);
        (!tokens.is_empty()).then_some(tokens.start)
    }

    /// Returns whether a number in words, or a lone small one, stands as a pronoun or adverb.
    fn is_bare_word(&self, at: usize, value: &Value) -> bool {
        if value.numeral.digits || value.currency.is_some() {
            return false;
        }
        let word = self.lexemes.word(at);
        if matches!(word, "one" | "zero") && value.numeral.end == at + 1 {
            return true;
        }
        // "a few", "several" without a noun, or any word of number at a name's place.
        matches!(word, "several" | "a" | "couple" | "few") && value.numeral.scale == 1.0
    }

    /// Returns the noun that is counted, and one past it.
    fn counted(&self, start: usize, end: usize) -> (Option<String>, usize) {
        let lexemes = self.lexemes;
        // "hundreds of people", "dozens of Iranian drones".
        let of = end + usize::from(lexemes.word(end) == "of");
        if let Some(token) = self.token(end.saturating_sub(1).max(start)) {
            return self.counted_by_tree(token, of, end);
        }
        // Without a tree: the first plural or known noun within four words.
        for at in of..of + 4 {
            let word = lexemes.word(at);
            if word.is_empty() || STOPS.contains(&word) {
                break;
            }
            let plural = word.ends_with('s') && !word.ends_with("ss") && !lexemes.is_capital(at)
                || matches!(
                    word,
                    "people"
                        | "men"
                        | "women"
                        | "children"
                        | "troops"
                        | "police"
                        | "dead"
                        | "aircraft"
                );
            if plural {
                return (Some(word.to_owned()), at + 1);
            }
        }
        (None, end)
    }

    fn counted_by_tree(&self, number: TokenId, of: usize, end: usize) -> (Option<String>, usize) {
        let tokens = &self.analysis.tokens;
        let mut id = number;
        // The number's own words hang from each other ("two hundred"): climb to what is no number.
        for _ in 0..4 {
            let head = tokens[id].head;
            // "20 and 30 people": the second number hangs from the first.
            let joined = tokens[head].tag == "CD" || tokens[head].tag == "CC";
            let counts = matches!(
                tokens[id].dep,
                "nummod" | "compound" | "amod" | "quantmod" | "det" | "advmod"
            );
            if head == id || !(counts || joined) {
                break;
            }
            id = head;
            if !matches!(tokens[id].tag, "CD") {
                break;
            }
        }
        let noun = |id: TokenId| tokens[id].tag.starts_with("NN") && tokens[id].pos != "NUM";
        let mut head = (id > number && noun(id)).then_some(id);
        if head.is_none() && of > end {
            // "hundreds of people".
            let governor = self.token(of - 2).unwrap_or(number);
            head = (governor + 1..(governor + 12).min(tokens.len()))
                .find(|&child| {
                    tokens[child].dep == "pobj"
                        && tokens[child].sentence == tokens[number].sentence
                        && tokens[tokens[child].head].text.eq_ignore_ascii_case("of")
                })
                .filter(|&child| noun(child));
        }
        let Some(head) = head.filter(|&head| head - number <= 8) else {
            return (None, end);
        };
        let span = tokens[head].span;
        let after = (end..end + 12)
            .find(|&at| {
                self.lexemes
                    .get(at)
                    .is_some_and(|piece| piece.span.end >= span.end)
            })
            .map_or(end, |at| at + 1);
        // "from 10 to 25 percent": the noun belongs to the number next to it.
        if (end..after).any(|at| {
            self.lexemes
                .number(at)
                .is_some_and(|_| !self.lexemes.is_glued(at))
        }) {
            return (None, end);
        }
        (Some(tokens[head].text.to_lowercase()), after)
    }
}

fn is_time_unit(word: &str) -> bool {
    matches!(
        word,
        "second"
            | "seconds"
            | "minute"
            | "minutes"
            | "hour"
            | "hours"
            | "day"
            | "days"
            | "night"
            | "nights"
            | "week"
            | "weeks"
            | "weekend"
            | "weekends"
            | "month"
            | "months"
            | "year"
            | "years"
            | "decade"
            | "decades"
            | "century"
            | "centuries"
            | "quarter"
            | "quarters"
    )
}

/// Words that end the search for what is counted.
const STOPS: &[&str] = &[
    "and", "or", "in", "on", "at", "to", "from", "by", "with", "for", "was", "were", "is", "are",
    "have", "has", "had", "who", "that", "which", "as", "after", "before", "during", "since",
    "killed", "injured", "the", "of",
];

/// Returns the place behind a hyphen that ties a unit to its number ("100-mile").
fn after_hyphen(lexemes: &Lexemes, at: usize) -> usize {
    let tied = lexemes.sign(at) == "-"
        && lexemes.is_glued(at)
        && lexemes.is_glued(at + 1)
        && !lexemes.word(at + 1).is_empty();
    at + usize::from(tied)
}

/// Stems of the verbs and nouns that tell of change.
const CHANGES: &[&str] = &[
    "rise", "rose", "risen", "rising", "fall", "fell", "falling", "increas", "decreas", "drop",
    "climb", "grow", "grew", "growth", "cut", "rais", "lower", "reduc", "jump", "slip", "expand",
    "declin", "plung", "surg", "soar", "shrank", "shrunk", "shrink", "tripl", "doubl", "up",
    "down", "revis", "went", "go", "chang", "upgrad", "downgrad", "slash", "hik", "boost", "widen",
    "narrow", "swell", "swoll", "dwindl", "edg", "tumbl", "trim", "move",
];

/// Returns whether one of the twelve words before tells of a change.
fn changes_before(lexemes: &Lexemes, at: usize) -> bool {
    (at.saturating_sub(12)..at).any(|before| {
        lexemes.is_same_sentence(before, at) && {
            let word = lexemes.word(before);
            CHANGES.iter().any(|stem| {
                if stem.len() <= 4 {
                    word == *stem
                        || word.strip_prefix(stem).is_some_and(|rest| {
                            matches!(rest, "s" | "ed" | "ing" | "es" | "ped" | "ping" | "ting")
                        })
                } else {
                    word.starts_with(stem)
                }
            })
        }
    })
}

/// Links "from A to B", "to B from A" and "B, up from A", and lets units flow both ways.
fn link_changes(lexemes: &Lexemes, found: &mut [Read]) {
    for second in 1..found.len() {
        let first = second - 1;
        let (one, other) = (&found[first], &found[second]);
        if other.first < one.end || !lexemes.is_same_sentence(one.first, other.first) {
            continue;
        }
        let between: Vec<&str> = (one.end..other.first)
            .map(|at| lexemes.get(at).map_or("", |piece| &*piece.lower))
            .collect();
        let from = lexemes.word_before(one.first) == "from";
        let (changed, base) = match between.as_slice() {
            ["to"] if from => (second, first),
            ["from"] => (first, second),
            [
                ..,
                "up" | "down" | "increase" | "rise" | "decrease" | "drop" | "fall",
                "from",
            ] if between.len() <= 4 => (first, second),
            [",", "compared", "with" | "to"] | ["compared", "with" | "to"] => (first, second),
            _ => continue,
        };
        share_units(found, changed, base);
        let like = found[changed].amount.unit == found[base].amount.unit;
        if like {
            found[changed].amount.change_of = Some(base);
        }
    }
}

/// Gives the unit that one end of a change names to the end that does not.
fn share_units(found: &mut [Read], one: usize, other: usize) {
    let (a, b) = (
        found[one].amount.unit.clone(),
        found[other].amount.unit.clone(),
    );
    let (merged, to) = match (a, b) {
        (Some(a), None) => (a, other),
        (None, Some(b)) => (b, one),
        // "from $65 to $78 per barrel": the longer says what both are in.
        (Some(a), Some(b)) if a.starts_with(&format!("{b}/")) => (a, other),
        (Some(a), Some(b)) if b.starts_with(&format!("{a}/")) => (b, one),
        _ => return,
    };
    found[to].amount.unit = Some(merged);
}

#[cfg(test)]
mod tests;
