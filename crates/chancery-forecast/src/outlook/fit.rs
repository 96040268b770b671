//! Fitting: logistic regression with a ridge penalty, by Newton's method (Hastie, Tibshirani and
//! Friedman 2009, section 4.4), and the dispersion of the counts by maximum likelihood.

use super::{
    Class, Day,
    chronicle::Chronicle,
    features::{BASE, COUNT, Signs},
    model::{HORIZONS, Hazard, Model, Weight, logistic},
    state::State,
    walk::{Plan, walk},
};
use rayon::prelude::*;

/// What a fit may choose.
#[derive(Clone, PartialEq, Debug)]
pub struct FitOptions {
    /// The first origin.
    pub from: Day,
    /// The last of the years of development: the penalties are tried on windows up to here, …
    pub develop_to: Day,
    /// … chosen on windows from there up to this day, and the model is then fitted on both.
    pub to: Day,
    /// The days between origins; not a multiple of seven, so that every day of the week is met.
    pub every: u16,
    /// The ridge penalties, on standardised signs, to choose from for each class and horizon.
    pub penalties: Vec<f64>,
    /// The days between fresh starts: replays that know nothing of what was reported before them,
    /// so that the model also knows young records. 0 for none.
    pub restart: u16,
    /// For how many days a fresh start is followed.
    pub young: u16,
    /// The classes to fit.
    pub classes: Vec<Class>,
}

impl FitOptions {
    /// Returns the options with which the committed model was fitted, between three days.
    #[must_use]
    pub fn between(from: Day, develop_to: Day, to: Day) -> Self {
        Self {
            from,
            develop_to,
            to,
            every: 5,
            penalties: vec![12_000.0, 2_000.0, 300.0],
            restart: 731,
            young: 366,
            classes: Class::all().collect(),
        }
    }
}

#[derive(Clone)]
struct Row {
    origin: Day,
    signs: Signs,
    count: u16,
    /// How many like it the row stands for.
    weight: f32,
}

/// Of the windows in which nothing happened about this many are kept, drawn by a hash of dyad and
/// day, each standing for as many as were left out.
const QUIET: usize = 30_000;

/// Fits the model of every class and horizon on what was reported by the last day.
#[must_use]
pub fn fit(chronicle: &Chronicle, options: &FitOptions) -> Model {
    let mut truth = State::new(chronicle);
    truth.advance(options.to);
    let classes: Vec<Class> = options.classes.clone();
    let fitted: Vec<Vec<Hazard>> = classes
        .par_iter()
        .map(|class| fit_class(chronicle, &truth, *class, options))
        .collect();
    let mut hazards: Vec<Hazard> = fitted.into_iter().flatten().collect();
    hazards.sort_by_key(|hazard| (hazard.class, hazard.horizon));
    Model {
        notes: Vec::new(),
        hazards,
    }
}

fn fit_class(
    chronicle: &Chronicle,
    truth: &State<'_>,
    class: Class,
    options: &FitOptions,
) -> Vec<Hazard> {
    // The prior enters the signs: a first walk counts it, a second one forms them.
    let plain: Vec<(u16, f64)> = HORIZONS.iter().map(|horizon| (*horizon, 0.01)).collect();
    let mut counts = [(0_usize, 0_usize); HORIZONS.len()];
    each_case(chronicle, truth, class, &plain, options, |case| {
        counts[case.horizon].0 += 1;
        counts[case.horizon].1 += usize::from(case.count > 0);
    });
    let priors: Vec<(u16, f64)> = HORIZONS
        .iter()
        .zip(&counts)
        .map(|(horizon, (cases, positive))| {
            (*horizon, (*positive as f64 + 0.5) / (*cases as f64 + 1.0))
        })
        .collect();
    let strides = counts.map(|(cases, positive)| {
        let quiet = cases - positive;
        (quiet / (QUIET + 4 * positive)).max(1) as u64
    });
    let mut rows: [Vec<Row>; HORIZONS.len()] = std::array::from_fn(|_| Vec::new());
    each_case(chronicle, truth, class, &priors, options, |case| {
        let stride = strides[case.horizon];
        let happened = case.count > 0;
        if !happened && !hash(case.place, case.origin).is_multiple_of(stride) {
            return;
        }
        rows[case.horizon].push(Row {
            origin: case.origin,
            signs: *case.signs,
            count: u16::try_from(case.count).unwrap_or(u16::MAX),
            weight: if happened { 1.0 } else { stride as f32 },
        });
    });
    priors
        .iter()
        .zip(&rows)
        .zip(&counts)
        .map(|(((horizon, prior), rows), (cases, _))| {
            let mut hazard = fit_best(class, *horizon, *prior, rows, options);
            hazard.cases = *cases;
            hazard
        })
        .collect()
}

/// Mixes a dyad and a day (the finaliser of SplitMix64).
fn hash(place: usize, day: Day) -> u64 {
    let mut mixed = (place as u64) << 32 ^ u64::from(day.cast_unsigned());
    mixed = mixed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) >> 8
}

fn each_case(
    chronicle: &Chronicle,
    truth: &State<'_>,
    class: Class,
    horizons: &[(u16, f64)],
    options: &FitOptions,
    mut take: impl FnMut(&super::walk::Case<'_>),
) {
    let start = chronicle.span().map_or(options.from, |(first, _)| first);
    let mut plan = Plan {
        start,
        from: options.from,
        to: options.to,
        every: options.every,
        class,
        horizons,
    };
    walk(chronicle, truth, &plan, |_, case| take(case));
    if options.restart == 0 {
        return;
    }
    let mut restart = options.from;
    while restart < options.to {
        plan.start = restart;
        plan.from = restart.saturating_add(7);
        plan.to = options
            .to
            .min(restart.saturating_add(Day::from(options.young)));
        walk(chronicle, truth, &plan, |_, case| take(case));
        restart = restart.saturating_add(Day::from(options.restart));
    }
}

/// Fits under the penalty with which the years of development foretell the later ones best.
fn fit_best(class: Class, horizon: u16, prior: f64, rows: &[Row], options: &FitOptions) -> Hazard {
    let (mut early, mut late) = (Vec::new(), Vec::new());
    for row in rows {
        if row.origin > options.develop_to {
            late.push(row.clone());
        } else if row.origin.saturating_add(Day::from(horizon)) <= options.develop_to {
            early.push(row.clone());
        }
    }
    let mut best = (f64::NEG_INFINITY, 1.0);
    for penalty in &options.penalties {
        let hazard = fit_one(class, horizon, prior, &early, *penalty);
        let height = likelihood(&hazard, &late, 0.0);
        if height > best.0 {
            best = (height, *penalty);
        }
    }
    fit_one(class, horizon, prior, rows, best.1)
}

fn fit_one(class: Class, horizon: u16, prior: f64, rows: &[Row], penalty: f64) -> Hazard {
    let weights = || rows.iter().map(|row| f64::from(row.weight));
    let cases = weights().sum::<f64>().max(1.0);
    let mut signs = vec![Weight::default(); COUNT];
    for (at, sign) in signs.iter_mut().enumerate() {
        let column = || {
            rows.iter()
                .map(|row| f64::from(row.signs[at]))
                .zip(weights())
        };
        let mean = column().map(|(value, weight)| weight * value).sum::<f64>() / cases;
        let square = column()
            .map(|(value, weight)| weight * (value - mean) * (value - mean))
            .sum::<f64>()
            / cases;
        sign.mean = mean;
        let deviation = square.sqrt();
        sign.deviation = if deviation > 1e-3 { deviation } else { 0.0 };
    }
    let positive = rows.iter().filter(|row| row.count > 0).count();
    let mut hazard = Hazard {
        class,
        horizon,
        prior,
        dispersion: 1.0,
        penalty,
        cases: rows.len(),
        positive,
        intercept: 0.0,
        signs,
    };
    if positive > 0 && positive < rows.len() {
        newton(&mut hazard, rows, penalty);
        hazard.dispersion = dispersion(&hazard, rows);
    }
    hazard
}

/// The intercept and the signs.
const WIDTH: usize = COUNT + 1;

type Matrix = Vec<[f64; WIDTH]>;

/// Climbs to the maximum of the penalised likelihood; a step that would lead down is halved.
fn newton(hazard: &mut Hazard, rows: &[Row], penalty: f64) {
    let mut height = likelihood(hazard, rows, penalty);
    for _ in 0..40 {
        let (mut slope, mut curvature) = derivatives(hazard, rows);
        for (at, sign) in hazard.signs.iter().enumerate() {
            slope[at + 1] -= penalty * sign.weight;
            curvature[at + 1][at + 1] += penalty;
        }
        let step = solve(&mut curvature, slope);
        let mut length = 1.0;
        let (next, higher) = loop {
            let next = moved(hazard, &step, length);
            let higher = likelihood(&next, rows, penalty);
            if higher >= height || length < 1e-3 {
                break (next, higher);
            }
            length *= 0.5;
        };
        if higher < height {
            return;
        }
        *hazard = next;
        let gain = higher - height;
        height = higher;
        if gain < 1e-4 {
            return;
        }
    }
}

fn moved(hazard: &Hazard, step: &[f64; WIDTH], length: f64) -> Hazard {
    let mut next = hazard.clone();
    next.intercept += length * step[0];
    for (sign, step) in next.signs.iter_mut().zip(&step[1..]) {
        sign.weight += length * step;
    }
    next
}

/// Returns the penalised log likelihood, summed in chunks of fixed size.
fn likelihood(hazard: &Hazard, rows: &[Row], penalty: f64) -> f64 {
    let parts: Vec<f64> = rows
        .par_chunks(8192)
        .map(|rows| {
            rows.iter()
                .map(|row| {
                    let odds = hazard.odds(&row.signs);
                    let signed = if row.count > 0 { odds } else { -odds };
                    // log(1 / (1 + e^−x)), without overflow on either side.
                    let log = signed.min(0.0) - libm::log1p(libm::exp(-signed.abs()));
                    f64::from(row.weight) * log
                })
                .sum()
        })
        .collect();
    let square: f64 = hazard
        .signs
        .iter()
        .map(|sign| sign.weight * sign.weight)
        .sum();
    parts.iter().sum::<f64>() - 0.5 * penalty * square
}

/// Returns slope and curvature of the log likelihood. Rows are summed in chunks of fixed size, in
/// their order, so that the number of threads changes nothing.
fn derivatives(hazard: &Hazard, rows: &[Row]) -> ([f64; WIDTH], Matrix) {
    let parts: Vec<([f64; WIDTH], Matrix)> = rows
        .par_chunks(8192)
        .map(|rows| {
            let mut slope = [0.0; WIDTH];
            let mut curvature = vec![[0.0; WIDTH]; WIDTH];
            let mut values = [1.0; WIDTH];
            for row in rows {
                let mut odds = hazard.intercept + f64::from(row.signs[BASE]);
                for ((value, sign), raw) in
                    values[1..].iter_mut().zip(&hazard.signs).zip(&row.signs)
                {
                    *value = if sign.deviation > 0.0 {
                        (f64::from(*raw) - sign.mean) / sign.deviation
                    } else {
                        0.0
                    };
                    odds += *value * sign.weight;
                }
                let chance = logistic(odds);
                let weight = f64::from(row.weight);
                let error = weight * (f64::from(u8::from(row.count > 0)) - chance);
                let spread = weight * chance * (1.0 - chance);
                for at in 0..WIDTH {
                    slope[at] += error * values[at];
                    let scaled = spread * values[at];
                    for (cell, value) in curvature[at][..=at].iter_mut().zip(&values) {
                        *cell += scaled * value;
                    }
                }
            }
            (slope, curvature)
        })
        .collect();
    let mut slope = [0.0; WIDTH];
    let mut curvature = vec![[0.0; WIDTH]; WIDTH];
    for (part_slope, part) in parts {
        for at in 0..WIDTH {
            slope[at] += part_slope[at];
            for (cell, value) in curvature[at].iter_mut().zip(&part[at]) {
                *cell += value;
            }
        }
    }
    (slope, curvature)
}

/// Solves a symmetric positive definite system, of which the lower triangle is given, by Cholesky's
/// method.
fn solve(matrix: &mut Matrix, right: [f64; WIDTH]) -> [f64; WIDTH] {
    for row in 0..WIDTH {
        for column in 0..=row {
            let products = matrix[row][..column].iter().zip(&matrix[column]);
            let sum = matrix[row][column] - products.map(|(one, other)| one * other).sum::<f64>();
            matrix[row][column] = if row == column {
                sum.max(1e-9).sqrt()
            } else {
                sum / matrix[column][column]
            };
        }
    }
    let mut unknown = right;
    for row in 0..WIDTH {
        for at in 0..row {
            unknown[row] -= matrix[row][at] * unknown[at];
        }
        unknown[row] /= matrix[row][row];
    }
    for row in (0..WIDTH).rev() {
        for at in row + 1..WIDTH {
            unknown[row] -= matrix[at][row] * unknown[at];
        }
        unknown[row] /= matrix[row][row];
    }
    unknown
}

/// Returns the dispersion, of a grid, under which the positive counts are likeliest.
fn dispersion(hazard: &Hazard, rows: &[Row]) -> f64 {
    if hazard.horizon == 1 {
        return 1.0;
    }
    let cases: Vec<(f64, u16)> = rows
        .iter()
        .filter(|row| row.count > 0)
        .map(|row| (hazard.probability(&row.signs), row.count))
        .collect();
    let mut best = (f64::NEG_INFINITY, 1.0);
    for step in 0..24 {
        let k = 0.1 * libm::pow(1.35, f64::from(step));
        let likelihood: f64 = cases
            .iter()
            .map(|(probability, count)| super::counts::log_mass(*probability, k, u32::from(*count)))
            .sum();
        if likelihood > best.0 {
            best = (likelihood, k);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let mut matrix = vec![[0.0; WIDTH]; WIDTH];
        for (at, row) in matrix.iter_mut().enumerate() {
            row[at] = 4.0;
            if at > 0 {
                row[at - 1] = 1.0;
            }
        }
        let full = matrix.clone();
        let right = std::array::from_fn(|at| at as f64);
        let unknown = solve(&mut matrix, right);
        for row in 0..WIDTH {
            let mut sum = full[row][row] * unknown[row];
            if row > 0 {
                sum += full[row][row - 1] * unknown[row - 1];
            }
            if row + 1 < WIDTH {
                sum += full[row + 1][row] * unknown[row + 1];
            }
            assert!((sum - right[row]).abs() < 1e-9);
        }
    }
}
