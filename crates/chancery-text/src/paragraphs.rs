//! The paragraphs of a stored text, and what each one is.
//!
//! A paragraph is a line, or several where the text is wrapped at a width (as mail and many `.txt`
//! files are). Its kind is told from its own features and its neighbours': a credit is made of
//! agencies' names and photographers; a caption stands beside a credit and has no main verb, or says
//! who is seen where; a heading is short and has no full stop.

mod credits;
mod lines;

use crate::analysis::{Paragraph, ParagraphKind};
use crate::languages;
use lines::Block;

/// Splits a stored text into its paragraphs.
///
/// Spans leave out surrounding white space and the marks of headings and list items. Every
/// character that is not white space or such a mark lies in exactly one paragraph.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let blocks = lines::blocks(text);
    let mut kinds: Vec<ParagraphKind> = blocks.iter().map(|block| alone(block, text)).collect();
    beside_credits(&blocks, text, &mut kinds);
    let single = blocks.len() == 1;
    blocks
        .iter()
        .zip(kinds)
        .map(|(block, kind)| {
            let words = block.span.of(text);
            let language = languages::identify(words);
            let foreign = is_foreign(words, language, kind);
            Paragraph {
                span: block.span,
                kind: match kind {
                    _ if foreign => ParagraphKind::Foreign,
                    // A text of one line is a report, not a heading over nothing.
                    ParagraphKind::Heading if single => ParagraphKind::Prose,
                    kind => kind,
                },
                language: language.map(|found| found.code.to_owned()),
            }
        })
        .collect()
}

/// Below this share of letters outside the Latin script a paragraph is English with foreign words.
const FOREIGN_SHARE: f64 = 0.5;

fn is_foreign(words: &str, language: Option<languages::Identified>, kind: ParagraphKind) -> bool {
    if languages::foreign_letters(words) >= FOREIGN_SHARE {
        return true;
    }
    // A credit or caption is mostly names, on which letter statistics are wrong.
    let names = matches!(
        kind,
        ParagraphKind::Credit | ParagraphKind::Caption | ParagraphKind::Byline
    );
    !names && language.is_some_and(|found| found.code != "en" && found.confidence >= 0.9)
}

/// Returns what a paragraph is by its own features.
fn alone(block: &Block, text: &str) -> ParagraphKind {
    let words = block.span.of(text);
    match block.mark {
        lines::Mark::Heading => return ParagraphKind::Heading,
        lines::Mark::Item => return ParagraphKind::ListItem,
        lines::Mark::None => {}
    }
    let shape = Shape::of(words);
    if shape.words == 0
        || credits::is_credit(words)
        || is_date_line(words)
        || is_furniture(words, &shape)
    {
        ParagraphKind::Credit
    } else if is_byline(words, &shape) {
        ParagraphKind::Byline
    } else if (credits::ends_in_credit(words) && shape.words <= 70)
        || is_marked_caption(words, &shape)
        || (is_names_only(words, &shape) && words.contains([',', '&']))
        || two_full_names(words)
    {
        ParagraphKind::Caption
    } else if is_heading(words, &shape) {
        ParagraphKind::Heading
    } else {
        ParagraphKind::Prose
    }
}

/// Turns short paragraphs next to a credit into captions where they read like one.
fn beside_credits(blocks: &[Block], text: &str, kinds: &mut [ParagraphKind]) {
    for number in 0..blocks.len() {
        if !matches!(kinds[number], ParagraphKind::Prose | ParagraphKind::Heading)
            || blocks[number].mark != lines::Mark::None
        {
            continue;
        }
        let credit = |other: Option<usize>| {
            other
                .and_then(|other| kinds.get(other))
                .is_some_and(|kind| *kind == ParagraphKind::Credit)
                && other.is_some_and(|other| credits::is_credit(blocks[other].span.of(text)))
        };
        let after = credit(Some(number + 1));
        let before = credit(number.checked_sub(1));
        if (after || before) && reads_like_caption(blocks[number].span.of(text), after) {
            kinds[number] = ParagraphKind::Caption;
        }
    }
}

/// Returns whether a paragraph beside a credit is the caption that it credits.
fn reads_like_caption(words: &str, credit_follows: bool) -> bool {
    let shape = Shape::of(words);
    if shape.words > 50 || shape.sentences > 2 || words.ends_with(['?', ':', '!']) {
        return false;
    }
    let mut score = if credit_follows { 2 } else { 1 };
    score += i32::from(is_names_only(words, &shape)) * 3;
    score += i32::from(!shape.finite) * 2;
    score += i32::from(!shape.stopped);
    score += i32::from(shape.pictured) * 2;
    score += i32::from(names_then_preposition(words)) * 2;
    score += i32::from(shape.posed);
    score -= i32::from(shape.spoken) * 3;
    score -= i32::from(shape.quoted);
    score -= i32::from(shape.words > 30);
    score >= 4
}

/// What the words of a paragraph look like.
struct Shape {
    words: usize,
    sentences: usize,
    /// Ends with a full stop, question or exclamation mark.
    stopped: bool,
    /// Has an auxiliary or a common finite verb.
    finite: bool,
    /// Tells of speech.
    spoken: bool,
    /// Holds quotation marks.
    quoted: bool,
    /// Says that something is seen in a picture.
    pictured: bool,
    /// Has a verb in the present that captions use.
    posed: bool,
}

const FINITE: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may",
    "might", "must", "should", "did", "does", "do", "said", "says", "cannot", "became", "becomes",
    "remains", "remained", "made", "makes", "took", "gave", "went", "came", "began", "wants",
    "wanted", "needs", "isn't", "don't", "doesn't", "didn't", "won't", "that's", "it's", "there's",
];
const SPOKEN: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "according",
    "announced",
    "warned",
    "argued",
    "reported",
    "reportedly",
];
const PICTURED: &[&str] = &[
    "pictured",
    "(file)",
    "photo",
    "photograph",
    "(left)",
    "(right)",
    "(centre)",
    "(center)",
    "(l)",
    "(r)",
    "left,",
    "right,",
    "left)",
    "right)",
    "file.",
    "illustration",
    "screenshot",
    "footage",
    "image",
    "clockwise",
    "(c)",
    "archive",
    "(archive)",
    "handout",
];
const POSED: &[&str] = &[
    "attend",
    "attends",
    "meet",
    "meets",
    "speak",
    "speaks",
    "shake",
    "shakes",
    "walk",
    "walks",
    "arrive",
    "arrives",
    "pose",
    "poses",
    "stand",
    "stands",
    "look",
    "looks",
    "wave",
    "waves",
    "listen",
    "listens",
    "greet",
    "greets",
    "hold",
    "holds",
    "show",
    "shows",
    "sit",
    "sits",
    "address",
    "addresses",
    "deliver",
    "delivers",
    "sign",
    "signs",
    "inspect",
    "inspects",
    "watch",
    "watches",
    "rises",
    "rise",
    "carry",
    "carries",
    "gather",
    "gathers",
    "visit",
    "visits",
    "take",
    "takes",
    "board",
    "boards",
    "march",
    "marches",
    "gestures",
    "gesture",
    "welcomes",
    "welcome",
    "talks",
    "react",
    "reacts",
    "work",
    "works",
    "drives",
    "drive",
    "fly",
    "flies",
    "lay",
    "lays",
];

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self {
            words: 0,
            sentences: 0,
            stopped: text
                .trim_end_matches(['"', '”', '’', '\'', ')', '»'])
                .ends_with(['.', '!', '?', '…']),
            finite: false,
            spoken: false,
            quoted: text.contains(['"', '“', '”', '«']),
            pictured: false,
            posed: false,
        };
        for word in text.split_whitespace() {
            shape.words += 1;
            if shape.words > 200 {
                // Long paragraphs are prose whatever else they hold.
                break;
            }
            let lower = word.to_lowercase().replace('’', "'");
            let bare = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
            shape.finite |= FINITE.contains(&bare);
            shape.spoken |= SPOKEN.contains(&bare);
            shape.pictured |= PICTURED.contains(&lower.as_str()) || PICTURED.contains(&bare);
            shape.posed |= POSED.contains(&bare);
            let ends = word
                .trim_end_matches(['"', '”', '’', ')'])
                .ends_with(['.', '!', '?']);
            shape.sentences += usize::from(ends && bare.chars().count() > 2);
        }
        shape.sentences = shape.sentences.max(1);
        shape
    }
}

/// Returns whether the line opens as a caption does whatever stands beside it.
fn is_marked_caption(words: &str, shape: &Shape) -> bool {
    const OPENINGS: &[&str] = &[
        "pictured:",
        "file photo",
        "file -",
        "file –",
        "file —",
        "in this photo",
        "in this image",
        "in this picture",
        "in this file",
        "in this handout",
        "this photo",
        "this image",
        "a handout photo",
        "photo:",
        "caption:",
        "image:",
        "picture:",
        "above:",
        "left:",
        "right:",
        "a file photo",
        "a satellite image shows",
        "a video grab",
        "a screengrab",
        "map:",
        "graphic:",
    ];
    let head = words[..words.floor_char_boundary(40)].to_lowercase();
    shape.words <= 70 && OPENINGS.iter().any(|opening| head.starts_with(opening))
}

/// Returns whether the line holds nothing but names and what joins them.
fn is_names_only(text: &str, shape: &Shape) -> bool {
    if shape.words == 0 || shape.words > 20 || text.ends_with(['?', '!', ':']) {
        return false;
    }
    let (mut capitals, mut plain) = (0, 0);
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if bare.is_empty() || is_joint(bare) {
            continue;
        }
        if bare.starts_with(char::is_uppercase)
            || bare.contains('-') && bare.contains(char::is_uppercase)
        {
            capitals += 1;
        } else {
            plain += 1;
        }
    }
    plain == 0 && capitals >= 2 && !shape.finite && !title_case_words(text)
}

/// Returns whether a word joins names or belongs inside them.
fn is_joint(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "and"
            | "with"
            | "of"
            | "the"
            | "de"
            | "del"
            | "da"
            | "di"
            | "van"
            | "von"
            | "der"
            | "den"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ben"
            | "abu"
            | "left"
            | "right"
            | "from"
            | "centre"
            | "center"
            | "l"
            | "r"
            | "la"
            | "le"
            | "du"
            | "dos"
            | "und"
            | "y"
            | "e"
            | "in"
            | "ul"
    )
}

/// Returns whether capitalised words are those of a headline: function words and common verbs
/// that no name holds.
fn title_case_words(text: &str) -> bool {
    const HEADLINE: &[&str] = &[
        "why",
        "how",
        "what",
        "when",
        "where",
        "who",
        "is",
        "are",
        "was",
        "will",
        "can",
        "cannot",
        "its",
        "their",
        "his",
        "her",
        "not",
        "no",
        "new",
        "after",
        "before",
        "over",
        "under",
        "against",
        "between",
        "amid",
        "as",
        "at",
        "by",
        "for",
        "on",
        "to",
        "without",
        "war",
        "peace",
        "talks",
        "deal",
        "crisis",
        "says",
        "warns",
        "calls",
        "meets",
        "kills",
        "strikes",
        "attacks",
        "election",
        "elections",
        "more",
        "than",
        "or",
        "but",
        "if",
        "this",
        "that",
        "these",
        "our",
        "conclusion",
        "introduction",
        "background",
        "analysis",
        "opinion",
        "update",
        "live",
        "world",
        "news",
        "politics",
        "economy",
        "history",
        "future",
        "past",
        "end",
        "a",
        "an",
    ];
    text.split_whitespace().any(|word| {
        let bare = word
            .trim_matches(|letter: char| !letter.is_alphanumeric())
            .to_lowercase();
        // "The" opens names ("The Hague"), and "of" stands in them.
        HEADLINE.contains(&bare.as_str())
    })
}

/// Returns whether the line is "Firstname Lastname and Firstname Lastname", nothing else.
fn two_full_names(text: &str) -> bool {
    let parts: Vec<&str> = text.split(" and ").collect();
    parts.len() == 2
        && !title_case_words(text)
        && parts.iter().all(|part| {
            let words: Vec<&str> = part.split(' ').collect();
            (2..=4).contains(&words.len())
                && words.iter().all(|word| {
                    is_joint(word)
                        || word.starts_with(char::is_uppercase)
                            && word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'))
                            && word.chars().any(char::is_lowercase)
                })
        })
        // "United Nations and European Union" would be a heading: a person's name has no word of
        // an institution.
        && !text.split_whitespace().any(|word| {
            matches!(
                word,
                "United" | "Nations" | "Union" | "States" | "Kingdom" | "Ministry" | "Party"
                    | "Council" | "East" | "West" | "North" | "South" | "Republic" | "Federation"
            )
        })
}

/// Returns whether the line opens with names and goes straight on to a place: "A, B and C at the
/// summit in Doha".
fn names_then_preposition(text: &str) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "at",
        "in",
        "on",
        "during",
        "with",
        "after",
        "before",
        "outside",
        "near",
        "inside",
        "following",
        "under",
        "beside",
        "alongside",
        "ahead",
        "aboard",
    ];
    let mut names = 0;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        if names > 0 && PREPOSITIONS.contains(&bare) {
            return names >= 2;
        }
        if bare.starts_with(char::is_uppercase)
            && !PREPOSITIONS.contains(&bare.to_lowercase().as_str())
        {
            names += 1;
        } else if !is_joint(bare) {
            return false;
        }
    }
    false
}

/// Returns whether the line names who wrote the text.
fn is_byline(words: &str, shape: &Shape) -> bool {
    let lower = words.to_lowercase();
    let inner = lower.trim_start_matches(['(', '[', '—', '-', ' ']);
    for opening in [
        "reporting by ",
        "additional reporting by ",
        "writing by ",
        "editing by ",
        "written by ",
        "author: ",
        "authors: ",
        "words by ",
        "compiled by ",
        "translated by ",
        "edited by ",
    ] {
        if inner.starts_with(opening) {
            return shape.words <= 45;
        }
    }
    // "By Jo Doe and J. Roe in Doha": every word up to a comma is a name.
    let Some(rest) = words
        .strip_prefix("By ")
        .or_else(|| words.strip_prefix("BY "))
        .or_else(|| words.strip_prefix("by "))
    else {
        return false;
    };
    let head = rest.split([',', '|', '•', '·']).next().unwrap_or(rest);
    let names = head.split_whitespace().all(|word| {
        is_joint(word) || word.starts_with(char::is_uppercase) || word == "|" || word == "&"
    });
    // The sentence "By Tuesday, …" goes on; a byline does not end like a sentence.
    let dated = head.split_whitespace().any(|word| {
        crate::time::calendar::weekday(word).is_some()
            || crate::time::calendar::month(word).is_some()
    });
    names && !dated && shape.words <= 16 && !shape.stopped && !shape.finite
}

/// Returns whether the line belongs to the page and not to the text: menus, buttons, rights.
fn is_furniture(words: &str, shape: &Shape) -> bool {
    const LINES: &[&str] = &[
        "advertisement",
        "advertisements",
        "read more",
        "read also",
        "see also",
        "related",
        "related stories",
        "related articles",
        "related topics",
        "most read",
        "share",
        "share this",
        "share this article",
        "follow us",
        "subscribe",
        "sign up",
        "loading",
        "comments",
        "back to top",
        "listen",
        "print",
        "save",
        "file photo",
    ];
    if shape.words > 12 {
        return false;
    }
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
    let rights = lower.contains("all rights reserved")
        || lower.starts_with("copyright ©")
        || lower.starts_with("© ");
    // "Home | World | Politics".
    let menu = words.contains(" | ")
        && !shape.finite
        && !shape.stopped
        && words
            .split('|')
            .all(|entry| entry.split_whitespace().count() <= 3);
    LINES.contains(&bare) || rights || menu
}

/// Returns whether the line only says when it was published or how long it takes to read.
fn is_date_line(words: &str) -> bool {
    if words.len() > 100 {
        return false;
    }
    let lower = words.to_lowercase();
    let opens = [
        "published ",
        "published:",
        "updated ",
        "updated:",
        "last updated",
        "last modified",
        "first published",
        "posted ",
        "posted:",
        "date:",
    ]
    .iter()
    .any(|opening| lower.starts_with(opening));
    let digits = lower.bytes().any(|byte| byte.is_ascii_digit());
    if opens && digits && !words.ends_with('.') {
        return true;
    }
    if lower.ends_with("min read")
        || lower.ends_with("minute read")
        || lower.ends_with("minutes read")
    {
        return true;
    }
    crate::time::calendar::written_date(words).is_some_and(|(_, taken)| {
        words[taken..].split_whitespace().all(|word| {
            !word.contains(char::is_lowercase)
                || matches!(word, "at" | "am" | "pm" | "a.m." | "p.m.")
        })
    })
}

/// Returns whether the line is a headline or the heading of a section.
fn is_heading(words: &str, shape: &Shape) -> bool {
    let ends = words.ends_with(['.', ':', ';', ',', '!', '…', '—'])
        || (shape.stopped && !words.ends_with('?'));
    let starts = words
        .chars()
        .find(|letter| letter.is_alphanumeric())
        .is_some_and(|letter| letter.is_uppercase() || letter.is_numeric());
    shape.words <= 20 && words.len() <= 180 && starts && !ends
}

#[cfg(test)]
mod tests;
