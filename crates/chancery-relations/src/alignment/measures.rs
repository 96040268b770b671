//! The measures, all from one cross table of two portfolios.

use serde::Serialize;

use super::portfolios::{Portfolio, Scale, UNKNOWN};

/// What counts as the difference of two categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deviation {
    /// The difference of their values.
    #[default]
    Absolute,
    /// Its square.
    Squared,
}

impl Deviation {
    fn of(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Absolute => (one - other).abs(),
            Self::Squared => (one - other) * (one - other),
        }
    }
}

/// How often, or with what weight, each category of one portfolio meets each of another.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossTable<'a> {
    scale: &'a Scale,
    /// Row by row, the first portfolio's category being the row.
    cells: Vec<f64>,
    places: usize,
}

/// All measures of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measures {
    /// Places known in both portfolios.
    pub places: usize,
    /// Share of places with the same category.
    pub agreement: Option<f64>,
    /// Signorino and Ritter's S with absolute differences.
    pub s_absolute: Option<f64>,
    /// S with squared differences.
    pub s_squared: Option<f64>,
    /// Cohen's κ with squared differences.
    pub kappa: Option<f64>,
    /// Scott's π with squared differences.
    pub pi: Option<f64>,
    /// Kendall's τ-b.
    pub tau_b: Option<f64>,
}

impl<'a> CrossTable<'a> {
    /// Counts the places that both portfolios know; places with a category beyond the scale are
    /// passed over like unknown ones.
    pub fn of(scale: &'a Scale, one: &Portfolio, other: &Portfolio) -> Self {
        let size = scale.values().len();
        let mut counts = vec![0_u32; size * size];
        let mut places = 0;
        for (&a, &b) in one.codes().iter().zip(other.codes()) {
            if (a as usize) < size && (b as usize) < size {
                counts[a as usize * size + b as usize] += 1;
                places += 1;
            }
        }
        Self {
            scale,
            cells: counts.into_iter().map(f64::from).collect(),
            places,
        }
    }

    /// Weighs each place, for example by the other state's share of capability; places without a
    /// positive weight count nothing.
    pub fn weighted(scale: &'a Scale, one: &Portfolio, other: &Portfolio, weights: &[f64]) -> Self {
        let size = scale.values().len();
        let mut cells = vec![0.0; size * size];
        let mut places = 0;
        for ((&a, &b), &weight) in one.codes().iter().zip(other.codes()).zip(weights) {
            let known = a != UNKNOWN && (a as usize) < size && (b as usize) < size;
            if known && weight.is_finite() && weight >= 0.0 {
                cells[a as usize * size + b as usize] += weight;
                places += 1;
            }
        }
        Self {
            scale,
            cells,
            places,
        }
    }

    fn total(&self) -> f64 {
        self.cells.iter().sum()
    }

    fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.scale.values().len() + column]
    }

    /// Returns the mean difference over the places.
    fn observed(&self, deviation: Deviation) -> Option<f64> {
        let values = self.scale.values();
        let total = self.total();
        let mut sum = 0.0;
        for (row, &one) in values.iter().enumerate() {
            for (column, &other) in values.iter().enumerate() {
                sum += self.cell(row, column) * deviation.of(one, other);
            }
        }
        (total > 0.0).then(|| sum / total)
    }

    /// Returns the share of each category in the first and in the second portfolio.
    fn margins(&self) -> (Vec<f64>, Vec<f64>) {
        let size = self.scale.values().len();
        let total = self.total();
        let rows = (0..size)
            .map(|row| (0..size).map(|column| self.cell(row, column)).sum::<f64>() / total);
        let columns = (0..size)
            .map(|column| (0..size).map(|row| self.cell(row, column)).sum::<f64>() / total);
        (rows.collect(), columns.collect())
    }

    /// Returns `1 − observed / expected`, or `None` where no difference is to be expected.
    fn beyond_chance(&self, deviation: Deviation, one: &[f64], other: &[f64]) -> Option<f64> {
        let values = self.scale.values();
        let mut expected = 0.0;
        for (row, p) in values.iter().zip(one) {
            for (column, q) in values.iter().zip(other) {
                expected += p * q * deviation.of(*row, *column);
            }
        }
        let observed = self.observed(deviation)?;
        (expected > 0.0).then(|| 1.0 - observed / expected)
    }

    /// Returns the share of places with the same category.
    pub fn agreement(&self) -> Option<f64> {
        let total = self.total();
        let same: f64 = (0..self.scale.values().len())
            .map(|at| self.cell(at, at))
            .sum();
        (total > 0.0).then(|| same / total)
    }

    /// Returns `S = 1 − 2 Σ w d / (Σ w d_max)`, −1 for opposites and 1 for equals (Signorino and
    /// Ritter 1999).
    pub fn s(&self, deviation: Deviation) -> Option<f64> {
        let most = deviation.of(self.scale.range(), 0.0);
        let observed = self.observed(deviation)?;
        (most > 0.0).then(|| 1.0 - 2.0 * observed / most)
    }

    /// Returns Cohen's weighted κ (1968): agreement beyond what the two portfolios' own habits
    /// would bring about by chance.
    pub fn kappa(&self, deviation: Deviation) -> Option<f64> {
        let (rows, columns) = self.margins();
        self.beyond_chance(deviation, &rows, &columns)
    }

    /// Returns Scott's π (1955) with weights: as κ, but both are taken to share one habit, so that
    /// a difference in habits counts as disagreement.
    pub fn pi(&self, deviation: Deviation) -> Option<f64> {
        let (rows, columns) = self.margins();
        let pooled: Vec<f64> = rows
            .iter()
            .zip(&columns)
            .map(|(p, q)| (p + q) / 2.0)
            .collect();
        self.beyond_chance(deviation, &pooled, &pooled)
    }

    /// Returns Kendall's τ-b (1945), `None` where one portfolio holds a single category.
    pub fn tau_b(&self) -> Option<f64> {
        let size = self.scale.values().len();
        let total = self.total();
        let (mut concordant, mut discordant) = (0.0, 0.0);
        for row in 0..size {
            for column in 0..size {
                let here = self.cell(row, column);
                if here == 0.0 {
                    continue;
                }
                for below in row + 1..size {
                    for other in 0..size {
                        let there = self.cell(below, other);
                        match other.cmp(&column) {
                            std::cmp::Ordering::Greater => concordant += here * there,
                            std::cmp::Ordering::Less => discordant += here * there,
                            std::cmp::Ordering::Equal => {}
                        }
                    }
                }
            }
        }
        let (rows, columns) = self.margins();
        // Pairs that one portfolio tells apart, in the same unit as the counts above.
        let apart = |shares: &[f64]| {
            let same: f64 = shares.iter().map(|share| share * share).sum();
            (1.0 - same) * total * total / 2.0
        };
        let scale = (apart(&rows) * apart(&columns)).sqrt();
        (scale > 1e-12 * total * total).then(|| (concordant - discordant) / scale)
    }

    /// Returns all measures.
    pub fn measures(&self) -> Measures {
        Measures {
            places: self.places,
            agreement: self.agreement(),
            s_absolute: self.s(Deviation::Absolute),
            s_squared: self.s(Deviation::Squared),
            kappa: self.kappa(Deviation::Squared),
            pi: self.pi(Deviation::Squared),
            tau_b: self.tau_b(),
        }
    }
}

/// Returns the measures of every pair of portfolios, first with second, first with third and so on;
/// weighted where weights are given.
pub fn all_dyads<'a>(
    scale: &'a Scale,
    portfolios: &'a [Portfolio],
    weights: Option<&'a [f64]>,
) -> impl Iterator<Item = (usize, usize, Measures)> + 'a {
    (0..portfolios.len()).flat_map(move |a| {
        (a + 1..portfolios.len()).map(move |b| {
            let (one, other) = (&portfolios[a], &portfolios[b]);
            let table = match weights {
                Some(weights) => CrossTable::weighted(scale, one, other, weights),
                None => CrossTable::of(scale, one, other),
            };
            (a, b, table.measures())
        })
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn portfolio(categories: &[u8]) -> Portfolio {
        categories.iter().map(|&category| Some(category)).collect()
    }

    /// Germany and Russia in 1914 among twenty European states, with their shares of capability:
    /// the example of Signorino and Ritter (1999), states in the order of capability.
    fn germany_and_russia() -> (Portfolio, Portfolio, Vec<f64>) {
        let mut germany = [0; 20];
        let mut russia = [0; 20];
        // Itself, Austria-Hungary, Italy and Romania; itself, Britain, France and Italy.
        for place in [0, 4, 5, 11] {
            germany[place] = 3;
        }
        for (place, category) in [(1, 3), (2, 1), (3, 3), (5, 1)] {
            russia[place] = category;
        }
        let mut shares = vec![0.25, 0.21, 0.20, 0.08, 0.08, 0.05, 0.03, 0.03, 0.02];
        shares.resize(14, 0.01);
        shares.resize(20, 0.0);
        (portfolio(&germany), portfolio(&russia), shares)
    }

    #[test]
    fn germany_and_russia_1914() {
        let (germany, russia, shares) = germany_and_russia();
        let scale = Scale::alliances();
        let seen = CrossTable::of(&scale, &germany, &russia).measures();
        let close = |seen: Option<f64>, known: f64| {
            assert!((seen.unwrap() - known).abs() < 5e-5, "{seen:?}");
        };
        close(seen.s_absolute, 0.4);
        close(seen.s_squared, 0.4444);
        close(seen.tau_b, 0.0303);
        close(seen.kappa, -0.0776);
        let weighted = CrossTable::weighted(&scale, &germany, &russia, &shares);
        close(weighted.s(Deviation::Absolute), -0.46);
    }

    #[test]
    fn equals_and_opposites() {
        let scale = Scale::votes();
        let one = portfolio(&[0, 0, 2, 2]);
        let same = CrossTable::of(&scale, &one, &one).measures();
        assert_eq!(
            (same.s_absolute, same.kappa, same.pi),
            (Some(1.0), Some(1.0), Some(1.0))
        );
        assert!((same.tau_b.unwrap() - 1.0).abs() < 1e-12);
        let opposite = CrossTable::of(&scale, &one, &portfolio(&[2, 2, 0, 0])).measures();
        assert_eq!(
            (opposite.s_squared, opposite.kappa),
            (Some(-1.0), Some(-1.0))
        );
        assert_eq!(opposite.agreement, Some(0.0));
    }

    #[test]
    fn pi_punishes_habits_that_differ() {
        // Agreement beyond own habits is nil, but the habits differ.
        let scale = Scale::binary();
        let table = CrossTable::of(&scale, &portfolio(&[0, 0, 0, 1]), &portfolio(&[1, 1, 1, 1]));
        assert_eq!(table.kappa(Deviation::Squared), Some(0.0));
        assert!(table.pi(Deviation::Squared).unwrap() < -0.5);
    }

    #[test]
    fn nothing_in_common_says_nothing() {
        let scale = Scale::votes();
        let absent = Portfolio::from([None, Some(1)]);
        let present = Portfolio::from([Some(1), None]);
        let seen = CrossTable::of(&scale, &absent, &present).measures();
        assert_eq!(seen.places, 0);
        assert_eq!(
            (seen.agreement, seen.s_absolute, seen.kappa, seen.tau_b),
            (None, None, None, None)
        );
        let table = CrossTable::of(&scale, &present, &present);
        // One shared category: alike, but no better than chance could do.
        assert_eq!(table.s(Deviation::Absolute), Some(1.0));
        assert_eq!(
            (table.kappa(Deviation::Squared), table.tau_b()),
            (None, None)
        );
        let empty = Scale::new([]);
        assert_eq!(
            CrossTable::of(&empty, &present, &present).s(Deviation::Absolute),
            None
        );
    }
}
