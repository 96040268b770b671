//! The attribute ruler: coarse parts of speech, morphology and some lemmas from tags, words and
//! labels.

use super::load::LoadError;
use super::parts::{Attribute, Parts, RulerPattern, Test};
use fancy_regex::Regex;

/// What the ruler knows of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    pub(super) text: &'a str,
    pub(super) lower: &'a str,
    pub(super) tag: &'a str,
    pub(super) dep: &'a str,
    pub(super) is_space: bool,
}

/// What the ruler sets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Attributes {
    pub(super) tag: Option<u16>,
    pub(super) pos: Option<u16>,
    pub(super) morph: Option<u16>,
    pub(super) lemma: Option<u16>,
    pub(super) dep: Option<u16>,
}

#[derive(Debug)]
enum Check {
    Is(Attribute, String),
    In(Attribute, Vec<String>),
    NotIn(Attribute, Vec<String>),
    Matches(Attribute, Regex),
    Space(bool),
    /// A flag asked of an attribute that is none.
    Never,
}

#[derive(Debug)]
struct Rule {
    patterns: Vec<Vec<Vec<Check>>>,
    index: i64,
    sets: Attributes,
}

/// The rules, in the order in which the later prevails.
#[derive(Debug)]
pub(super) struct Ruler {
    rules: Vec<Rule>,
    /// The strings that the rules set, by number.
    strings: Vec<String>,
    /// Rules on single tokens, then rules with a longer pattern.
    single: Vec<usize>,
    longer: Vec<usize>,
    /// What the rules' attributes start from.
    longest: usize,
}

impl Ruler {
    /// Compiles the rules.
    pub(super) fn new(parts: &Parts) -> Result<Self, LoadError> {
        let mut strings: Vec<String> = Vec::new();
        let mut rules = Vec::new();
        for rule in &parts.tables.ruler {
            rules.push(compile(rule, &mut strings)?);
        }
        let is_single = |rule: &Rule| rule.patterns.iter().all(|pattern| pattern.len() == 1);
        let (single, longer) = (0..rules.len()).partition(|&number| is_single(&rules[number]));
        let longest = rules
            .iter()
            .flat_map(|rule| rule.patterns.iter().map(Vec::len))
            .max()
            .unwrap_or(0);
        Ok(Self {
            rules,
            strings,
            single,
            longer,
            longest,
        })
    }

    /// Returns all strings that rules set.
    pub(super) fn strings(&self) -> &[String] {
        &self.strings
    }

    /// Returns the rules on single tokens that match one.
    pub(super) fn matching(&self, token: Seen<'_>) -> Vec<u16> {
        self.single
            .iter()
            .filter(|&&number| {
                let rule = &self.rules[number];
                rule.patterns
                    .iter()
                    .any(|pattern| matches!(&pattern[..], [checks] if holds(checks, token)))
            })
            .map(|&number| number as u16)
            .collect()
    }

    /// Returns whether a longer pattern may begin with a token.
    pub(super) fn may_begin(&self, token: Seen<'_>) -> bool {
        self.longer.iter().any(|&number| {
            self.rules[number]
                .patterns
                .iter()
                .any(|pattern| pattern.first().is_some_and(|checks| holds(checks, token)))
        })
    }

    /// Returns, for longer patterns that match these tokens from the first on, the rule and which
    /// token it changes.
    pub(super) fn matching_from(&self, tokens: &[Seen<'_>]) -> Vec<(u16, usize)> {
        let mut found = Vec::new();
        for &number in &self.longer {
            let rule = &self.rules[number];
            for pattern in &rule.patterns {
                let Some(tokens) = tokens.get(..pattern.len()) else {
                    continue;
                };
                if pattern
                    .iter()
                    .zip(tokens)
                    .all(|(checks, token)| holds(checks, *token))
                {
                    let length = pattern.len() as i64;
                    let place = if rule.index < 0 {
                        length + rule.index
                    } else {
                        rule.index
                    };
                    if (0..length).contains(&place) {
                        found.push((number as u16, place as usize));
                    }
                }
            }
        }
        found
    }

    /// Returns the number of tokens of the longest pattern.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Returns what these rules, ascending, set together.
    pub(super) fn set(&self, rules: impl Iterator<Item = u16>) -> Attributes {
        let mut result = Attributes::default();
        for number in rules {
            let sets = &self.rules[usize::from(number)].sets;
            result.tag = sets.tag.or(result.tag);
            result.pos = sets.pos.or(result.pos);
            result.morph = sets.morph.or(result.morph);
            result.lemma = sets.lemma.or(result.lemma);
            result.dep = sets.dep.or(result.dep);
        }
        result
    }
}

fn compile(rule: &RulerPattern, strings: &mut Vec<String>) -> Result<Rule, LoadError> {
    let mut number = |string: &Option<String>| -> Option<u16> {
        let string = string.as_ref()?;
        let place = strings.iter().position(|known| known == string);
        let place = place.unwrap_or_else(|| {
            strings.push(string.clone());
            strings.len() - 1
        });
        Some(place as u16)
    };
    let sets = Attributes {
        tag: number(&rule.tag),
        pos: number(&rule.pos),
        morph: number(&rule.morph),
        lemma: number(&rule.lemma),
        dep: number(&rule.dep),
    };
    let mut patterns = Vec::new();
    for pattern in &rule.patterns {
        let mut tokens = Vec::new();
        for tests in pattern {
            let checks: Result<Vec<Check>, LoadError> = tests.iter().map(check).collect();
            tokens.push(checks?);
        }
        patterns.push(tokens);
    }
    Ok(Rule {
        patterns,
        index: rule.index,
        sets,
    })
}

fn check((attribute, test): &(Attribute, Test)) -> Result<Check, LoadError> {
    Ok(match test {
        Test::Is(word) => Check::Is(*attribute, word.clone()),
        Test::In(words) => Check::In(*attribute, words.clone()),
        Test::NotIn(words) => Check::NotIn(*attribute, words.clone()),
        Test::Matches(pattern) => Check::Matches(
            *attribute,
            Regex::new(pattern).map_err(|error| LoadError::Pattern(Box::new(error)))?,
        ),
        Test::Flag(flag) if *attribute == Attribute::Space => Check::Space(*flag),
        Test::Flag(_) => Check::Never,
    })
}

fn holds(checks: &[Check], token: Seen<'_>) -> bool {
    let word = |attribute: Attribute| match attribute {
        Attribute::Text => token.text,
        Attribute::Lower => token.lower,
        Attribute::Tag => token.tag,
        Attribute::Dep => token.dep,
        Attribute::Space => "",
    };
    checks.iter().all(|check| match check {
        Check::Is(attribute, wanted) => word(*attribute) == wanted,
        Check::In(attribute, wanted) => wanted.iter().any(|wanted| word(*attribute) == wanted),
        Check::NotIn(attribute, wanted) => wanted.iter().all(|wanted| word(*attribute) != wanted),
        Check::Matches(attribute, pattern) => pattern.is_match(word(*attribute)).unwrap_or(false),
        Check::Space(wanted) => token.is_space == *wanted,
        Check::Never => false,
    })
}
