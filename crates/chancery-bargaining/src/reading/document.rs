//! Problems as TOML, written by people.
//!
//! ```toml
//! title = "Two quarrels"
//!
//! [[issues]]
//! name = "tariff"
//! scale = [0, 100]
//! status_quo = 20
//! meanings = { 0 = "none", 100 = "prohibitive" }
//!
//! [[actors]]
//! name = "A"
//! capability = 1.0
//! group = "north"
//!
//! [[actors]]
//! name = "B"
//!
//! [[stakes]]
//! actor = "A"
//! issue = "tariff"
//! position = [10, 20, 40]   # lowest, best guess, highest; or one number
//! salience = 0.8
//!
//! [[stakes]]
//! actor = "B"
//! issue = "tariff"
//! position = 90
//! salience = 0.5
//! capability = 2.0          # on this issue; otherwise the actor's
//!
//! [[ties]]
//! of = "A"
//! to = "B"
//! value = -0.5              # from -1, adversary, to 1, partner; both ways unless `one_way`
//! ```

use super::{ReadError, cells};
use crate::{Field, Problem, ProblemBuilder, Ranged, Stake};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A problem as it stands in a file.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// What is bargained over.
    #[serde(default)]
    pub issues: Vec<DocumentIssue>,
    /// Who bargains.
    #[serde(default)]
    pub actors: Vec<DocumentActor>,
    /// What each has at stake.
    #[serde(default)]
    pub stakes: Vec<DocumentStake>,
    /// Who is whose partner and adversary.
    #[serde(default)]
    pub ties: Vec<DocumentTie>,
    /// How far ideals go along with positions.
    #[serde(default)]
    pub accommodation: Vec<DocumentTie>,
}

/// An issue in a document.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentIssue {
    /// Its name.
    pub name: String,
    /// What it is about, in words.
    #[serde(default)]
    pub description: Option<String>,
    /// The ends of its scale.
    #[serde(default = "hundred")]
    pub scale: [f64; 2],
    /// What holds if nothing is agreed.
    #[serde(default)]
    pub status_quo: Option<f64>,
    /// What positions mean.
    #[serde(default)]
    pub meanings: BTreeMap<String, String>,
    /// Words by which a stated position on this issue is known.
    #[serde(default)]
    pub words: Vec<String>,
}

fn hundred() -> [f64; 2] {
    [0.0, 100.0]
}

/// An actor in a document.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentActor {
    /// Its name.
    pub name: String,
    /// What the name stands for.
    #[serde(default)]
    pub description: Option<String>,
    /// What it can bring to bear; 1 where nothing is said.
    #[serde(default)]
    pub capability: Option<Number>,
    /// The group whose members are partners.
    #[serde(default)]
    pub group: Option<String>,
}

/// A stake in a document.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentStake {
    /// Whose.
    pub actor: String,
    /// On which issue.
    pub issue: String,
    /// The wanted outcome.
    pub position: Number,
    /// How much it matters.
    pub salience: Number,
    /// What can be brought to bear here.
    #[serde(default)]
    pub capability: Option<Number>,
    /// The words of the record that the position rests on, letter by letter.
    #[serde(default)]
    pub quote: Option<String>,
    /// Why the analyst says so.
    #[serde(default)]
    pub note: Option<String>,
}

/// A number of a pair of actors in a document.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentTie {
    /// Whose attitude.
    pub of: String,
    /// To whom.
    pub to: String,
    /// From −1 to 1; for accommodation from 0 to 1.
    pub value: f64,
    /// It does not hold the other way round.
    #[serde(default)]
    pub one_way: bool,
}

/// One number, or the lowest, the best guess and the highest.
#[derive(Clone, Copy, PartialEq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// A number taken as it is.
    Exact(f64),
    /// Lowest, best guess, highest.
    Range([f64; 3]),
}

impl Number {
    /// Returns the best guess.
    pub fn value(self) -> f64 {
        match self {
            Self::Exact(value) | Self::Range([_, value, _]) => value,
        }
    }

    fn range(self) -> Option<Ranged> {
        match self {
            Self::Exact(_) => None,
            Self::Range([low, _, high]) => Some(Ranged { low, high }),
        }
    }
}

/// Returns whether a text is meant as such a document.
pub(super) fn looks_like_it(text: &str) -> bool {
    text.lines().map(str::trim).any(|line| {
        line.starts_with("[[") || line.starts_with("title ") || line.starts_with("title=")
    })
}

/// Reads a document.
///
/// # Errors
///
/// When the TOML is broken; its error shows the line.
pub fn parse(text: &str) -> Result<Document, ReadError> {
    toml::from_str(text).map_err(|error| ReadError::Toml(error.to_string().trim_end().to_owned()))
}

/// Reads a problem in this layout.
///
/// # Errors
///
/// When the TOML is broken or its numbers make no problem.
pub fn read(text: &str) -> Result<Problem, ReadError> {
    parse(text)?.problem()
}

impl Document {
    /// Returns the problem that the document states.
    ///
    /// # Errors
    ///
    /// When a name is unknown or doubled, or a number off its scale.
    pub fn problem(&self) -> Result<Problem, ReadError> {
        let unit = cells::salience_unit(self.stakes.iter().map(|stake| stake.salience.value()));
        let mut builder = ProblemBuilder::new(self.title.clone());
        builder.salience_unit(unit);
        for issue in &self.issues {
            let [low, high] = issue.scale;
            let at = builder.issue(issue.name.clone(), low, high);
            builder.issue_mut(at).status_quo = issue.status_quo;
            builder.issue_mut(at).meanings = meanings(issue)?;
        }
        for actor in &self.actors {
            let at = builder.actor(actor.name.clone());
            if let Some(description) = &actor.description {
                builder.describe(at, description.clone());
            }
            if let Some(group) = &actor.group {
                builder.group(at, group.clone());
            }
        }
        let mut seen = Vec::new();
        for stake in &self.stakes {
            let actor = self.actor(&stake.actor, "[[stakes]]")?;
            let issue = self
                .issues
                .iter()
                .position(|it| it.name == stake.issue)
                .ok_or_else(|| unknown("issue", &stake.issue, "[[stakes]]"))?;
            if seen.contains(&(actor, issue)) {
                return Err(ReadError::Toml(format!(
                    "[[stakes]]: `{}` has two stakes on `{}`; keep one",
                    stake.actor, stake.issue
                )));
            }
            seen.push((actor, issue));
            let capability = stake
                .capability
                .or(self.actors[actor].capability)
                .unwrap_or(Number::Exact(1.0));
            let numbers = [
                (Field::Position, stake.position, 1.0),
                (Field::Salience, stake.salience, unit),
                (Field::Capability, capability, 1.0),
            ];
            for (field, number, unit) in numbers {
                if let Some(range) = number.range() {
                    let value = number.value();
                    if !(range.low <= value && value <= range.high) {
                        return Err(ReadError::Toml(format!(
                            "[[stakes]]: {}, {}: the {} is {value}, outside its own range from {} to {}",
                            stake.actor,
                            stake.issue,
                            field.word(),
                            range.low,
                            range.high
                        )));
                    }
                    let range = Ranged {
                        low: range.low / unit,
                        high: range.high / unit,
                    };
                    builder.range(actor, issue, field, range);
                }
            }
            let stake = Stake {
                position: stake.position.value(),
                salience: stake.salience.value() / unit,
                capability: capability.value(),
            };
            builder.stake(actor, issue, stake);
        }
        for tie in &self.ties {
            let (one, other) = (
                self.actor(&tie.of, "[[ties]]")?,
                self.actor(&tie.to, "[[ties]]")?,
            );
            builder.attitude(one, other, tie.value);
            if !tie.one_way {
                builder.attitude(other, one, tie.value);
            }
        }
        for tie in &self.accommodation {
            let place = "[[accommodation]]";
            builder.accommodate(
                self.actor(&tie.of, place)?,
                self.actor(&tie.to, place)?,
                tie.value,
            );
        }
        Ok(builder.check()?)
    }

    fn actor(&self, name: &str, place: &str) -> Result<usize, ReadError> {
        self.actors
            .iter()
            .position(|actor| actor.name == name)
            .ok_or_else(|| unknown("actor", name, place))
    }
}

fn unknown(what: &str, name: &str, place: &str) -> ReadError {
    ReadError::Toml(format!(
        "{place}: no {what} is called `{name}`; add it under [[{what}s]] or mend the name"
    ))
}

fn meanings(issue: &DocumentIssue) -> Result<Vec<(f64, String)>, ReadError> {
    let mut meanings = Vec::new();
    for (position, words) in &issue.meanings {
        let position: f64 = position.parse().map_err(|_| {
            ReadError::Toml(format!(
                "[[issues]]: `{}`: the meaning `{words}` stands at `{position}`, which is not a number",
                issue.name
            ))
        })?;
        meanings.push((position, words.clone()));
    }
    meanings.sort_by(|one, other| one.0.total_cmp(&other.0));
    Ok(meanings)
}
