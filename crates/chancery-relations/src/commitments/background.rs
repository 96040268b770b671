//! What binds the actors of a record though the record does not tell that it was agreed: treaties that
//! the text names and takes for known, treaties of major powers, and organisations whose members owe each
//! other defence. All come from tables with their sources, are marked as background, and say what they
//! do not oblige to. What became of them is read from the record as with every other commitment.

use super::{
    Commitment, CommitmentKind, CommitmentOptions, Outcome, attack::attacks, duties, help::help,
    register::verdict,
};
use crate::{
    Names,
    chronicle::{Act, Chronicle},
    day, majors,
    organisations::{self, Organisation},
};
use chancery_model::{ActorId, ActorRef, Date, EventType, Force, Mode, Obligation, StatementId};
use chancery_store::View;
use std::collections::BTreeSet;

/// A treaty that is known by a name of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedTreaty {
    /// Its names in small letters, the usual one first.
    pub names: Vec<String>,
    /// Who is bound.
    pub parties: Vec<ActorId>,
    /// The day of its signature.
    pub from: Option<Date>,
    /// The day on which it ended; `None` while it holds.
    pub until: Option<Date>,
    /// What it obliges to, in ATOP's terms; empty where it obliges to nothing of the kind.
    pub obligations: Vec<Obligation>,
    /// What it says, in plain words.
    pub says: String,
    /// The treaty itself, with its place of publication.
    pub source: String,
}

/// Each names at most so many statements.
const MOST_STATEMENTS: usize = 4;

/// Statements that name more than so many actors name a collective.
const NAMED_TOGETHER: usize = 4;

/// Returns what is known beside the record, leaving out what the record tells itself.
pub(super) fn background(
    view: &View<'_>,
    chronicle: &Chronicle<'_>,
    names: &Names,
    options: &CommitmentOptions,
    register: &[Commitment],
) -> Vec<Commitment> {
    // Whom a text names only among many ("the Arab monarchies") it is not about.
    let actors: BTreeSet<&ActorId> = view
        .statements
        .iter()
        .map(|statement| statement.body.actors())
        .filter(|actors| actors.len() <= NAMED_TOGETHER)
        .flatten()
        .filter_map(ActorRef::state)
        .collect();
    let mut case = Case {
        view,
        chronicle,
        names,
        options,
        register,
        today: view.as_of,
        found: Vec::new(),
    };
    for treaty in &options.treaties {
        case.named(treaty);
    }
    for standing in majors::standing(view.as_of) {
        if actors.contains(&standing.major) && actors.contains(&standing.state) {
            case.standing(standing);
        }
    }
    for organisation in organisations::all() {
        let members = options.members.get(&organisation.id);
        let members: Vec<ActorId> = members
            .into_iter()
            .flatten()
            .filter(|member| actors.contains(member))
            .cloned()
            .collect();
        case.organisation(organisation, members);
    }
    case.found
}

struct Case<'call, 'record> {
    view: &'call View<'record>,
    chronicle: &'call Chronicle<'record>,
    names: &'call Names,
    options: &'call CommitmentOptions,
    register: &'call [Commitment],
    today: Option<Date>,
    found: Vec<Commitment>,
}

/// A row of a table, ready to be held against the record.
struct Row {
    kind: CommitmentKind,
    name: String,
    parties: Vec<ActorId>,
    organisation: Option<ActorId>,
    since: Option<Date>,
    obligations: Vec<Obligation>,
    obliges_to: String,
    source: String,
    statements: Vec<StatementId>,
}

impl Case<'_, '_> {
    /// Adds a treaty that the text names.
    fn named(&mut self, treaty: &NamedTreaty) {
        let today = self.today;
        let made = treaty.from.zip(today).is_none_or(|(from, day)| from <= day);
        let ended = treaty.until.zip(today).is_some_and(|(end, day)| end < day);
        let naming: Vec<StatementId> = self
            .view
            .statements
            .iter()
            .filter(|statement| {
                let text = statement.evidence.text.to_lowercase();
                treaty
                    .names
                    .iter()
                    .any(|name| stands_in(&text, name).is_some())
            })
            .map(|statement| statement.id.clone())
            .take(MOST_STATEMENTS)
            .collect();
        let told = self.register.iter().any(|held| {
            let name = held.name.to_lowercase();
            treaty
                .names
                .iter()
                .any(|known| stands_in(&name, known).is_some())
        });
        let Some(name) = treaty.names.first().filter(|_| made && !told) else {
            return;
        };
        if naming.is_empty() {
            return;
        }
        let duty = if treaty.obligations.is_empty() {
            String::new()
        } else {
            format!(" It obliges {}.", duties(&treaty.obligations))
        };
        let mut found = self.held(Row {
            kind: CommitmentKind::Agreement,
            name: in_capitals(name),
            parties: treaty.parties.clone(),
            organisation: None,
            since: treaty.from,
            obligations: treaty.obligations.clone(),
            obliges_to: format!("{}.{duty}", treaty.says),
            source: treaty.source.clone(),
            statements: naming,
        });
        if ended {
            found.force = Some(Force::Ended);
            found.outcome = Outcome::NotInvoked;
            "It has ended.".clone_into(&mut found.why);
        } else if let Some((by, act)) = self.left(treaty) {
            found.outcome = Outcome::Broken;
            found.why = format!("{} suspended or left it{}.", self.names.of(&by), act.when());
            found.statements.insert(0, act.id().clone());
            found.statements.dedup();
        }
        self.found.push(found);
    }

    /// Returns the party that suspended or left a treaty, and the deed. Whoever breaks off talks on it
    /// keeps the treaty.
    fn left(&self, treaty: &NamedTreaty) -> Option<(ActorId, &Act<'_>)> {
        self.chronicle.acts.iter().rev().find_map(|act| {
            let ends = act.event.event_type == EventType::Sanction
                && act.event.mode == Some(Mode::Discontinue)
                && act.happened();
            let text = act.statement.evidence.text.to_lowercase();
            let itself = treaty.names.iter().any(|name| {
                stands_in(&text, name).is_some_and(|end| {
                    let next = text[end..].split_whitespace().next().unwrap_or_default();
                    !TALKS.contains(&next.trim_matches(|c: char| !c.is_alphanumeric()))
                })
            });
            let by = act.by.iter().find(|by| treaty.parties.contains(by))?;
            (ends && itself).then(|| (by.clone(), act))
        })
    }

    /// Adds the commitment of a major power to a state.
    fn standing(&mut self, standing: &majors::Standing) {
        let parties: BTreeSet<ActorId> = [standing.major.clone(), standing.state.clone()].into();
        let parties: Vec<ActorId> = parties.into_iter().collect();
        // The record tells of the same duty, or of the same bond under its own name.
        let told = self.register.iter().any(|held| {
            held.kind == CommitmentKind::Agreement
                && held.force != Some(Force::Ended)
                && held.parties == parties
                && (held.obligations.contains(&Obligation::Defence)
                    || held.name.to_lowercase().contains(standing.what))
        });
        if told {
            return;
        }
        let (major, state) = (
            self.names.of(&standing.major),
            self.names.of(&standing.state),
        );
        let obliges_to = if standing.defence {
            format!("It obliges {major} to assist {state} when it is attacked.")
        } else {
            format!("{major} has bound itself to {state} in name; no duty to defend is in it.")
        };
        let found = self.held(Row {
            kind: CommitmentKind::Agreement,
            name: standing.what.to_owned(),
            parties,
            organisation: None,
            since: standing.since(),
            obligations: if standing.defence {
                vec![Obligation::Defence]
            } else {
                Vec::new()
            },
            obliges_to,
            source: standing.source.to_owned(),
            statements: Vec::new(),
        });
        self.found.push(found);
    }

    /// Adds an organisation whose members owe each other defence and of which the record names two.
    fn organisation(&mut self, organisation: &Organisation, members: Vec<ActorId>) {
        let told = self
            .register
            .iter()
            .any(|held| held.organisation.as_ref() == Some(&organisation.id));
        let owed = organisation.obligations.contains(&Obligation::Defence);
        if told || !owed || members.len() < 2 || !organisation.holds(self.today) {
            return;
        }
        let are = self.names.list(&members);
        let found = self.held(Row {
            kind: CommitmentKind::Membership,
            name: organisation.name.to_owned(),
            obliges_to: format!(
                "{are} are members. {}: {}.",
                organisation.clause, organisation.says
            ),
            organisation: Some(organisation.id.clone()),
            parties: members,
            since: organisation.from,
            obligations: organisation.obligations.clone(),
            source: organisation.source.to_owned(),
            statements: Vec::new(),
        });
        self.found.push(found);
    }

    /// Holds a row against the record: who was attacked since, what the others did, who asked for help.
    fn held(&self, row: Row) -> Commitment {
        let since = row.since.map_or(i64::MIN, day::number);
        // What is older than a year before the record's day is not what the record is about.
        let since = since.max(self.chronicle.today - 365);
        let owed = &row.obligations;
        let attacks = if owed.is_empty() {
            Vec::new()
        } else {
            attacks(
                &row.parties,
                since,
                owed,
                &row.parties,
                self.chronicle,
                self.names,
                self.options.patience,
            )
        };
        let (outcome, why) = verdict(owed, &attacks, Force::InForce, self.names);
        let why = if owed.is_empty() { String::new() } else { why };
        let defence = owed.contains(&Obligation::Defence);
        Commitment {
            kind: row.kind,
            name: row.name,
            to: Vec::new(),
            organisation: row.organisation,
            date: row.since,
            deadline: None,
            force: (row.kind == CommitmentKind::Agreement).then_some(Force::InForce),
            obliges_to: row.obliges_to,
            does_not_oblige_to: if defence {
                String::new()
            } else {
                "It is no promise of defence.".to_owned()
            },
            help: defence.then(|| help(&row.parties, since, self.chronicle, self.names)),
            obligations: row.obligations,
            attacks,
            outcome,
            why,
            source: Some(row.source),
            background: true,
            statements: row.statements,
            parties: row.parties,
        }
    }
}

/// What one may break off without leaving the treaty it is about.
const TALKS: &[&str] = &[
    "talks",
    "negotiations",
    "consultations",
    "meeting",
    "meetings",
    "commission",
    "dialogue",
    "review",
];

/// Returns where a name ends that stands in a text as whole words.
fn stands_in(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).find_map(|(at, _)| {
        let end = at + name.len();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let whole = !letter(text[..at].chars().next_back()) && !letter(text[end..].chars().next());
        whole.then_some(end)
    })
}

/// Returns a name with the capitals that treaties are written with; abbreviations are all capitals.
fn in_capitals(name: &str) -> String {
    name.split(' ')
        .map(|word| {
            let mut letters = word.chars();
            match letters.next() {
                Some(_) if matches!(word, "inf" | "abm") => word.to_uppercase(),
                Some(first) if !matches!(word, "of" | "on" | "the" | "and") => {
                    first.to_uppercase().collect::<String>() + letters.as_str()
                }
                _ => word.to_owned(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
