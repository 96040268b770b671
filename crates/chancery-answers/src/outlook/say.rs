//! Forecasts in words: the probability with its term, the base rate beside it, and each reason with
//! the sentences it rests on.

use super::{Answer, claim};
use crate::{
    page::{Block, Citations, Line, Page, Picture, Section, Table},
    phrases, picture,
    words::{self, capitalised, count, digits, percent},
};
use chancery_forecast::outlook::{
    Analogue, Class, Family, Forecast, Question, Reason, Rule, Share, Silence, verb,
};
use chancery_relations::Names;
use chancery_store::View;

/// Returns a forecast in a sentence: "It is unlikely (23 %) that Israel will attack Iran within 30
/// days; base rate 4 %."
#[must_use]
pub fn sentence(forecast: &Forecast, names: &Names) -> String {
    format!(
        "{}; base rate {}.",
        words::chance(forecast.probability, &claim(forecast, names)),
        percent(forecast.base_rate)
    )
}

/// Returns the answer to a question in a sentence.
pub(super) fn answer(question: &Question, forecasts: &[Forecast], names: &Names) -> String {
    let Some(first) = forecasts.first() else {
        return String::new();
    };
    let said = sentence(first, names);
    match question {
        Question::Answers {
            actor,
            recipient,
            after,
            ..
        } => format!(
            "If {} {} {}: {said}",
            names.of(recipient),
            present(*after),
            names.of(actor),
        ),
        Question::Whom { .. } | Question::Who { .. } => format!("Likeliest: {said}"),
        Question::Does { .. } | Question::Crosses { .. } => said,
    }
}

/// Returns why there is no forecast.
pub(super) fn silence(silence: &Silence, names: &Names) -> String {
    let text = match silence {
        Silence::Unknown(actor) => format!(
            "the record tells of no act of or towards {} by that day",
            names.of(actor)
        ),
        Silence::Thin(one, other, acts) => format!(
            "the record is too thin: it tells of {} between {} and {}, and three are wanted",
            count(*acts as usize, "act"),
            names.of(one),
            names.of(other)
        ),
        Silence::Young(days, wanted) => format!(
            "the record is too thin: it covers {}, and so long a horizon needs {}",
            count(usize::try_from(*days).unwrap_or(0), "day"),
            count(usize::try_from(*wanted).unwrap_or(0), "day")
        ),
        other => other.to_string(),
    };
    capitalised(&format!("{text}."))
}

/// Returns a class as a verb in the third person: "attacks", "holds talks with".
fn present(class: Class) -> String {
    let verb = verb(class);
    let (first, rest) = verb
        .split_once(' ')
        .map_or((verb, ""), |(first, rest)| (first, rest));
    let first =
        if first.ends_with("ss") || first.ends_with("sh") || first.ends_with("ch") || first == "do"
        {
            format!("{first}es")
        } else if let Some(stem) = first.strip_suffix('y') {
            format!("{stem}ies")
        } else {
            format!("{first}s")
        };
    format!("{first} {rest}").trim_end().to_owned()
}

/// Returns a class as a verb in the past: "attacked".
fn past(class: Class) -> &'static str {
    use chancery_model::Quad;
    match class {
        Class::Type(event_type) => phrases::past(event_type),
        Class::Quad(Quad::MaterialConflict) => "acted against",
        Class::Quad(Quad::VerbalConflict) => "spoke against",
        Class::Quad(Quad::VerbalCooperation) => "spoke well of",
        Class::Quad(Quad::MaterialCooperation) => "did something for",
    }
}

/// Says an answer with all its reasons.
#[must_use]
pub fn page(answer: &Answer, view: &View<'_>, names: &Names, colophon: &str) -> Page {
    let mut citations = Citations::new(view);
    let mut sections = Vec::new();
    let mut blocks = Vec::new();
    if let Some(silence) = &answer.silence {
        blocks.push(Block::paragraph(
            Line::text("No forecast. ").then(silence.clone()),
        ));
    } else {
        let cited = answer
            .tie
            .as_ref()
            .map(|tie| citations.cite(&tie.statements, 5));
        let line = Line::default().strong(answer.text.clone());
        blocks.push(Block::paragraph(line.cite(cited.unwrap_or_default())));
    }
    match answer.forecasts.as_slice() {
        [] => {}
        [forecast] => blocks.extend(details(forecast, names, &mut citations)),
        forecasts => blocks.push(Block::Table(ranking(forecasts, names, &mut citations))),
    }
    sections.push(Section {
        id: "outlook",
        heading: answer.question.clone(),
        blocks,
    });
    let subtitle = view.as_of.map_or_else(String::new, |day| {
        format!(
            "As of {}: nothing reported later was used. Numbers lead to the sentences.",
            words::day(day)
        )
    });
    Page {
        title: "Outlook".to_owned(),
        subtitle,
        sections,
        evidence: citations.finish(),
        colophon: colophon.to_owned(),
    }
}

/// Lists forecasts of several dyads.
fn ranking(forecasts: &[Forecast], names: &Names, citations: &mut Citations<'_>) -> Table {
    let rows = forecasts
        .iter()
        .map(|forecast| {
            let dyad = format!(
                "{} → {}",
                names.of(&forecast.actor),
                names.of(&forecast.recipient)
            );
            vec![
                Line::text(dyad),
                Line::text(percent(forecast.probability)),
                Line::text(words::likelihood(forecast.probability)),
                Line::text(percent(forecast.base_rate)),
                Line::text(last(forecast)).cite(citations.cite(&forecast.statements, 2)),
            ]
        })
        .collect();
    Table {
        caption: "The likeliest, with the base rate of each dyad".to_owned(),
        header: [
            "Dyad",
            "Probability",
            "In words",
            "Base rate",
            "Last such act",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
        twin: false,
    }
}

fn last(forecast: &Forecast) -> String {
    forecast
        .lately
        .last
        .map_or_else(|| "none on record".to_owned(), words::day)
}

/// Says everything behind one forecast.
fn details(forecast: &Forecast, names: &Names, citations: &mut Citations<'_>) -> Vec<Block> {
    let mut items = vec![Line::text(base_rate(forecast))];
    items.extend(
        forecast
            .reference
            .map(|share| Line::text(reference(&share))),
    );
    items.extend(forecast.track.map(|share| Line::text(track(&share))));
    items.push(Line::text(curve(forecast)));
    let mut blocks = vec![Block::List { items }];
    let mut list = |heading: &str, items: Vec<Line>| {
        if !items.is_empty() {
            blocks.push(Block::Heading {
                text: heading.to_owned(),
            });
            blocks.push(Block::List { items });
        }
    };
    let rules = forecast
        .rules
        .iter()
        .map(|rule| {
            Line::text(self::rule(rule, forecast, names)).cite(citations.cite(&rule.statements, 3))
        })
        .collect();
    list("What followed earlier acts", rules);
    let reasons = forecast
        .reasons
        .iter()
        .take(5)
        .map(|reason| {
            Line::text(self::reason(reason, forecast, names))
                .cite(citations.cite(&reason.statements, 2))
        })
        .collect();
    list("What moves the figure, against the average dyad", reasons);
    let analogues = forecast
        .analogues
        .iter()
        .map(|found| Line::text(analogue(found, names)).cite(citations.cite(&found.statements, 4)))
        .collect();
    list("Weeks of the past most like the last ones", analogues);
    blocks.push(Block::Picture(Picture {
        caption: format!(
            "Days with such acts expected in {} (median, 50 and 90 % bands)",
            count(usize::from(forecast.within_days), "day")
        ),
        svg: picture::fan(forecast),
    }));
    blocks
}

fn base_rate(forecast: &Forecast) -> String {
    let since = forecast
        .since
        .map_or_else(String::new, |day| format!(" since {}", words::day(day)));
    format!(
        "Base rate {}: it happened in {} of {} windows of {} in this record{since} (drawn a little towards the average dyad). Last: {}; on {} of the last 30 days and {} of the last 365.",
        percent(forecast.base_rate),
        digits(forecast.windows.hits as usize),
        digits(forecast.windows.total as usize),
        count(usize::from(forecast.within_days), "day"),
        last(forecast),
        forecast.lately.in_30_days,
        forecast.lately.in_365_days,
    )
}

fn share_of(share: &Share) -> String {
    format!("{} of {}", digits(share.hits), digits(share.cases))
}

fn reference(share: &Share) -> String {
    let age = match (share.low, share.high) {
        (_, high) if high >= 1e6 => "more than four years before, or never".to_owned(),
        (low, high) if low > 0.0 => format!("{:.0}–{high:.0} days before", low + 1.0),
        (_, high) => format!("at most {high:.0} days before"),
    };
    let often = match share.in_365_days {
        Some((0, _)) | None => "on no day of a year".to_owned(),
        Some((low, 365)) => format!("on {low} or more days of a year"),
        Some((low, high)) => format!("on {low}–{high} days of a year"),
    };
    format!(
        "Reference class: where the last such act was {age} and such acts had come {often}, it happened in {} earlier windows of this record.",
        share_of(share)
    )
}

fn track(share: &Share) -> String {
    format!(
        "Track record: of the forecasts between {} and {} that the model would have made on this record in the last four years, {} came true.",
        percent(share.low),
        percent(share.high),
        share_of(share)
    )
}

fn curve(forecast: &Forecast) -> String {
    let points: Vec<String> = forecast
        .curve
        .iter()
        .map(|(horizon, probability)| {
            format!(
                "{} within {}",
                percent(*probability),
                count(usize::from(*horizon), "day")
            )
        })
        .collect();
    let [low, _, _, _, high] = forecast.count.quantiles;
    format!(
        "By horizon: {}. Expected on {:.1} days of {} (90 % interval {low}–{high}).",
        words::list(&points),
        forecast.count.mean,
        forecast.within_days
    )
}

fn rule(rule: &Rule, forecast: &Forecast, names: &Names) -> String {
    let (actor, recipient) = (names.of(&forecast.actor), names.of(&forecast.recipient));
    let (who, whom) = if rule.by_recipient {
        (recipient, actor)
    } else {
        (actor, recipient)
    };
    let last = rule
        .last
        .map_or_else(String::new, |day| format!("; last on {}", words::day(day)));
    format!(
        "After {who} {} {whom}, {actor} {} {recipient} within {} in {} of {} cases, against {} of all windows{last}.",
        past(rule.after),
        past(forecast.class),
        count(usize::from(rule.within_days), "day"),
        rule.hits,
        rule.cases,
        percent(rule.base_rate),
    )
}

fn reason(reason: &Reason, forecast: &Forecast, names: &Names) -> String {
    let (actor, recipient) = (names.of(&forecast.actor), names.of(&forecast.recipient));
    let what = match reason.family {
        Family::Recurrence => "how lately and how often it happened".to_owned(),
        Family::BaseRate => "its share of the windows of the last year".to_owned(),
        Family::Conduct => format!("what else {actor} did to {recipient}"),
        Family::OtherSide => format!("what {recipient} did to {actor}"),
        Family::Reciprocity => format!("how {actor} answered {recipient} before"),
        Family::Elsewhere => format!("what {actor} does to others and {recipient} has from others"),
        Family::Announcements => "threats and announcements".to_owned(),
        Family::Tie => format!("how warm or cold {actor} and {recipient} are"),
        Family::World => "how much the record tells of such acts at all".to_owned(),
        Family::Season => "the time of the year".to_owned(),
    };
    let factor = reason.log_odds.exp();
    let moved = if reason.log_odds >= 0.0 {
        format!("raises the odds {factor:.1} times")
    } else {
        format!("lowers the odds to {}", percent(factor))
    };
    format!("{}: {moved}.", capitalised(&what))
}

fn analogue(found: &Analogue, names: &Names) -> String {
    let until = found
        .until
        .map_or_else(|| "an unknown day".to_owned(), words::day);
    let followed = if found.followed {
        "then it happened"
    } else {
        "then it did not happen"
    };
    format!(
        "{} and {}, up to {until}: {followed} (distance {:.2}).",
        capitalised(names.of(&found.actor)),
        names.of(&found.recipient),
        found.distance
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_agree_with_one_subject() {
        for class in Class::all() {
            let said = present(class);
            assert!(
                said.split(' ')
                    .next()
                    .is_some_and(|verb| verb.ends_with('s')),
                "{said}"
            );
        }
        assert_eq!(
            present(
                "CONSULT"
                    .parse()
                    .unwrap_or(Class::Quad(chancery_model::Quad::VerbalConflict))
            ),
            "consults with"
        );
    }
}
