//! Which statements matter most to a tie: each piece of evidence is left out in turn.

use super::{
    TieModel,
    evidence::Dossier,
    level::{self, Run},
    standing::Kind,
};
use chancery_model::StatementId;

/// One piece of evidence, as an index into the dossier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Item {
    Deed(usize),
    Standing(usize),
}

/// At most so many deeds are left out one by one: those that pull hardest, by distance from the
/// level over variance, discounted by age.
const MOST_DEEDS: usize = 60;

/// At most so many statements are listed.
const MOST_STATEMENTS: usize = 20;

/// Returns the statements of a dossier, the most influential first: one for each of the pieces of
/// evidence, then their other reports.
pub(crate) fn ranked(
    dossier: &Dossier,
    run: &Run,
    model: &TieModel,
    today: i64,
    level: f64,
) -> Vec<StatementId> {
    let full = (run.filtered(today, model), run.last_break(today));
    let mut ranked: Vec<(f64, i64, Item)> = Vec::new();
    for index in candidates(dossier, model, today, level) {
        let rest = level::without(dossier, run, model, today, index);
        let without = level::with_facts(dossier, rest, model, today, None).level;
        let day = dossier.deeds.get(index).map_or(0, |deed| deed.day);
        ranked.push(((without - level).abs(), day, Item::Deed(index)));
    }
    for (index, fact) in dossier.standing.iter().enumerate() {
        let without = level::with_facts(dossier, full, model, today, Some(index)).level;
        ranked.push(((without - level).abs(), fact.day, Item::Standing(index)));
    }
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
    let mut first = Vec::new();
    let mut rest = Vec::new();
    for (_, _, item) in ranked {
        let (statements, leading) = match item {
            Item::Deed(index) => (dossier.deeds.get(index).map(|deed| &deed.statements), 1),
            Item::Standing(index) => {
                let fact = dossier.standing.get(index);
                let leading = match fact.map(|fact| &fact.kind) {
                    Some(Kind::SharedMembership(_)) => 2,
                    Some(Kind::War) => 3,
                    _ => 1,
                };
                (fact.map(|fact| &fact.statements), leading)
            }
        };
        for (position, id) in statements.into_iter().flatten().enumerate() {
            if position < leading {
                first.push(id);
            } else {
                rest.push(id);
            }
        }
    }
    let mut listed: Vec<StatementId> = Vec::new();
    for id in first.into_iter().chain(rest) {
        if listed.len() < MOST_STATEMENTS && !listed.contains(id) {
            listed.push(id.clone());
        }
    }
    listed
}

fn candidates(dossier: &Dossier, model: &TieModel, today: i64, level: f64) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..dossier.deeds.len()).collect();
    if indices.len() > MOST_DEEDS {
        let pull = |index: &usize| {
            dossier.deeds.get(*index).map_or(0.0, |deed| {
                #[expect(clippy::cast_precision_loss, reason = "days are few")]
                let age = (today - deed.day).max(0) as f64;
                (deed.level - level).abs() / model.variance_of(deed) / (1.0 + age / 30.0)
            })
        };
        indices.sort_by(|one, other| pull(other).total_cmp(&pull(one)).then(one.cmp(other)));
        indices.truncate(MOST_DEEDS);
    }
    indices
}
