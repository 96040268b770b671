//! The probabilistic Condorcet election: every option against every other.
//!
//! After Wise and Bankes (2015, "Non-spatial probabilistic Condorcet election methodology"). The
//! coalition for an option against another is the sum of the votes of those who prefer it; two
//! coalitions give a chance of victory; the chances against all others give the chance of the
//! option.

use super::options::{PceType, VictoryModel, VotingRule};

/// How elections are held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) victory: VictoryModel,
    pub(super) voting: VotingRule,
    pub(super) pce: PceType,
}

/// How many steps the long run of challenges may take, and when it has been reached.
const LONG_RUN: usize = 10_000;
const SETTLED: f64 = 1e-14;

/// Returns the chance of each option. `utilities` has a row an actor and a column an option.
pub(super) fn chances(rules: Rules, strengths: &[f64], utilities: &[f64]) -> Vec<f64> {
    let options = utilities.len() / strengths.len();
    if options == 1 {
        return vec![1.0];
    }
    let coalitions = coalitions(rules.voting, strengths, utilities, options);
    let beats = |one: usize, other: usize| {
        rules.victory.chance(
            coalitions[one * options + other],
            coalitions[other * options + one],
        )
    };
    match rules.pce {
        PceType::Conditional => {
            let products = (0..options).map(|one| {
                (0..options)
                    .filter(|&other| other != one)
                    .map(|other| beats(one, other))
                    .product()
            });
            normalised(products.collect())
        }
        PceType::MarkovUniform => {
            let even = 1.0 / options as f64;
            long_run(options, |one, other| even * beats(one, other))
        }
        PceType::MarkovIncentive => {
            let behind: Vec<f64> = (0..options)
                .map(|other| {
                    (0..options)
                        .map(|one| coalitions[one * options + other])
                        .sum()
                })
                .collect();
            long_run(options, |one, other| {
                if behind[other] > 0.0 {
                    coalitions[one * options + other] / behind[other] * beats(one, other)
                } else {
                    0.0
                }
            })
        }
    }
}

/// Returns the strength of the coalition for each option against each other.
fn coalitions(
    voting: VotingRule,
    strengths: &[f64],
    utilities: &[f64],
    options: usize,
) -> Vec<f64> {
    let mut sums = vec![0.0; options * options];
    for (strength, row) in strengths.iter().zip(utilities.chunks_exact(options)) {
        for one in 0..options {
            for other in one + 1..options {
                let vote = voting.vote(*strength, row[one] - row[other]);
                if vote > 0.0 {
                    sums[one * options + other] += vote;
                } else {
                    sums[other * options + one] -= vote;
                }
            }
        }
    }
    sums
}

/// Returns where the shares settle when `wins(one, other)` is the chance that `one` challenges
/// and beats a reigning `other`.
fn long_run(options: usize, wins: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut moves = vec![0.0; options * options];
    for reigning in 0..options {
        let mut stays = 1.0;
        for challenger in (0..options).filter(|&it| it != reigning) {
            let chance = wins(challenger, reigning);
            moves[reigning * options + challenger] = chance;
            stays -= chance;
        }
        moves[reigning * options + reigning] = stays;
    }
    let mut shares = vec![1.0 / options as f64; options];
    for _ in 0..LONG_RUN {
        let mut next = vec![0.0; options];
        for (share, row) in shares.iter().zip(moves.chunks_exact(options)) {
            for (sum, chance) in next.iter_mut().zip(row) {
                *sum += share * chance;
            }
        }
        let change: f64 = next
            .iter()
            .zip(&shares)
            .map(|(new, old)| (new - old).abs())
            .sum();
        shares = next;
        if change < SETTLED {
            break;
        }
    }
    normalised(shares)
}

fn normalised(mut values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    let count = values.len() as f64;
    for value in &mut values {
        *value = if sum > 0.0 { *value / sum } else { 1.0 / count };
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{Rules, chances};
    use crate::smp::{PceType, VictoryModel, VotingRule};

    #[test]
    fn the_preferred_option_is_likelier_under_every_rule() {
        // Two of three, the stronger ones, prefer the first of three options.
        let utilities = [0.9, 0.5, 0.1, 0.8, 0.6, 0.2, 0.1, 0.3, 0.9];
        for &victory in VictoryModel::ALL {
            for &voting in VotingRule::ALL {
                for &pce in PceType::ALL {
                    let rules = Rules {
                        victory,
                        voting,
                        pce,
                    };
                    let chances = chances(rules, &[3.0, 2.0, 1.0], &utilities);
                    assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    assert!(
                        chances[0] >= chances[1] && chances[0] >= chances[2],
                        "{rules:?}: {chances:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn with_two_options_every_type_gives_the_chance_of_victory() {
        for &pce in PceType::ALL {
            let rules = Rules {
                victory: VictoryModel::Linear,
                voting: VotingRule::Prop,
                pce,
            };
            let chances = chances(rules, &[3.0, 1.0], &[0.6, 0.5, 0.2, 0.4]);
            if pce != PceType::MarkovIncentive {
                assert!((chances[0] - 0.6).abs() < 1e-9, "{pce:?}: {chances:?}");
            }
        }
    }
}
