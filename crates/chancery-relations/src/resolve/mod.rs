//! Stakes and resolve: what each side of a dispute cannot accept, what it would like, how far it has
//! gone, what ties its hands, and who has gone further than whom.
//!
//! A **floor** (what an actor cannot accept) is kept apart from what it **prefers**. How far an
//! actor has gone is read from its deeds on a ladder from words to war (after Schelling 1966 and
//! Fearon 1997: deeds that cost tell more than words). Comparisons are derived from that ladder, and
//! those that the text makes itself stand beside them, attributed to it.

mod compared;
mod contrast;

pub use compared::Comparison;
pub use contrast::Contrast;

use crate::{
    Names,
    chronicle::{Act, Chronicle},
    elsewhere::elsewhere,
    phrases::Searched,
    ties::Ties,
};
use chancery_model::{ActorId, ActorRef, Body, EventType, Statement, StatementId, TieLabel};
use chancery_store::View;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The resolve of everybody with a stake in a dispute, and who has gone further than whom.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Resolve {
    /// The two sides.
    pub dispute: [ActorId; 2],
    /// The sides first, then those tied to one of them.
    pub actors: Vec<Resolved>,
    /// Who has gone further than whom.
    pub comparisons: Vec<Comparison>,
    /// What the text says was so in an earlier case and is not so now.
    pub contrasts: Vec<Contrast>,
}

/// The resolve of one actor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Resolved {
    /// Who.
    pub actor: ActorId,
    /// What it cannot accept.
    pub floor: Vec<Said>,
    /// What it would like, or does not insist on.
    pub preference: Vec<Said>,
    /// What makes the other's cause its own beyond interest: kinship of regimes, faith, values.
    pub kinship: Vec<Said>,
    /// The wars it fights elsewhere.
    pub elsewhere: Vec<Said>,
    /// How far it has gone for or against each side.
    pub furthest: Vec<Furthest>,
}

/// Something said, with its statements.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Said {
    /// The words of the text, or a sentence of ours about what it tells.
    pub text: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// The furthest that an actor has gone for or against another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Furthest {
    /// For or against whom.
    pub about: ActorId,
    /// Whether against it.
    pub against: bool,
    /// How far.
    pub step: Step,
    /// One sentence.
    pub why: String,
    /// The statements.
    pub statements: Vec<StatementId>,
}

/// How far a deed goes, from words to war.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It spoke.
    Words,
    /// It threatened, or promised.
    Commitment,
    /// It withheld or gave goods and money.
    Means,
    /// It moved forces, or coerced short of an attack.
    Force,
    /// It attacked.
    War,
}

/// At most so many entries of a kind and statements of an entry are listed.
const MOST: usize = 4;

/// At most so many actors beside the two sides are asked about.
const MOST_OTHERS: usize = 8;

/// Returns the resolve of the sides of a dispute and of those tied to them.
pub fn resolve(view: &View<'_>, ties: &Ties, names: &Names, dispute: &[ActorId; 2]) -> Resolve {
    let chronicle = Chronicle::of(view);
    let mut actors = dispute.to_vec();
    actors.extend(others(ties, &chronicle, dispute));
    let resolved: Vec<Resolved> = actors
        .iter()
        .map(|actor| resolved(actor, view, ties, &chronicle, names, dispute))
        .collect();
    let mut comparisons = compared::derived(&resolved, names, dispute);
    comparisons.extend(compared::stated(view, &actors));
    Resolve {
        dispute: dispute.clone(),
        contrasts: contrast::contrasts(view, &chronicle, &actors),
        actors: resolved,
        comparisons,
    }
}

/// Returns those with a signed tie to a side, the most involved first.
fn others(ties: &Ties, chronicle: &Chronicle<'_>, dispute: &[ActorId; 2]) -> Vec<ActorId> {
    let mut involved: BTreeMap<ActorId, usize> = BTreeMap::new();
    for tie in ties.all() {
        let other = match (dispute.contains(&tie.a), dispute.contains(&tie.b)) {
            (true, false) => &tie.b,
            (false, true) => &tie.a,
            _ => continue,
        };
        let deeds: usize = dispute
            .iter()
            .map(|side| chronicle.between(other, side).count())
            .sum();
        if tie.sign != 0 || deeds > 0 {
            *involved.entry(other.clone()).or_default() += deeds + tie.statements.len();
        }
    }
    let mut involved: Vec<(ActorId, usize)> = involved.into_iter().collect();
    involved.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    involved
        .into_iter()
        .take(MOST_OTHERS)
        .map(|(actor, _)| actor)
        .collect()
}

fn resolved(
    actor: &ActorId,
    view: &View<'_>,
    ties: &Ties,
    chronicle: &Chronicle<'_>,
    names: &Names,
    dispute: &[ActorId; 2],
) -> Resolved {
    let said = |list: &str| {
        view.statements
            .iter()
            .copied()
            .filter(|statement| holder(statement) == Some(actor))
            .filter(|statement| Searched::new(&own_words(statement)).has(list))
            .map(said)
            .take(MOST)
            .collect::<Vec<Said>>()
    };
    let [one, other] = dispute;
    let sides = [one, other];
    // The war between the two sides is not elsewhere.
    let but: &[&ActorId] = if dispute.contains(actor) { &sides } else { &[] };
    let elsewhere = elsewhere(actor, but, view, ties)
        .into_iter()
        .map(|held| Said {
            text: match &held.words {
                Some(words) if !held.war => {
                    let said = words.trim_matches([' ', ',', ';', '—', '-']);
                    format!("{} {}: “{said}”", names.of(actor), held.clause(names))
                }
                _ => format!(
                    "{} is at war with {}.",
                    names.of(actor),
                    names.list(&held.place)
                ),
            },
            statements: held.statements,
        });
    Resolved {
        floor: said("floor"),
        preference: said("preference"),
        kinship: kinship(actor, view, dispute),
        elsewhere: elsewhere.take(MOST).collect(),
        furthest: dispute
            .iter()
            .filter(|side| *side != actor)
            .flat_map(|side| {
                [true, false].map(|against| furthest(actor, side, against, chronicle, names))
            })
            .flatten()
            .collect(),
        actor: actor.clone(),
    }
}

fn said(statement: &Statement) -> Said {
    Said {
        text: statement
            .evidence
            .text
            .trim_matches([' ', ',', ';', '—', '-'])
            .to_owned(),
        statements: vec![statement.id.clone()],
    }
}

/// Returns the words of a statement that are its holder's: of an evaluation, what stands in quotation
/// marks is somebody else's.
fn own_words(statement: &Statement) -> String {
    let text = &statement.evidence.text;
    if !matches!(statement.body, Body::Judgement(_)) {
        return text.clone();
    }
    let mut inside = false;
    text.chars()
        .filter(|letter| {
            let mark = matches!(letter, '"' | '“' | '”');
            if mark {
                inside = *letter == '“' || (*letter == '"' && !inside);
            }
            !mark && !inside
        })
        .collect()
}

/// Returns whose floor or wish a statement tells: who holds the position or belief, who speaks, or
/// whom alone an evaluation is about, its first actor where it is about several.
fn holder(statement: &Statement) -> Option<&ActorId> {
    match &statement.body {
        Body::Position(position) => position.actor.iter().find_map(ActorRef::state),
        Body::Belief(belief) => belief.holder.as_ref().and_then(ActorRef::state),
        Body::Quotation(quotation) => quotation.speaker.as_ref().and_then(ActorRef::state),
        Body::Judgement(judgement) => judgement.about.iter().find_map(ActorRef::state),
        Body::Event(event)
            if matches!(
                event.event_type,
                EventType::Request | EventType::Reject | EventType::Threaten
            ) =>
        {
            event.actor.iter().find_map(ActorRef::state)
        }
        _ => None,
    }
}

/// Returns what the text says of kinship between an actor and a side.
fn kinship(actor: &ActorId, view: &View<'_>, dispute: &[ActorId; 2]) -> Vec<Said> {
    view.statements
        .iter()
        .copied()
        .filter(|statement| matches!(statement.body, Body::Judgement(_) | Body::Belief(_)))
        .filter(|statement| {
            let named: Vec<&ActorId> = statement
                .body
                .actors()
                .into_iter()
                .filter_map(ActorRef::state)
                .collect();
            let side = |id: &&ActorId| dispute.contains(id) && *id != actor;
            named.contains(&actor) && named.iter().any(side)
        })
        .filter(|statement| Searched::new(&statement.evidence.text).has("kinship"))
        .map(said)
        .take(MOST)
        .collect()
}

fn furthest(
    actor: &ActorId,
    about: &ActorId,
    against: bool,
    chronicle: &Chronicle<'_>,
    names: &Names,
) -> Option<Furthest> {
    let mut found: Vec<(Step, &Act<'_>)> = chronicle
        .between(actor, about)
        .filter(|act| act.happened())
        .filter_map(|act| Some((step(act, actor, about, against)?, act)))
        .collect();
    let step = found.iter().map(|(step, _)| *step).max()?;
    found.retain(|(held, _)| *held == step);
    let (_, last) = found.last()?;
    let (who, whom) = (names.of(actor), names.of(about));
    let what = match (step, against) {
        (Step::War, _) => format!("attacked {whom}"),
        (Step::Force, true) => format!("used force or moved forces against {whom}"),
        (Step::Force, false) => format!("moved forces for {whom}"),
        (Step::Means, true) => format!("penalised {whom}"),
        (Step::Means, false) => format!("sent {whom} help"),
        (Step::Commitment, true) => format!("threatened {whom}"),
        (Step::Commitment, false) => format!("gave {whom} its word"),
        (Step::Words, true) => format!("spoke against {whom}"),
        (Step::Words, false) => format!("spoke for {whom} or with it"),
    };
    let mut statements: Vec<StatementId> = Vec::new();
    for (_, act) in found.iter().rev() {
        if statements.len() < MOST && !statements.contains(act.id()) {
            statements.push(act.id().clone());
        }
    }
    Some(Furthest {
        about: about.clone(),
        against,
        step,
        why: format!("{who} {what}{}.", last.when()),
        statements,
    })
}

fn step(act: &Act<'_>, actor: &ActorId, about: &ActorId, against: bool) -> Option<Step> {
    use EventType::{
        Accuse, Agree, Aid, Assault, Coerce, Consult, Cooperate, Mobilize, Protest, Reject,
        Sanction, Support, Threaten,
    };
    let fought = act.is(Assault) && act.to.is_empty() && act.is_by(actor) && act.is_by(about);
    if against && fought {
        return Some(Step::War);
    }
    let joint = act.to.is_empty() && act.is_by(actor) && act.is_by(about);
    if !(act.is_by(actor) && act.is_to(about) || joint) {
        return None;
    }
    Some(match (act.event.event_type, against) {
        (Assault, true) => Step::War,
        (Coerce | Mobilize, true) => Step::Force,
        (Sanction, true) => Step::Means,
        (Threaten, true) => Step::Commitment,
        (Accuse | Reject | Protest, true) => Step::Words,
        (Aid | Cooperate, false) => Step::Means,
        (Agree, false) => Step::Commitment,
        (Support | Consult, false) => Step::Words,
        _ => return None,
    })
}

/// Returns the disputes of a record, the worst first: pairs at war, then hostile ones.
pub fn disputes(ties: &Ties, most: usize) -> Vec<[ActorId; 2]> {
    let mut found: Vec<_> = ties
        .all()
        .iter()
        .filter(|tie| tie.sign < 0 && matches!(tie.label, TieLabel::AtWar | TieLabel::Hostile))
        .collect();
    found.sort_by(|one, other| {
        let war = other.war.is_some().cmp(&one.war.is_some());
        war.then_with(|| other.statements.len().cmp(&one.statements.len()))
            .then(one.value.total_cmp(&other.value))
    });
    found
        .into_iter()
        .take(most)
        .map(|tie| [tie.a.clone(), tie.b.clone()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Builder, ties::TieModel};

    fn ask(builder: &Builder) -> Resolve {
        let view = builder.record.as_of(None);
        let ties = Ties::of(&view, &TieModel::default());
        resolve(
            &view,
            &ties,
            &Names::default(),
            &["ISR".into(), "IRN".into()],
        )
    }

    fn war() -> Builder {
        let mut builder = Builder::default();
        builder.stance("ISR", TieLabel::AtWar, "IRN", "2025-06-13");
        builder.event("ISR ASSAULT IRN", "2025-06-13");
        builder.stance("RUS", TieLabel::Partner, "IRN", "2025-06-13");
        builder.event("RUS SUPPORT IRN", "2025-06-14");
        builder
    }

    fn of<'found>(found: &'found Resolve, actor: &str) -> &'found Resolved {
        let mut actors = found.actors.iter();
        actors
            .find(|found| found.actor.as_str() == actor)
            .unwrap_or_else(|| panic!("{found:?}"))
    }

    #[test]
    fn floors_are_kept_apart_from_wishes_and_each_has_its_statement() {
        let mut builder = war();
        builder.judgement("RUS", "it cannot accept its downfall", "2025-06-18");
        builder.judgement(
            "RUS IRN",
            "The Kremlin does not demand Iran's triumph",
            "2025-06-18",
        );
        builder.judgement(
            "IRN RUS",
            "Iran is an ideologically kindred regime",
            "2025-06-18",
        );
        let found = ask(&builder);
        let russia = of(&found, "RUS");
        assert_eq!(russia.floor.len(), 1);
        assert_eq!(russia.floor[0].statements, ["s005".into()]);
        assert_eq!(russia.preference[0].statements, ["s006".into()]);
        assert_eq!(russia.kinship[0].statements, ["s007".into()]);
        assert!(of(&found, "ISR").floor.is_empty());
    }

    #[test]
    fn what_somebody_else_calls_unacceptable_is_no_floor_of_the_one_spoken_of() {
        let mut builder = war();
        let text = "The ministry called the attack of ISR \"categorically unacceptable\"";
        builder.judgement("ISR", text, "2025-06-18");
        assert!(of(&ask(&builder), "ISR").floor.is_empty());
    }

    #[test]
    fn who_attacks_went_further_than_who_speaks_and_both_are_cited() {
        let found = ask(&war());
        let comparison = found
            .comparisons
            .first()
            .unwrap_or_else(|| panic!("{found:?}"));
        assert!(!comparison.stated);
        assert_eq!(
            (comparison.further.as_slice(), comparison.than.as_slice()),
            (&["ISR".into()][..], &["RUS".into()][..])
        );
        assert_eq!(comparison.statements, ["s002".into(), "s004".into()]);
        let mut fought = war();
        fought.event("RUS AID IRN", "2025-06-15");
        let found = ask(&fought);
        assert_eq!(of(&found, "RUS").furthest[0].step, Step::Means);
        let mut alleged = war();
        crate::fixture::alleged(alleged.event("RUS AID IRN", "2025-06-15"));
        assert_eq!(of(&ask(&alleged), "RUS").furthest[0].step, Step::Words);
    }

    #[test]
    fn a_comparison_of_the_text_is_told_as_the_texts() {
        let mut builder = war();
        builder.judgement(
            "ISR RUS",
            "Israel is prepared to go further than Russia",
            "2025-06-18",
        );
        let found = ask(&builder);
        assert!(
            found
                .comparisons
                .iter()
                .any(|found| found.stated && found.statements == ["s005".into()])
        );
    }
}
