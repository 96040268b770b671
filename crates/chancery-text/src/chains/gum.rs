//! Coreference as the GUM corpus marks it: CoNLL-U with bracketed entities in the last column
//! (Zeldes, "The GUM Corpus", Language Resources and Evaluation 51, 2017).

use super::measure::{KeyDocument, KeyMention};
use chancery_model::Span;

/// Reads the documents of a CoNLL-U file with entities. Lines that are not of the form are skipped.
pub fn parse_gum(text: &str) -> Vec<KeyDocument> {
    let mut documents: Vec<Reader> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("# newdoc id = ") {
            documents.push(Reader::new(name.trim()));
        }
        if let Some(reader) = documents.last_mut() {
            reader.line(line);
        }
    }
    documents.into_iter().map(Reader::finish).collect()
}

/// A word of the sentence being read.
struct Word {
    span: Span,
    head: usize,
    conjunct: bool,
    /// Whether it goes on with a name that its head begins.
    flat: bool,
    brackets: String,
}

/// A mention that was opened and not yet closed.
struct Open {
    cluster: String,
    kind: String,
    from: usize,
}

struct Reader {
    document: KeyDocument,
    words: Vec<Word>,
    /// The surface form that the following split words share: last word number and where it starts.
    joined: Option<(usize, usize, usize)>,
    paragraph: bool,
}

impl Reader {
    fn new(name: &str) -> Self {
        Self {
            document: KeyDocument {
                name: name.to_owned(),
                ..KeyDocument::default()
            },
            words: Vec::new(),
            joined: None,
            paragraph: false,
        }
    }

    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.end_sentence();
        } else if line.starts_with("# newpar") {
            self.paragraph = true;
        } else if !line.starts_with('#') {
            self.word(line);
        }
    }

    fn word(&mut self, line: &str) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, _, _, _, _, head, relation, _, notes] = columns[..] else {
            return;
        };
        let text = &mut self.document.text;
        if self.words.is_empty() && self.joined.is_none() && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str(if self.paragraph { "\n\n" } else { " " });
        }
        self.paragraph = false;
        let space = !notes.split('|').any(|note| note == "SpaceAfter=No");
        if let Some((_, last)) = number.split_once('-') {
            let start = text.len();
            text.push_str(form);
            let end = text.len();
            if space {
                text.push(' ');
            }
            self.joined = last.parse().ok().map(|last| (last, start, end));
            return;
        }
        let (Ok(number), Ok(head)) = (number.parse::<usize>(), head.parse::<usize>()) else {
            return;
        };
        let span = match self.joined {
            Some((last, start, end)) if number <= last => {
                let fits = text
                    .get(start..end)
                    .is_some_and(|rest| rest.starts_with(form));
                let own = if fits { start + form.len() } else { end };
                self.joined = Some((last, own.min(end), end));
                Span::new(start, own.max(start))
            }
            _ => {
                self.joined = None;
                let start = text.len();
                text.push_str(form);
                let span = Span::new(start, text.len());
                if space {
                    text.push(' ');
                }
                span
            }
        };
        let brackets = notes
            .split('|')
            .find_map(|note| note.strip_prefix("Entity="))
            .unwrap_or("");
        self.words.push(Word {
            span,
            head,
            conjunct: relation == "conj",
            flat: relation == "flat" || relation.starts_with("flat:"),
            brackets: brackets.to_owned(),
        });
    }

    fn end_sentence(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.joined = None;
        for word in words.iter().filter(|word| word.flat) {
            if let Some(first) = word.head.checked_sub(1).and_then(|head| words.get(head)) {
                self.document
                    .names
                    .insert(word.span.start, first.span.start);
            }
        }
        let mut open: Vec<Open> = Vec::new();
        for (place, word) in words.iter().enumerate() {
            let mut rest = word.brackets.as_str();
            while let Some(first) = rest.chars().next() {
                if first == '(' {
                    let inner = &rest[1..];
                    let end = inner.find(['(', ')']).unwrap_or(inner.len());
                    let (item, after) = inner.split_at(end);
                    let mut parts = item.splitn(3, '-');
                    let cluster = parts.next().unwrap_or("");
                    let cluster = cluster.split('[').next().unwrap_or(cluster);
                    let opened = Open {
                        cluster: cluster.to_owned(),
                        kind: parts.next().unwrap_or("").to_owned(),
                        from: place,
                    };
                    rest = match after.strip_prefix(')') {
                        Some(after) => {
                            self.mention(&words, &opened, place);
                            after
                        }
                        None => {
                            open.push(opened);
                            after
                        }
                    };
                } else {
                    let end = rest.find(')').unwrap_or(rest.len());
                    let cluster = rest[..end].split('[').next().unwrap_or("");
                    if let Some(last) = open.iter().rposition(|other| other.cluster == cluster) {
                        let opened = open.remove(last);
                        self.mention(&words, &opened, place);
                    }
                    rest = rest.get(end + 1..).unwrap_or("");
                }
            }
        }
    }

    fn mention(&mut self, words: &[Word], opened: &Open, last: usize) {
        let inside = opened.from + 1..last + 2;
        let head = (opened.from..=last)
            .find(|&place| !inside.contains(&words[place].head))
            .unwrap_or(opened.from);
        let pair = (opened.from..=last)
            .any(|place| words[place].conjunct && words[place].head == head + 1);
        self.document.mentions.push(KeyMention {
            cluster: opened.cluster.clone(),
            kind: opened.kind.clone(),
            head: words[head].span,
            span: words[opened.from].span.cover(words[last].span),
            pair,
        });
    }

    fn finish(mut self) -> KeyDocument {
        self.end_sentence();
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_head() {
        let text = "# newdoc id = X\n\
            1\tBarack\tBarack\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new\n\
            2\tObama\tObama\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)\n\
            3\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_\n\n";
        let document = &parse_gum(text)[0];
        let starts = [0, 7, 13].map(|start| document.head_start(start));
        assert_eq!(starts, [0, 0, 13]);
        assert_eq!(document.mentions[0].head.start, 0);
    }

    #[test]
    fn brackets_open_and_close_over_words() {
        let text = "# newdoc id = X\n\
            1\tIts\tits\tPRON\tPRP$\t_\t2\tnmod:poss\t_\tEntity=(2-person-new(1-place-giv)\n\
            2\tleader\tleader\tNOUN\tNN\t_\t3\tnsubj\t_\tEntity=2)|SpaceAfter=No\n\
            3\t!\t!\tPUNCT\t.\t_\t0\troot\t_\t_\n\n";
        let documents = parse_gum(text);
        assert_eq!(documents[0].text, "Its leader! ");
        let seen: Vec<(&str, &str)> = documents[0]
            .mentions
            .iter()
            .map(|mention| {
                (
                    mention.cluster.as_str(),
                    mention.span.of(&documents[0].text),
                )
            })
            .collect();
        assert_eq!(seen, [("1", "Its"), ("2", "Its leader")]);
        assert_eq!(
            documents[0].mentions[1].head.of(&documents[0].text),
            "leader"
        );
    }
}
