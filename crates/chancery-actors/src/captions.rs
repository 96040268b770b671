//! Names in paragraphs without tokens: captions and quotations in another language or script.

use crate::dictionary::{PersonName, Sense};
use crate::persons::{self, Title, country_of};
use crate::readings::Scene;
use crate::resolution::NamedElsewhere;
use chancery_model::{ActorRef, Span};
use chancery_text::Token;

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
        let words = words(&scene.document.text, paragraph.span);
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

/// Cuts a paragraph at white space and punctuation.
fn words(text: &str, span: Span) -> Vec<Token> {
    let mut words = Vec::new();
    let mut from = span.start;
    let inside = span.of(text);
    let mut push = |start: usize, end: usize| {
        if start < end {
            words.push(Token {
                span: Span::new(start, end),
                text: text.get(start..end).unwrap_or("").into(),
                lemma: "".into(),
                tag: "",
                pos: "",
                head: words.len(),
                dep: "",
                space_after: true,
                sentence: 0,
            });
        }
    };
    for (at, c) in inside.char_indices() {
        if c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '«' | '»' | '"' | '،')
        {
            push(from, span.start + at);
            from = span.start + at + c.len_utf8();
        }
    }
    push(from, span.end);
    words
}
