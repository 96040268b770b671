//! Why somebody is thought to be at the other end: the rules that speak for a candidate, with what
//! became of them before.

use super::{
    chains,
    forecast::{Options, Progress, Walk},
    model::{Model, ModelError},
    numbering::Numbering,
    past::Past,
    questions::Question,
    table::each_question,
};
use crate::{Act, Fact, History};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// A question about one time, in the facts' own numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Query {
    /// Whose act it is.
    pub ego: u32,
    /// What ego does or suffers.
    pub act: Act,
    /// When. Facts of this time and later are not looked at.
    pub time: i64,
}

/// Who may be at the other end, and why.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Explained {
    /// Who.
    pub alter: u32,
    /// How probable.
    pub probability: f32,
    /// The strongest rules: first those with the two's own record, then those of everybody.
    pub rules: Vec<Rule>,
}

/// That somebody does something with somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Link {
    /// Who does it.
    pub subject: u32,
    /// What.
    pub relation: u32,
    /// With whom.
    pub object: u32,
}

/// On whose past a rule's record was counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The two's own.
    Pair,
    /// Any two of whom the body was as old and as frequent.
    AnyPair,
    /// Whoever did the body to the same other.
    NamedEnds,
    /// Any walk of the same acts and about the same age.
    Chain,
    /// Nothing in particular: whoever did the act.
    Frequency,
}

/// A rule and its record: after the body the head followed in so many of so many cases.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Rule {
    /// On whose past it was counted.
    pub scope: Scope,
    /// What went before, step by step; empty for a plain frequency.
    pub body: Vec<Link>,
    /// What is asked about.
    pub head: Link,
    /// For whom it speaks.
    pub candidate: u32,
    /// In how many cases the head followed.
    pub hits: u32,
    /// How many cases there were.
    pub cases: u32,
    /// The share, few cases drawn to zero.
    pub confidence: f32,
    /// The time of the body's latest step.
    pub last: Option<i64>,
    /// Within how many steps of time the head is to follow, for a record of the two's own. A step is
    /// the longest time of which all gaps of the record are whole multiples.
    pub within: Option<u32>,
    /// How often the body was seen, for a rule within the pair.
    pub seen: u32,
}

/// Rules told of each candidate.
const TOLD: usize = 4;

/// Explains a question from the facts before its time. Without a model one is learnt first, on what
/// precedes `start` or, where that is earlier, the time asked about.
pub fn explain(
    facts: &[Fact],
    start: i64,
    names: &[String],
    options: &Options,
    model: Option<&Model>,
    query: Query,
    progress: Progress<'_>,
) -> Result<Vec<Explained>, ModelError> {
    if let Some(model) = model {
        model.check(query.time)?;
    }
    let mut past: Vec<Fact> = facts
        .iter()
        .filter(|fact| fact.time < query.time)
        .copied()
        .collect();
    // The step asked about holds one fact that is not learnt from: it gives the time and, to those who
    // are new, a number.
    past.push(Fact {
        subject: query.ego,
        relation: query.act.relation(),
        object: query.ego,
        time: query.time,
    });
    let history = History::new(past);
    let numbering = Numbering::of(&history);
    let walk = Walk {
        history: &history,
        numbering: &numbering,
        names,
        options,
        start: start.min(query.time),
    };
    let mut found = Vec::new();
    walk.go(model, progress, |past, model, step| {
        if step.time != query.time {
            return;
        }
        let (Some(ego), Some(act)) = (numbering.entity(query.ego), numbering.act(query.act)) else {
            return;
        };
        let question = Question {
            ego,
            act,
            answers: Vec::new(),
        };
        let ranked = each_question(
            past,
            step.tick,
            std::slice::from_ref(&question),
            |question, field| {
                model
                    .ranker
                    .rank(past, step.tick, question, &field, options.listed)
            },
        );
        let ranked: Vec<(u32, f32)> = ranked.into_iter().flatten().collect();
        let witness = Witness::new(&history, &numbering, past, step.tick, &question, &ranked);
        found = ranked
            .into_iter()
            .map(|(alter, probability)| Explained {
                alter: numbering.entities[alter as usize],
                probability,
                rules: witness.rules(alter),
            })
            .collect();
    });
    Ok(found)
}

/// What is asked for the rules of each candidate.
struct Witness<'a> {
    numbering: &'a Numbering,
    past: &'a Past,
    tick: u32,
    ego: u32,
    head: Act,
    /// When each tick was.
    unit: i64,
    first: i64,
    /// The acts between ego and each candidate, in the order of time.
    between: FxHashMap<u32, Vec<(Act, u32)>>,
    walks: Vec<chains::Walk>,
}

impl<'a> Witness<'a> {
    fn new(
        history: &History,
        numbering: &'a Numbering,
        past: &'a Past,
        tick: u32,
        question: &Question,
        ranked: &[(u32, f32)],
    ) -> Self {
        let mut between: FxHashMap<u32, Vec<(Act, u32)>> = ranked
            .iter()
            .map(|(alter, _)| (*alter, Vec::new()))
            .collect();
        let ego = numbering.entities[question.ego as usize];
        for step in history.steps().take_while(|step| step.tick < tick) {
            let own = |fact: &&Fact| fact.subject == ego || fact.object == ego;
            for fact in step.facts.iter().filter(own) {
                for event in numbering.facts(std::slice::from_ref(fact))[0].both_sides() {
                    if event.ego == question.ego
                        && let Some(acts) = between.get_mut(&event.alter)
                    {
                        acts.push((event.act, step.tick));
                    }
                }
            }
        }
        Self {
            numbering,
            past,
            tick,
            ego: question.ego,
            head: question.act,
            unit: history.unit(),
            first: history.facts().first().map_or(0, |fact| fact.time),
            between,
            walks: chains::walks(&past.memory, tick, question.ego),
        }
    }

    fn time(&self, tick: u32) -> i64 {
        self.first
            .saturating_add(i64::from(tick).saturating_mul(self.unit))
    }

    fn link(&self, ego: u32, act: Act, alter: u32) -> Link {
        let own = |entity: u32| self.numbering.entities[entity as usize];
        let (subject, object) = if act.is_done() {
            (ego, alter)
        } else {
            (alter, ego)
        };
        Link {
            subject: own(subject),
            relation: self.numbering.own_act(act).relation(),
            object: own(object),
        }
    }

    fn rule(
        &self,
        scope: Scope,
        alter: u32,
        body: Vec<Link>,
        [hits, cases]: [f32; 2],
        prior: f32,
    ) -> Rule {
        Rule {
            scope,
            body,
            head: self.link(self.ego, self.head, alter),
            candidate: self.numbering.entities[alter as usize],
            hits: hits as u32,
            cases: cases as u32,
            confidence: hits / (cases + prior),
            last: None,
            within: None,
            seen: 0,
        }
    }

    /// Returns the strongest rules that speak for a candidate.
    fn rules(&self, alter: u32) -> Vec<Rule> {
        let mut own = self.of_the_two(alter);
        let mut of_others = self.of_any_two(alter);
        of_others.extend(self.of_named_ends(alter));
        of_others.extend(self.of_chains(alter));
        for rules in [&mut own, &mut of_others] {
            rules.retain(|rule| rule.hits > 0);
            rules.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
            rules.truncate(TOLD / 2);
        }
        own.extend(of_others);
        if own.is_empty() {
            own.push(self.frequency(alter));
        }
        own
    }

    /// Counts what followed earlier acts of the two: for each act, within the shortest of some spans
    /// that the last one is not yet older than.
    fn of_the_two(&self, alter: u32) -> Vec<Rule> {
        const SPANS: [u32; 7] = [1, 3, 7, 14, 30, 90, 365];
        let acts = self.between.get(&alter).map_or(&[][..], Vec::as_slice);
        let ticks = |wanted: Act| -> Vec<u32> {
            let of_act = acts.iter().filter(|(act, _)| *act == wanted);
            of_act.map(|(_, tick)| *tick).collect()
        };
        let heads = ticks(self.head);
        let mut bodies: Vec<Act> = acts.iter().map(|(act, _)| *act).collect();
        bodies.sort_unstable();
        bodies.dedup();
        bodies
            .into_iter()
            .filter_map(|body| {
                let seen = ticks(body);
                let last = *seen.last()?;
                let span = *SPANS.iter().find(|span| self.tick - last <= **span)?;
                let over = seen.iter().filter(|tick| **tick + span < self.tick);
                let (mut hits, mut cases) = (0.0, 0.0);
                for tick in over {
                    let next = heads.partition_point(|head| head <= tick);
                    cases += 1.0;
                    hits += f32::from(u8::from(
                        heads.get(next).is_some_and(|head| *head <= tick + span),
                    ));
                }
                let body = self.link(self.ego, body, alter);
                let mut rule = self.rule(Scope::Pair, alter, vec![body], [hits, cases], 2.0);
                rule.last = Some(self.time(last));
                rule.within = Some(span);
                rule.seen = seen.len() as u32;
                Some(rule)
            })
            .collect()
    }

    fn of_any_two(&self, alter: u32) -> Vec<Rule> {
        let memory = &self.past.memory;
        let Some(place) = memory.place(self.ego, alter) else {
            return Vec::new();
        };
        let tie = &memory.egos[self.ego as usize].ties[place];
        self.past
            .pair_rules
            .records(self.head, tie, self.tick)
            .map(|(body, count, record)| {
                let body = self.link(self.ego, body, alter);
                let mut rule = self.rule(
                    Scope::AnyPair,
                    alter,
                    vec![body],
                    record,
                    super::pair_rules::PRIOR,
                );
                rule.last = Some(self.time(count.last));
                rule.seen = count.count;
                rule
            })
            .collect()
    }

    fn of_named_ends(&self, alter: u32) -> Vec<Rule> {
        self.past
            .follow_rules
            .records(&self.past.memory, self.tick, self.ego, self.head, alter)
            .map(|((body, other, last), record)| {
                let body = self.link(self.ego, body, other);
                let mut rule = self.rule(
                    Scope::NamedEnds,
                    alter,
                    vec![body],
                    record,
                    super::follow_rules::PRIOR,
                );
                rule.last = Some(self.time(last));
                rule
            })
            .collect()
    }

    fn of_chains(&self, alter: u32) -> Vec<Rule> {
        self.walks
            .iter()
            .filter(|walk| walk.alter == alter)
            .map(|walk| {
                let body = walk
                    .steps(self.ego)
                    .map(|(one, act, other, _)| self.link(one, act, other))
                    .collect();
                let record = self.past.chains.record(self.head, walk);
                let mut rule = self.rule(Scope::Chain, alter, body, record, chains::PRIOR);
                let last = walk.steps(self.ego).map(|(.., tick)| tick).max();
                rule.last = last.map(|tick| self.time(tick));
                rule
            })
            .collect()
    }

    fn frequency(&self, alter: u32) -> Rule {
        let memory = &self.past.memory;
        let of_alter = memory.ends[self.head.index()]
            .get(&alter)
            .copied()
            .unwrap_or_default();
        let all = memory.acts[self.head.index()];
        let record = [of_alter.count as f32, all.count as f32];
        let mut rule = self.rule(Scope::Frequency, alter, Vec::new(), record, 1.0);
        rule.last = (of_alter.count > 0).then(|| self.time(of_alter.last));
        rule
    }
}
