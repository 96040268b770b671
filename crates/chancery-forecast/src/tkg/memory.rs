//! What is remembered of the past: for every ego its ties to others, act by act, as fading counts.
//!
//! All of it is brought up to date only once every question of a step has been answered.

use crate::{Act, Decayed, DirectedEvent, HalfLives};
use rustc_hash::FxHashMap;

/// How many half-lives counts are kept at.
pub(super) const SPEEDS: usize = 5;

/// A fading count at every half-life.
pub(super) type Count = Decayed<SPEEDS>;

/// The half-lives, in ticks.
const HALF_LIVES: [f64; SPEEDS] = [2.0, 8.0, 32.0, 128.0, 512.0];

/// The most recent others of an ego and an act that are remembered in order.
const LATEST: usize = 16;

/// What one ego has to do with one other.
#[derive(Clone, Debug)]
pub(super) struct Tie {
    pub(super) alter: u32,
    pub(super) total: Count,
    pub(super) acts: Vec<(Act, Count)>,
}

impl Tie {
    /// Returns the count of one act.
    pub(super) fn act(&self, act: Act) -> Count {
        self.acts
            .iter()
            .find(|(other, _)| *other == act)
            .map_or_else(Count::default, |(_, count)| *count)
    }
}

/// One ego's past.
#[derive(Clone, Debug, Default)]
pub(super) struct Ego {
    pub(super) ties: Vec<Tie>,
    pub(super) total: Count,
    /// Fading counts of new ties.
    pub(super) novelty: Count,
    pub(super) acts: FxHashMap<Act, EgoAct>,
    /// The latest distinct events, oldest first.
    pub(super) latest: Vec<(Act, u32, u32)>,
}

/// What one ego did by one act.
#[derive(Clone, Debug, Default)]
pub(super) struct EgoAct {
    pub(super) count: Count,
    /// The latest distinct others with the tick, oldest first.
    pub(super) latest: Vec<(u32, u32)>,
    /// How many distinct others.
    pub(super) others: u32,
}

/// How often an act repeats itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habit {
    /// Events in all, with the same other by the same act before, and with a known other.
    pub(super) events: f32,
    pub(super) repeated: f32,
    pub(super) known: f32,
    /// With the latest other, and with one of the four latest.
    pub(super) latest: f32,
    pub(super) late: f32,
}

/// The past up to a tick.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    pub(super) half_lives: HalfLives<SPEEDS>,
    pub(super) egos: Vec<Ego>,
    pub(super) acts: Vec<Count>,
    pub(super) habits: Vec<Habit>,
    /// For each act, how often each other was at its other end.
    pub(super) ends: Vec<FxHashMap<u32, Count>>,
    places: FxHashMap<u64, u32>,
    pub(super) events: Count,
}

/// Packs two numbers into a key.
pub(super) fn key(one: u32, other: u32) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

impl Memory {
    /// Returns an empty memory for so many entities and acts.
    pub(super) fn new(entities: usize, acts: usize) -> Self {
        Self {
            half_lives: HalfLives::new(HALF_LIVES),
            egos: vec![Ego::default(); entities],
            acts: vec![Count::default(); acts],
            habits: vec![Habit::default(); acts],
            ends: vec![FxHashMap::default(); acts],
            places: FxHashMap::default(),
            events: Count::default(),
        }
    }

    /// Returns the place of a tie among ego's.
    pub(super) fn place(&self, ego: u32, alter: u32) -> Option<usize> {
        self.places
            .get(&key(ego, alter))
            .map(|place| *place as usize)
    }

    /// Returns the fading sums of a count now.
    pub(super) fn now(&self, count: &Count, tick: u32) -> [f32; SPEEDS] {
        count.at(tick, &self.half_lives)
    }

    /// Takes in the events of a tick.
    pub(super) fn learn(&mut self, tick: u32, events: &[DirectedEvent]) {
        for event in events {
            self.learn_event(tick, *event);
        }
    }

    fn learn_event(&mut self, tick: u32, DirectedEvent { ego, act, alter }: DirectedEvent) {
        let half_lives = &self.half_lives;
        let past = &mut self.egos[ego as usize];
        let next = past.ties.len();
        let place = *self
            .places
            .entry(key(ego, alter))
            .or_insert_with(|| next as u32) as usize;
        let habit = &mut self.habits[act.index()];
        habit.events += 1.0;
        if place == next {
            past.ties.push(Tie {
                alter,
                total: Count::default(),
                acts: Vec::new(),
            });
            past.novelty.add(tick, half_lives);
        } else {
            habit.known += 1.0;
        }
        let tie = &mut past.ties[place];
        tie.total.add(tick, half_lives);
        let ego_act = past.acts.entry(act).or_default();
        match tie.acts.iter_mut().find(|(other, _)| *other == act) {
            Some((_, count)) => {
                habit.repeated += 1.0;
                count.add(tick, half_lives);
            }
            None => {
                let mut count = Count::default();
                count.add(tick, half_lives);
                // Most ties know one act or two: no room is kept for four.
                tie.acts.reserve_exact(1);
                tie.acts.push((act, count));
                ego_act.others += 1;
            }
        }
        let back = ego_act
            .latest
            .iter()
            .rev()
            .position(|(other, _)| *other == alter);
        habit.latest += f32::from(u8::from(back == Some(0)));
        habit.late += f32::from(u8::from(back.is_some_and(|back| back < 4)));
        ego_act.count.add(tick, half_lives);
        remember(&mut ego_act.latest, (alter, tick), LATEST, |one, other| {
            one.0 == other.0
        });
        remember(&mut past.latest, (act, alter, tick), 24, |one, other| {
            (one.0, one.1) == (other.0, other.1)
        });
        past.total.add(tick, half_lives);
        self.acts[act.index()].add(tick, half_lives);
        self.ends[act.index()]
            .entry(alter)
            .or_default()
            .add(tick, half_lives);
        self.events.add(tick, half_lives);
    }
}

/// Puts an item at the end of a list of distinct ones that keeps the latest few.
fn remember<T>(list: &mut Vec<T>, item: T, most: usize, same: impl Fn(&T, &T) -> bool) {
    if let Some(at) = list.iter().position(|other| same(other, &item)) {
        list.remove(at);
    } else if list.len() == most {
        list.remove(0);
    }
    list.push(item);
}
