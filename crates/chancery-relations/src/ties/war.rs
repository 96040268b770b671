//! Wars in progress: attacks both ways that go on, or a war that the text says is being fought.

use super::{
    deeds::{Deed, Word},
    evidence::Dossier,
    model,
    standing::{Kind, Standing},
};
use crate::day;
use chancery_model::{AgreementKind, Date, EventType, StatementId, TieLabel};
use serde::{Deserialize, Serialize};

/// A war between two actors that is in progress.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct War {
    /// The first day of the fighting that the record tells of, where it has one.
    pub since: Option<Date>,
    /// The statements that show it.
    pub statements: Vec<StatementId>,
}

/// Attacks count towards a war in progress for so many days.
const FIGHTING_GOES_ON: i64 = 90;

/// A war that somebody says is being fought holds for so many days without more.
const ASSERTION_HOLDS: i64 = 365;

/// At most so many statements show a war.
const MOST_STATEMENTS: usize = 8;

/// Files a war in progress as a standing fact: attacks by both on at least two days of the last
/// [`FIGHTING_GOES_ON`] and since any ceasefire, where undated reports count as two when they tell
/// of the two fighting and of one attacking as well; or a stance `at-war` later than any ceasefire.
pub(crate) fn recognise(dossier: &mut Dossier, today: Option<i64>) {
    let Some(today) = today.or_else(|| dossier.last_day()) else {
        return;
    };
    let peace = peace(dossier).unwrap_or(i64::MIN);
    let attacks: Vec<&Deed> = dossier
        .deeds
        .iter()
        .filter(|deed| deed.event_type == EventType::Assault && deed.day > peace)
        .collect();
    let recent: Vec<&&Deed> = attacks
        .iter()
        .filter(|deed| today - deed.day <= FIGHTING_GOES_ON)
        .collect();
    let mutual = recent.iter().any(|deed| deed.forward) && recent.iter().any(|deed| deed.backward);
    let sustained = recent.len() >= 2 || recent.iter().any(|deed| deed.fought_over);
    let asserted = dossier.standing.iter().find(|fact| {
        fact.kind == Kind::Stance(TieLabel::AtWar)
            && fact.day > peace
            && today - fact.day <= ASSERTION_HOLDS
    });
    if !(mutual && sustained) && asserted.is_none() {
        return;
    }
    let mut statements: Vec<StatementId> = Vec::new();
    let shown = asserted.into_iter().flat_map(|fact| fact.statements.iter());
    let fought = recent
        .iter()
        .rev()
        .filter_map(|deed| deed.statements.first());
    for id in shown.chain(fought) {
        if statements.len() < MOST_STATEMENTS && !statements.contains(id) {
            statements.push(id.clone());
        }
    }
    let last = recent.iter().map(|deed| deed.day);
    let last = last.chain(asserted.map(|fact| fact.day)).max();
    dossier.standing.push(Standing {
        kind: Kind::War,
        day: last.unwrap_or(today),
        level: model::WAR.level,
        deviation: model::WAR.deviation,
        word: Word::SURE,
        half_life: model::WAR.half_life,
        statements: statements.clone(),
    });
    dossier.war = Some(War {
        since: beginning(&attacks).and_then(day::date),
        statements,
    });
}

/// Returns the first day of the latest run of attacks without a pause.
fn beginning(attacks: &[&Deed]) -> Option<i64> {
    let mut first = None;
    let mut later: Option<i64> = None;
    for deed in attacks.iter().rev() {
        if later.is_some_and(|later| later - deed.day > FIGHTING_GOES_ON) {
            break;
        }
        later = Some(deed.day);
        first = later;
    }
    first
}

/// Returns the last day on which the two stopped fighting: a ceasefire by deed, or an agreement on
/// a ceasefire or peace.
fn peace(dossier: &Dossier) -> Option<i64> {
    let deeds = dossier.deeds.iter().filter(|deed| deed.ceasefire);
    let agreements = dossier.standing.iter().filter(|fact| {
        matches!(
            fact.kind,
            Kind::Agreement(AgreementKind::Ceasefire | AgreementKind::Peace, _)
        )
    });
    deeds
        .map(|deed| deed.day)
        .chain(agreements.map(|fact| fact.day))
        .max()
}
