//! Questions in a small English grammar.
//!
//! ```text
//! question  = "will" A verb B horizon               will Israel attack Iran within 30 days?
//!           | "who" "will" A verb horizon           who will Russia consult within 7 days?
//!           | "who" "will" verb B horizon           who will attack Iran within 30 days?
//!           | "will" A "answer" B"'s" noun "with" noun horizon
//!                                                   will Iran answer Israel's assault with assault within 7 days?
//!           | "will the tie of" A "and" B "cross" label horizon
//!                                                   will the tie of Russia and Turkey cross hostile within 90 days?
//! verb      = attack | consult | threaten | sanction | … (see WORDS) | "do" CLASS "to"
//! horizon   = ["within" | "in" ["the next"]] N ("days" | "weeks" | "months")     30 days where none is given
//! label     = at-war | hostile | rival | unfriendly | neutral | partner
//! CLASS     = a PLOVER type (ASSAULT) or quad class (material-conflict)
//! ```
//!
//! A and B are whatever the caller's resolver knows: names, codes, organisations, armed groups.

use super::Class;
use chancery_model::{ActorId, EventType, Quad, TieLabel};

/// A question that can be answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// Will A do it to B?
    Does {
        /// Who would do it.
        actor: ActorId,
        /// What.
        class: Class,
        /// To whom.
        recipient: ActorId,
        /// Within how many days.
        within: u16,
    },
    /// To whom will A do it?
    Whom {
        /// Who would do it.
        actor: ActorId,
        /// What.
        class: Class,
        /// Within how many days.
        within: u16,
    },
    /// Who will do it to B?
    Who {
        /// What.
        class: Class,
        /// To whom.
        recipient: ActorId,
        /// Within how many days.
        within: u16,
    },
    /// Will A answer what B does?
    Answers {
        /// Who would answer.
        actor: ActorId,
        /// To whom.
        recipient: ActorId,
        /// What the recipient does first.
        after: Class,
        /// With what the actor answers.
        class: Class,
        /// Within how many days.
        within: u16,
    },
    /// Will the tie of A and B become so?
    Crosses {
        /// One of the two.
        a: ActorId,
        /// The other.
        b: ActorId,
        /// The label.
        label: TieLabel,
        /// Within how many days.
        within: u16,
    },
}

impl Question {
    /// Returns the actors that it names.
    #[must_use]
    pub fn actors(&self) -> Vec<&ActorId> {
        match self {
            Self::Does {
                actor, recipient, ..
            }
            | Self::Answers {
                actor, recipient, ..
            } => vec![actor, recipient],
            Self::Whom { actor, .. } => vec![actor],
            Self::Who { recipient, .. } => vec![recipient],
            Self::Crosses { a, b, .. } => vec![a, b],
        }
    }
}

/// Why a question is not understood.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum QuestionError {
    /// No form of the grammar fits.
    #[error(
        "the question has none of the forms that are understood: “will A attack B within 30 days”, “who will A consult within 7 days”, “who will attack B within 30 days”, “will A answer B's assault with assault within 7 days”, “will the tie of A and B cross hostile within 90 days”"
    )]
    Form,
    /// The verb is none that names a class of acts.
    #[error(
        "“{0}” names no kind of act: say for instance attack, consult, threaten, accuse, sanction, aid, agree with, or “do TYPE to” with a PLOVER type or quad class"
    )]
    Verb(String),
    /// An actor is not known.
    #[error("“{0}” is no actor that the dictionary knows: give a name or a code such as ISR")]
    Actor(String),
    /// The two sides are the same.
    #[error("{0} is on both sides of the question")]
    Same(ActorId),
    /// The horizon is outside what can be said.
    #[error("a forecast reaches 1 to 365 days ahead, not {0}")]
    Horizon(u32),
    /// The label of a tie is unknown.
    #[error("“{0}” is no label of a tie: at-war, hostile, rival, unfriendly, neutral or partner")]
    Label(String),
}

/// Words for classes, in the base form; the first is how the program says it.
const WORDS: &[(Class, &[&str])] = &[
    (
        Class::Type(EventType::Assault),
        &[
            "attack", "strike", "assault", "bomb", "hit", "invade", "shell", "fight",
        ],
    ),
    (
        Class::Type(EventType::Consult),
        &[
            "consult with",
            "consult",
            "hold talks with",
            "meet with",
            "meet",
            "talk to",
            "talk with",
            "negotiate with",
            "visit",
            "call",
            "host",
            "talks",
            "meeting",
        ],
    ),
    (
        Class::Type(EventType::Agree),
        &[
            "agree with",
            "sign an agreement with",
            "sign a deal with",
            "make a deal with",
            "agreement",
        ],
    ),
    (
        Class::Type(EventType::Support),
        &["support", "praise", "back", "endorse"],
    ),
    (
        Class::Type(EventType::Concede),
        &[
            "make a concession to",
            "make concessions to",
            "concede to",
            "yield to",
            "concession",
        ],
    ),
    (
        Class::Type(EventType::Cooperate),
        &["cooperate with", "work with", "trade with", "cooperation"],
    ),
    (
        Class::Type(EventType::Aid),
        &["give aid to", "send aid to", "aid", "help", "arm", "supply"],
    ),
    (
        Class::Type(EventType::Retreat),
        &[
            "withdraw from",
            "retreat from",
            "cease fire with",
            "give way to",
            "release prisoners of",
            "withdrawal",
            "retreat",
            "ceasefire",
        ],
    ),
    (
        Class::Type(EventType::Request),
        &["appeal to", "call on", "request", "ask", "urge", "demand"],
    ),
    (
        Class::Type(EventType::Accuse),
        &[
            "accuse",
            "condemn",
            "criticise",
            "criticize",
            "denounce",
            "blame",
            "accusation",
            "criticism",
        ],
    ),
    (
        Class::Type(EventType::Reject),
        &["reject", "refuse", "rebuff", "refusal"],
    ),
    (
        Class::Type(EventType::Threaten),
        &["threaten", "warn", "threat", "warning"],
    ),
    (
        Class::Type(EventType::Protest),
        &["protest against", "protest"],
    ),
    (
        Class::Type(EventType::Sanction),
        &[
            "impose sanctions on",
            "sanction",
            "expel diplomats of",
            "cut ties with",
        ],
    ),
    (
        Class::Type(EventType::Mobilize),
        &[
            "mobilise against",
            "mobilize against",
            "mobilise",
            "mobilize",
            "mobilisation",
            "mobilization",
        ],
    ),
    (
        Class::Type(EventType::Coerce),
        &[
            "coerce",
            "seize",
            "blockade",
            "arrest citizens of",
            "coercion",
        ],
    ),
    (
        Class::Quad(Quad::MaterialConflict),
        &["use force against", "act against", "force"],
    ),
    (
        Class::Quad(Quad::VerbalConflict),
        &["quarrel with", "speak against"],
    ),
    (
        Class::Quad(Quad::VerbalCooperation),
        &["speak well of", "be friendly to"],
    ),
    (
        Class::Quad(Quad::MaterialCooperation),
        &["do something for"],
    ),
];

/// Returns how a class is said as a verb: "attack", "consult with".
#[must_use]
pub fn verb(class: Class) -> &'static str {
    WORDS
        .iter()
        .find(|(known, _)| *known == class)
        .and_then(|(_, words)| words.first().copied())
        .unwrap_or("act towards")
}

/// Understands a question; `resolve` says which actor a phrase means.
pub fn parse(
    text: &str,
    resolve: &dyn Fn(&str) -> Option<ActorId>,
) -> Result<Question, QuestionError> {
    let text = text
        .trim()
        .trim_end_matches(['?', '.', ' '])
        .replace('’', "'");
    let words: Vec<&str> = text.split_whitespace().collect();
    let (words, within) = horizon(&words)?;
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let starts = |form: &[&str]| {
        lower.len() >= form.len() && lower.iter().zip(form).all(|(word, form)| word == form)
    };
    if starts(&["will", "the", "tie", "of"]) || starts(&["will", "the", "tie", "between"]) {
        return crosses(&words[4..], &lower[4..], within, resolve);
    }
    if starts(&["who", "will"]) || starts(&["whom", "will"]) {
        return who(&words[2..], &lower[2..], within, resolve);
    }
    if !starts(&["will"]) {
        return Err(QuestionError::Form);
    }
    let (words, lower) = (&words[1..], &lower[1..]);
    if let Some(at) = lower.iter().position(|word| word == "answer") {
        return answers(&words[..at], &words[at + 1..], within, resolve);
    }
    let mut unknown = None;
    for (at, length, class) in verbs(lower) {
        if at == 0 || at + length == words.len() {
            continue;
        }
        let sides = (&words[..at], &words[at + length..]);
        match (actor(sides.0, resolve), actor(sides.1, resolve)) {
            (Ok(actor), Ok(recipient)) => {
                different(&actor, &recipient)?;
                return Ok(Question::Does {
                    actor,
                    class,
                    recipient,
                    within,
                });
            }
            (Err(error), _) | (_, Err(error)) => unknown = unknown.or(Some(error)),
        }
    }
    Err(unknown.unwrap_or_else(|| no_verb(words, resolve)))
}

/// Returns what is wrong with a question in which no verb was found.
fn no_verb(words: &[&str], resolve: &dyn Fn(&str) -> Option<ActorId>) -> QuestionError {
    // The longest beginning that is an actor leaves the words that should have been a verb.
    for end in (1..words.len()).rev() {
        if resolve(&words[..end].join(" ")).is_some() {
            let end = end.min(words.len() - 1);
            return QuestionError::Verb(words[end].to_owned());
        }
    }
    if words.len() < 3 {
        QuestionError::Form
    } else {
        QuestionError::Verb(words[1..].join(" "))
    }
}

/// Takes the horizon off the end of a question.
fn horizon<'a, 'w>(words: &'a [&'w str]) -> Result<(&'a [&'w str], u16), QuestionError> {
    let [head @ .., number, unit] = words else {
        return Ok((words, 30));
    };
    let unit = match unit.to_lowercase().as_str() {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        "month" | "months" => 30,
        "year" | "years" => 365,
        _ => return Ok((words, 30)),
    };
    let (head, number) = match (number.parse::<u32>(), number.to_lowercase().as_str()) {
        (Ok(number), _) => (head, number),
        (_, "next" | "one" | "a") => (head, 1),
        _ => return Ok((words, 30)),
    };
    let days = number.saturating_mul(unit);
    let mut head = head;
    while let [rest @ .., last] = head {
        if ["within", "in", "the", "next", "over", "coming"].contains(&last.to_lowercase().as_str())
        {
            head = rest;
        } else {
            break;
        }
    }
    u16::try_from(days)
        .ok()
        .filter(|days| (1..=365).contains(days))
        .map(|days| (head, days))
        .ok_or(QuestionError::Horizon(days))
}

/// Returns every place at which words for a class stand, longer ones first at each place.
fn verbs(lower: &[String]) -> Vec<(usize, usize, Class)> {
    let mut found = Vec::new();
    for at in 0..lower.len() {
        if lower[at] == "do"
            && let Some(to) = lower[at + 1..].iter().position(|word| word == "to")
            && let Ok(class) = lower[at + 1..at + 1 + to].join("-").parse::<Class>()
        {
            found.push((at, to + 2, class));
        }
        let mut here: Vec<(usize, usize, Class)> = Vec::new();
        for (class, phrases) in WORDS {
            for phrase in *phrases {
                let length = phrase.split(' ').count();
                if lower.len() >= at + length && lower[at..at + length].join(" ") == *phrase {
                    here.push((at, length, *class));
                }
            }
        }
        here.sort_by_key(|(_, length, _)| std::cmp::Reverse(*length));
        found.append(&mut here);
    }
    found
}

/// Returns the class that a noun or a code names.
fn noun(words: &[&str]) -> Result<Class, QuestionError> {
    let text = words.join(" ").to_lowercase();
    let stripped = ["a ", "an ", "the ", "another ", "its own "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(&text);
    let singular = stripped.strip_suffix('s').unwrap_or(stripped);
    if let Ok(class) = stripped.replace(' ', "-").parse::<Class>() {
        return Ok(class);
    }
    WORDS
        .iter()
        .find(|(_, phrases)| {
            phrases
                .iter()
                .any(|phrase| *phrase == stripped || *phrase == singular)
        })
        .map(|(class, _)| *class)
        .ok_or_else(|| QuestionError::Verb(stripped.to_owned()))
}

fn actor(
    words: &[&str],
    resolve: &dyn Fn(&str) -> Option<ActorId>,
) -> Result<ActorId, QuestionError> {
    let phrase = words.join(" ");
    resolve(&phrase).ok_or(QuestionError::Actor(phrase))
}

fn different(one: &ActorId, other: &ActorId) -> Result<(), QuestionError> {
    if one == other {
        Err(QuestionError::Same(one.clone()))
    } else {
        Ok(())
    }
}

fn who(
    words: &[&str],
    lower: &[String],
    within: u16,
    resolve: &dyn Fn(&str) -> Option<ActorId>,
) -> Result<Question, QuestionError> {
    let mut unknown = None;
    for (at, length, class) in verbs(lower) {
        let result = if at == 0 && length < words.len() {
            actor(&words[length..], resolve).map(|recipient| Question::Who {
                class,
                recipient,
                within,
            })
        } else if at > 0 && at + length == words.len() {
            actor(&words[..at], resolve).map(|actor| Question::Whom {
                actor,
                class,
                within,
            })
        } else {
            continue;
        };
        match result {
            Ok(question) => return Ok(question),
            Err(error) => unknown = unknown.or(Some(error)),
        }
    }
    Err(unknown.unwrap_or_else(|| match words {
        [] | [_] => QuestionError::Form,
        words => no_verb(words, resolve),
    }))
}

fn answers(
    before: &[&str],
    after: &[&str],
    within: u16,
    resolve: &dyn Fn(&str) -> Option<ActorId>,
) -> Result<Question, QuestionError> {
    let owner = after
        .iter()
        .position(|word| word.ends_with("'s") || word.ends_with("s'"));
    let with = after
        .iter()
        .position(|word| word.eq_ignore_ascii_case("with"));
    let (Some(owner), Some(with)) = (owner, with) else {
        return Err(QuestionError::Form);
    };
    if before.is_empty() || with <= owner + 1 || with + 1 == after.len() {
        return Err(QuestionError::Form);
    }
    let mut of: Vec<&str> = after[..=owner].to_vec();
    let last = of[owner];
    of[owner] = last
        .strip_suffix("'s")
        .or_else(|| last.strip_suffix('\''))
        .unwrap_or(last);
    let (actor, recipient) = (actor(before, resolve)?, actor(&of, resolve)?);
    different(&actor, &recipient)?;
    Ok(Question::Answers {
        actor,
        recipient,
        after: noun(&after[owner + 1..with])?,
        class: noun(&after[with + 1..])?,
        within,
    })
}

fn crosses(
    words: &[&str],
    lower: &[String],
    within: u16,
    resolve: &dyn Fn(&str) -> Option<ActorId>,
) -> Result<Question, QuestionError> {
    let verb = lower
        .iter()
        .position(|word| ["cross", "become", "turn", "reach"].contains(&word.as_str()))
        .ok_or(QuestionError::Form)?;
    let word = lower[verb + 1..]
        .iter()
        .filter(|word| *word != "into" && *word != "to")
        .cloned()
        .collect::<Vec<_>>()
        .join("-");
    let label = [
        TieLabel::AtWar,
        TieLabel::Hostile,
        TieLabel::Rival,
        TieLabel::Unfriendly,
        TieLabel::Neutral,
        TieLabel::Partner,
    ]
    .into_iter()
    .find(|label| label.as_str() == word)
    .ok_or(QuestionError::Label(word))?;
    // A name may hold an "and": every one is tried.
    let mut unknown = None;
    for at in (1..verb.saturating_sub(1)).filter(|at| lower[*at] == "and") {
        match (
            actor(&words[..at], resolve),
            actor(&words[at + 1..verb], resolve),
        ) {
            (Ok(a), Ok(b)) => {
                different(&a, &b)?;
                return Ok(Question::Crosses {
                    a,
                    b,
                    label,
                    within,
                });
            }
            (Err(error), _) | (_, Err(error)) => unknown = unknown.or(Some(error)),
        }
    }
    Err(unknown.unwrap_or(QuestionError::Form))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(phrase: &str) -> Option<ActorId> {
        let id = match phrase {
            "Israel" | "ISR" => "ISR",
            "Iran" => "IRN",
            "Russia" => "RUS",
            "Turkey" => "TUR",
            "the United States" => "USA",
            "Bosnia and Herzegovina" => "BIH",
            _ => return None,
        };
        Some(id.into())
    }

    fn check(question: &str, expected: &str) {
        let said = match parse(question, &known) {
            Ok(Question::Does {
                actor,
                class,
                recipient,
                within,
            }) => {
                format!("{actor} {class} {recipient} {within}")
            }
            Ok(Question::Whom {
                actor,
                class,
                within,
            }) => format!("{actor} {class} ? {within}"),
            Ok(Question::Who {
                class,
                recipient,
                within,
            }) => format!("? {class} {recipient} {within}"),
            Ok(Question::Answers {
                actor,
                recipient,
                after,
                class,
                within,
            }) => {
                format!("{recipient} {after} > {actor} {class} {within}")
            }
            Ok(Question::Crosses {
                a,
                b,
                label,
                within,
            }) => {
                format!("{a}-{b} {} {within}", label.as_str())
            }
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(said, expected, "{question}");
    }

    #[test]
    fn questions_are_understood() {
        check(
            "will Israel attack Iran within 30 days",
            "ISR ASSAULT IRN 30",
        );
        check(
            "Will Iran strike the United States in the next 2 weeks?",
            "IRN ASSAULT USA 14",
        );
        check("Will Russia hold talks with Turkey", "RUS CONSULT TUR 30");
        check(
            "will Russia do material conflict to Turkey in 3 months",
            "RUS material-conflict TUR 90",
        );
        check("who will Russia consult within 7 days", "RUS CONSULT ? 7");
        check("who will attack Iran within 30 days?", "? ASSAULT IRN 30");
        check(
            "will Russia call on Turkey within 7 days",
            "RUS REQUEST TUR 7",
        );
        check(
            "will Iran answer Israel’s assault with assault within 7 days",
            "ISR ASSAULT > IRN ASSAULT 7",
        );
        check(
            "will the tie of Russia and Turkey cross hostile within 90 days",
            "RUS-TUR hostile 90",
        );
        check(
            "will the tie of Bosnia and Herzegovina and Russia become at war within 90 days",
            "BIH-RUS at-war 90",
        );
    }

    #[test]
    fn what_is_not_understood_is_said() {
        check("what will happen", "Form");
        check("", "Form");
        check(
            "will Israel attack Atlantis within 30 days",
            "Actor(\"Atlantis\")",
        );
        check("will Israel tickle Iran within 30 days", "Verb(\"tickle\")");
        check("will Israel attack ISR within 30 days", "Same(ISR)");
        check("will Israel attack Iran within 30 years", "Horizon(10950)");
        check("will Israel attack Iran within 0 days", "Horizon(0)");
        check(
            "will the tie of Russia and Turkey cross blue within 9 days",
            "Label(\"blue\")",
        );
    }

    #[test]
    fn every_class_has_a_verb_that_reads_back() {
        for class in Class::all() {
            let question = format!("will Israel {} Iran within 9 days", verb(class));
            check(&question, &format!("ISR {class} IRN 9"));
        }
    }
}
