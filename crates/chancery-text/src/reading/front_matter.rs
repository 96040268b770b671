//! The `key: value` lines between two `---` lines at the top of a file.

/// The fields of a front matter, keys in lower case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Returns the value of a field that is not empty.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the value of the first of these fields that is there.
    pub(super) fn first(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.get(key))
    }
}

/// No front matter is longer than this; what is longer is text.
const LONGEST: usize = 16_384;

/// Returns where the body begins, and the fields before it; 0 where there is no front matter.
pub(super) fn split(text: &str) -> (usize, Fields) {
    let none = (0, Fields::default());
    let Some(first) = text.split_inclusive('\n').next() else {
        return none;
    };
    if first.trim_end() != "---" {
        return none;
    }
    let mut fields = Vec::new();
    let mut place = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        place += line.len();
        if place > LONGEST {
            return none;
        }
        let bare = line.trim_end();
        if bare == "---" || bare == "..." {
            return if fields.is_empty() {
                none
            } else {
                (place, Fields(fields))
            };
        }
        // Nested and continued lines (lists, folded strings) are passed over.
        if bare.is_empty() || bare.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let Some((key, value)) = bare.split_once(':') else {
            return none;
        };
        let value = unquoted(value.trim());
        if !value.is_empty() {
            fields.push((key.trim().to_lowercase(), value));
        }
    }
    none
}

fn unquoted(value: &str) -> String {
    for quote in ['"', '\''] {
        if let Some(inner) = value
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            return if quote == '"' {
                inner.replace("\\\"", "\"")
            } else {
                inner.replace("''", "'")
            };
        }
    }
    // A comment follows a space and a number sign.
    value
        .split(" #")
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_or_the_text_is_left() {
        let (body, fields) =
            split("---\nTitle: 'It''s over'\ntags:\n  - a\ndate: 2025-06-18 # day\n---\nText");
        assert_eq!(body, 63);
        assert_eq!(fields.get("title"), Some("It's over"));
        assert_eq!(fields.get("date"), Some("2025-06-18"));
        assert_eq!(fields.get("tags"), None);
        for text in [
            "---\nA rule, then text.\n---\n",
            "---\ntitle: open",
            "",
            "Text\n---\n",
        ] {
            assert_eq!(split(text).0, 0, "{text}");
        }
    }
}
