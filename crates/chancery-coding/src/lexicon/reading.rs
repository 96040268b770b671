//! Reads the data files.

use super::{Classes, Condition, Filler, Lexicon, Operator, Place, Sense, Source, Support};
use chancery_model::{Context, EventType};
use std::collections::{BTreeMap, HashMap};

const CLASSES: &str = include_str!("../../data/classes.txt");
const VERBS: &str = include_str!("../../data/verbs.txt");
const NOUNS: &str = include_str!("../../data/nouns.txt");
const OPERATORS: &str = include_str!("../../data/operators.txt");
const OPERATOR_NOUNS: &str = include_str!("../../data/operator_nouns.txt");

/// Reads the files that come with the program; a line that cannot be read is left out and named.
pub(super) fn read() -> (Lexicon, Vec<String>) {
    let mut faults = Vec::new();
    let mut lexicon = Lexicon::default();
    let classes = read_classes(&mut lexicon.class_names, &mut faults);
    lexicon.classes = classes.into_iter().collect();
    lexicon.verbs = read_senses("verbs", VERBS, &lexicon, &mut faults);
    lexicon.nouns = read_senses("nouns", NOUNS, &lexicon, &mut faults);
    lexicon.operators = read_operators("operators", OPERATORS, &mut faults);
    lexicon.operator_nouns = read_operators("operator_nouns", OPERATOR_NOUNS, &mut faults);
    (lexicon, faults)
}

/// Returns the sources of a blank-separated list.
pub(super) fn sources(text: &str) -> Vec<Source> {
    text.split_whitespace()
        .map(|word| match word {
            "A" => Source::Agent,
            "P" => Source::Patient,
            "R" => Source::Indirect,
            "C" => Source::Clause,
            preposition => Source::Preposition(preposition.into()),
        })
        .collect()
}

fn lines(text: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

fn read_classes(
    names: &mut Vec<Box<str>>,
    faults: &mut Vec<String>,
) -> BTreeMap<Box<str>, Classes> {
    let mut classes: BTreeMap<Box<str>, Classes> = BTreeMap::new();
    for (number, line) in lines(CLASSES) {
        let words = if line.starts_with(' ') {
            line
        } else if let Some((name, words)) = line.split_once(':') {
            names.push(name.trim().into());
            words
        } else {
            faults.push(format!("classes:{number}: no name"));
            continue;
        };
        let Some(index) = names.len().checked_sub(1) else {
            faults.push(format!("classes:{number}: continues nothing"));
            continue;
        };
        if index >= Classes::BITS as usize {
            faults.push(format!("classes:{number}: too many classes"));
            break;
        }
        for word in words.split_whitespace() {
            if let Some(name) = word.strip_prefix('@') {
                let Some(taken) = names.iter().position(|class| &**class == name) else {
                    faults.push(format!("classes:{number}: no class {name}"));
                    continue;
                };
                for of_word in classes.values_mut() {
                    if *of_word & (1 << taken) != 0 {
                        *of_word |= 1 << index;
                    }
                }
            } else {
                *classes.entry(word.into()).or_default() |= 1 << index;
            }
        }
    }
    classes
}

fn read_senses(
    file: &str,
    text: &'static str,
    lexicon: &Lexicon,
    faults: &mut Vec<String>,
) -> HashMap<Box<str>, Vec<Sense>> {
    let mut senses: HashMap<Box<str>, Vec<Sense>> = HashMap::new();
    for (number, line) in lines(text) {
        match read_sense(line, number, lexicon) {
            Ok((words, sense)) => {
                for word in words {
                    senses.entry(word).or_default().push(sense.clone());
                }
            }
            Err(fault) => faults.push(format!("{file}:{number}: {fault}")),
        }
    }
    senses
}

fn read_sense(
    line: &str,
    number: usize,
    lexicon: &Lexicon,
) -> Result<(Vec<Box<str>>, Sense), String> {
    let mut columns = line.split('|').map(str::trim);
    let head = columns.next().unwrap_or("");
    let words = columns.next().ok_or("no words")?;
    let conditions = columns.next().unwrap_or("");
    let roles = columns.next().unwrap_or("");
    let contexts = columns.next().unwrap_or("");
    let support = columns.next().unwrap_or("");
    let (event_type, mode) = match head.split_once(':') {
        Some((event_type, mode)) => (event_type, Some(mode)),
        None => (head, None),
    };
    let event_type: Option<EventType> = if event_type == "NONE" {
        None
    } else {
        Some(event_type.parse().map_err(|fault| format!("{fault}"))?)
    };
    let mode = mode
        .map(|mode| mode.parse().map_err(|fault| format!("{fault}")))
        .transpose()?;
    let (actor, recipient, symmetric) = if let Some((actor, recipient)) = roles.split_once('>') {
        (sources(actor), sources(recipient), false)
    } else if let Some((actor, others)) = roles.split_once('+') {
        (sources(actor), sources(others), true)
    } else if roles.is_empty() {
        let recipient = event_type.map_or(&[][..], super::usual_recipients).to_vec();
        (vec![Source::Agent], recipient, false)
    } else {
        return Err(format!("roles without > or +: {roles}"));
    };
    let contexts = contexts
        .split_whitespace()
        .map(|word| word.parse::<Context>().map_err(|fault| format!("{fault}")))
        .collect::<Result<_, _>>()?;
    let support = match support {
        "" | "act" => Support::Act,
        "dyad" => Support::Dyad,
        "verb" => Support::Verb,
        other => return Err(format!("no such support: {other}")),
    };
    let sense = Sense {
        event_type,
        mode,
        conditions: split_conditions(conditions)
            .iter()
            .map(|condition| read_condition(condition, lexicon))
            .collect::<Result<_, _>>()?,
        actor,
        recipient,
        symmetric,
        contexts,
        support,
        line: number,
    };
    let words = words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(Into::into)
        .collect();
    Ok((words, sense))
}

/// Splits at blanks, but not inside the quotes of a word.
fn split_conditions(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        if letter == '\'' {
            quoted = !quoted;
        }
        if letter == ' ' && !quoted {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(letter);
        }
    }
    out.retain(|condition| !condition.is_empty());
    out
}

fn read_condition(text: &str, lexicon: &Lexicon) -> Result<Condition, String> {
    match text {
        "clause" => return Ok(Condition::Clause(true)),
        "no-clause" => return Ok(Condition::Clause(false)),
        "political" => return Ok(Condition::Political),
        "several" => return Ok(Condition::Several),
        "official" => return Ok(Condition::Official),
        "government" => return Ok(Condition::Government),
        "civil" => return Ok(Condition::Civil),
        _ => {}
    }
    let (place, fillers) = text
        .split_once(':')
        .ok_or_else(|| format!("not a condition: {text}"))?;
    let (negated, fillers) = match fillers.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, fillers),
    };
    let place = match place {
        "obj" => Place::Object,
        "subj" => Place::Subject,
        "mod" => Place::Modifier,
        "comp" => Place::Complement,
        preposition => Place::Preposition(preposition.into()),
    };
    let mut classes: Classes = 0;
    let mut list = Vec::new();
    for filler in fillers.split(',') {
        if let Some(word) = filler
            .strip_prefix('\'')
            .and_then(|rest| rest.strip_suffix('\''))
        {
            list.push(Filler::Word(word.into()));
            continue;
        }
        match filler {
            "@" => list.push(Filler::Actor),
            "&" => list.push(Filler::Known),
            "?" => list.push(Filler::Anything),
            "-" => list.push(Filler::Nothing),
            class => match lexicon.class(class) {
                0 => return Err(format!("no class {class}")),
                found => classes |= found,
            },
        }
    }
    if classes != 0 {
        list.push(Filler::Class(classes));
    }
    Ok(Condition::Fills {
        place,
        fillers: list,
        negated,
    })
}

fn read_operators(
    file: &str,
    text: &'static str,
    faults: &mut Vec<String>,
) -> HashMap<Box<str>, Vec<Operator>> {
    let mut operators: HashMap<Box<str>, Vec<Operator>> = HashMap::new();
    for (number, line) in lines(text) {
        let mut columns = line.split('|').map(str::trim);
        let Some(operator) = columns.next().and_then(operator) else {
            faults.push(format!("{file}:{number}: no such class"));
            continue;
        };
        for word in columns.next().unwrap_or("").split(',').map(str::trim) {
            if !word.is_empty() {
                let known = operators.entry(word.into()).or_default();
                if !known.contains(&operator) {
                    known.push(operator);
                }
            }
        }
    }
    operators
}

fn operator(word: &str) -> Option<Operator> {
    Some(match word {
        "agree" => Operator::Agree,
        "promise" => Operator::Promise,
        "offer" => Operator::Offer,
        "intend" => Operator::Intend,
        "refuse" => Operator::Refuse,
        "demand" => Operator::Demand,
        "order" => Operator::Order,
        "threaten" => Operator::Threaten,
        "warn" => Operator::Warn,
        "accuse" => Operator::Accuse,
        "allege" => Operator::Allege,
        "deny" => Operator::Deny,
        "condemn" => Operator::Condemn,
        "praise" => Operator::Praise,
        "say" => Operator::Say,
        "admit" => Operator::Admit,
        "permit" => Operator::Permit,
        "force" => Operator::Force,
        "prevent" => Operator::Prevent,
        "fail" => Operator::Fail,
        "attempt" => Operator::Attempt,
        "begin" => Operator::Begin,
        "stop" => Operator::Stop,
        "cancel" => Operator::Cancel,
        "discuss" => Operator::Discuss,
        "wish" => Operator::Wish,
        "think" => Operator::Think,
        "expect" => Operator::Expect,
        "able" => Operator::Able,
        "happen" => Operator::Happen,
        _ => return None,
    })
}
