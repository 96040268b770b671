//! What comes next: a question answered with a probability, its base rate, its reasons and its
//! track record, each naming the statements it rests on.

mod acts;
mod say;
mod ties;

pub use acts::{chronicle, chronicle_of};
pub use say::{page, sentence};
pub use ties::{TieOutlook, backtest_crossings};

use chancery_forecast::outlook::{
    Chronicle, Forecast, Model, Outlook, Question, Silence, number, verb,
};
use chancery_model::StatementId;
use chancery_relations::Names;
use chancery_store::View;
use serde::Serialize;

/// How many dyads are told where a question asks who or whom.
const MOST: usize = 10;

/// The answer to a question.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Answer {
    /// The question as it was asked.
    pub question: String,
    /// The forecasts, the likeliest first: one, or one for each dyad where it asks who or whom.
    pub forecasts: Vec<Forecast>,
    /// The outlook of a tie, where it asks for one.
    pub tie: Option<TieOutlook>,
    /// The answer in a sentence.
    pub text: String,
    /// Why there is no forecast, where there is none.
    pub silence: Option<String>,
    /// Every statement that it rests on.
    pub statements: Vec<StatementId>,
}

/// Answers a question as of the view's day.
#[must_use]
pub fn answer(
    view: &View<'_>,
    names: &Names,
    model: &Model,
    question: &Question,
    asked: &str,
) -> Answer {
    let mut answer = Answer {
        question: asked.to_owned(),
        forecasts: Vec::new(),
        tie: None,
        text: String::new(),
        silence: None,
        statements: Vec::new(),
    };
    let Some(today) = view.as_of.map(number) else {
        answer.silence = Some(
            "No document of the record has a date, so nothing can be said of the days after it."
                .to_owned(),
        );
        return answer;
    };
    if let Question::Crosses {
        a,
        b,
        label,
        within,
    } = question
    {
        match ties::outlook(view, a, b, *label, *within) {
            Ok(found) => {
                answer.text = found.sentence(names);
                answer.statements.clone_from(&found.statements);
                answer.tie = Some(found);
            }
            Err(why) => answer.silence = Some(why),
        }
        return answer;
    }
    let chronicle: Chronicle = chronicle(view);
    let mut outlook = Outlook::as_of(&chronicle, model, today);
    let result = match question {
        Question::Does {
            actor,
            class,
            recipient,
            within,
        } => outlook
            .forecast(actor, recipient, *class, *within)
            .map(|forecast| vec![forecast]),
        Question::Answers {
            actor,
            recipient,
            after,
            class,
            within,
        } => outlook
            .answer_to(actor, recipient, *after, *class, *within)
            .map(|forecast| vec![forecast]),
        Question::Whom {
            actor,
            class,
            within,
        } => outlook.ranked(actor, *class, *within, true, MOST),
        Question::Who {
            class,
            recipient,
            within,
        } => outlook.ranked(recipient, *class, *within, false, MOST),
        Question::Crosses { .. } => Err(Silence::Empty),
    };
    match result {
        Ok(forecasts) if forecasts.is_empty() => {
            answer.silence = Some(
                "The record holds too little on every dyad in question: three acts are wanted, one of them in the last two years."
                    .to_owned(),
            );
        }
        Ok(forecasts) => {
            answer.text = say::answer(question, &forecasts, names);
            for id in forecasts.iter().flat_map(|forecast| &forecast.statements) {
                if !answer.statements.contains(id) {
                    answer.statements.push(id.clone());
                }
            }
            answer.forecasts = forecasts;
        }
        Err(silence) => answer.silence = Some(say::silence(&silence, names)),
    }
    answer
}

/// Returns the claim of a forecast: "Israel will attack Iran within 30 days".
#[must_use]
pub fn claim(forecast: &Forecast, names: &Names) -> String {
    format!(
        "{} will {} {} within {}",
        names.of(&forecast.actor),
        verb(forecast.class),
        names.of(&forecast.recipient),
        crate::words::count(usize::from(forecast.within_days), "day"),
    )
}
