//! Normalised text points back into the stored text, in order and at whole characters.
#![no_main]

use chancery_model::Span;
use chancery_text::normal::normalise;

libfuzzer_sys::fuzz_target!(|stored: &str| {
    let normalised = normalise(stored, Span::new(0, stored.len()));
    let text = normalised.text();
    assert!(!text.starts_with(' ') && !text.contains("  "));
    let mut last = 0;
    for (at, character) in text.char_indices() {
        let span = normalised.stored(at, at + character.len_utf8());
        assert!(last <= span.start && span.end <= stored.len());
        assert!(stored.is_char_boundary(span.start) && stored.is_char_boundary(span.end));
        last = span.start;
    }
});
