//! Questions to a benchmark in its own names, and the rules behind their answers in words.

use crate::failure::Failure;
use chancery_answers::words::{digits, percent};
use chancery_forecast::{
    Act,
    tkg::{Explained, Link, Query, Rule, Scope},
};
use std::fmt::Write as _;

/// The names of a benchmark's entities and relations, where it has any.
pub(super) struct Words<'a> {
    pub(super) entities: &'a [String],
    pub(super) relations: &'a [String],
}

impl Words<'_> {
    /// Understands a question: subject, relation, object and time between bars, with `?` for whom it asks.
    pub(super) fn query(&self, question: &str) -> Result<Query, Failure> {
        let form = || {
            Failure::usage(format!("`{question}` is no question to a benchmark")).hint(
                "write `SUBJECT | RELATION | ? | TIME` or `? | RELATION | OBJECT | TIME`, with names or numbers",
            )
        };
        let parts: Vec<&str> = question.split('|').map(str::trim).collect();
        let [subject, relation, object, time] = parts[..] else {
            return Err(form());
        };
        let time: i64 = time.parse().map_err(|_| form())?;
        let relation = number(self.relations, relation, "relation")?;
        let (known, act) = match (subject, object) {
            ("?", "?") => return Err(form()),
            ("?", known) => (known, Act::suffered(relation)),
            (known, "?") => (known, Act::done(relation)),
            _ => return Err(form()),
        };
        Ok(Query {
            ego: number(self.entities, known, "entity")?,
            act,
            time,
        })
    }

    /// Says who may be at the other end, and why.
    pub(super) fn said(&self, question: &str, found: &[Explained]) -> String {
        if found.is_empty() {
            return format!("{question}: nobody is on record before that time\n");
        }
        let mut text = format!("{question}\n");
        for candidate in found {
            let _ = writeln!(
                text,
                "{}: {}",
                self.entity(candidate.alter),
                percent(f64::from(candidate.probability))
            );
            for rule in &candidate.rules {
                let _ = writeln!(text, "    {}", self.rule(rule));
            }
        }
        text
    }

    fn entity(&self, number: u32) -> String {
        name(self.entities, number)
    }

    fn relation(&self, number: u32) -> String {
        format!("“{}”", name(self.relations, number))
    }

    fn link(&self, link: &Link) -> String {
        format!(
            "{} did {} to {}",
            self.entity(link.subject),
            self.relation(link.relation),
            self.entity(link.object)
        )
    }

    fn rule(&self, rule: &Rule) -> String {
        let body: Vec<String> = rule.body.iter().map(|link| self.link(link)).collect();
        let body = body.join(" and ");
        let record = format!(
            "in {} of {} {}",
            digits(rule.hits as usize),
            digits(rule.cases as usize),
            if rule.cases == 1 { "case" } else { "cases" }
        );
        let last = rule
            .last
            .map_or_else(String::new, |time| format!("; last at {time}"));
        let relation = self.relation(rule.head.relation);
        let candidate = self.entity(rule.candidate);
        match rule.scope {
            Scope::Pair => {
                let head = self.link(&rule.head);
                let again = if rule.body == [rule.head] {
                    " again"
                } else {
                    ""
                };
                let within = match rule.within {
                    None => String::new(),
                    Some(1) => " within one step of time".to_owned(),
                    Some(steps) => format!(" within {steps} steps of time"),
                };
                format!("after {body}, {head}{again}{within} {record}{last}")
            }
            Scope::AnyPair => format!(
                "{body}{last}, {} in all: of any two with as frequent and as recent a past, {relation} followed {record}",
                if rule.seen == 1 {
                    "once".to_owned()
                } else {
                    format!("{} times", digits(rule.seen as usize))
                }
            ),
            Scope::NamedEnds => format!(
                "{body}: after anybody did so, {relation} with {candidate} followed {record}{last}"
            ),
            Scope::Chain => {
                format!(
                    "{body}: after such steps {relation} with the one they lead to followed {record}{last}"
                )
            }
            Scope::Frequency => {
                format!("no rule; {candidate} is at this end of {relation} {record}{last}")
            }
        }
    }
}

/// Returns a name as people write it; the number where there is none.
fn name(names: &[String], number: u32) -> String {
    match names.get(number as usize) {
        Some(name) if !name.is_empty() => name.replace('_', " "),
        _ => number.to_string(),
    }
}

/// Returns the number of a name, or of a number.
fn number(names: &[String], text: &str, what: &str) -> Result<u32, Failure> {
    let tidy = |name: &str| name.replace('_', " ").trim().to_lowercase();
    let wanted = tidy(text);
    let named = (0..).zip(names).find(|(_, name)| tidy(name) == wanted);
    if let Some((number, _)) = named {
        return Ok(number);
    }
    match text.parse::<u32>() {
        Ok(number) if names.is_empty() || (number as usize) < names.len() => Ok(number),
        _ => {
            let failure = Failure::usage(format!("the benchmark has no {what} `{text}`"));
            Err(failure.hint(if names.is_empty() {
                "it has no names: give a number"
            } else {
                "names are those of entity2id.txt and relation2id.txt"
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn questions_name_one_side_and_leave_the_other_open() {
        let entities = names(&["Iran", "Oman", "Police_(Oman)"]);
        let relations = names(&["Make_statement", "Consult"]);
        let words = Words {
            entities: &entities,
            relations: &relations,
        };
        let query = |text: &str| words.query(text).ok();
        let expected = |ego, act| Some(Query { ego, act, time: 7 });
        assert_eq!(query("iran|Consult|?|7"), expected(0, Act::done(1)));
        assert_eq!(
            query("? | make statement | Police (Oman) | 7"),
            expected(2, Act::suffered(0))
        );
        assert_eq!(query("1 | 0 | ? | 7"), expected(1, Act::done(0)));
        for wrong in [
            "Iran | Consult | Oman | 7",
            "? | Consult | ? | 7",
            "Iran | Consult | ? | soon",
            "Iran | Tickle | ? | 7",
            "3 | Consult | ? | 7",
            "Iran",
        ] {
            assert!(words.query(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn rules_are_told_with_their_record() {
        let entities = names(&["Iran", "Oman", "Qatar"]);
        let relations = names(&["Consult", "Praise"]);
        let words = Words {
            entities: &entities,
            relations: &relations,
        };
        let link = |subject, relation, object| Link {
            subject,
            relation,
            object,
        };
        let consult = link(0, 0, 1);
        let check = |scope, body: &[Link], expected: &str| {
            let rule = Rule {
                scope,
                body: body.to_vec(),
                head: consult,
                candidate: 1,
                hits: 9,
                cases: 12,
                confidence: 0.5,
                last: Some(340),
                within: (scope == Scope::Pair).then_some(7),
                seen: 13,
            };
            assert_eq!(words.rule(&rule), expected);
        };
        check(
            Scope::Pair,
            &[consult],
            "after Iran did “Consult” to Oman, Iran did “Consult” to Oman again within 7 steps of time in 9 of 12 cases; last at 340",
        );
        check(
            Scope::Pair,
            &[link(1, 1, 0)],
            "after Oman did “Praise” to Iran, Iran did “Consult” to Oman within 7 steps of time in 9 of 12 cases; last at 340",
        );
        check(
            Scope::AnyPair,
            &[link(0, 1, 1)],
            "Iran did “Praise” to Oman; last at 340, 13 times in all: of any two with as frequent and as recent a past, “Consult” followed in 9 of 12 cases",
        );
        check(
            Scope::NamedEnds,
            &[link(0, 1, 2)],
            "Iran did “Praise” to Qatar: after anybody did so, “Consult” with Oman followed in 9 of 12 cases; last at 340",
        );
        check(
            Scope::Chain,
            &[link(0, 0, 2), link(2, 0, 1)],
            "Iran did “Consult” to Qatar and Qatar did “Consult” to Oman: after such steps “Consult” with the one they lead to followed in 9 of 12 cases; last at 340",
        );
        check(
            Scope::Frequency,
            &[],
            "no rule; Oman is at this end of “Consult” in 9 of 12 cases; last at 340",
        );
    }
}
