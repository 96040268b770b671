//! Weights of evidence within a pair: a conditional logit over ego's ties.
//!
//! Each tie has a few plain properties: which acts it has seen, how long ago and how often; how long ago
//! the two met at all; their share of ego's events. Each property has a weight for every head, the sum of one
//! shared by all heads and of the head's own, and a tie's score is the sum of its weights. Whoever
//! has no tie yet shares one score, learnt for each head. Unlike confidences that are multiplied, weights learnt together do not
//! count mirror twins twice. (McFadden's conditional logit, 1974; online, by Adagrad, Duchi et al. 2011.)

use super::{
    memory::{Count, Memory, SPEEDS, Tie},
    questions::Question,
};
use crate::{Act, trees::Draws};

/// Classes of each property.
const CLASSES: usize = 48;
/// Properties beside the acts: same act, reverse act, any other act; contact; three shares; and the other's activity.
const PLAIN: usize = 9;
/// How far a weight moves at first.
const RATE: f32 = 0.15;
/// Ties weighed against each answer.
const AGAINST: usize = 100;

/// A weight with the squares of what moved it.
#[derive(Clone, Copy, Debug)]
struct Weight {
    value: f32,
    moved: f32,
}

impl Weight {
    const NEW: Self = Self {
        value: 0.0,
        moved: 1.0,
    };

    fn step(&mut self, gradient: f32) {
        self.moved += gradient * gradient;
        self.value -= RATE * gradient / self.moved.sqrt();
    }
}

/// The weights.
#[derive(Clone, Debug)]
pub(super) struct Odds {
    /// For each head and body, where the weights are; zero is none yet.
    places: Vec<Vec<u32>>,
    weights: Vec<[Weight; CLASSES]>,
    shared: Vec<[Weight; CLASSES]>,
    /// For each head, the score of everybody without a tie together.
    elsewhere: Vec<Weight>,
    draws: Draws,
}

/// One property of a tie: which, shared by all heads; which of the head's own; and its class.
#[derive(Clone, Copy)]
struct Property {
    shared: usize,
    body: usize,
    class: usize,
}

/// What is the same for all of ego's ties.
pub(super) struct Ground {
    act: Act,
    tick: u32,
    ego: [f32; SPEEDS],
    ego_act: [f32; SPEEDS],
}

impl Ground {
    pub(super) fn new(memory: &Memory, tick: u32, ego: u32, act: Act) -> Self {
        let past = &memory.egos[ego as usize];
        Self {
            act,
            tick,
            ego: memory.now(&past.total, tick),
            ego_act: past
                .acts
                .get(&act)
                .map_or([0.0; SPEEDS], |act| memory.now(&act.count, tick)),
        }
    }
}

/// Returns the class of an act that was seen so long ago and so often: 12 ages by 4 frequencies.
fn class(count: &Count, tick: u32) -> usize {
    let age = match tick.saturating_sub(count.last) {
        0..=1 => 0,
        2 => 1,
        3 => 2,
        4..=5 => 3,
        6..=7 => 4,
        8..=14 => 5,
        15..=21 => 6,
        22..=30 => 7,
        31..=60 => 8,
        61..=120 => 9,
        121..=240 => 10,
        _ => 11,
    };
    let frequency = match count.count {
        0..=1 => 0,
        2 => 1,
        3..=5 => 2,
        _ => 3,
    };
    age * 4 + frequency
}

/// Returns the class of a share: two to each power of two.
fn share_class(part: f32, whole: f32) -> usize {
    if part <= 0.0 {
        return 0;
    }
    let share = part / (whole + 0.3);
    // Twice the binary logarithm, from the bits of the number.
    let bits = share.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let half = i32::from(bits & 0x7f_ffff > 0x35_04f3);
    (2 * exponent + half + 46).clamp(1, CLASSES as i32 - 1) as usize
}

impl Odds {
    pub(super) fn new(acts: usize) -> Self {
        Self {
            places: vec![Vec::new(); acts],
            weights: vec![[Weight::NEW; CLASSES]],
            shared: vec![[Weight::NEW; CLASSES]; PLAIN],
            elsewhere: vec![Weight::NEW; acts],
            draws: Draws(0x2545_f491_4f6c_dd1d),
        }
    }

    /// Calls back with every property of a tie.
    fn properties(memory: &Memory, ground: &Ground, tie: &Tie, mut each: impl FnMut(Property)) {
        let mut same = [0.0; SPEEDS];
        for (body, count) in &tie.acts {
            let shared = if *body == ground.act {
                same = memory.now(count, ground.tick);
                0
            } else if *body == ground.act.reverse() {
                1
            } else {
                2
            };
            each(Property {
                shared,
                body: PLAIN + body.index(),
                class: class(count, ground.tick),
            });
        }
        let contact = memory.now(&tie.total, ground.tick);
        let other = memory.now(&memory.egos[tie.alter as usize].total, ground.tick);
        let plain = [
            class(&tie.total, ground.tick),
            share_class(contact[1], ground.ego[1]),
            share_class(contact[3], ground.ego[3]),
            share_class(same[1], ground.ego_act[1]),
            share_class(same[3], ground.ego_act[3]),
            share_class(other[1] * 0.01, 0.7),
        ];
        for (at, class) in plain.into_iter().enumerate() {
            each(Property {
                shared: 3 + at,
                body: at,
                class,
            });
        }
    }

    /// Returns the score of a tie.
    pub(super) fn score(&self, memory: &Memory, ground: &Ground, tie: &Tie) -> f32 {
        let places = &self.places[ground.act.index()];
        let mut score = 0.0;
        Self::properties(memory, ground, tie, |property| {
            let place = places.get(property.body).copied().unwrap_or(0);
            score += self.shared[property.shared][property.class].value
                + self.weights[place as usize][property.class].value;
        });
        score
    }

    /// Returns the score of everybody without a tie, together.
    pub(super) fn elsewhere(&self, act: Act) -> f32 {
        self.elsewhere[act.index()].value
    }

    /// Learns from the questions of a step.
    pub(super) fn learn(&mut self, memory: &Memory, tick: u32, questions: &[Question]) {
        for question in questions {
            self.learn_question(memory, tick, question);
        }
    }

    fn learn_question(&mut self, memory: &Memory, tick: u32, question: &Question) {
        let ties = &memory.egos[question.ego as usize].ties;
        let ground = Ground::new(memory, tick, question.ego, question.act);
        let known: Vec<usize> = question
            .answers
            .iter()
            .filter_map(|answer| memory.place(question.ego, *answer))
            .collect();
        let new = question.answers.len() - known.len();
        let is_answer = |place: &usize| question.answers.binary_search(&ties[*place].alter).is_ok();
        let (against, weight): (Vec<usize>, f32) = if ties.len() <= AGAINST {
            (
                (0..ties.len()).filter(|place| !is_answer(place)).collect(),
                1.0,
            )
        } else {
            let mut drawn: Vec<usize> = (0..AGAINST)
                .map(|_| (self.draws.share() * ties.len() as f64) as usize)
                .filter(|place| !is_answer(place))
                .collect();
            drawn.sort_unstable();
            (drawn, ties.len() as f32 / AGAINST as f32)
        };
        let score = |place: &usize| self.score(memory, &ground, &ties[*place]);
        let scores: Vec<f32> = against.iter().map(score).collect();
        let of_answers: Vec<f32> = known.iter().map(score).collect();
        let elsewhere = self.elsewhere(question.act);
        let highest = scores
            .iter()
            .chain(&of_answers)
            .copied()
            .fold(elsewhere, f32::max);
        let power = |score: &f32| libm::expf(score - highest);
        let powers: Vec<f32> = scores.iter().map(power).collect();
        let negatives = weight * powers.iter().sum::<f32>();
        let rest = power(&elsewhere);
        let mut share = 0.0;
        let mut of_elsewhere = 0.0;
        for (place, score) in known.iter().zip(&of_answers) {
            let own = power(score);
            let whole = own + negatives + rest;
            share += 1.0 / whole;
            of_elsewhere += rest / whole;
            self.step(memory, &ground, &ties[*place], own / whole - 1.0);
        }
        if new > 0 {
            let whole = negatives + rest;
            share += new as f32 / whole;
            of_elsewhere += new as f32 * (rest / whole - 1.0);
        }
        self.elsewhere[question.act.index()].step(of_elsewhere);
        for (place, power) in against.iter().zip(&powers) {
            let gradient = weight * power * share;
            if gradient > 1e-4 {
                self.step(memory, &ground, &ties[*place], gradient);
            }
        }
    }

    fn step(&mut self, memory: &Memory, ground: &Ground, tie: &Tie, gradient: f32) {
        let gradient = gradient.clamp(-3.0, 3.0);
        let Self {
            places,
            weights,
            shared,
            ..
        } = self;
        let places = &mut places[ground.act.index()];
        Self::properties(memory, ground, tie, |property| {
            if places.len() <= property.body {
                places.resize(property.body + 1, 0);
            }
            let place = &mut places[property.body];
            if *place == 0 {
                *place = weights.len() as u32;
                weights.push([Weight::NEW; CLASSES]);
            }
            weights[*place as usize][property.class].step(gradient);
            shared[property.shared][property.class].step(gradient);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DirectedEvent;

    #[test]
    fn a_larger_share_has_no_lower_class() {
        let classes: Vec<usize> = (0..200_u16)
            .map(|at| share_class(f32::from(at) * f32::from(at) * 1e-4, 3.7))
            .collect();
        assert!(classes.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(classes[0] == 0 && classes[199] < CLASSES && classes[199] > classes[1]);
    }

    #[test]
    fn what_follows_is_learnt() {
        // Ego consults 1 every day and 2 once; then it signs with whom it consulted the day before.
        let (consult, sign) = (Act::done(0), Act::done(1));
        let mut memory = Memory::new(4, 4);
        let mut odds = Odds::new(4);
        let event = |act, alter| DirectedEvent { ego: 0, act, alter };
        memory.learn(0, &[event(consult, 1), event(consult, 2)]);
        for tick in 1..60 {
            let question = Question {
                ego: 0,
                act: sign,
                answers: vec![1],
            };
            odds.learn(&memory, tick, &[question]);
            memory.learn(tick, &[event(consult, 1), event(sign, 1)]);
        }
        let ground = Ground::new(&memory, 60, 0, sign);
        let ties = &memory.egos[0].ties;
        let score = |place: usize| odds.score(&memory, &ground, &ties[place]);
        assert!(score(0) > score(1) + 2.0);
        assert!(score(0) > odds.elsewhere(sign) + 2.0);
    }
}
