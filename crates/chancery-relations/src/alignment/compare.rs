//! The measures side by side, and where and why they disagree.
//!
//! Values of different measures do not compare: an S of 0.7 can be less than usual and a κ of 0.3
//! more. What compares is a pair's *standing*: the share of all pairs of the same year that the
//! measure puts below it.

use serde::Serialize;

/// What a measure is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Alliance portfolios of the Correlates of War.
    Alliances,
    /// Alliance portfolios of ATOP, the alliance treaty obligations and provisions.
    Atop,
    /// Roll calls.
    Votes,
    /// Ideal points estimated from roll calls.
    IdealPoints,
    /// Agreements that a record tells of.
    Agreements,
    /// Memberships that a record tells of.
    Memberships,
}

/// The measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Share of equal categories.
    Agreement,
    /// S, absolute.
    SAbsolute,
    /// S, squared.
    SSquared,
    /// S, absolute, weighted by capability.
    SWeighted,
    /// Cohen's κ.
    Kappa,
    /// Scott's π.
    Pi,
    /// Kendall's τ-b.
    TauB,
    /// Distance of ideal points: the only one in which less is closer.
    Distance,
}

/// A pair's value under one measure, and its standing among all pairs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Standing {
    /// What it rests on.
    pub source: Source,
    /// How it is measured.
    pub measure: Measure,
    /// The value.
    pub value: f64,
    /// The share of pairs that are less aligned, ties counted half; 1 is closest.
    pub standing: f64,
}

/// Two measures that put a pair in different places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disagreement {
    /// The measure under which the pair is closer.
    pub closer: (Source, Measure),
    /// The measure under which it is less close.
    pub farther: (Source, Measure),
    /// How far the standings differ.
    pub gap: f64,
    /// Why such a difference arises.
    pub why: &'static str,
}

/// The measures of a pair with what they disagree on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// One entry for each measure that is defined for the pair.
    pub standings: Vec<Standing>,
    /// The widest differences first.
    pub disagreements: Vec<Disagreement>,
}

/// Standings that differ by less than this agree: a third of the ranking.
const GAP: f64 = 1.0 / 3.0;

/// Sets a pair's values beside those of all pairs (each list in any order) and compares.
pub fn compare(values: &[(Source, Measure, f64, &[f64])]) -> Compared {
    let standings: Vec<Standing> = values
        .iter()
        .filter(|(_, _, value, all)| value.is_finite() && !all.is_empty())
        .map(|&(source, measure, value, all)| {
            let (mut below, mut equal) = (0_usize, 0_usize);
            for &other in all {
                if (other - value).abs() <= 1e-12 {
                    equal += 1;
                } else if (other < value) != (measure == Measure::Distance) {
                    below += 1;
                }
            }
            Standing {
                source,
                measure,
                value,
                standing: (below as f64 + equal as f64 / 2.0) / all.len() as f64,
            }
        })
        .collect();
    let disagreements = disagreements(&standings);
    Compared {
        standings,
        disagreements,
    }
}

/// Returns the pairs of measures whose standings lie a third of the ranking or more apart.
pub fn disagreements(standings: &[Standing]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (place, one) in standings.iter().enumerate() {
        for other in &standings[place + 1..] {
            let (closer, farther) = if one.standing >= other.standing {
                (one, other)
            } else {
                (other, one)
            };
            let gap = closer.standing - farther.standing;
            if gap >= GAP {
                found.push(Disagreement {
                    closer: (closer.source, closer.measure),
                    farther: (farther.source, farther.measure),
                    gap,
                    why: why(closer, farther),
                });
            }
        }
    }
    found.sort_by(|x, y| {
        y.gap
            .total_cmp(&x.gap)
            .then_with(|| (x.closer, x.farther).cmp(&(y.closer, y.farther)))
    });
    found
}

fn why(closer: &Standing, farther: &Standing) -> &'static str {
    use Measure::{Kappa, Pi, SAbsolute, SSquared, SWeighted, TauB};
    use Source::{Agreements, Alliances, Atop, IdealPoints, Memberships, Votes};
    let corrected = |measure: Measure| matches!(measure, Kappa | Pi | TauB);
    match (closer.source, farther.source) {
        (Alliances, Atop) | (Atop, Alliances) => {
            "the two lists of alliances count different treaties: ATOP's goes on later and takes in pacts that only oblige to consult"
        }
        (Memberships, Alliances | Atop | Agreements) => {
            "they belong to the same organisations and have different treaties: clubs bind less than pacts"
        }
        (Alliances | Atop | Agreements, Memberships) => {
            "their treaties are alike and their clubs are not: the pact covers one question, the clubs others"
        }
        (Agreements, Alliances | Atop) => {
            "the record tells of newer or other agreements than the list of alliances holds"
        }
        (Alliances | Atop, Agreements) => {
            "the list of alliances holds treaties that the record does not tell of"
        }
        (Memberships, Votes | IdealPoints) => {
            "they belong to the same organisations but vote apart: a club does not bind its members' votes"
        }
        (Votes | IdealPoints, Memberships) => "they vote alike from different organisations",
        (Alliances | Atop | Agreements, Votes | IdealPoints) => {
            "they are bound to the same states but vote apart: the treaties are older than the policies, or cover other questions"
        }
        (Votes | IdealPoints, Alliances | Atop | Agreements) => {
            "they vote alike without sharing allies: common positions that no treaty binds them to"
        }
        (Votes, IdealPoints) => {
            "they agree on most roll calls, which most states pass together, but differ where states are divided"
        }
        (IdealPoints, Votes) => {
            "their positions on the dividing line are close, but they part on roll calls that lie across it"
        }
        _ => match (closer.measure, farther.measure) {
            (SWeighted, _) => "they stand alike to the powerful states and differ on the weak ones",
            (_, SWeighted) => {
                "they stand alike to the many weak states and differ on the few powerful ones"
            }
            (Kappa, Pi) | (Kappa, TauB) => {
                "one has many more commitments than the other; κ takes that as given, the other measure counts it against them"
            }
            (Pi, Kappa) | (TauB, Kappa) => {
                "they rank others in the same order with different habits"
            }
            (SSquared, SAbsolute) => "many small differences and few large ones",
            (SAbsolute, SSquared) => "few differences, but large ones",
            (one, other) if !corrected(one) && corrected(other) => {
                "most of what they share is what nearly everybody shares; taking chance off leaves little"
            }
            (one, other) if corrected(one) && !corrected(other) => {
                "they differ much in sum but agree where agreement is rare"
            }
            _ => "the measures weigh the same places differently",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_counts_the_other_way() {
        let all = [0.1, 0.2, 0.3, 0.4];
        let seen = compare(&[
            (Source::Votes, Measure::SAbsolute, 0.4, &all),
            (Source::IdealPoints, Measure::Distance, 0.4, &all),
        ]);
        assert_eq!(seen.standings[0].standing, 0.875);
        assert_eq!(seen.standings[1].standing, 0.125);
        assert_eq!(seen.disagreements.len(), 1);
        assert_eq!(
            seen.disagreements[0].closer,
            (Source::Votes, Measure::SAbsolute)
        );
        assert!(seen.disagreements[0].why.contains("most roll calls"));
    }

    #[test]
    fn what_everybody_shares_is_no_alignment() {
        let (s, kappa) = (
            [0.7, 0.8, 0.6, 0.5, 0.4, 0.3],
            [0.1, 0.0, 0.3, 0.2, 0.4, 0.5],
        );
        let seen = compare(&[
            (Source::Alliances, Measure::SAbsolute, 0.8, &s),
            (Source::Alliances, Measure::Kappa, 0.0, &kappa),
        ]);
        assert!(seen.disagreements[0].why.contains("nearly everybody"));
    }

    #[test]
    fn undefined_values_have_no_standing() {
        let seen = compare(&[
            (Source::Votes, Measure::Kappa, f64::NAN, &[0.0]),
            (Source::Votes, Measure::Pi, 0.0, &[]),
        ]);
        assert_eq!(
            seen,
            Compared {
                standings: vec![],
                disagreements: vec![]
            }
        );
    }
}
