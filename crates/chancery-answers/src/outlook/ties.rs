//! The outlook of a tie: will it cross into another label?

use crate::words;
use chancery_forecast::outlook::{Crossing, crossing, number};
use chancery_model::{ActorId, Pair, StatementId, TieLabel};
use chancery_relations::{
    Names, party,
    ties::{AT_LEAST_HOSTILE, AT_LEAST_RIVAL, MAY_BE_ALLY, NEUTRAL_LABEL, Outlook, TieModel, Ties},
};
use chancery_store::View;
use serde::Serialize;

/// Whether the tie of two actors will cross a line.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct TieOutlook {
    /// The alphabetically first actor.
    pub a: ActorId,
    /// The other one.
    pub b: ActorId,
    /// The label in question.
    pub label: TieLabel,
    /// Within how many days.
    pub within_days: u16,
    /// What the tie is called now.
    pub now: TieLabel,
    /// Whether the line is crossed by getting worse.
    pub downwards: bool,
    /// The estimate.
    #[serde(flatten)]
    pub crossing: Crossing,
    /// The statements that matter most for the tie.
    pub statements: Vec<StatementId>,
}

/// The days of a tie's past that count.
const DAYS: usize = 2_000;

/// Returns the outlook, or why there is none.
pub(super) fn outlook(
    view: &View<'_>,
    one: &ActorId,
    other: &ActorId,
    label: TieLabel,
    within: u16,
) -> Result<TieOutlook, String> {
    let pair = Pair::new(one, other).ok_or("A tie has two sides.")?;
    let mut own = view.clone();
    own.statements.retain(|statement| {
        let names = |actor: &ActorId| {
            statement.body.actors().iter().any(|named| {
                party(named).as_ref() == Some(actor) || named.id.as_ref() == Some(actor)
            })
        };
        names(one) && names(other)
    });
    let ties = Ties::of(&own, &TieModel::default());
    let none = || format!("The record tells of no tie between {one} and {other}.");
    let tie = ties.between(one, other).ok_or_else(none)?;
    let series: Vec<(i32, f64)> = ties
        .series(one, other, Outlook::AsOf, None, DAYS)
        .into_iter()
        .map(|point| (number(point.date), point.value))
        .collect();
    // Each label borders on the neutral side at this line.
    let (line, downwards) = match label {
        TieLabel::AtWar | TieLabel::Hostile => (AT_LEAST_HOSTILE, true),
        TieLabel::Rival => (AT_LEAST_RIVAL, true),
        TieLabel::Unfriendly => (-NEUTRAL_LABEL, true),
        TieLabel::Neutral if tie.value > 0.0 => (NEUTRAL_LABEL, true),
        TieLabel::Neutral => (-NEUTRAL_LABEL, false),
        TieLabel::Partner => (NEUTRAL_LABEL, false),
        TieLabel::Ally => (MAY_BE_ALLY, false),
    };
    let found = crossing(&series, line, downwards, within).ok_or_else(none)?;
    Ok(TieOutlook {
        a: pair.a().clone(),
        b: pair.b().clone(),
        label,
        within_days: within,
        now: tie.label,
        downwards,
        crossing: found,
        statements: tie.statements.iter().take(5).cloned().collect(),
    })
}

impl TieOutlook {
    /// Returns the answer in a sentence or three.
    pub(super) fn sentence(&self, names: &Names) -> String {
        let (a, b) = (names.of(&self.a), names.of(&self.b));
        let (value, line) = (
            words::signed(self.crossing.value),
            words::signed(self.crossing.line),
        );
        if self.crossing.beyond {
            return format!(
                "The tie of {a} and {b} ({value}, {}) is beyond the line to {} ({line}) already.",
                self.now.as_str(),
                self.label.as_str()
            );
        }
        let claim = format!(
            "the tie of {a} and {b} will cross the line to {} ({line}) within {}",
            self.label.as_str(),
            words::count(usize::from(self.within_days), "day")
        );
        let windows = |windows: chancery_forecast::outlook::Windows| {
            format!(
                "{} of {}",
                words::digits(windows.hits as usize),
                words::digits(windows.total as usize)
            )
        };
        let mut text = format!(
            "{}. It stands at {value} ({}).",
            words::chance(self.crossing.probability, &claim),
            self.now.as_str()
        );
        if self.crossing.moved.total > 0 {
            text += &format!(
                " It moved as far in {} earlier windows of that length, and crossed this line in {} that began on this side of it.",
                windows(self.crossing.moved),
                windows(self.crossing.crossed)
            );
        } else {
            text += " Its own past is shorter than the horizon: the figure is that of a random walk with its daily steps.";
        }
        text
    }
}
