//! What is bargained over and by whom: actors × issues with position, salience and capability.
//!
//! The vocabulary is Bueno de Mesquita's: the *position* an actor wants on an issue, the *salience*
//! of the issue to the actor, and the *capability* the actor can bring to bear. Their product of
//! salience and capability is its *clout* on the issue.

use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Who bargains.
#[derive(Clone, PartialEq, Debug)]
pub struct Actor {
    /// The name, unique in its problem.
    pub name: String,
    /// What the name stands for, where the input says so.
    pub description: Option<String>,
    /// The group or alliance whose members count as one another's partners.
    pub group: Option<String>,
}

/// What is bargained over.
#[derive(Clone, PartialEq, Debug)]
pub struct Issue {
    /// The name, unique in its problem.
    pub name: String,
    /// The lower end of the scale and the upper one.
    pub scale: (f64, f64),
    /// The state of things if nothing is agreed.
    pub status_quo: Option<f64>,
    /// What positions mean, in the order of the scale.
    pub meanings: Vec<(f64, String)>,
}

/// What an actor has at stake on an issue.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stake {
    /// The wanted outcome, on the issue's scale.
    pub position: f64,
    /// How much the issue matters to the actor, 0 to 1.
    pub salience: f64,
    /// What the actor can bring to bear on the issue.
    pub capability: f64,
}

impl Stake {
    /// Returns salience times capability.
    pub fn clout(&self) -> f64 {
        self.salience * self.capability
    }
}

/// One of the numbers of a stake.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    /// The wanted outcome.
    Position,
    /// How much it matters.
    Salience,
    /// What can be brought to bear.
    Capability,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Position, Self::Salience, Self::Capability];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Salience => "salience",
            Self::Capability => "capability",
        }
    }
}

/// The stated range of an uncertain number.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ranged {
    /// The lowest it may be.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

/// Actors, issues and stakes, checked: every number is finite and on its scale, and names are
/// unique.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    pub(crate) title: String,
    pub(crate) actors: Vec<Actor>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) stakes: Vec<Option<Stake>>,
    pub(crate) salience_unit: f64,
    pub(crate) attitudes: Vec<f64>,
    pub(crate) accommodation: Option<Vec<f64>>,
    pub(crate) ranges: BTreeMap<(usize, usize, Field), Ranged>,
}

impl Problem {
    /// Returns what the input is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the actors.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Returns the issues.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Returns what an actor has at stake on an issue, if anything.
    pub fn stake(&self, actor: usize, issue: usize) -> Option<&Stake> {
        self.stakes[actor * self.issues.len() + issue].as_ref()
    }

    /// Returns the actors with a stake on the issue, in their order.
    pub fn stakes_on(&self, issue: usize) -> impl Iterator<Item = (usize, &Stake)> {
        (0..self.actors.len()).filter_map(move |actor| Some((actor, self.stake(actor, issue)?)))
    }

    /// Returns the salience of the input that counts as 1 here: 1, or 100 for percentages.
    /// Utilities are reported in the unit of the input.
    pub fn salience_unit(&self) -> f64 {
        self.salience_unit
    }

    /// Returns how the one actor stands to the other: from −1, adversary, to 1, partner.
    pub fn attitude(&self, one: usize, other: usize) -> f64 {
        self.attitudes[one * self.actors.len() + other]
    }

    /// Returns whether anybody is anybody's partner or adversary.
    pub fn has_attitudes(&self) -> bool {
        self.attitudes.iter().any(|&attitude| attitude != 0.0)
    }

    /// Returns how far the actor's ideal goes along when the other's position moves, where the
    /// input says so.
    pub fn accommodation(&self, actor: usize, other: usize) -> Option<f64> {
        let matrix = self.accommodation.as_ref()?;
        Some(matrix[actor * self.actors.len() + other])
    }

    /// Returns the stated range of a number.
    pub fn range(&self, actor: usize, issue: usize, field: Field) -> Option<Ranged> {
        self.ranges.get(&(actor, issue, field)).copied()
    }

    /// Returns the number of the actor with this name.
    pub fn actor_named(&self, name: &str) -> Option<usize> {
        self.actors.iter().position(|actor| actor.name == name)
    }

    /// Returns the number of the issue with this name.
    pub fn issue_named(&self, name: &str) -> Option<usize> {
        self.issues.iter().position(|issue| issue.name == name)
    }

    /// Returns one issue as a problem of its own, with the actors that have a stake in it.
    pub fn issue_alone(&self, issue: usize) -> Self {
        let on: Vec<usize> = self.stakes_on(issue).map(|(actor, _)| actor).collect();
        let pick = |matrix: &[f64]| -> Vec<f64> {
            let wide = self.actors.len();
            on.iter()
                .flat_map(|&one| on.iter().map(move |&other| matrix[one * wide + other]))
                .collect()
        };
        Self {
            title: self.title.clone(),
            actors: on.iter().map(|&actor| self.actors[actor].clone()).collect(),
            issues: vec![self.issues[issue].clone()],
            stakes: on
                .iter()
                .map(|&actor| self.stake(actor, issue).copied())
                .collect(),
            salience_unit: self.salience_unit,
            attitudes: pick(&self.attitudes),
            accommodation: self.accommodation.as_deref().map(pick),
            ranges: (0..)
                .zip(&on)
                .flat_map(|(at, &actor)| {
                    Field::ALL.into_iter().filter_map(move |field| {
                        Some(((at, 0, field), self.range(actor, issue, field)?))
                    })
                })
                .collect(),
        }
    }

    /// Returns the problem with the attitudes of a matrix, row by row.
    ///
    /// # Errors
    ///
    /// When the matrix has the wrong size or a number outside −1 to 1.
    pub fn with_attitudes(mut self, attitudes: Vec<f64>) -> Result<Self, ProblemError> {
        let wide = self.actors.len();
        if attitudes.len() != wide * wide {
            return Err(ProblemError::MatrixSize {
                what: "attitudes",
                rows: attitudes.len(),
                expected: wide * wide,
            });
        }
        if let Some(at) = attitudes
            .iter()
            .position(|value| !(-1.0..=1.0).contains(value))
        {
            return Err(ProblemError::Matrix {
                what: "attitudes",
                row: self.actors[at / wide].name.clone(),
                column: self.actors[at % wide].name.clone(),
                value: attitudes[at],
                low: -1.0,
                high: 1.0,
            });
        }
        self.attitudes = attitudes;
        Ok(self)
    }

    /// Returns a cell in which every issue needs every actor, for models that need all of them.
    ///
    /// # Errors
    ///
    /// When a cell is missing.
    pub(crate) fn require_full(&self, model: &'static str) -> Result<(), ProblemError> {
        for (actor, who) in self.actors.iter().enumerate() {
            for (issue, what) in self.issues.iter().enumerate() {
                if self.stake(actor, issue).is_none() {
                    return Err(ProblemError::ModelNeedsCell {
                        model,
                        actor: who.name.clone(),
                        issue: what.name.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// Why numbers make no bargaining problem.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum ProblemError {
    /// Fewer than two actors.
    #[error("a bargaining problem needs at least two actors; there {}", if *.count == 1 { "is 1".to_owned() } else { format!("are {count}") })]
    TooFewActors {
        /// How many there are.
        count: usize,
    },
    /// No issue.
    #[error("there is no issue to bargain over")]
    NoIssue,
    /// A name twice.
    #[error("the {what} `{name}` is named twice; give each a name of its own")]
    Duplicate {
        /// `actor` or `issue`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// An empty name.
    #[error("an {what} has no name")]
    Nameless {
        /// `actor` or `issue`.
        what: &'static str,
    },
    /// A number that is none, or off its scale.
    #[error("{actor}, {issue}: the {} {value} is not between {low} and {high}", field.word())]
    OffScale {
        /// Whose number it is.
        actor: String,
        /// On which issue.
        issue: String,
        /// Which number.
        field: Field,
        /// The number.
        value: f64,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// A scale or status quo that makes no sense.
    #[error("the issue `{issue}`: {fault}")]
    Scale {
        /// The issue.
        issue: String,
        /// What is wrong.
        fault: String,
    },
    /// An issue that no clout bears on.
    #[error("nobody has salience and capability on the issue `{issue}`")]
    NoClout {
        /// The issue.
        issue: String,
    },
    /// A model that needs each actor on each issue.
    #[error(
        "the model {model} needs a position of every actor on every issue: `{actor}` has none on `{issue}`"
    )]
    ModelNeedsCell {
        /// The model.
        model: &'static str,
        /// Whose cell is missing.
        actor: String,
        /// On which issue.
        issue: String,
    },
    /// Saliences that claim more than all of an actor's attention.
    #[error("the saliences of `{actor}` sum to {sum}; the model smp allows {most} over all issues")]
    SalienceSum {
        /// Whose.
        actor: String,
        /// Their sum.
        sum: f64,
        /// The most it may be.
        most: f64,
    },
    /// A matrix of the wrong size.
    #[error("the matrix of {what} has {rows} numbers; {expected} were expected")]
    MatrixSize {
        /// Which matrix.
        what: &'static str,
        /// How many numbers there are.
        rows: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A number of a matrix off its scale.
    #[error(
        "the matrix of {what}, row `{row}`, column `{column}`: {value} is not between {low} and {high}"
    )]
    Matrix {
        /// Which matrix.
        what: &'static str,
        /// The row.
        row: String,
        /// The column.
        column: String,
        /// The number.
        value: f64,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
}

/// A problem in the making: add to it, then [`check`](Self::check).
#[derive(Clone, Debug, Default)]
pub struct ProblemBuilder {
    title: String,
    actors: Vec<Actor>,
    issues: Vec<Issue>,
    stakes: BTreeMap<(usize, usize), Stake>,
    ranges: BTreeMap<(usize, usize, Field), Ranged>,
    salience_unit: Option<f64>,
    attitudes: Vec<(usize, usize, f64)>,
    accommodation: Vec<(usize, usize, f64)>,
}

impl ProblemBuilder {
    /// Returns a problem without actors and issues.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds an actor and returns its number.
    pub fn actor(&mut self, name: impl Into<String>) -> usize {
        self.actors.push(Actor {
            name: name.into(),
            description: None,
            group: None,
        });
        self.actors.len() - 1
    }

    /// Says what an actor's name stands for.
    pub fn describe(&mut self, actor: usize, description: impl Into<String>) {
        self.actors[actor].description = Some(description.into());
    }

    /// Puts an actor into a group, whose members are partners.
    pub fn group(&mut self, actor: usize, group: impl Into<String>) {
        self.actors[actor].group = Some(group.into());
    }

    /// Adds an issue with its scale and returns its number.
    pub fn issue(&mut self, name: impl Into<String>, low: f64, high: f64) -> usize {
        self.issues.push(Issue {
            name: name.into(),
            scale: (low, high),
            status_quo: None,
            meanings: Vec::new(),
        });
        self.issues.len() - 1
    }

    /// Returns an issue to be changed.
    pub fn issue_mut(&mut self, issue: usize) -> &mut Issue {
        &mut self.issues[issue]
    }

    /// Says what an actor has at stake on an issue.
    pub fn stake(&mut self, actor: usize, issue: usize, stake: Stake) -> Option<Stake> {
        self.stakes.insert((actor, issue), stake)
    }

    /// Says between what bounds a number may lie.
    pub fn range(&mut self, actor: usize, issue: usize, field: Field, range: Ranged) {
        self.ranges.insert((actor, issue, field), range);
    }

    /// Says which salience of the input stands for 1; saliences given are already divided by it.
    pub fn salience_unit(&mut self, unit: f64) {
        self.salience_unit = Some(unit);
    }

    /// Says how the one stands to the other, from −1, adversary, to 1, partner.
    pub fn attitude(&mut self, one: usize, other: usize, attitude: f64) {
        self.attitudes.push((one, other, attitude));
    }

    /// Says how far an actor's ideal goes along with a position.
    pub fn accommodate(&mut self, actor: usize, other: usize, share: f64) {
        self.accommodation.push((actor, other, share));
    }

    /// Checks the whole and returns it.
    ///
    /// # Errors
    ///
    /// When there are too few actors, a name is doubled, or a number is missing or off its scale.
    pub fn check(self) -> Result<Problem, ProblemError> {
        if self.actors.len() < 2 {
            return Err(ProblemError::TooFewActors {
                count: self.actors.len(),
            });
        }
        if self.issues.is_empty() {
            return Err(ProblemError::NoIssue);
        }
        unique("actor", self.actors.iter().map(|actor| &actor.name))?;
        unique("issue", self.issues.iter().map(|issue| &issue.name))?;
        for issue in &self.issues {
            check_scale(issue)?;
        }
        self.check_stakes()?;
        let wide = self.actors.len();
        let attitudes = self.attitude_matrix()?;
        let accommodation = if self.accommodation.is_empty() {
            None
        } else {
            let mut matrix = vec![0.0; wide * wide];
            for &(one, other, share) in &self.accommodation {
                self.check_matrix("accommodation", one, other, share, 0.0)?;
                matrix[one * wide + other] = share;
            }
            Some(matrix)
        };
        let mut stakes = vec![None; wide * self.issues.len()];
        for (&(actor, issue), &stake) in &self.stakes {
            stakes[actor * self.issues.len() + issue] = Some(stake);
        }
        Ok(Problem {
            title: self.title,
            actors: self.actors,
            issues: self.issues,
            stakes,
            salience_unit: self.salience_unit.unwrap_or(1.0),
            attitudes,
            accommodation,
            ranges: self.ranges,
        })
    }

    /// Checks each number of each stake, and that somebody bears on each issue.
    fn check_stakes(&self) -> Result<(), ProblemError> {
        let mut clout = vec![0.0; self.issues.len()];
        for (&(actor, issue), stake) in &self.stakes {
            clout[issue] += stake.clout();
            let checks = [
                (Field::Position, stake.position, self.issues[issue].scale),
                (Field::Salience, stake.salience, (0.0, 1.0)),
                (Field::Capability, stake.capability, (0.0, f64::MAX)),
            ];
            for (field, value, (low, high)) in checks {
                let range = self.ranges.get(&(actor, issue, field));
                let values = [Some(value), range.map(|it| it.low), range.map(|it| it.high)];
                for value in values.into_iter().flatten() {
                    if !(low..=high).contains(&value) {
                        let unit = match field {
                            Field::Salience => self.salience_unit.unwrap_or(1.0),
                            _ => 1.0,
                        };
                        return Err(ProblemError::OffScale {
                            actor: self.actors[actor].name.clone(),
                            issue: self.issues[issue].name.clone(),
                            field,
                            value: value * unit,
                            low: low * unit,
                            high: if high == f64::MAX {
                                f64::INFINITY
                            } else {
                                high * unit
                            },
                        });
                    }
                }
            }
        }
        match clout.iter().position(|&clout| clout <= 0.0) {
            Some(issue) => Err(ProblemError::NoClout {
                issue: self.issues[issue].name.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Returns the attitudes row by row: groups first, what was said of pairs over them.
    fn attitude_matrix(&self) -> Result<Vec<f64>, ProblemError> {
        let wide = self.actors.len();
        let mut matrix = vec![0.0; wide * wide];
        for (one, actor) in self.actors.iter().enumerate() {
            for (other, partner) in self.actors.iter().enumerate() {
                if one != other && actor.group.is_some() && actor.group == partner.group {
                    matrix[one * wide + other] = 1.0;
                }
            }
        }
        for &(one, other, attitude) in &self.attitudes {
            self.check_matrix("attitudes", one, other, attitude, -1.0)?;
            matrix[one * wide + other] = attitude;
        }
        Ok(matrix)
    }

    fn check_matrix(
        &self,
        what: &'static str,
        one: usize,
        other: usize,
        value: f64,
        low: f64,
    ) -> Result<(), ProblemError> {
        if (low..=1.0).contains(&value) {
            return Ok(());
        }
        Err(ProblemError::Matrix {
            what,
            row: self.actors[one].name.clone(),
            column: self.actors[other].name.clone(),
            value,
            low,
            high: 1.0,
        })
    }
}

fn check_scale(issue: &Issue) -> Result<(), ProblemError> {
    let fault = |fault: String| ProblemError::Scale {
        issue: issue.name.clone(),
        fault,
    };
    let (low, high) = issue.scale;
    if !low.is_finite() || !high.is_finite() || low >= high {
        return Err(fault(format!(
            "its scale runs from {low} to {high}; the first must be a number below the second"
        )));
    }
    match issue.status_quo {
        Some(at) if !(low..=high).contains(&at) => Err(fault(format!(
            "its status quo {at} is not between {low} and {high}"
        ))),
        _ => Ok(()),
    }
}

fn unique<'a>(
    what: &'static str,
    names: impl Iterator<Item = &'a String>,
) -> Result<(), ProblemError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if name.trim().is_empty() {
            return Err(ProblemError::Nameless { what });
        }
        if !seen.insert(name) {
            return Err(ProblemError::Duplicate {
                what,
                name: name.clone(),
            });
        }
    }
    Ok(())
}
