//! The layout of the field's benchmarks, read and written.
//!
//! `train.txt`, `valid.txt` and `test.txt` have a fact a line: subject, relation, object, time, as whole numbers between
//! tabs or spaces. `entity2id.txt` has a name and its number a line.

use super::forecast::Prediction;
use crate::Fact;
use std::io::{self, Write};

/// What is wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LineError {
    /// A fact needs four whole numbers.
    #[error(
        "line {line}: `{text}` is not a fact; write subject, relation, object and time as whole numbers between tabs"
    )]
    Fact {
        /// The line, from one.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A name needs its number.
    #[error("line {line}: `{text}` is not a name and its number; put a tab between the two")]
    Name {
        /// The line, from one.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A number too high to be one of a list.
    #[error(
        "line {line}: the number {number} is too high; number entities and relations from zero"
    )]
    TooHigh {
        /// The line, from one.
        line: usize,
        /// The number.
        number: u64,
    },
}

/// Entities and relations are numbered below this.
const MOST: u64 = 1 << 26;

/// Reads facts; what follows the fourth number of a line is not looked at.
pub fn read_facts(text: &str) -> Result<Vec<Fact>, LineError> {
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| read_fact(number, line))
        .collect()
}

fn read_fact(line: usize, text: &str) -> Result<Fact, LineError> {
    let wrong = || LineError::Fact {
        line,
        text: text.chars().take(80).collect(),
    };
    let mut parts = text.split_whitespace();
    let mut number = |most: u64| -> Result<u32, LineError> {
        let number: u64 = parts
            .next()
            .and_then(|part| part.parse().ok())
            .ok_or_else(wrong)?;
        match u32::try_from(number) {
            Ok(small) if number < most => Ok(small),
            _ => Err(LineError::TooHigh { line, number }),
        }
    };
    let (subject, relation, object) = (number(MOST)?, number(MOST)?, number(MOST)?);
    let time = parts
        .next()
        .and_then(|part| part.parse().ok())
        .ok_or_else(wrong)?;
    Ok(Fact {
        subject,
        relation,
        object,
        time,
    })
}

/// Reads names in the order of their numbers; a number without a name has an empty one.
pub fn read_names(text: &str) -> Result<Vec<String>, LineError> {
    let mut names: Vec<String> = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        // The number is the last column but for those that some benchmarks append.
        let (name, number) = text
            .trim_end()
            .split_once('\t')
            .and_then(|(name, rest)| {
                let number = rest.split('\t').next()?.trim().parse::<u64>().ok()?;
                Some((name, number))
            })
            .ok_or_else(|| LineError::Name {
                line,
                text: text.chars().take(80).collect(),
            })?;
        if number >= MOST {
            return Err(LineError::TooHigh { line, number });
        }
        let place = number as usize;
        if names.len() <= place {
            names.resize(place + 1, String::new());
        }
        name.trim().clone_into(&mut names[place]);
    }
    Ok(names)
}

/// Writes predictions, a question a line: time, `o` or `s` for the side asked for, the known entity, the
/// relation, and candidates with their probabilities.
pub fn write_predictions(out: &mut impl Write, predictions: &[Prediction]) -> io::Result<()> {
    for prediction in predictions {
        let question = &prediction.question;
        let side = if question.act.is_done() { 'o' } else { 's' };
        write!(
            out,
            "{}\t{side}\t{}\t{}\t",
            prediction.time,
            question.ego,
            question.act.relation()
        )?;
        for (at, (alter, probability)) in prediction.ranked.iter().enumerate() {
            let space = if at > 0 { " " } else { "" };
            write!(out, "{space}{alter}:{probability:e}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Act, tkg::Question};

    #[test]
    fn facts_are_read_with_or_without_a_fifth_column() {
        let facts = read_facts("1\t2\t3\t24\n4 5 6 48 0\n\n").unwrap_or_default();
        assert_eq!(facts.len(), 2);
        assert_eq!(
            (facts[1].subject, facts[1].object, facts[1].time),
            (4, 6, 48)
        );
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = read_facts("1\t2\t3\t4\n1\tx\t3\t4").err();
        let said = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(
            said.starts_with("line 2: `1\tx\t3\t4` is not a fact"),
            "{said}"
        );
        assert!(matches!(
            read_facts("99999999999 0 0 0"),
            Err(LineError::TooHigh { line: 1, .. })
        ));
        assert!(read_names("Iran").is_err());
    }

    #[test]
    fn names_go_by_their_number() {
        let names = read_names("Iran\t1\nOman\t0\nQatar (x)\t3").unwrap_or_default();
        assert_eq!(names, ["Oman", "Iran", "", "Qatar (x)"]);
    }

    #[test]
    fn a_prediction_is_a_line() {
        let prediction = Prediction {
            time: 48,
            question: Question {
                ego: 3,
                act: Act::suffered(7),
                answers: vec![1],
            },
            ranked: vec![(1, 0.5), (4, 0.25)],
        };
        let mut out = Vec::new();
        assert!(write_predictions(&mut out, &[prediction]).is_ok());
        assert_eq!(
            String::from_utf8_lossy(&out),
            "48\ts\t3\t7\t1:5e-1 4:2.5e-1\n"
        );
    }
}
