//! What came of a model, in words.

use super::{
    arguments::BargainArguments,
    models::{self, Outcome},
};
use chancery_bargaining::{
    Problem,
    compromise::Rule,
    exchange::{self, externalities},
    expected_utility, smp, uncertainty,
};
use std::fmt::Write as _;

/// Says what came of a model.
pub(super) fn text(problem: &Problem, outcome: &Outcome, arguments: &BargainArguments) -> String {
    let mut text = String::new();
    if !problem.title().is_empty() {
        let _ = writeln!(text, "{}\n", problem.title());
    }
    match outcome {
        Outcome::Compromise(rules) => compromise(&mut text, problem, rules),
        Outcome::Smp(course) => smp(&mut text, problem, course),
        Outcome::ExpectedUtility(courses) => {
            for (course, issue) in courses.iter().zip(problem.issues()) {
                expected(&mut text, problem, &issue.name, course);
            }
        }
        Outcome::Exchange(course) => exchanges(&mut text, problem, course),
    }
    text.push_str("\nForecast\n");
    let intervals = if arguments.uncertainty.draws > 0 {
        models::intervals(problem, arguments)
    } else {
        Vec::new()
    };
    for (at, (issue, forecast)) in problem.issues().iter().zip(outcome.forecasts()).enumerate() {
        let _ = write!(text, "  {}: {forecast:.1}", issue.name);
        if let Some(interval) = intervals.get(at) {
            let _ = write!(text, " (80 %: {:.1} to {:.1})", interval.low, interval.high);
        }
        if let Some(words) = meaning(&issue.meanings, forecast) {
            let _ = write!(text, ", near “{words}”");
        }
        text.push('\n');
    }
    if arguments.uncertainty.sensitivity {
        sensitivity(&mut text, problem, arguments);
    }
    text
}

/// Returns the meaning of the nearest position that has one.
fn meaning(meanings: &[(f64, String)], at: f64) -> Option<&str> {
    meanings
        .iter()
        .filter(|(_, words)| !words.is_empty())
        .min_by(|one, other| (one.0 - at).abs().total_cmp(&(other.0 - at).abs()))
        .map(|(_, words)| words.trim())
}

fn compromise(text: &mut String, problem: &Problem, rules: &[(Rule, Vec<Option<f64>>)]) {
    for (rule, outcomes) in rules {
        let _ = write!(text, "{:<16}", rule.name());
        for (outcome, issue) in outcomes.iter().zip(problem.issues()) {
            let known = outcome.map_or_else(|| "unknown".to_owned(), |it| format!("{it:.1}"));
            let _ = write!(text, "  {} {known}", issue.name);
        }
        text.push('\n');
    }
}

/// Writes the course in the lines of KTAB's log.
fn smp(text: &mut String, problem: &Problem, course: &smp::Course) {
    for change in &course.changes {
        let _ = writeln!(
            text,
            "Fractional change compared to first step: {change:.4}  (target={:.4}) ",
            course.target
        );
    }
    let states = course.positions.len();
    let _ = writeln!(
        text,
        "There were {states} states, with {} steps between them",
        states - 1
    );
    text.push_str("History of actor positions over time:\n");
    for (actor, who) in problem.actors().iter().enumerate() {
        for (at, issue) in problem.issues().iter().enumerate() {
            let _ = write!(text, "{}, {}: ", who.name, issue.name);
            for state in &course.positions {
                let _ = write!(text, "{:5.1} ", state[actor][at]);
            }
            text.push('\n');
        }
    }
    text.push_str("History of actors' winning probabilities:\n");
    for (actor, who) in problem.actors().iter().enumerate() {
        let _ = write!(text, "{}, prob : ", who.name);
        for state in &course.chances {
            let _ = write!(text, "{:.4} ", state[actor]);
        }
        text.push('\n');
    }
}

fn expected(text: &mut String, problem: &Problem, issue: &str, course: &expected_utility::Course) {
    let _ = writeln!(
        text,
        "{issue}: median {:.6}, mean {:.6}",
        course.median, course.mean
    );
    // Moves name actors of the issue, who may be fewer than all.
    let on = problem.issue_named(issue).map_or_else(Vec::new, |at| {
        problem.stakes_on(at).map(|(actor, _)| actor).collect()
    });
    let name = |actor: usize| {
        on.get(actor)
            .map_or("", |&it| problem.actors()[it].name.as_str())
    };
    for (number, round) in (1..).zip(&course.rounds) {
        let _ = writeln!(
            text,
            "  round {number}: median {:.6}, mean {:.6}",
            round.median, round.mean
        );
        for it in &round.moves {
            let verb = match it.kind {
                expected_utility::Kind::Confrontation => "loses a confrontation to",
                expected_utility::Kind::Compromise => "compromises with",
                expected_utility::Kind::Capitulation => "gives in to",
            };
            let _ = writeln!(
                text,
                "    {} {verb} {}: {:.6} to {:.6}",
                name(it.actor),
                name(it.towards),
                it.from,
                it.to
            );
        }
    }
}

fn exchanges(text: &mut String, problem: &Problem, course: &exchange::Course) {
    let actor = |at: usize| problem.actors()[at].name.as_str();
    let issue = |at: usize| problem.issues()[at].name.as_str();
    if course.exchanges.is_empty() {
        text.push_str("Nobody has anything to trade.\n");
    }
    for (number, made) in (1..).zip(&course.exchanges) {
        let _ = writeln!(text, "{number}. gain {:.4} each", made.gain);
        for side in &made.supplies {
            let _ = writeln!(
                text,
                "   {} gives way on {}: {:.2} to {:.2}; the outcome moves from {:.2} to {:.2}",
                actor(side.actor),
                issue(side.issue),
                side.from,
                side.to,
                side.outcome_before,
                side.outcome_after
            );
        }
        let effects = externalities::effects(problem, made);
        let mut others: Vec<(usize, f64)> = effects
            .gains
            .iter()
            .copied()
            .enumerate()
            .filter(|(at, gain)| {
                gain.abs() >= 0.005 && made.supplies.iter().all(|side| side.actor != *at)
            })
            .collect();
        others.sort_by(|one, other| one.1.total_cmp(&other.1));
        for it in externalities::preventers(problem, made).iter().take(3) {
            for way in it.ways_out.iter().take(1) {
                let how = match *way {
                    externalities::WayOut::Block { issue: on, vote } => {
                        format!("block it on {} by a vote of {vote:.1}", issue(on))
                    }
                    externalities::WayOut::Offer {
                        to,
                        issue: on,
                        from,
                        vote,
                        cost,
                        ..
                    } => format!(
                        "prevent it by giving way to {} on {} from {from:.1} to {vote:.1}, at a cost of {cost:.2}",
                        actor(to),
                        issue(on)
                    ),
                };
                let _ = writeln!(
                    text,
                    "   {}, who loses {:.2}, could {how}",
                    actor(it.actor),
                    it.loss
                );
            }
        }
        if !others.is_empty() {
            let listed: Vec<String> = others
                .iter()
                .map(|(at, gain)| format!("{} {gain:+.2}", actor(*at)))
                .collect();
            let _ = writeln!(text, "   others: {}", listed.join(", "));
        }
    }
    let mut linked = externalities::linkages(problem, course);
    linked.retain(|it| !it.unlocks.is_empty());
    for it in linked {
        let stuck: Vec<&str> = it.unlocks.iter().map(|&at| issue(at)).collect();
        let _ = writeln!(
            text,
            "Linking {} and {} moves what is stuck alone ({}): by {:+.1} and {:+.1}",
            issue(it.one),
            issue(it.other),
            stuck.join(", "),
            it.shift_one,
            it.shift_other
        );
    }
    for chip in externalities::chips(problem, course) {
        let _ = writeln!(
            text,
            "Bargaining chip: {} loses {:.3}",
            actor(chip.actor),
            chip.index
        );
        for deal in &chip.deals {
            let _ = writeln!(
                text,
                "   in exchange {}, between its partner {} and its adversary {}: {:.3}",
                deal.exchange + 1,
                actor(deal.partner),
                actor(deal.adversary),
                deal.loss
            );
        }
    }
}

fn sensitivity(text: &mut String, problem: &Problem, arguments: &BargainArguments) {
    text.push_str("\nWhat moves the outcome most\n");
    let model = |drawn: &Problem| Outcome::of(drawn, arguments).map(|it| it.forecasts());
    let found = uncertainty::sensitivity(problem, &arguments.uncertainty.spread(), model);
    for it in found.iter().take(10) {
        let _ = writeln!(
            text,
            "  {} of {} on {} ({:.2} to {:.2}): up to {:.2}",
            it.field.word(),
            problem.actors()[it.actor].name,
            problem.issues()[it.issue].name,
            it.low,
            it.high,
            it.swing
        );
    }
    if arguments.uncertainty.draws > 0
        && let Some(index) = models::expected_chips(problem, arguments)
    {
        for (who, it) in problem.actors().iter().zip(index) {
            if it.mean > 0.0 {
                let _ = writeln!(
                    text,
                    "  expected chip index of {}: {:.3}",
                    who.name, it.mean
                );
            }
        }
    }
}
