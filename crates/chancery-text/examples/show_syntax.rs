//! Shows what is understood of the standard input, a document a line: `show_syntax [--tree]`.
//!
//! Each sentence is followed by its main frame's words and its predications; `--tree` adds tokens with their
//! tags, labels and heads, and the named mentions.

use chancery_model::Document;
use chancery_text::clauses::{describe, main_frame};
use chancery_text::english::English;
use chancery_text::{Analysis, TokenId, analyse};
use std::io::BufRead;

fn main() -> std::io::Result<()> {
    let tree = std::env::args().any(|argument| argument == "--tree");
    for line in std::io::stdin().lock().lines() {
        let analysis = analyse(&Document::new("d", &line?), English::embedded());
        for number in 0..analysis.sentences.len() {
            sentence(&analysis, number, tree);
        }
        if tree {
            for mention in &analysis.entities {
                println!("  name {mention:?}");
            }
        }
        println!();
    }
    Ok(())
}

fn sentence(analysis: &Analysis, number: usize, tree: bool) {
    let word = |id: &TokenId| analysis.tokens[*id].text.to_string();
    let words = |ids: &[TokenId]| ids.iter().map(word).collect::<Vec<_>>().join("+");
    let found = &analysis.sentences[number];
    let text = found
        .tokens
        .clone()
        .map(|id| word(&id))
        .collect::<Vec<_>>()
        .join(" ");
    println!("{text}");
    if tree {
        for id in found.tokens.clone() {
            let token = &analysis.tokens[id];
            println!(
                "  {id:3} {:16} {:5} {:10} {:3} {}",
                &*token.text,
                token.tag,
                token.dep,
                token.head,
                word(&token.head)
            );
        }
    }
    if let Some(frame) = main_frame(analysis, &analysis.predications, number) {
        println!(
            "  frame {} | {} | {} | {} {:?}, trust {:.2}",
            word(&frame.predicate),
            words(&frame.subjects),
            words(&frame.objects),
            if frame.negated { "denied" } else { "said" },
            frame.modality,
            found.trust
        );
    }
    for predication in analysis
        .predications
        .iter()
        .filter(|one| one.sentence == number)
    {
        println!(
            "  {}",
            describe(analysis, &analysis.predications, predication)
        );
    }
}
