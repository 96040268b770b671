//! Who has gone further than whom: derived from the ladder of deeds, and in the words of the text.

use super::{Furthest, MOST, Resolved, Step, said};
use crate::{
    Names,
    named::{Listed, lists},
    phrases::{Searched, first_of},
};
use chancery_model::{ActorId, ActorRef, Body, StatementId, Status};
use chancery_store::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who has gone further than whom about a third.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// Who has gone further, or is ready to; empty where the words do not tell.
    pub further: Vec<ActorId>,
    /// Than whom.
    pub than: Vec<ActorId>,
    /// Whether the text says so itself; otherwise it is derived from deeds.
    pub stated: bool,
    /// One sentence, or the words of the text.
    pub why: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// Compares, for each side, how far its enemies have gone against it and its friends for it.
pub(super) fn derived(
    resolved: &[Resolved],
    names: &Names,
    dispute: &[ActorId; 2],
) -> Vec<Comparison> {
    let mut comparisons = Vec::new();
    for side in dispute {
        let about = |against: bool| {
            resolved.iter().flat_map(move |found| {
                let deeds = found.furthest.iter();
                deeds
                    .filter(move |deed| deed.about == *side && deed.against == against)
                    .map(move |deed| (&found.actor, deed))
            })
        };
        for (friend, shown) in about(false) {
            let enemies: Vec<(&ActorId, &Furthest)> = about(true)
                .filter(|(enemy, deed)| {
                    *enemy != friend && deed.step > shown.step && deed.step >= Step::Means
                })
                .collect();
            let hostile =
                about(true).any(|(enemy, deed)| enemy == friend && deed.step >= shown.step);
            if enemies.is_empty() || hostile || dispute.contains(friend) {
                continue;
            }
            let further: BTreeSet<&ActorId> = enemies.iter().map(|(enemy, _)| *enemy).collect();
            let mut statements: Vec<StatementId> = enemies
                .iter()
                .flat_map(|(_, deed)| deed.statements.first().cloned())
                .collect();
            statements.extend(shown.statements.iter().take(2).cloned());
            statements.dedup();
            let deeds: Vec<&str> = enemies
                .iter()
                .map(|(_, deed)| deed.why.trim_end_matches('.'))
                .collect();
            comparisons.push(Comparison {
                why: format!(
                    "{} went further against {} than {} for it: {}; {}",
                    names.list(further.iter().copied()),
                    names.of(side),
                    names.of(friend),
                    deeds.join("; "),
                    shown.why
                ),
                further: further.into_iter().cloned().collect(),
                than: vec![friend.clone()],
                stated: false,
                statements,
            });
        }
    }
    comparisons
}

/// Returns the comparisons that the text makes itself.
pub(super) fn stated(view: &View<'_>, actors: &[ActorId]) -> Vec<Comparison> {
    let mut found: Vec<Comparison> = Vec::new();
    for statement in view.statements.iter().copied() {
        let Body::Judgement(judgement) = &statement.body else {
            continue;
        };
        let known = judgement.about.iter().filter_map(ActorRef::state);
        let staked = known.filter(|id| actors.contains(id)).count() >= 2;
        let text = &statement.evidence.text;
        if statement.status == Status::Negated || !staked || !Searched::new(text).has("further") {
            continue;
        }
        let (further, than) = order(text, &judgement.about);
        let same = |held: &&mut Comparison| {
            !further.is_empty() && (&held.further, &held.than) == (&further, &than)
        };
        if let Some(held) = found.iter_mut().find(same) {
            held.statements.push(statement.id.clone());
            continue;
        }
        found.push(Comparison {
            further,
            than,
            stated: true,
            why: said(statement).text,
            statements: vec![statement.id.clone()],
        });
    }
    found.truncate(MOST);
    found
}

/// Between "than" and the one it names stand at most so many words.
const BEHIND_THAN: usize = 2;

/// Returns who is said to go further than whom: those named last before the words that compare, and
/// those right behind "than". Both are empty where the text does not name both.
fn order(text: &str, about: &[ActorRef]) -> (Vec<ActorId>, Vec<ActorId>) {
    let text = text.to_lowercase().replace('’', "'");
    let named = lists(&text, about);
    let ids = |list: &Listed<'_>| list.actors.iter().map(|id| (*id).clone()).collect();
    let neither = (Vec::new(), Vec::new());
    let Some(compares) = first_of(&text, "further") else {
        return neither;
    };
    let than = text
        .get(compares..)
        .and_then(|rest| Some(compares + rest.find(" than ")? + " than ".len()));
    let Some(than) = than else {
        return neither;
    };
    let before = named.iter().rfind(|list| list.end <= compares);
    let behind = named.iter().find(|list| {
        let between = text.get(than..list.start);
        between.is_some_and(|words: &str| {
            !words.contains([',', ';']) && words.split_whitespace().count() <= BEHIND_THAN
        })
    });
    match (before, behind) {
        (Some(one), Some(other)) if !one.actors.iter().any(|id| other.actors.contains(id)) => {
            let (one, other) = (ids(one), ids(other));
            if first_of(&text, "less-far").is_some() {
                (other, one)
            } else {
                (one, other)
            }
        }
        _ => neither,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn the_words_say_who_goes_further_than_whom() {
        let about: Vec<ActorRef> = [
            ("ISR", "Israel"),
            ("USA", "U.S."),
            ("RUS", "Russia"),
            ("IRN", "Iran"),
            ("TUR", "Ankara"),
        ]
        .into_iter()
        .map(|(id, mention)| ActorRef {
            mention: mention.to_owned(),
            ..fixture::actor(id)
        })
        .collect();
        let check = |text: &str, further: &[&str], than: &[&str]| {
            let found = order(text, &about);
            let (one, other): (Vec<&str>, Vec<&str>) = (
                found.0.iter().map(ActorId::as_str).collect(),
                found.1.iter().map(ActorId::as_str).collect(),
            );
            assert_eq!(
                (one.as_slice(), other.as_slice()),
                (further, than),
                "{text}"
            );
        };
        check(
            "Israel and the U.S. are prepared to go further to bring down Iran than Russia is to save it",
            &["ISR", "USA"],
            &["RUS"],
        );
        check(
            "Since Iran was struck, Ankara has been willing to go further for it than Russia",
            &["TUR"],
            &["RUS"],
        );
        check(
            "Russia is less willing to pay for Iran than Israel",
            &["ISR"],
            &["RUS"],
        );
        check(
            "Russia went further than in 2015, when Iran asked",
            &[],
            &[],
        );
        check("Russia is prepared to go far for Iran", &[], &[]);
        check("It goes further than ever", &[], &[]);
    }
}
