//! From conditions to a probability.
//!
//! The base rate is that of the International Crisis Behavior data (Brecher and Wilkenfeld,
//! version 14, crises of 1918–2002): 59 of the 135 mediated crises ended in a formal agreement.
//! It is the chance of a mediator who is accepted by both sides and about whom nothing else is
//! known. On the scale of log odds each condition then adds or takes away a weight. The weights are
//! set by judgement in the order that the literature gives the conditions (consent first: without
//! it there is no mediation; then the patrons' blessing, then leverage, record and means); they are
//! not fitted, because the data do not hold these conditions. What is unknown widens the interval by
//! half of the distance between met and failed.
//!
//! What the choices of the past say of a candidate (`chancery_relations::choice`, which is fitted) is
//! added on the same scale: each doubling of its share of being chosen, over that of the middling
//! candidate, adds a tenth, at most a half in either direction. How much it is to count beside the
//! conditions is judgement again.

use super::{Condition, ConditionStatus};
use crate::choice::Choice;

/// A probability with its 90 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Score {
    pub(super) probability: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Mediated crises that ended in a formal agreement, and the others.
const AGREED: f64 = 59.0;
const NOT_AGREED: f64 = 76.0;

/// What a condition adds to the log odds when met, unknown and failed.
struct Weight {
    met: f64,
    unknown: f64,
    failed: f64,
}

fn weight(name: &str) -> Weight {
    let (met, unknown, failed) = match name.split(':').next().unwrap_or_default() {
        "consent" => (0.0, -0.9, -2.2),
        "blessing" => (0.0, -0.4, -1.4),
        "impartiality" => (0.2, 0.0, -0.2),
        "leverage" => (0.3, 0.0, -0.2),
        "track-record" => (0.3, 0.0, -0.3),
        "free-hands" => (0.0, 0.0, -0.5),
        "mandate" => (0.15, 0.0, 0.0),
        "rivals" => (0.1, 0.0, -0.15),
        "prominence" => (0.1, 0.0, -0.1),
        _ => (0.0, 0.0, 0.0),
    };
    Weight {
        met,
        unknown,
        failed,
    }
}

/// What a doubling of the share of being chosen adds, and the most that it may add.
const DOUBLING: f64 = 0.1;
const MOST: f64 = 0.5;

/// Returns what the choices of the past add to the log odds.
#[expect(clippy::cast_precision_loss, reason = "a few hundred candidates")]
fn lift(choice: &Choice) -> f64 {
    let times = choice.share.max(1e-5) * choice.of as f64;
    (DOUBLING * libm::log2(times)).clamp(-MOST, MOST)
}

pub(super) fn score(conditions: &[Condition], choice: Option<&Choice>) -> Score {
    let mut odds = libm::log(AGREED / NOT_AGREED) + choice.map_or(0.0, lift);
    let mut variance = 1.0 / AGREED + 1.0 / NOT_AGREED;
    for condition in conditions {
        let weight = weight(&condition.name);
        odds += match condition.status {
            ConditionStatus::Met => weight.met,
            ConditionStatus::Failed => weight.failed,
            ConditionStatus::Unknown => {
                let half = (weight.met - weight.failed) / 2.0;
                variance += half * half;
                weight.unknown
            }
        };
    }
    let reach = 1.645 * variance.sqrt();
    let chance = |odds: f64| (1e3 / (1.0 + libm::exp(-odds))).round() / 1e3;
    Score {
        probability: chance(odds),
        low: chance(odds - reach),
        high: chance(odds + reach),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(list: &[(&str, ConditionStatus)]) -> Vec<Condition> {
        list.iter()
            .map(|(name, status)| Condition {
                name: (*name).to_owned(),
                status: *status,
                why: String::new(),
                statements: Vec::new(),
            })
            .collect()
    }

    #[test]
    fn consent_of_both_alone_gives_the_base_rate() {
        use ConditionStatus::{Failed, Met, Unknown};
        let accepted = score(&conditions(&[("consent:A", Met), ("consent:B", Met)]), None);
        assert_eq!(accepted.probability, 0.437);
        let refused = score(
            &conditions(&[("consent:A", Failed), ("consent:B", Met)]),
            None,
        );
        let unsure = score(
            &conditions(&[("consent:A", Unknown), ("consent:B", Met)]),
            None,
        );
        assert!(refused.probability < unsure.probability);
        assert!(unsure.probability < accepted.probability);
        assert!(unsure.high - unsure.low > accepted.high - accepted.low);
    }

    #[test]
    fn who_is_often_chosen_gains_and_never_more_than_a_half() {
        let choice = |share: f64| Choice {
            share,
            rank: 1,
            of: 200,
            why: String::new(),
        };
        let of = |share: f64| score(&conditions(&[]), Some(&choice(share))).probability;
        assert_eq!(of(0.005), score(&conditions(&[]), None).probability);
        assert!(of(0.0) < of(0.001) && of(0.001) < of(0.05) && of(0.05) < of(0.5));
        assert_eq!(of(0.5), of(1.0));
    }

    #[test]
    fn no_condition_that_is_met_lowers_the_odds() {
        for name in [
            "consent:A",
            "blessing:P:for:A",
            "impartiality",
            "leverage:A",
            "track-record",
            "free-hands",
            "mandate",
            "rivals",
            "prominence:A",
        ] {
            let weight = weight(name);
            assert!(
                weight.met >= weight.unknown && weight.unknown >= weight.failed,
                "{name}"
            );
            assert!(weight.met > weight.failed, "{name}");
        }
    }
}
