//! Entities that act alike: a small bilinear model, learnt event by event.
//!
//! Everyone has a vector as ego and one as alter, each the sum of its own, its country's and its
//! sector's. `score(o | e, a) = v(o) · (u(e) ∘ r(a) + b(a) + h(e) ∘ c(a))`, with h(e) the fading mean of the vectors
//! of those whom e lately had to do with (DistMult, Yang et al. 2015, with a context as in history
//! encoders). It is trained by sampled softmax against others drawn by how often they occur, so
//! that it says how much likelier than usual somebody is; Adagrad, one step size a vector. What it
//! scores on a day it has learnt from earlier days alone.

use super::{kin::Kin, memory::Memory, questions::Question};
use crate::{Act, DirectedEvent, trees::Draws};
use rayon::prelude::*;

/// Numbers in a vector.
const WIDTH: usize = 48;

/// One vector.
pub(super) type Vector = [f32; WIDTH];

/// Others drawn against each answer.
const AGAINST: usize = 32;

/// Half-life of the context, in ticks.
const CONTEXT_HALF_LIFE: f64 = 12.0;

/// How many past events are gone over again for each new one.
const REPLAYS: usize = 2;

/// Vectors that are learnt, with the squares of what moved them.
#[derive(Clone, Debug)]
struct Vectors {
    rows: Vec<Vector>,
    moved: Vec<f32>,
    rate: f32,
}

impl Vectors {
    /// Returns small random vectors around a value. Each depends on its own number alone, so that
    /// whoever comes later changes nothing.
    fn new(count: usize, around: f32, spread: f32, rate: f32, seed: u64) -> Self {
        let rows = (1..=count as u64)
            .map(|row| {
                let mut draws = Draws((seed ^ row).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
                draws.share();
                std::array::from_fn(|_| around + spread * (draws.share() as f32 - 0.5))
            })
            .collect();
        Self {
            rows,
            moved: vec![0.0; count],
            rate,
        }
    }

    fn step(&mut self, row: usize, gradient: &Vector) {
        let square = dot(gradient, gradient) / WIDTH as f32;
        self.moved[row] += square;
        let rate = self.rate / (self.moved[row] + 1e-6).sqrt();
        for (value, gradient) in self.rows[row].iter_mut().zip(gradient) {
            *value -= rate * (gradient + 1e-4 * *value);
        }
    }
}

/// Vectors of entities by what they are known for: themselves, their country, their sector.
#[derive(Clone, Debug)]
struct Side {
    own: Vectors,
    country: Vectors,
    sector: Vectors,
    /// The sums, as of the last refresh.
    sums: Vec<Vector>,
}

impl Side {
    fn new(kin: &Kin, seed: u64) -> Self {
        let sectors = kin
            .kinds
            .iter()
            .map(|kind| kind.sector + 1)
            .max()
            .unwrap_or(1);
        let new = |count: usize, rate: f32, part: u64| {
            Vectors::new(count, 0.0, 0.5, rate, seed ^ part << 40)
        };
        Self {
            own: new(kin.kinds.len(), 0.2, 1),
            country: new(kin.members.len().max(1), 0.1, 2),
            sector: new(sectors as usize, 0.1, 3),
            sums: vec![[0.0; WIDTH]; kin.kinds.len()],
        }
    }

    fn of(&self, kin: &Kin, entity: usize) -> Vector {
        let kind = kin.kinds[entity];
        let own = &self.own.rows[entity];
        let country = &self.country.rows[kind.country as usize];
        let sector = &self.sector.rows[kind.sector as usize];
        std::array::from_fn(|at| own[at] + country[at] + sector[at])
    }

    fn step(&mut self, kin: &Kin, entity: usize, gradient: &Vector) {
        let kind = kin.kinds[entity];
        self.own.step(entity, gradient);
        self.country.step(kind.country as usize, gradient);
        self.sector.step(kind.sector as usize, gradient);
    }

    fn refresh(&mut self, kin: &Kin) {
        for entity in 0..self.sums.len() {
            self.sums[entity] = self.of(kin, entity);
        }
    }
}

/// The model.
#[derive(Clone, Debug)]
pub(super) struct Likeness {
    egos: Side,
    alters: Side,
    scale: Vectors,
    shift: Vectors,
    context: Vectors,
    left: Vec<f32>,
    draws: Draws,
    /// Every event so far.
    events: Vec<(u32, DirectedEvent)>,
    contexts: Vec<Vector>,
}

/// Returns the inner product, summed in eight lanes.
fn dot(one: &Vector, other: &Vector) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (one, other) in one.chunks_exact(8).zip(other.chunks_exact(8)) {
        for lane in 0..8 {
            lanes[lane] += one[lane] * other[lane];
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

impl Likeness {
    pub(super) fn new(kin: &Kin, acts: usize) -> Self {
        let of_acts = |around: f32, part: u64| Vectors::new(acts, around, 0.2, 0.2, part << 44);
        Self {
            egos: Side::new(kin, 1 << 48),
            alters: Side::new(kin, 2 << 48),
            scale: of_acts(1.0, 1),
            shift: of_acts(0.0, 2),
            context: of_acts(0.5, 3),
            left: (0..256_u32)
                .map(|age| libm::exp2(-f64::from(age) / CONTEXT_HALF_LIFE) as f32)
                .collect(),
            draws: Draws(0x5bd1_e995_9e37_79b9),
            events: Vec::new(),
            contexts: vec![[0.0; WIDTH]; kin.kinds.len()],
        }
    }

    /// Returns everybody's context at a tick.
    pub(super) fn contexts(&self, memory: &Memory, tick: u32) -> Vec<Vector> {
        (0..memory.egos.len() as u32)
            .into_par_iter()
            .with_min_len(256)
            .map(|ego| self.context_of(memory, tick, ego))
            .collect()
    }

    /// Returns what ego's act looks for in a vector.
    pub(super) fn looks_for(&self, contexts: &[Vector], ego: u32, act: Act) -> Vector {
        let ego = ego as usize;
        self.query(&self.egos.sums[ego], &contexts[ego], act)
    }

    fn query(&self, ego: &Vector, context: &Vector, act: Act) -> Vector {
        let (scale, shift, weight) = (
            &self.scale.rows[act.index()],
            &self.shift.rows[act.index()],
            &self.context.rows[act.index()],
        );
        std::array::from_fn(|at| ego[at] * scale[at] + shift[at] + context[at] * weight[at])
    }

    /// Returns how well somebody fits what is looked for.
    pub(super) fn fit(&self, looked_for: &Vector, alter: u32) -> f32 {
        dot(looked_for, &self.alters.sums[alter as usize])
    }

    /// Returns the fading mean of those whom ego lately had to do with.
    fn context_of(&self, memory: &Memory, tick: u32, ego: u32) -> Vector {
        let mut mean = [0.0; WIDTH];
        let mut total = 0.5;
        for (_, alter, last) in &memory.egos[ego as usize].latest {
            let age = (tick.saturating_sub(*last) as usize).min(255);
            let left = self.left[age];
            total += left;
            for (mean, value) in mean.iter_mut().zip(&self.alters.sums[*alter as usize]) {
                *mean += left * value;
            }
        }
        mean.map(|value| value / total)
    }

    /// Learns from the questions of a step, whose past is still that before the step.
    pub(super) fn learn(
        &mut self,
        memory: &Memory,
        kin: &Kin,
        tick: u32,
        events: &[DirectedEvent],
        questions: &[Question],
    ) {
        for ego in events.chunk_by(|one, other| one.ego == other.ego) {
            let ego = ego[0].ego;
            self.contexts[ego as usize] = self.context_of(memory, tick, ego);
        }
        let old = self.events.len();
        self.events
            .extend(events.iter().map(|event| (tick, *event)));
        for question in questions {
            for answer in &question.answers {
                self.learn_answer(kin, question.ego, question.act, *answer, &question.answers);
            }
        }
        if old > 0 {
            for _ in 0..REPLAYS * events.len() {
                // Recent events are gone over more often.
                let back = self.draws.share();
                let at = old - 1 - ((back * back * old as f64) as usize).min(old - 1);
                let (_, DirectedEvent { ego, act, alter }) = self.events[at];
                self.learn_answer(kin, ego, act, alter, &[alter]);
            }
        }
        self.egos.refresh(kin);
        self.alters.refresh(kin);
    }

    fn learn_answer(&mut self, kin: &Kin, ego: u32, act: Act, answer: u32, answers: &[u32]) {
        let mut others = [answer; AGAINST + 1];
        let mut count = 1;
        for _ in 0..AGAINST {
            let at = (self.draws.share() * self.events.len() as f64) as usize;
            let other = self.events[at].1.alter;
            if !answers.contains(&other) {
                others[count] = other;
                count += 1;
            }
        }
        let others = &others[..count];
        let mine = self.egos.of(kin, ego as usize);
        let context = self.contexts[ego as usize];
        let query = self.query(&mine, &context, act);
        let vectors: Vec<Vector> = others
            .iter()
            .map(|other| self.alters.of(kin, *other as usize))
            .collect();
        let fits: Vec<f32> = vectors.iter().map(|vector| dot(&query, vector)).collect();
        let highest = fits.iter().copied().fold(f32::MIN, f32::max);
        let powers: Vec<f32> = fits.iter().map(|fit| libm::expf(fit - highest)).collect();
        let total: f32 = powers.iter().sum();
        let mut of_query = [0.0; WIDTH];
        for (at, other) in others.iter().enumerate() {
            let error = powers[at] / total - f32::from(u8::from(at == 0));
            if error.abs() < 1e-4 {
                continue;
            }
            for (sum, value) in of_query.iter_mut().zip(&vectors[at]) {
                *sum += error * value;
            }
            let gradient = query.map(|value| error * value);
            self.alters.step(kin, *other as usize, &gradient);
        }
        let scale = self.scale.rows[act.index()];
        let times = |one: &Vector| -> Vector { std::array::from_fn(|at| of_query[at] * one[at]) };
        self.egos.step(kin, ego as usize, &times(&scale));
        self.scale.step(act.index(), &times(&mine));
        self.context.step(act.index(), &times(&context));
        self.shift.step(act.index(), &of_query);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tkg::questions::questions;

    #[test]
    fn who_acts_like_another_is_led_to_the_same_partners() {
        // Egos 0 to 3 deal with 8 and 9, egos 4 to 7 with 10 and 11; ego 3 has never met 9.
        let kin = Kin::new(&[], 12);
        let mut memory = Memory::new(12, 2);
        let mut likeness = Likeness::new(&kin, 2);
        for tick in 0..150 {
            let mut events: Vec<DirectedEvent> = (0..8)
                .map(|ego| DirectedEvent {
                    ego,
                    act: Act::done(0),
                    alter: if ego == 3 {
                        8
                    } else {
                        8 + ego / 4 * 2 + (tick + ego) % 2
                    },
                })
                .collect();
            events.sort_unstable();
            likeness.learn(&memory, &kin, tick, &events, &questions(&events));
            memory.learn(tick, &events);
        }
        let contexts = likeness.contexts(&memory, 150);
        let wanted = likeness.looks_for(&contexts, 3, Act::done(0));
        assert!(likeness.fit(&wanted, 9) > likeness.fit(&wanted, 10) + 1.0);
        assert!(likeness.fit(&wanted, 9) > likeness.fit(&wanted, 11) + 1.0);
    }
}
