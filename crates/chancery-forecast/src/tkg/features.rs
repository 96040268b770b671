//! The numbers that the ranker sees of each candidate, by family.

use super::{
    candidates::{Candidate, Field},
    memory::{Count, SPEEDS},
    past::Past,
    questions::Question,
};
use crate::{Act, DirectedEvent};

/// A family of evidence, left out as one in the ablations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Family {
    /// The very same event before.
    Recurrence,
    /// Any event of the two.
    Contact,
    /// The reverse of the act.
    Reverse,
    /// Rules within the pair.
    PairRules,
    /// Weights of evidence within the pair.
    Odds,
    /// Rules with named ends.
    FollowRules,
    /// Partners of partners.
    TwoSteps,
    /// Rules over two steps.
    Chains,
    /// Rules over three steps.
    LongChains,
    /// How often the other is at the end of the act, and is active at all.
    Frequency,
    /// Sector and country.
    Kin,
    /// Entities that are alike.
    Likeness,
    /// Ego, act and the field of candidates.
    Setting,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 13] = [
        Self::Recurrence,
        Self::Contact,
        Self::Reverse,
        Self::PairRules,
        Self::Odds,
        Self::FollowRules,
        Self::TwoSteps,
        Self::Chains,
        Self::LongChains,
        Self::Frequency,
        Self::Kin,
        Self::Likeness,
        Self::Setting,
    ];
}

/// Returns the family of each column, in their order.
pub(super) fn columns() -> Vec<Family> {
    // A row of somebody who never did anything has all of them.
    let past = Past::new(&[], 1, 2);
    let question = Question {
        ego: 0,
        act: Act::done(0),
        answers: Vec::new(),
    };
    let field = Field {
        candidates: vec![Candidate::default()],
        elsewhere: 1.0,
    };
    Writer::new(&past, 0, &question).rows(&field, &mut Vec::new())
}

/// An age that stands for "never".
const NEVER: f32 = 1e6;

/// Writes the features of one question's candidates, one row after the other.
pub(super) struct Writer<'a> {
    past: &'a Past,
    tick: u32,
    question: &'a Question,
}

/// A row under construction: values, and the family of each where asked for.
struct Row<'a> {
    values: &'a mut Vec<f32>,
    families: Option<&'a mut Vec<Family>>,
}

impl Row<'_> {
    fn put(&mut self, family: Family, values: &[f32]) {
        self.values.extend_from_slice(values);
        if let Some(families) = &mut self.families {
            families.extend(values.iter().map(|_| family));
        }
    }
}

impl<'a> Writer<'a> {
    pub(super) fn new(past: &'a Past, tick: u32, question: &'a Question) -> Self {
        Self {
            past,
            tick,
            question,
        }
    }

    /// Appends a row for each candidate; returns the families of its columns.
    pub(super) fn rows(&self, field: &Field, rows: &mut Vec<f32>) -> Vec<Family> {
        let mut families = Vec::new();
        let candidates = &field.candidates;
        let setting = Setting::of(self, field);
        for (at, candidate) in candidates.iter().enumerate() {
            let mut row = Row {
                values: rows,
                families: (at == 0).then_some(&mut families),
            };
            self.row(at, candidate, &setting, &mut row);
        }
        families
    }

    fn age(&self, count: &Count) -> f32 {
        count.age(self.tick).map_or(NEVER, |age| age as f32)
    }

    fn now(&self, count: &Count) -> [f32; SPEEDS] {
        self.past.memory.now(count, self.tick)
    }

    fn row(&self, at: usize, candidate: &Candidate, setting: &Setting, row: &mut Row<'_>) {
        let memory = &self.past.memory;
        let (ego, act, alter) = (self.question.ego, self.question.act, candidate.alter);
        let other = &memory.egos[alter as usize];
        let tie = candidate
            .tie
            .map(|place| &memory.egos[ego as usize].ties[place]);
        let same = tie.map_or_else(Count::default, |tie| tie.act(act));
        let reverse = tie.map_or_else(Count::default, |tie| tie.act(act.reverse()));
        let contact = tie.map_or_else(Count::default, |tie| tie.total);
        let same_now = self.now(&same);
        let contact_now = self.now(&contact);
        let reverse_now = self.now(&reverse);
        let other_now = self.now(&other.total);

        row.put(Family::Recurrence, &same_now);
        row.put(Family::Recurrence, &[same.count as f32, self.age(&same)]);
        row.put(
            Family::Recurrence,
            &shares(&same_now, &setting.ego_act, 0.5),
        );
        let back = other
            .acts
            .get(&act.reverse())
            .map_or([0.0; SPEEDS], |back| self.now(&back.count));
        row.put(Family::Recurrence, &shares(&same_now, &back, 0.5));
        row.put(
            Family::Recurrence,
            &[
                setting.place_in_latest(alter),
                same_now[4] / (setting.best_same + 1e-3),
            ],
        );

        row.put(Family::Contact, &contact_now);
        row.put(
            Family::Contact,
            &[
                contact.count as f32,
                self.age(&contact),
                tie.map_or(0.0, |tie| tie.acts.len() as f32),
            ],
        );
        row.put(Family::Contact, &shares(&contact_now, &setting.ego, 0.5));
        row.put(
            Family::Contact,
            &[
                contact_now[2] / (other_now[2] + 0.5),
                contact_now[4] / (other_now[4] + 0.5),
                contact_now[2] / (setting.best_contact + 1e-3),
            ],
        );

        row.put(
            Family::Reverse,
            &[reverse_now[1], reverse_now[4], self.age(&reverse)],
        );

        let pair = candidate.pair;
        row.put(Family::PairRules, &pair.best);
        row.put(
            Family::PairRules,
            &[
                pair.either,
                pair.sum,
                pair.either / (setting.best_pair + 1e-4),
            ],
        );

        row.put(
            Family::Odds,
            &[
                pair.odds,
                pair.score,
                pair.odds / (setting.best_odds + 1e-6),
                setting.odds_ranks[at],
            ],
        );

        let follow = candidate.follow;
        row.put(
            Family::FollowRules,
            &[
                follow.best,
                follow.either,
                follow.either / (setting.best_follow + 1e-4),
            ],
        );
        row.put(Family::TwoSteps, &[candidate.two_steps]);
        let chains = candidate.chains;
        for [two, three] in [chains.best, chains.either] {
            row.put(Family::Chains, &[two]);
            row.put(Family::LongChains, &[three]);
        }

        let end = memory.ends[act.index()]
            .get(&alter)
            .copied()
            .unwrap_or_default();
        let end_now = self.now(&end);
        row.put(Family::Frequency, &shares(&end_now, &setting.act, 1.0));
        row.put(Family::Frequency, &[self.age(&end)]);
        row.put(Family::Frequency, &other_now);
        row.put(
            Family::Frequency,
            &[
                other.total.count as f32,
                self.age(&other.total),
                end_now[4] / (other_now[4] + 1.0),
                other.ties.len() as f32,
                self.now(&other.novelty)[3] / (other_now[3] + 1.0),
                other_now[1] / (other_now[3] + 1.0),
            ],
        );

        let kin = self.past.kin.evidence(
            &memory.half_lives,
            self.tick,
            DirectedEvent { ego, act, alter },
        );
        row.put(
            Family::Kin,
            &[
                kin.same_country,
                kin.no_sector,
                kin.same_sector,
                kin.country,
                kin.sector,
                kin.home_sector,
            ],
        );
        row.put(
            Family::Likeness,
            &[
                candidate.back_likeness,
                candidate.likeness,
                candidate.likeness - setting.best_likeness,
                setting.likeness_ranks[at],
            ],
        );
        row.put(Family::Setting, &setting.constant);
        row.put(Family::Setting, &[f32::from(u8::from(alter == ego))]);
    }
}

/// Returns each sum's share of a total at the same half-life, every second of them.
fn shares(sums: &[f32; SPEEDS], totals: &[f32; SPEEDS], smooth: f32) -> [f32; 3] {
    [1, 2, 4].map(|at| sums[at] / (totals[at] + smooth))
}

/// Returns how many candidates have a higher value, for each of them.
fn ranks(candidates: &[Candidate], value: impl Fn(&Candidate) -> f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|one, other| value(&candidates[*other]).total_cmp(&value(&candidates[*one])));
    let mut ranks = vec![0.0; candidates.len()];
    let mut rank = 0;
    for (at, place) in order.iter().enumerate() {
        if at > 0 && value(&candidates[*place]) < value(&candidates[order[at - 1]]) {
            rank = at;
        }
        ranks[*place] = rank as f32;
    }
    ranks
}

/// What is the same for all candidates of a question.
struct Setting<'a> {
    ego: [f32; SPEEDS],
    ego_act: [f32; SPEEDS],
    act: [f32; SPEEDS],
    latest: &'a [(u32, u32)],
    best_same: f32,
    best_contact: f32,
    best_pair: f32,
    best_odds: f32,
    best_follow: f32,
    best_likeness: f32,
    odds_ranks: Vec<f32>,
    likeness_ranks: Vec<f32>,
    constant: [f32; 17],
}

impl<'a> Setting<'a> {
    fn of(writer: &Writer<'a>, field: &Field) -> Self {
        let candidates = &field.candidates;
        let memory = &writer.past.memory;
        let question = writer.question;
        let past = &memory.egos[question.ego as usize];
        let ego_act = past.acts.get(&question.act);
        let ego = writer.now(&past.total);
        let sums = ego_act.map_or([0.0; SPEEDS], |ego_act| writer.now(&ego_act.count));
        let act = writer.now(&memory.acts[question.act.index()]);
        let habit = memory.habits[question.act.index()];
        let highest =
            |value: &dyn Fn(&Candidate) -> f32| candidates.iter().map(value).fold(0.0, f32::max);
        let tie = |candidate: &Candidate| candidate.tie.map(|place| &past.ties[place]);
        Self {
            ego,
            ego_act: sums,
            act,
            latest: ego_act.map_or(&[], |ego_act| &ego_act.latest),
            best_same: highest(&|candidate| {
                tie(candidate).map_or(0.0, |tie| writer.now(&tie.act(question.act))[4])
            }),
            best_contact: highest(&|candidate| {
                tie(candidate).map_or(0.0, |tie| writer.now(&tie.total)[2])
            }),
            best_odds: highest(&|candidate| candidate.pair.odds),
            best_pair: highest(&|candidate| candidate.pair.either),
            best_follow: highest(&|candidate| candidate.follow.either),
            best_likeness: highest(&|candidate| candidate.likeness),
            odds_ranks: ranks(candidates, |candidate| candidate.pair.odds),
            likeness_ranks: ranks(candidates, |candidate| candidate.likeness),
            constant: [
                field.elsewhere,
                habit.latest / (habit.events + 1.0),
                habit.late / (habit.events + 1.0),
                sums[0],
                ego[0],
                act[0],
                sums[1],
                sums[4],
                ego[1],
                ego[4],
                past.ties.len() as f32,
                act[3],
                habit.repeated / (habit.events + 1.0),
                habit.known / (habit.events + 1.0),
                ego_act.map_or(0.0, |ego_act| {
                    ego_act.others as f32 / (ego_act.count.count as f32)
                }),
                writer.now(&past.novelty)[3] / (ego[3] + 1.0),
                candidates.len() as f32,
            ],
        }
    }

    /// Returns how many others ego did this to since it last did it to this one.
    fn place_in_latest(&self, alter: u32) -> f32 {
        self.latest
            .iter()
            .rev()
            .position(|(other, _)| *other == alter)
            .map_or(99.0, |place| place as f32)
    }
}
