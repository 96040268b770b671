//! What is at issue: the analyst's file beside what the record states.

use super::{IssueEntry, Origin, Sourced, StakeEntry};
use chancery_bargaining::{
    Problem, ProblemBuilder, Stake,
    reading::document::{Document, DocumentIssue, DocumentStake},
};
use chancery_model::{ActorId, Body, Diagnostic, Statement, StatementId};
use chancery_store::View;

/// The issues with what is known of each actor's stake.
pub(super) struct Posed {
    pub(super) entries: Vec<IssueEntry>,
    /// What the file says, checked.
    file: Option<Problem>,
}

/// Lays out what is at issue.
pub(super) fn posed(
    view: &View<'_>,
    file: Option<&Document>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Posed {
    let Some(file) = file else {
        return Posed {
            entries: proposed(view),
            file: None,
        };
    };
    let problem = match file.problem() {
        Ok(problem) => Some(problem),
        Err(error) => {
            diagnostics.push(Diagnostic::warning("issues-file", error.to_string()));
            None
        }
    };
    let unit = problem.as_ref().map_or(1.0, Problem::salience_unit);
    let entries = file
        .issues
        .iter()
        .map(|issue| from_file(view, file, issue, unit, diagnostics))
        .collect();
    Posed {
        entries,
        file: problem,
    }
}

/// Returns an issue of the file with the statements that its stakes rest on, and with what the
/// record states beyond it.
fn from_file(
    view: &View<'_>,
    file: &Document,
    issue: &DocumentIssue,
    unit: f64,
    diagnostics: &mut Vec<Diagnostic>,
) -> IssueEntry {
    let mut stakes: Vec<StakeEntry> = file
        .stakes
        .iter()
        .filter(|stake| stake.issue == issue.name)
        .map(|stake| of_analyst(view, file, issue, stake, unit, diagnostics))
        .collect();
    // Who states a position on the issue and is not in the file is shown, without a number.
    for statement in &view.statements {
        let Body::Position(position) = &statement.body else {
            continue;
        };
        if !concerns(issue, &position.issue, &position.position) {
            continue;
        }
        for actor in position.actor.iter().filter_map(|it| it.id.as_ref()) {
            if stakes.iter().all(|stake| stake.actor != *actor) {
                stakes.push(unknown(actor, statement));
            }
        }
    }
    entry(
        issue.name.clone(),
        issue.description.clone(),
        issue.scale,
        issue
            .meanings
            .iter()
            .filter_map(|(at, words)| Some((at.parse().ok()?, words.clone())))
            .collect(),
        stakes,
    )
}

/// Returns a stake of the file. Its statements are those whose sentence holds the quoted words,
/// and the position statements of the actor on the issue.
fn of_analyst(
    view: &View<'_>,
    file: &Document,
    issue: &DocumentIssue,
    stake: &DocumentStake,
    unit: f64,
    diagnostics: &mut Vec<Diagnostic>,
) -> StakeEntry {
    let actor = ActorId::from(stake.actor.as_str());
    let mut statements: Vec<StatementId> = Vec::new();
    let mut add = |id: &StatementId| {
        if !statements.contains(id) {
            statements.push(id.clone());
        }
    };
    if let Some(quote) = &stake.quote {
        let wanted = plain(quote);
        let mut found = false;
        for statement in &view.statements {
            if plain(view.sentence(&statement.evidence).1).contains(&wanted) {
                add(&statement.id);
                found = true;
            }
        }
        if !found {
            diagnostics.push(Diagnostic::warning(
                "issues-quote",
                format!(
                    "The words quoted for {} on {} stand in no coded sentence of the record: \u{201c}{quote}\u{201d}.",
                    stake.actor, stake.issue
                ),
            ));
        }
    }
    for statement in &view.statements {
        if let Body::Position(position) = &statement.body
            && position
                .actor
                .iter()
                .any(|it| it.id.as_ref() == Some(&actor))
            && concerns(issue, &position.issue, &position.position)
        {
            add(&statement.id);
        }
    }
    let analyst = |value: f64| Sourced {
        value: Some(value),
        origin: Origin::Analyst,
    };
    let stated = stake.capability.or_else(|| {
        let of_actor = file.actors.iter().find(|it| it.name == stake.actor);
        of_actor.and_then(|it| it.capability)
    });
    StakeEntry {
        position: analyst(stake.position.value()),
        salience: analyst(stake.salience.value() / unit),
        capability: stated.map_or_else(|| default(1.0), |it| analyst(it.value())),
        note: stake.note.clone(),
        actor,
        statements,
    }
}

fn default(value: f64) -> Sourced {
    Sourced {
        value: Some(value),
        origin: Origin::Default,
    }
}

/// Returns a stake of which the record states the position in words.
fn unknown(actor: &ActorId, statement: &Statement) -> StakeEntry {
    let not_known = Sourced {
        value: None,
        origin: Origin::Sentence,
    };
    let salience = match &statement.body {
        Body::Position(position) => position.salience,
        _ => None,
    };
    StakeEntry {
        actor: actor.clone(),
        position: not_known,
        salience: salience.map_or_else(
            || default(0.5),
            |value| Sourced {
                value: Some(value),
                origin: Origin::Sentence,
            },
        ),
        capability: default(1.0),
        note: Some(statement.evidence.text.clone()),
        statements: vec![statement.id.clone()],
    }
}

/// Returns whether stated words are about an issue of the file.
fn concerns(issue: &DocumentIssue, stated: &str, position: &str) -> bool {
    let stated = format!(" {} {}", plain(stated), plain(position));
    // A word begins where it stands: "immediate" says nothing of mediating.
    issue.words.iter().any(|word| {
        let word = plain(word);
        !word.is_empty()
            && stated.match_indices(&word).any(|(at, _)| {
                let before = stated[..at].chars().next_back();
                before.is_none_or(|it| !it.is_alphanumeric())
            })
    })
}

/// Returns text in small letters with single spaces and plain quotation marks.
fn plain(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|character| match character {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            other => other,
        })
        .collect();
    let words: Vec<&str> = straight.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Proposes issues from position statements alone: those over which two actors stand at opposite
/// ends. Whoever wants a thing stands at 100, whoever refuses it at 0; who else wants it is with
/// the first. Saliences and capabilities favour nobody unless they are stated.
fn proposed(view: &View<'_>) -> Vec<IssueEntry> {
    let mut groups: Vec<(Vec<String>, String, Vec<StakeEntry>)> = Vec::new();
    for statement in &view.statements {
        let Body::Position(position) = &statement.body else {
            continue;
        };
        let words = content(&position.issue);
        if words.is_empty() {
            continue;
        }
        let at = groups.iter().position(|(known, _, _)| alike(known, &words));
        let at = at.unwrap_or_else(|| {
            groups.push((words, position.issue.clone(), Vec::new()));
            groups.len() - 1
        });
        let stakes = &mut groups[at].2;
        for actor in position.actor.iter().filter_map(|it| it.id.as_ref()) {
            let value = if refuses(&position.position) {
                0.0
            } else {
                100.0
            };
            match stakes.iter_mut().find(|stake| stake.actor == *actor) {
                Some(stake) => {
                    stake.statements.push(statement.id.clone());
                    // Who is said to want a thing and to refuse it is not known to do either.
                    if stake.position.value.is_some_and(|known| known != value) {
                        stake.position.value = None;
                    }
                }
                None => {
                    let mut stake = unknown(actor, statement);
                    stake.position.value = Some(value);
                    stakes.push(stake);
                }
            }
        }
    }
    groups
        .into_iter()
        .filter(|(_, _, stakes)| {
            let end = |wanted: f64| {
                stakes
                    .iter()
                    .any(|stake| stake.position.value == Some(wanted))
            };
            end(0.0) && end(100.0)
        })
        .map(|(_, name, stakes)| {
            let meanings = vec![(0.0, "refused".to_owned()), (100.0, "wanted".to_owned())];
            entry(name, None, [0.0, 100.0], meanings, stakes)
        })
        .collect()
}

/// Words by which a stated position is a refusal.
const REFUSALS: [&str; 10] = [
    "not",
    "n't",
    "no",
    "never",
    "reject",
    "refus",
    "oppos",
    "against",
    "rule out",
    "ruled out",
];
/// Words that say nothing about what an issue is.
const EMPTY: [&str; 20] = [
    "a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "with", "by", "at", "from",
    "its", "their", "his", "her", "that", "any",
];

fn refuses(position: &str) -> bool {
    let text = plain(position);
    text.split(|it: char| !it.is_alphanumeric() && it != '\'')
        .any(|word| {
            word.ends_with("n't")
                || REFUSALS.iter().any(|mark| match mark.len() {
                    0..=5 if *mark != "refus" && *mark != "oppos" => word == *mark,
                    _ => word.starts_with(mark),
                })
        })
        || text.contains("rule out")
        || text.contains("ruled out")
}

fn content(issue: &str) -> Vec<String> {
    let mut words: Vec<String> = plain(issue)
        .split(|it: char| !it.is_alphanumeric())
        .filter(|word| word.len() > 1 && !EMPTY.contains(word))
        .map(str::to_owned)
        .collect();
    words.sort();
    words.dedup();
    words
}

/// Returns whether two sets of words have at least half of their union in common.
fn alike(one: &[String], other: &[String]) -> bool {
    let common = one.iter().filter(|word| other.contains(word)).count();
    2 * common >= one.len() + other.len() - common
}

fn entry(
    issue: String,
    description: Option<String>,
    scale: [f64; 2],
    meanings: Vec<(f64, String)>,
    stakes: Vec<StakeEntry>,
) -> IssueEntry {
    let mut statements: Vec<StatementId> = Vec::new();
    for id in stakes.iter().flat_map(|stake| &stake.statements) {
        if !statements.contains(id) {
            statements.push(id.clone());
        }
    }
    IssueEntry {
        issue,
        description,
        scale,
        meanings,
        compromise: None,
        after_deals: None,
        stakes,
        statements,
    }
}

impl Posed {
    /// Returns the problem to bargain over: the file's, or what was proposed. What the analyst says
    /// of two actors goes before what the ties say.
    pub(super) fn problem(&self, attitude: &dyn Fn(&ActorId, &ActorId) -> f64) -> Option<Problem> {
        let problem = match &self.file {
            Some(problem) => problem.clone(),
            None => self.of_proposals()?,
        };
        let count = problem.actors().len();
        let id = |at: usize| ActorId::from(problem.actors()[at].name.as_str());
        let mut matrix = Vec::with_capacity(count * count);
        for one in 0..count {
            for other in 0..count {
                let said = problem.attitude(one, other);
                matrix.push(if one == other {
                    0.0
                } else if said != 0.0 {
                    said
                } else {
                    attitude(&id(one), &id(other)).clamp(-1.0, 1.0)
                });
            }
        }
        problem.with_attitudes(matrix).ok()
    }

    /// Returns the problem of proposed issues, if two or more have numbers.
    fn of_proposals(&self) -> Option<Problem> {
        if self.entries.len() < 2 {
            return None;
        }
        let mut builder = ProblemBuilder::new("");
        let mut actors: Vec<ActorId> = Vec::new();
        for entry in &self.entries {
            for stake in &entry.stakes {
                if stake.position.value.is_some() && !actors.contains(&stake.actor) {
                    actors.push(stake.actor.clone());
                    builder.actor(stake.actor.as_str());
                }
            }
        }
        for entry in &self.entries {
            let issue = builder.issue(entry.issue.clone(), entry.scale[0], entry.scale[1]);
            for stake in &entry.stakes {
                let at = actors.iter().position(|it| *it == stake.actor);
                if let (Some(at), Some(position)) = (at, stake.position.value) {
                    let numbers = Stake {
                        position,
                        salience: stake.salience.value.unwrap_or(0.5),
                        capability: stake.capability.value.unwrap_or(1.0),
                    };
                    builder.stake(at, issue, numbers);
                }
            }
        }
        builder.check().ok()
    }
}
