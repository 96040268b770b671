//! The model: for each class and horizon the log odds as a weighted sum of signs, and how widely
//! counts scatter; kept as a table with the record of its fit.
//!
//! `log p/(1 − p) = log b/(1 − b) + a + Σ wᵢ (xᵢ − mᵢ)/sᵢ`, where b is the dyad's own base rate, and
//! mᵢ and sᵢ are mean and deviation of the sign in the years of the fit: what is known now moves the
//! forecast away from the base rate, and the ridge penalty holds it there. Between two horizons the cumulative hazard `Λ(H) = −log(1 − p)` is interpolated on
//! logarithmic axes, and it never falls with H. Counts follow a negative binomial distribution with
//! `P(0) = 1 − p` (Cameron and Trivedi 2013).

use super::{
    Class,
    features::{BASE, COUNT, NAMES, Signs},
};
use std::{fmt::Write as _, sync::LazyLock};

static COMMITTED: LazyLock<Model> = LazyLock::new(|| {
    Model::parse(include_str!("../../data/outlook-model.tsv")).unwrap_or_default()
});

/// The horizons that are fitted, in days.
pub const HORIZONS: [u16; 4] = [1, 7, 30, 90];

/// The version of the table's layout.
const VERSION: &str = "# chancery outlook model 1";

/// The model of one class and horizon.
#[derive(Clone, PartialEq, Debug)]
pub struct Hazard {
    /// What it is about.
    pub class: Class,
    /// The days ahead.
    pub horizon: u16,
    /// The share of windows that held such an act, over all active dyads.
    pub prior: f64,
    /// The dispersion k of the counts: their variance is μ + μ²/k.
    pub dispersion: f64,
    /// The ridge penalty.
    pub penalty: f64,
    /// How many windows it was fitted on.
    pub cases: usize,
    /// How many of those held such an act.
    pub positive: usize,
    /// What is added to the log odds of the base rate where every sign is at its mean.
    pub intercept: f64,
    /// Mean, deviation and weight of every sign.
    pub signs: Vec<Weight>,
}

/// The weight of one sign.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Weight {
    /// The sign's mean in the fit.
    pub mean: f64,
    /// Its standard deviation there.
    pub deviation: f64,
    /// The log odds that one deviation adds.
    pub weight: f64,
}

/// The models of all classes and horizons.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Model {
    /// The lines that say how it was fitted.
    pub notes: Vec<String>,
    /// One for each class and horizon, in that order.
    pub hazards: Vec<Hazard>,
}

/// Why a table is not taken for a model.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ModelError {
    /// The first line says something else.
    #[error(
        "this is not an outlook model of this release: its first line must be `{VERSION}`; fit it anew with `chancery eval forecast --fit`"
    )]
    Version,
    /// It was fitted on other signs or another vocabulary.
    #[error(
        "the model was fitted on other signs than this release forms ({0}); fit it anew with `chancery eval forecast --fit`"
    )]
    Schema(String),
    /// A line cannot be read.
    #[error("line {line}: {what}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
}

impl Hazard {
    /// Returns the weight of each sign times how far it is from its mean, in log odds.
    pub(crate) fn contributions<'a>(
        &'a self,
        signs: &'a Signs,
    ) -> impl Iterator<Item = f64> + use<'a> {
        self.signs.iter().zip(signs).map(|(weight, value)| {
            if weight.deviation > 0.0 {
                weight.weight * (f64::from(*value) - weight.mean) / weight.deviation
            } else {
                0.0
            }
        })
    }

    /// Returns the log odds.
    pub(crate) fn odds(&self, signs: &Signs) -> f64 {
        f64::from(signs[BASE]) + self.intercept + self.contributions(signs).sum::<f64>()
    }

    /// Returns the probability.
    pub(crate) fn probability(&self, signs: &Signs) -> f64 {
        probability(self.odds(signs))
    }
}

/// No forecast is surer than this.
pub(crate) const LEAST: f64 = 1e-5;

/// Returns the probability of log odds, never quite 0 or 1.
pub(crate) fn probability(odds: f64) -> f64 {
    logistic(odds).clamp(LEAST, 1.0 - LEAST)
}

pub(crate) fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

impl Model {
    /// Returns the model that the program carries.
    pub fn committed() -> &'static Self {
        &COMMITTED
    }

    /// Returns the model of a class and one of [`HORIZONS`].
    #[must_use]
    pub fn hazard(&self, class: Class, horizon: u16) -> Option<&Hazard> {
        self.hazards
            .binary_search_by_key(&(class, horizon), |hazard| (hazard.class, hazard.horizon))
            .ok()
            .map(|place| &self.hazards[place])
    }

    /// Writes the table.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = format!("{VERSION}\n");
        for note in &self.notes {
            let _ = writeln!(text, "# {note}");
        }
        let _ = writeln!(
            text,
            "class\thorizon\tcases\tpositive\tprior\tdispersion\tpenalty\trow\tintercept\t{}",
            NAMES.join("\t")
        );
        for hazard in &self.hazards {
            let mut row = |name: &str, intercept: f64, pick: fn(&Weight) -> f64| {
                let _ = write!(
                    text,
                    "{}\t{}\t{}\t{}\t{:.6}\t{:.3}\t{:.0}\t{name}\t{intercept:.5}",
                    hazard.class,
                    hazard.horizon,
                    hazard.cases,
                    hazard.positive,
                    hazard.prior,
                    hazard.dispersion,
                    hazard.penalty
                );
                for weight in &hazard.signs {
                    let _ = write!(text, "\t{:.4}", pick(weight));
                }
                text.push('\n');
            };
            row("mean", 0.0, |weight| weight.mean);
            row("deviation", 0.0, |weight| weight.deviation);
            row("weight", hazard.intercept, |weight| weight.weight);
        }
        text
    }

    /// Reads a table that [`Self::table`] wrote.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, line)| line != VERSION) {
            return Err(ModelError::Version);
        }
        let mut model = Self::default();
        let mut header = false;
        for (line, text) in lines {
            if let Some(note) = text.strip_prefix("# ") {
                model.notes.push(note.to_owned());
                continue;
            }
            let cells: Vec<&str> = text.split('\t').collect();
            if !header {
                check_header(&cells)?;
                header = true;
                continue;
            }
            model
                .take_row(&cells)
                .map_err(|what| ModelError::Line { line, what })?;
        }
        model
            .hazards
            .sort_by_key(|hazard| (hazard.class, hazard.horizon));
        Ok(model)
    }

    fn take_row(&mut self, cells: &[&str]) -> Result<(), String> {
        if cells.len() != FIXED + COUNT {
            return Err(format!(
                "it has {} cells, and {} are wanted",
                cells.len(),
                FIXED + COUNT
            ));
        }
        let number = |at: usize| -> Result<f64, String> {
            cells[at]
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .ok_or_else(|| format!("`{}` is not a number", cells[at]))
        };
        let whole = |at: usize| -> Result<usize, String> {
            cells[at]
                .parse()
                .map_err(|_| format!("`{}` is not a whole number", cells[at]))
        };
        let class: Class = cells[0]
            .parse()
            .map_err(|error: super::UnknownClass| error.to_string())?;
        let horizon = u16::try_from(whole(1)?).map_err(|error| error.to_string())?;
        let known = self
            .hazards
            .iter()
            .position(|hazard| (hazard.class, hazard.horizon) == (class, horizon));
        let place = known.unwrap_or(self.hazards.len());
        if known.is_none() {
            self.hazards.push(Hazard {
                class,
                horizon,
                prior: number(4)?,
                dispersion: number(5)?,
                penalty: number(6)?,
                cases: whole(2)?,
                positive: whole(3)?,
                intercept: 0.0,
                signs: vec![Weight::default(); COUNT],
            });
        }
        let hazard = &mut self.hazards[place];
        for (sign, at) in hazard.signs.iter_mut().zip(FIXED..) {
            let value = number(at)?;
            match cells[7] {
                "mean" => sign.mean = value,
                "deviation" => sign.deviation = value,
                "weight" => sign.weight = value,
                other => return Err(format!("`{other}` is none of mean, deviation, weight")),
            }
        }
        if cells[7] == "weight" {
            hazard.intercept = number(8)?;
        }
        Ok(())
    }
}

/// The cells of a row before its signs.
const FIXED: usize = 9;

fn check_header(cells: &[&str]) -> Result<(), ModelError> {
    let found = cells.get(FIXED..).unwrap_or_default();
    if found == NAMES {
        return Ok(());
    }
    let differing = NAMES
        .iter()
        .zip(found)
        .find(|(wanted, found)| wanted != found)
        .map_or_else(
            || format!("{} instead of {COUNT}", found.len()),
            |(wanted, found)| format!("`{found}` instead of `{wanted}`"),
        );
    Err(ModelError::Schema(differing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_model_reads_back_as_it_was_written() {
        let text = include_str!("../../data/outlook-model.tsv");
        let model = Model::parse(text).expect("the committed table is one of this release");
        assert_eq!(model.table(), text);
        for class in Class::all() {
            for horizon in HORIZONS {
                assert!(model.hazard(class, horizon).is_some(), "{class} {horizon}");
            }
        }
    }

    #[test]
    fn models_of_other_releases_are_refused() {
        let text = Model::committed().table();
        assert_eq!(Model::parse(""), Err(ModelError::Version));
        assert_eq!(
            Model::parse(&text.replace("model 1", "model 2")),
            Err(ModelError::Version)
        );
        assert!(matches!(
            Model::parse(&text.replace("own-14", "own-15")),
            Err(ModelError::Schema(_))
        ));
        assert!(matches!(
            Model::parse(&(text + "CONSULT\t7\tx\n")),
            Err(ModelError::Line { .. })
        ));
    }
}
