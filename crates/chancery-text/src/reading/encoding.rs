//! Bytes become characters: byte order marks first, then UTF-8, then what the page declares, then
//! statistics (the `chardetng` crate, which browsers use).

use chancery_model::Diagnostic;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text without its byte order mark, and what there is to say about the decoding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Decodes bytes that are known to be text; `declared` is the encoding that a page names.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], false);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return with(encoding, bytes, true);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            diagnostics: Vec::new(),
        };
    }
    if let Some(encoding) = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .filter(|&encoding| encoding != UTF_8)
    {
        return with(encoding, bytes, true);
    }
    if mostly_utf_8(bytes) {
        return with(UTF_8, bytes, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    with(detector.guess(None, Utf8Detection::Allow), bytes, true)
}

fn with(encoding: &'static Encoding, bytes: &[u8], tell: bool) -> Decoded {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let mut diagnostics = Vec::new();
    if tell {
        diagnostics.push(Diagnostic::note(
            "decoded-as",
            format!(
                "The file is not UTF-8; it was read as {}. If letters look wrong, convert it to \
                 UTF-8 first.",
                encoding.name()
            ),
        ));
    }
    if replaced {
        diagnostics.push(Diagnostic::warning(
            "undecodable-bytes",
            format!(
                "Some bytes are not valid {}; each is kept as the replacement character \u{FFFD}. \
                 Save the file again as UTF-8 to get them back.",
                encoding.name()
            ),
        ));
    }
    Decoded {
        text: text.into_owned(),
        diagnostics,
    }
}

/// Returns whether all but one byte in a thousand reads as UTF-8 and some of it needs more than
/// ASCII: then it is a damaged UTF-8 file rather than another encoding.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut wrong, mut multibyte) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wrong += usize::from(!chunk.invalid().is_empty());
        multibyte += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
    }
    multibyte > wrong && wrong * 1_000 <= bytes.len().max(1_000)
}

/// Returns the byte order of UTF-16 text that has no mark: in text with Latin letters, digits and
/// spaces every second byte is often zero, and always on the same side.
pub(super) fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4_096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd, units) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 >= units && even * 100 <= units {
        Some(UTF_16LE)
    } else if even * 10 >= units && odd * 100 <= units {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str, codes: &[&str]) {
        let decoded = decode(bytes, None);
        assert_eq!(decoded.text, expected);
        let found: Vec<&str> = decoded
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.as_str())
            .collect();
        assert_eq!(found, codes);
    }

    #[test]
    fn marks_and_encodings() {
        let russian = "Президенты говорили час и договорились встретиться в столице.";
        let persian = "رئیس جمهور ایران امروز با وزیر امور خارجه در تهران گفتگو کرد";
        check(b"\xEF\xBB\xBFTehran", "Tehran", &[]);
        check("Erdoğan – “yes”".as_bytes(), "Erdoğan – “yes”", &[]);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        check(&bytes, russian, &["decoded-as"]);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("“Peace” – said Günther in Orléans");
        check(&bytes, "“Peace” – said Günther in Orléans", &["decoded-as"]);
        let utf_16: Vec<u8> = "Moscow, Москва"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&utf_16, "Moscow, Москва", &["decoded-as"]);
        let mut marked = vec![0xFE, 0xFF];
        marked.extend(persian.encode_utf16().flat_map(u16::to_be_bytes));
        check(&marked, persian, &[]);
        let mut damaged = "Путин и Эрдоган встретились в Сочи. "
            .repeat(40)
            .into_bytes();
        damaged.push(0xFF);
        let mut expected = "Путин и Эрдоган встретились в Сочи. ".repeat(40);
        expected.push('\u{FFFD}');
        check(&damaged, &expected, &["undecodable-bytes"]);
    }

    #[test]
    fn a_declared_encoding_wins_over_statistics() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode("گفتگو در تهران");
        let decoded = decode(&bytes, Some("windows-1256"));
        assert_eq!(decoded.text, "گفتگو در تهران");
    }
}
