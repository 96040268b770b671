//! One answer of the brief on its own: timeline, ties, commitments, mediators.

use super::{brief::text_style, eval::one_file};
use crate::{
    arguments::{AnswerFormat, MediatorsArguments, QuestionArguments},
    failure::Failure,
    outputs::Output,
    pipeline,
};
use chancery_actors::Dictionary;
use chancery_answers::{
    brief::{self, BriefOptions, PastCrises, Question},
    render,
};
use chancery_model::{ActorId, Pair};

/// Reads, codes and answers who could mediate, with what came of past mediation where it is given.
pub(crate) fn mediators(arguments: &MediatorsArguments) -> Result<(), Failure> {
    let mut past = None;
    if let (Some(crises), Some(actors)) = (&arguments.icb_crises, &arguments.icb_actors) {
        let files = [one_file(crises)?, one_file(actors)?];
        let bytes = files.each_ref().map(Vec::as_slice);
        let read = brief::past_crises(Dictionary::embedded(), bytes).map_err(|error| {
            let named = [crises, actors].map(|path| path.display().to_string());
            Failure::data(format!("{}: {error}", named.join(" and ")))
        })?;
        past = Some(read);
    }
    answer(&arguments.question, Question::Mediators, past)
}

/// Reads, codes and answers.
pub(crate) fn run(arguments: &QuestionArguments, question: Question) -> Result<(), Failure> {
    answer(arguments, question, None)
}

fn answer(
    arguments: &QuestionArguments,
    question: Question,
    past: Option<PastCrises>,
) -> Result<(), Failure> {
    let record = pipeline::record_as_of(&arguments.input, arguments.as_of)?;
    pipeline::check_as_of(&record, arguments.as_of)?;
    let view = record.as_of(arguments.as_of);
    let names = chancery_answers::names(&view, Dictionary::embedded());
    let pair = |pair: &Option<(ActorId, ActorId)>| {
        pair.as_ref().and_then(|(one, other)| Pair::new(one, other))
    };
    let options = BriefOptions {
        dispute: pair(&arguments.dispute),
        members: brief::members(Dictionary::embedded(), view.as_of),
        past,
        ..BriefOptions::default()
    };
    let mut brief = brief::brief(&view, &names, &options);
    if let Some(dyad) = pair(&arguments.dyad) {
        brief.title = format!("{} and {}", names.of(dyad.a()), names.of(dyad.b()));
        brief
            .timeline
            .retain(|entry| brief::timeline::concerns(entry, &dyad));
        brief
            .ties
            .retain(|tie| Pair::new(&tie.a, &tie.b).as_ref() == Some(&dyad));
        brief.commitments.retain(|commitment| {
            let named = |actor| commitment.parties.contains(actor) || commitment.to.contains(actor);
            named(dyad.a()) && named(dyad.b())
        });
    }
    if arguments.format == AnswerFormat::Json {
        return match question {
            Question::Timeline => Output::json(None, &brief.timeline),
            Question::Ties => Output::json(None, &brief.ties),
            Question::Commitments => Output::json(None, &brief.commitments),
            Question::Mediators => Output::json(None, &brief.mediation),
            Question::Camps => Output::json(None, &brief.camps),
            Question::Trades => Output::json(None, &brief.trades),
        };
    }
    let page = brief::question_page(&brief, &view, &names, question);
    Output::text(None, &render::text(&page, text_style(true)))
}
