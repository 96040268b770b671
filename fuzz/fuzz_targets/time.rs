//! Expressions of time lie in the text, end no earlier than they begin, and no reading panics, with any
//! text and any day of publication.
#![no_main]

use chancery_model::Document;
use chancery_text::analyse;
use chancery_text::english::English;

libfuzzer_sys::fuzz_target!(|input: (&str, u16)| {
    let (text, days) = input;
    let mut document = Document::new("d", text);
    document.published = jiff::civil::date(1900, 1, 1)
        .checked_add(jiff::Span::new().days(i64::from(days)))
        .ok();
    let analysis = analyse(&document, English::embedded());
    for time in &analysis.times {
        assert!(!time.span.of(text).is_empty());
        if let (Some(from), Some(to)) = (time.from, time.to) {
            assert!(from <= to);
        }
    }
    for sentence in &analysis.unparsed {
        assert!(sentence.tokens.iter().all(|token| sentence.span.contains(*token)));
    }
});
