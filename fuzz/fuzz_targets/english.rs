//! Any text becomes sentences that are trees, of tokens that point into it.
#![no_main]

use chancery_text::english::English;
use chancery_text::{Analysis, paragraphs};

libfuzzer_sys::fuzz_target!(|stored: &str| {
    let mut analysis = Analysis {
        paragraphs: paragraphs(stored),
        ..Analysis::default()
    };
    English::embedded().read(stored, &mut analysis);
    for sentence in &analysis.sentences {
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        assert_eq!(tokens.iter().filter(|token| token.is_root()).count(), 1);
        for token in tokens {
            assert!(sentence.tokens.contains(&token.head));
            assert!(sentence.span.contains(token.span));
            assert!(!token.span.of(stored).is_empty());
        }
    }
});
