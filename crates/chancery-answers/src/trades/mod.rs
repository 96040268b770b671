//! Who could trade what with whom, and who would be the bargaining chip.
//!
//! Issues, positions, saliences and capabilities come from the analyst's file of the case
//! (`issues.toml`) and are laid beside what the record states; where there is no file, issues and
//! positions are proposed from `position` statements. Every number says where it comes from: a
//! sentence, the analyst, or a default. The exchange model of `chancery-bargaining` then finds the
//! deals, and what each does to those who are no party to it. Who is whose partner and adversary
//! follows from the ties of the record, unless the analyst says otherwise.

mod problem;
mod words;

pub use words::{nothing, section};

use chancery_bargaining::{
    Problem, exchange,
    exchange::externalities::{self, WayOut},
    reading::document::Document,
};
use chancery_model::{ActorId, Body, Diagnostic, StatementId, TieLabel};
use chancery_relations::ties::Ties;
use chancery_store::View;
use serde::Serialize;

/// Something to know about trades.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Trade {
    /// What is at issue, and what each wants.
    Issue(IssueEntry),
    /// A deal between two actors over two issues.
    Exchange(ExchangeEntry),
    /// Somebody who would lose by deals between a partner and an adversary.
    Chip(ChipEntry),
    /// Somebody who is said to fear such a deal.
    Fear(FearEntry),
}

/// An issue with its stakes.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct IssueEntry {
    /// Its name.
    pub issue: String,
    /// What it is about.
    pub description: Option<String>,
    /// The ends of its scale with their meanings.
    pub scale: [f64; 2],
    /// What positions mean.
    pub meanings: Vec<(f64, String)>,
    /// Where it would end by the compromise, where numbers are known.
    pub compromise: Option<f64>,
    /// And after the deals.
    pub after_deals: Option<f64>,
    /// Who wants what.
    pub stakes: Vec<StakeEntry>,
    /// The statements that the stakes rest on.
    pub statements: Vec<StatementId>,
}

/// Where a number comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A sentence of the record.
    Sentence,
    /// The analyst's file.
    Analyst,
    /// Nobody said: a value that favours nobody.
    Default,
}

/// A number with its origin.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Sourced {
    /// The number; null where it is not known.
    pub value: Option<f64>,
    /// Where it comes from.
    pub origin: Origin,
}

/// What an actor wants on an issue.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct StakeEntry {
    /// Who.
    pub actor: ActorId,
    /// The outcome wanted.
    pub position: Sourced,
    /// How much it matters, 0 to 1.
    pub salience: Sourced,
    /// What can be brought to bear.
    pub capability: Sourced,
    /// Why the analyst says so.
    pub note: Option<String>,
    /// The statements that it rests on; none where it is the analyst's word alone.
    pub statements: Vec<StatementId>,
}

/// A deal.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ExchangeEntry {
    /// Its number, from 1, the most gainful first.
    pub number: usize,
    /// Who gives what.
    pub parties: [PartyEntry; 2],
    /// What everybody else gains or loses, the greatest loss first.
    pub externalities: Vec<EffectEntry>,
    /// The statements that the stakes of those named rest on.
    pub statements: Vec<StatementId>,
}

/// A party to a deal.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PartyEntry {
    /// Who gives way.
    pub actor: ActorId,
    /// On what.
    pub issue: String,
    /// From which demand.
    pub from: f64,
    /// To which.
    pub to: f64,
    /// The expected outcome before.
    pub outcome_before: f64,
    /// And after.
    pub outcome_after: f64,
    /// What it gains, in salience times scale.
    pub gain: f64,
}

/// What a deal does to somebody.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EffectEntry {
    /// Whom.
    pub actor: ActorId,
    /// What it gains; negative is a loss.
    pub gain: f64,
}

/// A bargaining chip.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ChipEntry {
    /// Who.
    pub actor: ActorId,
    /// The losses by such deals, weighted by the ties.
    pub index: f64,
    /// The deals.
    pub deals: Vec<ChipDealEntry>,
    /// The statements that say it fears as much.
    pub fears: Vec<StatementId>,
    /// All statements that this rests on.
    pub statements: Vec<StatementId>,
}

/// A deal in which somebody is the chip.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ChipDealEntry {
    /// The number of the deal.
    pub exchange: usize,
    /// The party that is its partner.
    pub partner: ActorId,
    /// The party that is its adversary.
    pub adversary: ActorId,
    /// What it loses.
    pub loss: f64,
    /// What it could do about it, the cheapest first.
    pub ways_out: Vec<WayOutEntry>,
}

/// What the chip could do about a deal.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "way", rename_all = "lowercase")]
pub enum WayOutEntry {
    /// Undo one half of it by its own weight.
    Block {
        /// On this issue.
        issue: String,
        /// By raising its demand to this.
        demand: f64,
    },
    /// Give way to the partner on another issue, so that the deal is not needed.
    Offer {
        /// To whom.
        to: ActorId,
        /// On this issue.
        issue: String,
        /// From this demand.
        from: f64,
        /// To this.
        demand: f64,
        /// At this cost.
        cost: f64,
        /// Which is worth this to the partner.
        worth: f64,
    },
}

/// A fear of being sold, as the record has it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FearEntry {
    /// Who is said to fear it.
    pub actor: ActorId,
    /// A deal of this partner.
    pub partner: ActorId,
    /// With this actor, an adversary or at least no partner.
    pub adversary: ActorId,
    /// The words.
    pub words: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// Answers from the record and the analyst's file, if there is one. What the file states and the
/// record does not bear out is said in the diagnostics.
pub fn trades(
    view: &View<'_>,
    ties: &Ties,
    file: Option<&Document>,
) -> (Vec<Trade>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let posed = problem::posed(view, file, &mut diagnostics);
    let mut trades = Vec::new();
    let attitude = |one: &ActorId, other: &ActorId| attitude(ties, one, other);
    let fears = fears(view, &attitude);
    let mut deals = Vec::new();
    let mut after = None;
    if let Some(problem) = posed.problem(&attitude) {
        let course = exchange::exchange(&problem, exchange::Options::default());
        deals = posed.deals(&problem, &course, &fears);
        after = course
            .outcomes
            .last()
            .cloned()
            .map(|outcomes| (problem, outcomes));
    }
    for mut issue in posed.entries {
        if let Some((problem, outcomes)) = &after
            && let Some(at) = problem.issue_named(&issue.issue)
        {
            issue.compromise = Some(chancery_bargaining::compromise::compromise(problem, at));
            issue.after_deals = Some(outcomes[at]);
        }
        trades.push(Trade::Issue(issue));
    }
    trades.extend(deals);
    trades.extend(fears.into_iter().map(Trade::Fear));
    (trades, diagnostics)
}

/// Returns how one actor stands to another: the value of their tie, where its label takes a side.
fn attitude(ties: &Ties, one: &ActorId, other: &ActorId) -> f64 {
    ties.between(one, other)
        .filter(|tie| tie.label != TieLabel::Neutral)
        .map_or(0.0, |tie| tie.value)
}

/// Returns whether the rule that read a belief read a fear: a hope for a deal is none.
fn is_fear(rule: &str) -> bool {
    const FEARS: [&str; 10] = [
        "fear",
        "concern",
        "worry",
        "suspect",
        "suspicion",
        "dread",
        "anxiety",
        "alarm",
        "afraid",
        "wary",
    ];
    FEARS.iter().any(|word| rule.contains(word))
}

/// Returns what is believed of two others, one a partner of the believer and one that is none: what
/// the two could agree on is at the believer's expense.
fn fears(view: &View<'_>, attitude: &dyn Fn(&ActorId, &ActorId) -> f64) -> Vec<FearEntry> {
    let mut fears: Vec<FearEntry> = Vec::new();
    for statement in &view.statements {
        let Body::Belief(belief) = &statement.body else {
            continue;
        };
        if !statement.status.is_fact() || !is_fear(&statement.rule) {
            continue;
        }
        let state = |actor: &chancery_model::ActorRef| actor.state().cloned();
        let Some(holder) = belief.holder.as_ref().and_then(state) else {
            continue;
        };
        let about: Vec<ActorId> = belief
            .about
            .iter()
            .filter_map(state)
            .filter(|it| *it != holder)
            .collect();
        let side = |wanted: fn(f64) -> bool| {
            about
                .iter()
                .find(|it| wanted(attitude(&holder, it)))
                .cloned()
        };
        let (Some(partner), Some(adversary)) = (side(|it| it > 0.0), side(|it| it <= 0.0)) else {
            continue;
        };
        let same = fears
            .iter_mut()
            .find(|it| it.actor == holder && it.partner == partner && it.adversary == adversary);
        match same {
            Some(fear) => fear.statements.push(statement.id.clone()),
            None => fears.push(FearEntry {
                actor: holder,
                partner,
                adversary,
                words: statement.evidence.text.clone(),
                statements: vec![statement.id.clone()],
            }),
        }
    }
    fears
}

impl problem::Posed {
    /// Returns the deals and their chips.
    fn deals(
        &self,
        problem: &Problem,
        course: &exchange::Course,
        fears: &[FearEntry],
    ) -> Vec<Trade> {
        let actor = |at: usize| ActorId::from(problem.actors()[at].name.as_str());
        let issue = |at: usize| problem.issues()[at].name.clone();
        let mut trades = Vec::new();
        for (number, made) in (1..).zip(&course.exchanges) {
            let party = |side: &exchange::Supply| PartyEntry {
                actor: actor(side.actor),
                issue: issue(side.issue),
                from: side.from,
                to: side.to,
                outcome_before: side.outcome_before,
                outcome_after: side.outcome_after,
                gain: side.gain,
            };
            let parties = made.supplies.map(|side| party(&side));
            let mut effects: Vec<EffectEntry> = externalities::effects(problem, made)
                .gains
                .into_iter()
                .enumerate()
                .map(|(at, gain)| EffectEntry {
                    actor: actor(at),
                    gain,
                })
                .filter(|it| parties.iter().all(|party| party.actor != it.actor))
                .collect();
            effects.sort_by(|one, other| one.gain.total_cmp(&other.gain));
            let named: Vec<&ActorId> = parties.iter().map(|it| &it.actor).collect();
            let issues: Vec<&str> = parties.iter().map(|it| it.issue.as_str()).collect();
            let statements = self.statements(&named, &issues);
            trades.push(Trade::Exchange(ExchangeEntry {
                number,
                parties,
                externalities: effects,
                statements,
            }));
        }
        for chip in externalities::chips(problem, course) {
            trades.push(Trade::Chip(self.chip(problem, course, &chip, fears)));
        }
        trades
    }

    fn chip(
        &self,
        problem: &Problem,
        course: &exchange::Course,
        chip: &externalities::Chip,
        fears: &[FearEntry],
    ) -> ChipEntry {
        let actor = |at: usize| ActorId::from(problem.actors()[at].name.as_str());
        let issue = |at: usize| problem.issues()[at].name.clone();
        let who = actor(chip.actor);
        let deals: Vec<ChipDealEntry> = chip
            .deals
            .iter()
            .map(|deal| ChipDealEntry {
                exchange: deal.exchange + 1,
                partner: actor(deal.partner),
                adversary: actor(deal.adversary),
                loss: deal.loss,
                ways_out: deal
                    .ways_out
                    .iter()
                    .map(|way| match *way {
                        WayOut::Block { issue: at, vote } => WayOutEntry::Block {
                            issue: issue(at),
                            demand: vote,
                        },
                        WayOut::Offer {
                            to,
                            issue: at,
                            from,
                            vote,
                            cost,
                            worth,
                        } => WayOutEntry::Offer {
                            to: actor(to),
                            issue: issue(at),
                            from,
                            demand: vote,
                            cost,
                            worth,
                        },
                    })
                    .collect(),
            })
            .collect();
        let feared: Vec<StatementId> = fears
            .iter()
            .filter(|fear| {
                fear.actor == who
                    && deals
                        .iter()
                        .any(|it| it.partner == fear.partner && it.adversary == fear.adversary)
            })
            .flat_map(|fear| fear.statements.clone())
            .collect();
        let issues: Vec<&str> = chip
            .deals
            .iter()
            .flat_map(|deal| &course.exchanges[deal.exchange].supplies)
            .map(|side| problem.issues()[side.issue].name.as_str())
            .collect();
        let mut statements = self.statements(&[&who], &issues);
        for id in &feared {
            if !statements.contains(id) {
                statements.push(id.clone());
            }
        }
        ChipEntry {
            actor: who,
            index: chip.index,
            deals,
            fears: feared,
            statements,
        }
    }

    /// Returns the statements on which the stakes of some actors on some issues rest.
    fn statements(&self, actors: &[&ActorId], issues: &[&str]) -> Vec<StatementId> {
        let mut statements = Vec::new();
        for entry in &self.entries {
            if !issues.contains(&entry.issue.as_str()) {
                continue;
            }
            for stake in &entry.stakes {
                for id in &stake.statements {
                    if actors.contains(&&stake.actor) && !statements.contains(id) {
                        statements.push(id.clone());
                    }
                }
            }
        }
        statements
    }
}

#[cfg(test)]
mod tests;
