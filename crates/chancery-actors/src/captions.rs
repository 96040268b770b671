//! Names in paragraphs without tokens: captions and quotations in another language or script.

use crate::dictionary::{PersonName, Sense};
use crate::persons::{self, Title, country_of};
use crate::readings::Scene;
use crate::resolution::NamedElsewhere;
use chancery_model::{ActorRef, Span};
use chancery_text::{Analysis, Token};

/// Returns the people, states, organisations and groups named in paragraphs that the analysis has
/// no sentences for.
pub(crate) fn named_elsewhere(scene: Scene<'_>) -> Vec<NamedElsewhere> {
    let mut found = Vec::new();
    let mut sentences = scene
        .analysis
        .sentences
        .iter()
        .map(|sentence| sentence.paragraph)
        .peekable();
    for (number, paragraph) in scene.analysis.paragraphs.iter().enumerate() {
        while sentences.peek().is_some_and(|&other| other < number) {
            sentences.next();
        }
        if sentences.peek() == Some(&number) {
            continue;
        }
        let words = words(scene.analysis, &scene.document.text, number, paragraph.span);
        for hit in scene
            .dictionary
            .lexicon
            .find(&scene.document.text, &words, 0..words.len())
        {
            let span = match (words.get(hit.tokens.start), words.get(hit.tokens.end - 1)) {
                (Some(first), Some(last)) => first.span.cover(last.span),
                _ => continue,
            };
            let mention = span.of(&scene.document.text);
            if let Some(actor) = hit
                .senses
                .iter()
                .find_map(|sense| actor(scene, *sense, mention))
            {
                found.push(NamedElsewhere { span, actor });
            }
        }
    }
    found
}

fn actor(scene: Scene<'_>, sense: Sense, mention: &str) -> Option<ActorRef> {
    let dictionary = scene.dictionary;
    let mut actor = ActorRef::unresolved(mention);
    match sense {
        Sense::Person(number, PersonName::Full | PersonName::Byname) => {
            let person = dictionary.people.get(number as usize)?;
            let title = Title::default();
            return Some(persons::actor(dictionary, person, scene.day, &title, mention).0);
        }
        Sense::State(number, _) => {
            let id = &dictionary.states.get(number as usize)?.id;
            actor.id = Some(id.clone());
            actor.country = Some(country_of(dictionary, id));
        }
        Sense::Organisation(number) => {
            let row = dictionary.organisations.get(number as usize)?;
            actor.id = Some(row.id.clone());
            actor.sector = Some(row.sector);
        }
        Sense::Group(number) => {
            let row = dictionary.groups.get(number as usize)?;
            actor.id = Some(row.id.clone());
            actor.country.clone_from(&row.country);
            actor.sector = Some(row.sector);
        }
        _ => return None,
    }
    Some(actor)
}

/// Returns the words of a paragraph: those that it was cut into, or else what stands between white
/// space and punctuation.
fn words(analysis: &Analysis, text: &str, paragraph: usize, span: Span) -> Vec<Token> {
    let first = analysis
        .unparsed
        .partition_point(|sentence| sentence.paragraph < paragraph);
    let cut = analysis.unparsed[first..]
        .iter()
        .take_while(|sentence| sentence.paragraph == paragraph)
        .flat_map(|sentence| sentence.tokens.iter().copied());
    let mut spans: Vec<Span> = cut.collect();
    if spans.is_empty() {
        let mut from = span.start;
        for (at, c) in span.of(text).char_indices() {
            if c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '«' | '»' | '"' | '،')
            {
                spans.push(Span::new(from, span.start + at));
                from = span.start + at + c.len_utf8();
            }
        }
        spans.push(Span::new(from, span.end));
        spans.retain(|span| span.start < span.end);
    }
    spans
        .into_iter()
        .enumerate()
        .map(|(number, span)| Token {
            span,
            text: span.of(text).into(),
            lemma: "".into(),
            tag: "",
            pos: "",
            head: number,
            dep: "",
            space_after: true,
            sentence: 0,
        })
        .collect()
}
