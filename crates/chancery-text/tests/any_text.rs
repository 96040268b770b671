//! Any text at all, through the whole analysis: it comes back with spans that lie in it, in time that grows with its
//! length. The bodies of the fuzz targets run here as well, on generated texts.

#![expect(clippy::unwrap_used, reason = "tests")]

use chancery_model::{Document, Span};
use chancery_text::english::English;
use chancery_text::normal::normalise;
use chancery_text::{Analysis, analyse};

/// Pieces that a text of any length can be made of, one kind each.
const PIECES: [(&str, &str); 17] = [
    (
        "words on one line",
        "The ministers said that they would meet again and ",
    ),
    ("one list", "Iran, Oman and Iraq, "),
    ("sentences", "Iran attacked Iraq on 3 May. "),
    ("round brackets", "("),
    ("brackets of every kind", "([{<"),
    ("closed brackets", "(a) "),
    ("quotation marks", "\u{201c}'\" "),
    (
        "text that runs both ways",
        "\u{202e}Иран\u{202c} \u{2067}ايران\u{2069} met ",
    ),
    ("zero width", "a\u{200b}\u{200d}\u{feff}b\u{2060} "),
    ("pictures of several parts", "👩‍👩‍👧🇺🇦 "),
    ("accents on accents", "e\u{301}\u{301}\u{301}"),
    ("one word", "x"),
    ("digits", "1,000.5-"),
    ("dates", "from 3 to 4 May 1999 "),
    ("white space", " \t\n\u{2028}"),
    ("control characters", "\0\u{1b}[2J\u{85}"),
    ("another script", "政府は昨日会談した。"),
];

/// Analyses a text and checks what must hold of any.
fn check(name: &str, text: &str) -> Analysis {
    let document = Document::new("d", text).published(jiff::civil::date(2024, 2, 29));
    let analysis = analyse(&document, English::embedded());
    let lies = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{name}");
        assert!(
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
            "{name}"
        );
    };
    for sentence in &analysis.sentences {
        lies(sentence.span);
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        assert_eq!(
            tokens.iter().filter(|token| token.is_root()).count(),
            1,
            "{name}"
        );
        for token in tokens {
            lies(token.span);
            assert!(!token.span.of(text).is_empty(), "{name}");
            assert!(sentence.tokens.contains(&token.head), "{name}");
        }
    }
    for time in &analysis.times {
        lies(time.span);
        assert!(
            time.from.zip(time.to).is_none_or(|(from, to)| from <= to),
            "{name}"
        );
    }
    for sentence in &analysis.unparsed {
        lies(sentence.span);
    }
    for paragraph in &analysis.paragraphs {
        lies(paragraph.span);
    }
    let mut last = 0;
    let normalised = normalise(text, Span::new(0, text.len()));
    for (at, character) in normalised.text().char_indices() {
        let span = normalised.stored(at, at + character.len_utf8());
        lies(span);
        assert!(last <= span.start, "{name}");
        last = span.start;
    }
    analysis
}

/// Seconds of processor time that this thread has used, where the system tells.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

#[test]
fn time_grows_with_the_length() {
    for (name, piece) in PIECES {
        let mut used = Vec::new();
        for length in [15_000, 60_000] {
            let text = piece.repeat(length / piece.len());
            let start = processor_seconds();
            check(name, &text);
            used.push(
                processor_seconds()
                    .zip(start)
                    .map(|(end, start)| end - start),
            );
        }
        // Four times the text would take sixteen times as long if the time grew with the square.
        if let [Some(short), Some(long)] = used[..] {
            assert!(
                long < 9.0 * short + 0.3,
                "{name}: {short:.3} s, then {long:.3} s"
            );
        }
    }
}

#[test]
fn a_hundred_thousand_brackets_are_read() {
    check("brackets", &"(".repeat(100_000));
    check("pairs", &"[]".repeat(50_000));
    check("nested", &("{".repeat(50_000) + &"}".repeat(50_000)));
}

#[test]
#[ignore = "takes a minute of processor time: cargo test --release -p chancery-text --test any_text -- --ignored"]
fn a_line_of_ten_megabytes_is_read() {
    let line = "The ministers of Iran and Oman said on Monday that they would meet again, and "
        .repeat(130_000);
    assert!(line.len() > 10_000_000);
    let start = processor_seconds();
    let analysis = check("line", &line);
    let used = processor_seconds()
        .zip(start)
        .map(|(end, start)| end - start);
    println!(
        "{} bytes, {} tokens, {used:?} s of processor time",
        line.len(),
        analysis.tokens.len()
    );
    assert!(analysis.tokens.len() > 1_500_000);
}

/// Numbers that look random and are always the same (the generator of Steele, Lea and Flood).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// A text of words, marks, characters from all of Unicode, and bytes that no encoding gives.
    fn text(&mut self) -> String {
        const WORDS: [&str; 40] = [
            "Iran",
            "U.S.–Iran",
            "Mr.",
            "p.m.",
            "MOSCOW (Reuters) -",
            "said",
            "he",
            "their",
            "not",
            "if",
            "would",
            "9/11",
            "since",
            "May",
            "12",
            "June 14",
            "%",
            "$65–70",
            "more than",
            "barrel",
            "\u{201c}",
            "\u{201d}",
            "\"",
            "(",
            ")",
            "[12]",
            "\n\n",
            "\n",
            "-",
            ",",
            ".",
            "and",
            "talks",
            "between",
            "was",
            "by",
            "can't",
            "http://a.org/b?c",
            "Путин сказал",
            "# ",
        ];
        let mut bytes = Vec::new();
        for _ in 0..self.below(60) {
            match self.below(8) {
                0 => bytes.extend((0..self.below(5)).map(|_| self.below(256) as u8)),
                1 => {
                    let character =
                        char::from_u32(self.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
                    bytes.extend(character.to_string().bytes());
                }
                _ => bytes.extend(WORDS[self.below(WORDS.len())].bytes()),
            }
            if self.below(3) > 0 {
                bytes.push(b' ');
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Reads generated texts, 400 or as many as take `CHANCERY_FUZZ_SECONDS` of processor time.
#[test]
fn generated_texts_are_read() {
    let seconds: Option<f64> = std::env::var("CHANCERY_FUZZ_SECONDS")
        .ok()
        .map(|text| text.parse().unwrap());
    let start = processor_seconds().unwrap_or(0.0);
    let mut numbers = Numbers(1);
    let mut count = 0_u32;
    let goes_on = |count: u32| match seconds {
        Some(limit) => processor_seconds().is_some_and(|now| now - start < limit),
        None => count < 400,
    };
    while goes_on(count) {
        let text = numbers.text();
        check(&text, &text);
        count += 1;
    }
    println!("{count} texts");
}
