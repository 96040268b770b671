//! The whole analysis of a document, layer upon layer.

use crate::analysis::{Analysis, ParagraphKind};
use crate::english::English;
use crate::languages::read_all;
use crate::{Unparsed, amounts, chains, clauses, paragraphs, quotations, time};
use chancery_model::{Diagnostic, Document};

/// Analyses a document: paragraphs, sentences, tokens with their trees and named mentions,
/// predications, expressions of time, amounts, quotations and mention chains.
///
/// It cannot fail. A paragraph in another language is only cut into sentences, tokens and probable
/// names, and a diagnostic says so.
pub fn analyse(document: &Document, english: &English) -> Analysis {
    let text = document.text.as_str();
    let mut analysis = Analysis {
        paragraphs: paragraphs(text),
        ..Analysis::default()
    };
    read_all(&[english, &Unparsed], text, &mut analysis);
    let mended = clauses::mend(&mut analysis, &KnownForms(english));
    let trust = clauses::trust(&analysis);
    for (sentence, trust) in analysis.sentences.iter_mut().zip(trust) {
        sentence.trust = trust;
    }
    for sentence in mended {
        let trust = &mut analysis.sentences[sentence].trust;
        *trust = trust.min(MENDED);
    }
    analysis.predications = clauses::predications(&analysis);
    analysis.times = time::expressions(text, &analysis, document.published);
    analysis.quantities = amounts(text, &analysis);
    analysis.quotations = quotations(text, &analysis);
    analysis.chains = chains::chains(&analysis);
    analysis.diagnostics = not_analysed(document, &analysis);
    analysis
}

/// A sentence whose verb had to be put back is trusted so far.
const MENDED: f32 = 0.8;

/// The word forms that the pipeline's tables know.
struct KnownForms<'a>(&'a English);

impl clauses::Forms for KnownForms<'_> {
    fn verb_base(&self, form: &str) -> Option<String> {
        self.0.known_base(form, "verb")
    }

    fn is_noun(&self, form: &str) -> bool {
        self.0.known_base(form, "noun").is_some()
    }
}

/// Returns what the reader must know about text that was not analysed.
fn not_analysed(document: &Document, analysis: &Analysis) -> Vec<Diagnostic> {
    let foreign: Vec<_> = analysis
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.kind == ParagraphKind::Foreign)
        .collect();
    let bytes = |paragraphs: &[&crate::Paragraph]| -> usize {
        paragraphs
            .iter()
            .map(|paragraph| paragraph.span.len())
            .sum()
    };
    let all: Vec<_> = analysis.paragraphs.iter().collect();
    if foreign.is_empty() {
        return Vec::new();
    }
    // A caption in another script is a note; a document in another language reads as nothing.
    let most = bytes(&foreign) * 2 > bytes(&all);
    let mut languages: Vec<&str> = foreign
        .iter()
        .filter_map(|paragraph| paragraph.language.as_deref())
        .collect();
    languages.sort_unstable();
    languages.dedup();
    let languages = if languages.is_empty() {
        String::new()
    } else {
        format!(" ({})", languages.join(", "))
    };
    let message = format!(
        "{} of {} paragraphs are in a language that is not analysed{languages}; their names are \
         still found, but no claims are read in them.",
        foreign.len(),
        all.len(),
    );
    let diagnostic = if most {
        Diagnostic::warning("language-not-analysed", message)
    } else {
        Diagnostic::note("language-not-analysed", message)
    };
    let first = foreign[0].span;
    vec![diagnostic.in_document(&document.id).at(first)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layer_is_there() {
        let text = "Putin called the emir on June 14.\n\nВладимир Путин и эмир Катара говорили по телефону\nReuters";
        let document = Document::new("d", text).published(jiff::civil::date(2025, 6, 18));
        let analysis = analyse(&document, English::embedded());
        assert_eq!(analysis.paragraphs.len(), 3);
        assert_eq!(
            analysis.sentences.len(),
            2,
            "the foreign line has no sentence"
        );
        assert!(analysis.predications.iter().any(|one| one.lemma == "call"));
        assert_eq!(
            analysis.times[0]
                .from
                .map(|date| date.to_string())
                .as_deref(),
            Some("2025-06-14")
        );
        assert_eq!(analysis.diagnostics[0].code, "language-not-analysed");
    }

    #[test]
    fn nothing_comes_of_nothing() {
        for text in ["", " \n", "…", "\u{200B}"] {
            let analysis = analyse(&Document::new("d", text), English::embedded());
            assert!(analysis.times.is_empty());
        }
    }
}
