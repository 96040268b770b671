//! What ties an actor's hands elsewhere: wars of its own, and what a text says of forces and attention that
//! are bound in another place ("tied down in X", "bogged down in its war against Y", "whose forces are
//! committed to Z"). Whose hands they are is read from the words before, and where from those behind.

use crate::{
    Names, day,
    named::{Listed, lists},
    phrases::{Searched, first_of},
    ties::Ties,
};
use chancery_model::{ActorId, ActorRef, Assertion, Body, Statement, StatementId, Status};
use chancery_store::View;

/// One thing that ties somebody's hands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Elsewhere {
    /// Against whom, or where; empty where the text does not say.
    pub(crate) place: Vec<ActorId>,
    /// Whether it is a war in progress by the record, rather than what the text says of it.
    pub(crate) war: bool,
    /// The words of the text, where it says so.
    pub(crate) words: Option<String>,
    /// The statements.
    pub(crate) statements: Vec<StatementId>,
}

/// What somebody said of its hands holds for so many days.
const HOLDS: i64 = 365;

/// Each names at most so many statements.
const MOST_STATEMENTS: usize = 2;

/// "Could be bogged down" and "no longer tied down" stand at most so many letters before.
const DOUBT: usize = 30;

/// Returns what ties the hands of an actor, leaving out wars and places of `but`.
pub(crate) fn elsewhere(
    actor: &ActorId,
    but: &[&ActorId],
    view: &View<'_>,
    ties: &Ties,
) -> Vec<Elsewhere> {
    let mut found: Vec<Elsewhere> = Vec::new();
    for tie in ties.all() {
        let enemy = match (tie.a == *actor, tie.b == *actor) {
            (true, _) => &tie.b,
            (_, true) => &tie.a,
            _ => continue,
        };
        if let Some(war) = tie.war.as_ref().filter(|_| !but.contains(&enemy)) {
            found.push(Elsewhere {
                place: vec![enemy.clone()],
                war: true,
                words: None,
                statements: war
                    .statements
                    .iter()
                    .take(MOST_STATEMENTS)
                    .cloned()
                    .collect(),
            });
        }
    }
    for statement in &view.statements {
        let Some(said) = said(statement, actor, view) else {
            continue;
        };
        if said.place.iter().any(|place| but.contains(&place)) {
            continue;
        }
        // What is said of a war that the record knows, or a second time, stands with it; so does what is
        // said of no place where there is one already.
        let same = found.iter_mut().find(|held| {
            said.place.is_empty() || said.place.iter().any(|place| held.place.contains(place))
        });
        match same {
            Some(held) => {
                if held.words.is_none() {
                    held.words = said.words;
                }
                if held.statements.len() < 2 * MOST_STATEMENTS {
                    let new = said.statements.into_iter();
                    let new: Vec<_> = new.filter(|id| !held.statements.contains(id)).collect();
                    held.statements.extend(new);
                }
            }
            None => found.push(said),
        }
    }
    found
}

/// Returns what a statement says of an actor's hands.
fn said(statement: &Statement, actor: &ActorId, view: &View<'_>) -> Option<Elsewhere> {
    let told = statement.status == Status::Actual
        && !matches!(
            statement.attribution.assertion,
            Assertion::Alleged | Assertion::Denied
        );
    let now = view.as_of.map(day::number);
    let then = statement.date.anchor().map(day::number);
    let recent = now.zip(then).is_none_or(|(now, then)| now - then <= HOLDS);
    if !(told && recent) {
        return None;
    }
    let text = statement.evidence.text.to_lowercase().replace('’', "'");
    let at = first_of(&text, "elsewhere")?;
    let mut before = at.saturating_sub(DOUBT);
    while !text.is_char_boundary(before) {
        before -= 1;
    }
    // "Would help, but its army is tied down" doubts the help alone.
    let clause = text[before..at].rfind([',', ';', '—', '–']);
    let before = clause.map_or(before, |mark| before + mark);
    if Searched::new(&text[before..at]).has("doubtful") {
        return None;
    }
    let actors: Vec<ActorRef> = statement.body.actors().into_iter().cloned().collect();
    let named = lists(&text, &actors);
    if holder(&text, at, &named).or_else(|| first(&statement.body)) != Some(actor) {
        return None;
    }
    let behind = named.iter().find(|list| list.start > at);
    let mut place: Vec<ActorId> = behind
        .into_iter()
        .flat_map(|list| list.actors.iter().copied().cloned())
        .filter(|place| place != actor)
        .collect();
    if place.is_empty()
        && let Body::Event(event) = &statement.body
    {
        place.extend(event.place_state.clone().filter(|place| place != actor));
        let others = event.actor.iter().filter_map(ActorRef::state);
        place.extend(others.filter(|other| *other != actor).cloned());
        place.dedup();
    }
    Some(Elsewhere {
        place,
        war: false,
        words: Some(statement.evidence.text.trim().to_owned()),
        statements: vec![statement.id.clone()],
    })
}

/// Returns whose hands the words at a place are about: the one named last before them where they are its
/// own predicate or stand in its apposition ("A said that X is tied down", "X, whose army …", "X, bogged
/// down in Y, …"), otherwise the one named first ("X cannot help Z because of its war"). `None` where nobody
/// is named before, or only a pronoun is.
fn holder<'about>(text: &str, at: usize, named: &[Listed<'about>]) -> Option<&'about ActorId> {
    let before = || named.iter().filter(|list| list.end <= at);
    let (head, last) = (before().next()?, before().next_back()?);
    let between = text.get(last.end..at)?;
    let mark = |letter: char| matches!(letter, ',' | ';' | '—' | '–');
    let word = |wanted: &str| between.split_whitespace().any(|word| word == wanted);
    let relative = word("whose") || word("which") || word("who");
    let apposed = between.trim().chars().all(mark) && text[at..].contains(mark);
    let own = text[at..].starts_with("its ") || text[at..].starts_with("their ");
    let predicate = !between.contains(mark) && !word("its") && !word("their") && !own;
    let holder = if relative || apposed || predicate {
        last
    } else {
        head
    };
    holder.actors.last().copied()
}

/// Returns who acts or whom a statement is about first.
fn first(body: &Body) -> Option<&ActorId> {
    match body {
        Body::Event(event) => event.actor.iter().find_map(ActorRef::state),
        body => body.actors().into_iter().find_map(ActorRef::state),
    }
}

impl Elsewhere {
    /// Says it as a clause behind the actor's name: "is itself at war with Ukraine", "is tied down in Congo,
    /// the text says".
    pub(crate) fn clause(&self, names: &Names) -> String {
        let places = names.list(&self.place);
        match (self.war, self.place.is_empty()) {
            (true, _) => format!("is itself at war with {places}"),
            (false, false) => format!("is tied down elsewhere, the text says ({places})"),
            (false, true) => "is tied down elsewhere, the text says".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Builder, ties::TieModel};
    use chancery_model::TieLabel;

    fn check(builder: &Builder, actor: &str, but: &[&str], expected: &[(&[&str], bool)]) {
        let view = builder.record.as_of(None);
        let ties = Ties::of(&view, &TieModel::default());
        let but: Vec<ActorId> = but.iter().map(|id| (*id).into()).collect();
        let but: Vec<&ActorId> = but.iter().collect();
        let found = elsewhere(&actor.into(), &but, &view, &ties);
        let seen: Vec<(Vec<&str>, bool)> = found
            .iter()
            .map(|held| (held.place.iter().map(ActorId::as_str).collect(), held.war))
            .collect();
        let expected: Vec<(Vec<&str>, bool)> = expected
            .iter()
            .map(|(place, war)| (place.to_vec(), *war))
            .collect();
        assert_eq!(seen, expected, "{actor}");
    }

    #[test]
    fn hands_are_tied_where_the_text_says_so_and_whose_they_are_stands_before() {
        let mut builder = Builder::default();
        let mut add = |about: &str, text: &str| {
            builder.judgement(about, text, "2025-06-18");
        };
        add(
            "KEN COD",
            "KEN would help, but its army is tied down in COD",
        );
        add("RWA SOM", "RWA cannot help SOM, preoccupied with unrest");
        add("UGA SDN", "UGA could get bogged down in SDN");
        add("EGY YEM", "EGY is no longer tied down in YEM");
        add(
            "ISR IRN",
            "ISR fears that IRN, bogged down in a war, would strike",
        );
        add(
            "BDI COD",
            "BDI sent COD nothing because of its war against rebels",
        );
        add(
            "TUR SYR",
            "TUR, whose forces are committed to SYR, offered help",
        );
        check(&builder, "KEN", &[], &[(&["COD"], false)]);
        check(&builder, "COD", &[], &[]);
        check(&builder, "KEN", &["COD"], &[]);
        check(&builder, "SOM", &[], &[]);
        check(&builder, "RWA", &[], &[(&[], false)]);
        check(&builder, "ISR", &[], &[]);
        check(&builder, "IRN", &[], &[(&[], false)]);
        check(&builder, "BDI", &[], &[(&[], false)]);
        check(&builder, "UGA", &[], &[]);
        check(&builder, "EGY", &[], &[]);
        check(&builder, "TUR", &[], &[(&["SYR"], false)]);
    }

    #[test]
    fn what_is_said_of_a_war_stands_with_it() {
        let mut builder = Builder::default();
        builder.stance("RUS", TieLabel::AtWar, "UKR", "2025-06-13");
        builder.judgement("RUS", "RUS is bogged down in a long war", "2025-06-18");
        builder.event("SAU+YEM ASSAULT", "2025-06-18").evidence.text =
            "SAU is preoccupied with its war in the south".to_owned();
        check(&builder, "RUS", &[], &[(&["UKR"], true)]);
        check(&builder, "SAU", &[], &[(&["YEM"], false)]);
        check(&builder, "YEM", &[], &[]);
    }
}
