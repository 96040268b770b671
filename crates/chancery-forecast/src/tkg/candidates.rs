//! Who might be at the other end: the union of what several kinds of evidence propose.

use super::{
    chains::{ChainEvidence, Walk},
    follow_rules::FollowEvidence,
    likeness::Vector,
    neighbours::keep_best,
    odds::Ground,
    pair_rules::PairEvidence,
    past::Past,
    questions::Question,
};
use rustc_hash::FxHashMap;

/// One who might be at the other end, with the evidence found on the way.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidate {
    pub(super) alter: u32,
    /// The place of ego's tie to it.
    pub(super) tie: Option<usize>,
    pub(super) pair: PairEvidence,
    pub(super) follow: FollowEvidence,
    pub(super) two_steps: f32,
    pub(super) chains: ChainEvidence,
    pub(super) likeness: f32,
    /// The same from the other's side.
    pub(super) back_likeness: f32,
    /// A first guess at how likely it is, for sampling.
    pub(super) guess: f32,
}

/// How many candidates each kind of evidence may propose.
const TIES: usize = 160;
const ENDS: usize = 60;
const TWO_STEPS: usize = 60;
const FOLLOWERS: usize = 80;
const CHAINS: usize = 20;
const HOME: usize = 40;
const ALIKE: usize = 60;

struct Pool<'a> {
    past: &'a Past,
    ego: u32,
    candidates: Vec<Candidate>,
    places: FxHashMap<u32, usize>,
}

impl Pool<'_> {
    fn propose(&mut self, alter: u32, guess: f32) -> &mut Candidate {
        let place = *self.places.entry(alter).or_insert_with(|| {
            self.candidates.push(Candidate {
                alter,
                tie: self.past.memory.place(self.ego, alter),
                guess,
                ..Candidate::default()
            });
            self.candidates.len() - 1
        });
        &mut self.candidates[place]
    }
}

/// What the questions of a step have in common.
pub(super) struct Around {
    ends: Ends,
    field: Vec<(u32, f32)>,
    contexts: Vec<Vector>,
}

impl Around {
    pub(super) fn new(past: &Past, tick: u32, questions: &[Question]) -> Self {
        Self {
            ends: frequent_ends(past, tick, questions),
            field: field(past, tick),
            contexts: past.likeness.contexts(&past.memory, tick),
        }
    }
}

/// The most frequent ends of each act asked about within a step.
type Ends = FxHashMap<u32, Vec<(u32, f32)>>;

/// Returns the most frequent ends of the acts of some questions.
fn frequent_ends(past: &Past, tick: u32, questions: &[Question]) -> Ends {
    let mut ends = Ends::default();
    for question in questions {
        ends.entry(question.act.0).or_insert_with(|| {
            let total = past
                .memory
                .now(&past.memory.acts[question.act.index()], tick)[3]
                + 1.0;
            let mut ends: Vec<(u32, f32)> = past.memory.ends[question.act.index()]
                .iter()
                .map(|(alter, count)| {
                    let sums = past.memory.now(count, tick);
                    (*alter, (sums[3] + sums[1]) / total)
                })
                .collect();
            keep_best(&mut ends, ENDS);
            ends
        });
    }
    ends
}

/// The most entities among whom those alike are sought.
const FIELD: usize = 40_000;

/// Returns everybody who was lately about, with the logarithm of how often.
fn field(past: &Past, tick: u32) -> Vec<(u32, f32)> {
    let memory = &past.memory;
    let mut field: Vec<(u32, f32)> = (0..)
        .zip(&memory.egos)
        .filter(|(_, ego)| ego.total.count > 0)
        .map(|(entity, ego)| (entity, memory.now(&ego.total, tick)[3]))
        .collect();
    if field.len() > FIELD {
        keep_best(&mut field, FIELD);
    }
    for (_, usual) in &mut field {
        *usual = libm::logf(*usual + 0.1);
    }
    field
}

/// The candidates of a question, and how probable it is that ego meets somebody new.
pub(super) struct Field {
    pub(super) candidates: Vec<Candidate>,
    pub(super) elsewhere: f32,
}

/// What leads from an ego to others over those between.
pub(super) struct Ways<'a> {
    /// The partners of its partners, with their weight.
    pub(super) two_steps: &'a [(u32, f32)],
    pub(super) walks: &'a [Walk],
}

/// Returns the candidates of a question.
pub(super) fn candidates(
    past: &Past,
    tick: u32,
    question: &Question,
    ways: &Ways<'_>,
    around: &Around,
) -> Field {
    let memory = &past.memory;
    let ties = &memory.egos[question.ego as usize].ties;
    let ground = Ground::new(memory, tick, question.ego, question.act);
    let scores: Vec<f32> = ties
        .iter()
        .map(|tie| past.odds.score(memory, &ground, tie))
        .collect();
    let elsewhere = past.odds.elsewhere(question.act);
    let highest = scores.iter().copied().fold(elsewhere, f32::max);
    let powers: Vec<f32> = scores
        .iter()
        .map(|score| libm::expf(score - highest))
        .collect();
    let whole = powers.iter().sum::<f32>() + libm::expf(elsewhere - highest);
    let mut known: Vec<(u32, f32)> = (0..).zip(powers).collect();
    keep_best(&mut known, TIES);
    let mut pool = Pool {
        past,
        ego: question.ego,
        candidates: Vec::with_capacity(320),
        places: FxHashMap::default(),
    };
    for (place, power) in known {
        let tie = &ties[place as usize];
        let odds = power / whole;
        pool.propose(tie.alter, odds).pair = PairEvidence {
            odds,
            score: scores[place as usize],
            ..past.pair_rules.evidence(question.act, tie, tick)
        };
    }
    for (alter, share) in &around.ends[&question.act.0] {
        pool.propose(*alter, 0.1 * share);
    }
    for (alter, weight) in ways.two_steps.iter().take(TWO_STEPS) {
        pool.propose(*alter, 0.1 * weight);
    }
    for (alter, weight) in ways.two_steps {
        if let Some(place) = pool.places.get(alter) {
            pool.candidates[*place].two_steps = *weight;
        }
    }
    let mut follow = past
        .follow_rules
        .evidence(memory, tick, question.ego, question.act);
    follow.sort_unstable_by(|one, other| {
        other
            .1
            .either
            .total_cmp(&one.1.either)
            .then(one.0.cmp(&other.0))
    });
    for (at, (alter, evidence)) in follow.into_iter().enumerate() {
        if at < FOLLOWERS || pool.places.contains_key(&alter) {
            pool.propose(alter, 0.5 * evidence.best).follow = evidence;
        }
    }
    let mut chains = past.chains.evidence(question.act, ways.walks);
    let strength = |evidence: &ChainEvidence| evidence.best[0].max(evidence.best[1]);
    chains.sort_by(|one, other| strength(&other.1).total_cmp(&strength(&one.1)));
    for (at, (alter, evidence)) in chains.into_iter().enumerate() {
        if at < CHAINS || pool.places.contains_key(&alter) {
            pool.propose(alter, 0.5 * strength(&evidence)).chains = evidence;
        }
    }
    let country = past.kin.kind(question.ego).country;
    let members: &[u32] = match country {
        0 => &[],
        country => &past.kin.members[country as usize],
    };
    let mut home: Vec<(u32, f32)> = members
        .iter()
        .map(|alter| {
            let total = memory.now(&memory.egos[*alter as usize].total, tick);
            (*alter, total[3])
        })
        .filter(|(_, activity)| *activity > 0.0)
        .collect();
    keep_best(&mut home, HOME);
    for (alter, _) in home {
        pool.propose(alter, 0.0);
    }
    let looked_for = past
        .likeness
        .looks_for(&around.contexts, question.ego, question.act);
    let mut alike: Vec<(u32, f32)> = around
        .field
        .iter()
        .map(|(alter, usual)| (*alter, usual + past.likeness.fit(&looked_for, *alter)))
        .collect();
    keep_best(&mut alike, ALIKE);
    for (alter, _) in alike {
        pool.propose(alter, 0.0);
    }
    for candidate in &mut pool.candidates {
        candidate.likeness = past.likeness.fit(&looked_for, candidate.alter);
        let back =
            past.likeness
                .looks_for(&around.contexts, candidate.alter, question.act.reverse());
        candidate.back_likeness = past.likeness.fit(&back, question.ego);
    }
    Field {
        candidates: pool.candidates,
        elsewhere: libm::expf(elsewhere - highest) / whole,
    }
}
