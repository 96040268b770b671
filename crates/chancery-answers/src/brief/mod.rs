//! The brief: the answers to what an analyst is asked first, from one view of the record.
//!
//! [`Brief`] is the answer as data, the contract of `chancery brief --format json`; [`page`] says
//! it in words and pictures. Nothing is said that does not cite its statements, and a question on
//! which the record holds nothing is answered by saying so.

mod basis;
mod measures;
mod mediators;
mod promises;
mod situation;
mod stakes;
mod standing;
mod strains;
pub mod timeline;
mod views;
mod watch;

use crate::{
    page::{Citations, Page},
    stakes::Stakes,
    trades::{self, Trade, trades},
    words,
};
use chancery_actors::{Codes, Dictionary};
use chancery_bargaining::reading::document::Document;
use chancery_model::{
    ActorId, Body, Date, Diagnostic, Pair, Sector, Statement, StatementId, TieLabel,
};
use chancery_relations::{
    Names,
    camps::{CampOptions, Camps, camps},
    choice::Members,
    commitments::{Commitment, CommitmentOptions, NamedTreaty, commitments},
    crises::TableError,
    mediation::{Mediation, MediationOptions, mediation},
    organisations::obligation,
    resolve::disputes,
    ties::{Tie, TieModel, Ties},
};
use chancery_store::View;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub use basis::DocumentEntry;
pub use chancery_relations::crises::PastCrises;
pub use measures::QuantityEntry;
pub use watch::{Watch, WatchKind};

/// The answers as data.
#[derive(Clone, Debug, Serialize)]
pub struct Brief {
    /// What it is about.
    pub title: String,
    /// Nothing reported later was used.
    pub as_of: Option<Date>,
    /// The documents.
    pub documents: Vec<DocumentEntry>,
    /// The actors, the most often named first.
    pub actors: Vec<ActorEntry>,
    /// What happened, oldest first.
    pub timeline: Vec<timeline::Entry>,
    /// How each pair stands.
    pub ties: Vec<Tie>,
    /// Who stands with whom.
    pub camps: Camps,
    /// What was promised and what became of it.
    pub commitments: Vec<Commitment>,
    /// Who could mediate.
    pub mediation: Vec<Mediation>,
    /// What is at stake in the dispute asked about, or the record's worst; `None` where it has none.
    pub stakes: Option<Stakes>,
    /// What could be traded, and at whose expense.
    pub trades: Vec<Trade>,
    /// Not answered yet; a diagnostic says so.
    pub words: [(); 0],
    /// Not answered yet; a diagnostic says so.
    pub attention: [(); 0],
    /// What to watch.
    pub outlook: Vec<Watch>,
    /// The indicators.
    pub quantities: Vec<QuantityEntry>,
    /// Every statement.
    pub statements: Vec<Statement>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

/// An actor of the record.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ActorEntry {
    /// Its identifier.
    pub id: ActorId,
    /// What it is called.
    pub name: String,
    /// The statements that name it.
    pub statements: Vec<StatementId>,
}

/// What the reader asks for beyond the record.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BriefOptions {
    /// The two parties to be mediated between; the record's worst disputes where none is named.
    pub dispute: Option<Pair>,
    /// The analyst's issues, positions and saliences of the case.
    pub issues: Option<Document>,
    /// The members of organisations on the day, which tell who usually mediates; see [`members`].
    pub members: Members,
    /// Mediated crises of the past; see [`past_crises`].
    pub past: Option<PastCrises>,
    /// What the program is called, with its versions.
    pub colophon: String,
}

/// Returns the organisations of states of a day and their members; of an unknown day, those of now.
pub fn members(dictionary: &Dictionary, day: Option<Date>) -> Members {
    dictionary
        .organisations()
        .iter()
        .filter(|found| found.sector == Sector::Igo)
        .filter(|found| match day {
            Some(day) => found.period.holds_on(day),
            None => found.period.to.is_none(),
        })
        .map(|found| {
            let members = dictionary.members(found.id.as_str(), day);
            (found.id.clone(), members.into_iter().collect())
        })
        .filter(|(_, members): &(ActorId, BTreeSet<ActorId>)| members.len() > 1)
        .collect()
}

/// Reads ICB's files of crises and of crisis actors.
pub fn past_crises(
    dictionary: &Dictionary,
    [crises, actors]: [&[u8]; 2],
) -> Result<PastCrises, TableError> {
    let codes = Codes::new(dictionary);
    PastCrises::read(crises, actors, &|code| {
        codes.cow_abbreviation(code).cloned()
    })
}

/// Returns the treaties that are known by a name of their own, with what they oblige to.
fn named_treaties() -> Vec<NamedTreaty> {
    chancery_coding::named_treaties()
        .iter()
        .map(|treaty| NamedTreaty {
            names: treaty.names.iter().map(|name| (*name).to_owned()).collect(),
            parties: treaty.parties.clone(),
            from: treaty.from,
            until: treaty.to,
            obligations: treaty
                .obligations
                .iter()
                .filter_map(|word| obligation(word))
                .collect(),
            says: treaty.says.to_owned(),
            source: treaty.source.to_owned(),
        })
        .collect()
}

/// Answers from a view of the record.
pub fn brief(view: &View<'_>, names: &Names, options: &BriefOptions) -> Brief {
    let ties = Ties::of(view, &TieModel::default());
    let camps = camps(&ties, view, names, &CampOptions::default());
    let commitments = commitments(
        view,
        names,
        &CommitmentOptions {
            treaties: named_treaties(),
            members: options.members.clone(),
            ..CommitmentOptions::default()
        },
    );
    let mediation = mediation(
        view,
        &ties,
        names,
        options.dispute.as_ref(),
        &MediationOptions {
            members: options.members.clone(),
            past: options.past.clone(),
            ..MediationOptions::default()
        },
    );
    let (trades, notes) = trades(view, &ties, options.issues.as_ref());
    let actors = actors(view, names);
    let dispute = options
        .dispute
        .as_ref()
        .map(|pair| [pair.a().clone(), pair.b().clone()])
        .or_else(|| disputes(&ties, 1).pop())
        .or_else(|| mediation.first().map(|found| found.dispute.clone()));
    let is_member = |state: &ActorId, organisation: &ActorId| {
        let members = options.members.get(organisation);
        members.is_some_and(|members| members.contains(state))
    };
    let stakes =
        dispute.map(|dispute| Stakes::of(view, &ties, names, Some(&dispute), None, &is_member));
    let mut diagnostics = view.diagnostics().to_vec();
    diagnostics.extend(notes);
    diagnostics.push(Diagnostic::note(
        "not-answered",
        "Words and attention are not answered in this release; their lists are empty.",
    ));
    let (mut outlook, silence) = watch::forecasts(view, names);
    outlook.extend(watch::watch(view, names));
    diagnostics.extend(silence);
    Brief {
        title: title(ties.all(), names),
        as_of: view.as_of,
        documents: basis::documents(view),
        actors,
        timeline: timeline::entries(view, names),
        ties: ties.all().to_vec(),
        camps,
        commitments,
        mediation,
        stakes,
        trades,
        words: [],
        attention: [],
        outlook,
        quantities: measures::quantities(view),
        statements: view
            .statements
            .iter()
            .map(|statement| (*statement).clone())
            .collect(),
        diagnostics,
    }
}

/// Says the brief in words and pictures.
pub fn page(brief: &Brief, view: &View<'_>, names: &Names, options: &BriefOptions) -> Page {
    let selection = Selection::of(brief);
    let mut citations = Citations::new(view);
    let sections = [
        situation::section(brief, names, &mut citations),
        basis::section(brief, view, &mut citations),
        standing::section(brief, &selection, names, &mut citations),
        strains::section(brief, &mut citations),
        promises::section(brief, names, &mut citations),
        mediators::section(brief, names, &mut citations),
        stakes::section(brief, names, &mut citations),
        trades::section(&brief.trades, names, &mut citations),
        watch::section(brief, &mut citations),
        views::section(view, names, &mut citations),
        measures::section(brief, &mut citations),
        timeline::section(&brief.timeline, &selection, &mut citations),
        basis::gaps(brief),
    ];
    Page {
        title: brief.title.clone(),
        subtitle: basis::subtitle(brief),
        sections: sections.into_iter().flatten().collect(),
        evidence: citations.finish(),
        colophon: options.colophon.clone(),
    }
}

/// One of the brief's answers on its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// What happened.
    Timeline,
    /// Who stands with whom.
    Ties,
    /// Which camps there are, and where they strain.
    Camps,
    /// What was promised.
    Commitments,
    /// Who could mediate.
    Mediators,
    /// What could be traded.
    Trades,
}

/// Says one answer in words, with its evidence.
pub fn question_page(brief: &Brief, view: &View<'_>, names: &Names, question: Question) -> Page {
    let selection = Selection::of(brief);
    let mut citations = Citations::new(view);
    let section = match question {
        Question::Timeline => timeline::section(&brief.timeline, &selection, &mut citations),
        Question::Ties => standing::section(brief, &selection, names, &mut citations),
        Question::Camps => Some(strains::answer(brief, names, &mut citations)),
        Question::Commitments => promises::section(brief, names, &mut citations),
        Question::Mediators => mediators::section(brief, names, &mut citations),
        Question::Trades => trades::section(&brief.trades, names, &mut citations)
            .or_else(|| Some(trades::nothing())),
    };
    Page {
        title: brief.title.clone(),
        subtitle: basis::subtitle(brief),
        sections: section.into_iter().collect(),
        evidence: citations.finish(),
        colophon: String::new(),
    }
}

/// Names the brief after its worst dispute.
fn title(ties: &[Tie], names: &Names) -> String {
    let worst = ties
        .iter()
        .filter(|tie| tie.sign < 0)
        .max_by_key(|tie| (tie.label == TieLabel::AtWar, tie.statements.len()))
        .or_else(|| {
            // No tie is clearly bad: the pair of which the record tells most.
            ties.iter()
                .rev()
                .max_by_key(|tie| (tie.statements.len(), tie.value < 0.0))
        });
    match worst {
        Some(tie) if tie.label == TieLabel::AtWar => format!(
            "The war between {} and {}: who stands with whom",
            names.of(&tie.a),
            names.of(&tie.b)
        ),
        Some(tie) => {
            let (one, other) = (names.of(&tie.a), names.of(&tie.b));
            words::capitalised(&format!("{one} and {other}: who stands with whom"))
        }
        None => "Who stands with whom".to_owned(),
    }
}

/// Returns the resolved actors of the statements, the most often named first.
fn actors(view: &View<'_>, names: &Names) -> Vec<ActorEntry> {
    let mut named: BTreeMap<&ActorId, Vec<StatementId>> = BTreeMap::new();
    for statement in &view.statements {
        let mut seen: Vec<&ActorId> = Vec::new();
        for id in statement
            .body
            .actors()
            .into_iter()
            .filter_map(|actor| actor.id.as_ref())
        {
            if !seen.contains(&id) {
                seen.push(id);
                named.entry(id).or_default().push(statement.id.clone());
            }
        }
    }
    let mut actors: Vec<ActorEntry> = named
        .into_iter()
        .map(|(id, statements)| ActorEntry {
            id: id.clone(),
            name: names.of(id).to_owned(),
            statements,
        })
        .collect();
    actors.sort_by(|one, other| {
        other
            .statements
            .len()
            .cmp(&one.statements.len())
            .then_with(|| one.id.cmp(&other.id))
    });
    actors
}

/// What a page has room for: the weightiest part of what the data hold.
pub(crate) struct Selection {
    rank: BTreeMap<ActorId, usize>,
}

impl Selection {
    fn of(brief: &Brief) -> Self {
        let rank = brief
            .actors
            .iter()
            .enumerate()
            .map(|(rank, actor)| (actor.id.clone(), rank))
            .collect();
        Self { rank }
    }

    /// Returns the place of an actor among all, by how often it is named.
    fn rank(&self, actor: &ActorId) -> usize {
        self.rank.get(actor).copied().unwrap_or(usize::MAX)
    }

    /// Returns the at most `limit` entries that weigh most, in their order: deeds before words, the
    /// chief actors before the others, the well-attested before the doubtful.
    fn weightiest<'entry>(
        &self,
        entries: &'entry [timeline::Entry],
        limit: usize,
        citations: &Citations<'_>,
    ) -> Vec<&'entry timeline::Entry> {
        let weight = |entry: &timeline::Entry| {
            let statement = entry
                .statements
                .first()
                .and_then(|id| citations.statement(id));
            let confidence = statement.map_or(0.5, |statement| statement.confidence);
            let reports = statement.map_or(0, |statement| statement.also.len());
            let score = match statement.map(|statement| &statement.body) {
                Some(Body::Event(event)) => event.score.abs(),
                _ => 6.0,
            };
            let chief = entry
                .actor
                .iter()
                .chain(&entry.recipient)
                .map(|actor| self.rank(actor))
                .min();
            let known = u8::from(!entry.actor.is_empty()) + u8::from(!entry.recipient.is_empty());
            #[expect(
                clippy::cast_precision_loss,
                reason = "ranks and reports are small numbers"
            )]
            let prominence = 8.0 / (1.0 + chief.unwrap_or(64).min(64) as f64) + reports as f64;
            (2.0 + score + prominence + 3.0 * f64::from(known)) * confidence
        };
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|&one, &other| {
            weight(&entries[other])
                .total_cmp(&weight(&entries[one]))
                .then(one.cmp(&other))
        });
        order.truncate(limit);
        order.sort_unstable();
        order.into_iter().map(|index| &entries[index]).collect()
    }
}
