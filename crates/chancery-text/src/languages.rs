//! Which language a stretch of text is in, and who reads it.
//!
//! English is told by its function words, which is surer than letter statistics on lines full of
//! foreign names; everything else goes through trigram statistics (the `whatlang` crate) and is
//! believed only when they are reliable. A script that English is not written in needs no
//! statistics.

use crate::analysis::{Analysis, Paragraph};
use whatlang::{Detector, Lang, Script};

/// Whoever reads paragraphs of a language: the English pipeline, or the segmentation of what has no
/// parser. The layers of [`Analysis`] are the same for all; a reader fills those that it can.
///
/// A reader with a parser adds sentences, tokens with their trees and named mentions, and every later
/// layer builds on the scheme of its labels (so far ClearNLP's, which [`crate::clauses`] reads);
/// [`crate::Predication`] and what follows know no scheme. `ARCHITECTURE.md` has the path for Russian.
pub trait Reader {
    /// Returns whether this reader understands a paragraph.
    fn reads(&self, paragraph: &Paragraph) -> bool;

    /// Adds what it finds in a paragraph, by its number, to the analysis; nothing that is there changes.
    fn read_paragraph(&self, stored: &str, paragraph: usize, analysis: &mut Analysis);
}

/// Has each paragraph read by the first reader that understands it.
pub fn read_all(readers: &[&dyn Reader], stored: &str, analysis: &mut Analysis) {
    for paragraph in 0..analysis.paragraphs.len() {
        let reader = readers
            .iter()
            .find(|reader| reader.reads(&analysis.paragraphs[paragraph]));
        if let Some(reader) = reader {
            reader.read_paragraph(stored, paragraph, analysis);
        }
    }
}

/// A language with the confidence in it, 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Identified {
    /// ISO 639-1 code; ISO 639-3 where there is no shorter one.
    pub code: &'static str,
    /// How sure it is.
    pub confidence: f64,
}

/// The words that tell English: the commonest function words, none of which is a common word of
/// another language written in Latin letters.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "that", "is", "was", "for", "with", "as", "has", "have", "had", "by",
    "from", "are", "were", "it", "its", "this", "which", "would", "will", "not", "at", "after",
    "their", "been", "he", "his", "she", "her", "they", "on", "says", "said", "who", "but", "into",
];

/// The fewest words on which letter statistics are believed.
const FEWEST_WORDS: usize = 6;

/// At most this many bytes are looked at: the rest of a long paragraph adds nothing.
const SAMPLE: usize = 4_000;

/// Returns the language of the text, or nothing where it is too short or too mixed to tell.
pub fn identify(text: &str) -> Option<Identified> {
    let sample = head(text, SAMPLE);
    let script = whatlang::detect_script(sample)?;
    let words = sample
        .split(|character: char| !character.is_alphabetic() && character != '\'')
        .filter(|word| !word.is_empty());
    let (mut count, mut english) = (0_usize, 0_usize);
    for word in words {
        count += 1;
        if word.len() <= 5 && ENGLISH.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            english += 1;
        }
    }
    if script == Script::Latin {
        // Running English has two function words in five; a line of names has few.
        if english >= 2 && english * 8 >= count {
            return Some(Identified {
                code: "en",
                confidence: 0.95,
            });
        }
        if count < FEWEST_WORDS {
            return None;
        }
        let info = Detector::new().detect(sample)?;
        return (info.is_reliable() && info.confidence() >= 0.9).then(|| Identified {
            code: iso_639_1(info.lang()),
            confidence: info.confidence(),
        });
    }
    // The script alone rules English out; which of its languages it is needs words.
    let info = Detector::new().detect(sample)?;
    (count >= FEWEST_WORDS || info.is_reliable()).then(|| Identified {
        code: iso_639_1(info.lang()),
        confidence: info.confidence(),
    })
}

/// Returns the share of the letters that belong to a script other than Latin.
pub fn foreign_letters(text: &str) -> f64 {
    let (mut letters, mut foreign) = (0_u32, 0_u32);
    for character in head(text, SAMPLE)
        .chars()
        .filter(|letter| letter.is_alphabetic())
    {
        letters += 1;
        // Latin, its extensions and the letters of Latin presentation end below U+0370; the
        // additional Latin blocks are U+1E00–1EFF, U+2C60–2C7F and U+A720–A7FF.
        let latin = matches!(u32::from(character), 0..=0x36F | 0x1D00..=0x1EFF | 0x2C60..=0x2C7F
            | 0xA720..=0xA7FF | 0xFB00..=0xFB06 | 0xFF21..=0xFF5A | 0x2100..=0x214F);
        foreign += u32::from(!latin);
    }
    if letters == 0 {
        0.0
    } else {
        f64::from(foreign) / f64::from(letters)
    }
}

fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Returns the two-letter code of a language that `whatlang` knows by three letters.
fn iso_639_1(lang: Lang) -> &'static str {
    match lang.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "nb",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (expected, text) in [
            (
                Some("en"),
                "The two presidents spoke for an hour and agreed to meet in Doha.",
            ),
            (
                Some("en"),
                "Khalifa Haftar and Aguila Saleh met Sergey Lavrov at the embassy.",
            ),
            (
                Some("ru"),
                "Президенты говорили час и договорились встретиться в Дохе.",
            ),
            (
                Some("fa"),
                "رئیس جمهور ایران امروز با وزیر امور خارجه روسیه در تهران گفتگو کرد",
            ),
            (
                Some("de"),
                "Die beiden Präsidenten sprachen eine Stunde lang und wollen sich bald in Doha treffen.",
            ),
            (
                Some("fr"),
                "Les deux présidents se sont parlé pendant une heure et vont se rencontrer à Doha.",
            ),
            (
                Some("he"),
                "ראש הממשלה נפגש היום עם שר החוץ של רוסיה בירושלים",
            ),
            (None, "Ali Khamenei, Vladimir Putin"),
            (None, "Владимир Путин"),
            (None, "12 345"),
            (None, ""),
        ] {
            assert_eq!(identify(text).map(|found| found.code), expected, "{text}");
        }
    }

    #[test]
    fn scripts_are_counted_by_letters() {
        assert!(foreign_letters("Владимир Путин (2025)") > 0.99);
        assert!(foreign_letters("Recep Tayyip Erdoğan, İstanbul, Nguyễn") < 0.01);
        assert!(foreign_letters("The word «мир» means peace and world") < 0.2);
    }
}
