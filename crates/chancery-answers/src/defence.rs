//! Would X defend Y? The answer of [`chancery_relations::defence`] on a page.

use crate::{
    add_names, names,
    page::{Block, Citations, Line, Page, Section},
    words,
};
use chancery_actors::Dictionary;
use chancery_model::{ActorId, MembershipStatus};
use chancery_relations::{
    Names,
    defence::{Defence, Part, PartBasis, Question, defend},
    ties::{TieModel, Ties},
};
use chancery_store::View;

/// Answers from a view of the record, and returns what to call the actors. Who is in which
/// organisation comes from the record and, beside it, from the dictionary.
pub fn answer(
    view: &View<'_>,
    dictionary: &Dictionary,
    defender: &ActorId,
    target: &ActorId,
    attacker: Option<&ActorId>,
) -> (Defence, Names) {
    let mut names = names(view, dictionary);
    let asked: Vec<&ActorId> = [defender, target].into_iter().chain(attacker).collect();
    add_names(&mut names, &asked, dictionary);
    let is_member = members(view, dictionary);
    let ties = Ties::of(view, &TieModel::default());
    let question = Question {
        defender,
        target,
        attacker,
        is_member: &is_member,
    };
    (defend(view, &ties, &names, &question), names)
}

/// Returns who is a member of which organisation on the day of a view, by the dictionary.
pub(crate) fn members<'call>(
    view: &View<'_>,
    dictionary: &'call Dictionary,
) -> impl Fn(&ActorId, &ActorId) -> bool + use<'call> {
    let day = view.as_of;
    move |state, organisation| {
        dictionary
            .membership(state.as_str(), organisation.as_str(), day)
            .is_some_and(|row| row.status == MembershipStatus::Member)
    }
}

/// Adds the names of major powers and organisations that may owe somebody defence and of which the
/// record need not speak.
pub(crate) fn name_guarantors(names: &mut Names, dictionary: &Dictionary) {
    let majors = ["USA", "RUS", "CHN", "GBR", "FRA", "DEU", "JPN"].map(ActorId::from);
    let organisations = dictionary.organisations().iter().map(|found| &found.id);
    let all: Vec<&ActorId> = majors.iter().chain(organisations).collect();
    add_names(names, &all, dictionary);
}

/// Says the answer in words.
pub fn page(answer: &Defence, view: &View<'_>, names: &Names) -> Page {
    let mut citations = Citations::new(view);
    let section = section(answer, names, &mut citations);
    Page {
        title: question(answer, names),
        subtitle: view.as_of.map_or_else(
            || "Undated answer".to_owned(),
            |day| format!("As of {}. Numbers lead to the sentences.", words::day(day)),
        ),
        sections: vec![section],
        evidence: citations.finish(),
        colophon: String::new(),
    }
}

fn question(answer: &Defence, names: &Names) -> String {
    let against = answer
        .attacker
        .as_ref()
        .map_or_else(String::new, |by| format!(" against {}", names.of(by)));
    format!(
        "Would {} defend {}{against}?",
        names.of(&answer.defender),
        names.of(&answer.target)
    )
}

/// Returns the answer as a section.
pub fn section(answer: &Defence, names: &Names, citations: &mut Citations<'_>) -> Section {
    let claim = format!(
        "{} fights on {}’s side",
        names.of(&answer.defender),
        names.of(&answer.target)
    );
    let verdict = Line::default()
        .strong(words::chance(answer.probability, &claim))
        .then(format!(
            " (between {} and {}).",
            words::percent(answer.low),
            words::percent(answer.high)
        ));
    let mut blocks = vec![Block::paragraph(verdict)];
    for (heading, wanted) in [
        ("What makes it likelier", 1),
        ("What makes it less likely", -1),
        ("What moves little", 0),
    ] {
        let items: Vec<Line> = answer
            .parts
            .iter()
            .filter(|part| part.basis != PartBasis::Unknown && direction(part) == wanted)
            .map(|part| told(part, citations))
            .collect();
        listed(&mut blocks, heading, items);
    }
    let unknown: Vec<Line> = answer
        .parts
        .iter()
        .filter(|part| part.basis == PartBasis::Unknown)
        .map(|part| told(part, citations))
        .collect();
    listed(&mut blocks, "What is not known, or moves nothing", unknown);
    blocks.push(Block::paragraph(Line::text(
        "Weights: “past” from the wars and fatal disputes of 1816–2010, “judged” set by judgement; see the benchmarks for how well it does.",
    )));
    Section {
        id: "defence",
        heading: question(answer, names),
        blocks,
    }
}

/// Parts that move the odds by less than a tenth move little.
fn direction(part: &Part) -> i8 {
    if part.shift.abs() < 0.1 {
        0
    } else if part.shift > 0.0 {
        1
    } else {
        -1
    }
}

fn listed(blocks: &mut Vec<Block>, heading: &str, items: Vec<Line>) {
    if !items.is_empty() {
        blocks.push(Block::Heading {
            text: heading.to_owned(),
        });
        blocks.push(Block::List { items });
    }
}

fn told(part: &Part, citations: &mut Citations<'_>) -> Line {
    let basis = match part.basis {
        PartBasis::Fitted => format!(" ({}, past)", words::signed(part.shift)),
        PartBasis::Judged => format!(" ({}, judged)", words::signed(part.shift)),
        PartBasis::Unknown => String::new(),
    };
    Line::text(words::sentence(&part.why))
        .cite(citations.cite(&part.statements, 3))
        .then(basis)
}
