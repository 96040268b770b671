//! `robots.txt`, as RFC 9309 reads it: what a site asks robots not to fetch.

/// Our name in `robots.txt`.
pub(super) const ROBOT: &str = "chancery";

/// What a site allows us.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Robots {
    /// Path patterns, each with whether it allows.
    rules: Vec<(String, bool)>,
    /// How many seconds the site asks to wait between requests.
    pub(super) delay: Option<f64>,
}

impl Robots {
    /// The rules of a site that cannot be asked: nothing may be fetched (section 2.3.1.4).
    pub(super) fn closed() -> Self {
        Self {
            rules: vec![("/".to_owned(), false)],
            delay: None,
        }
    }

    /// Reads the rules for us: of the groups that name us, or, where none does, of those for all.
    pub(super) fn read(text: &str) -> Self {
        let (mut ours, mut all) = (None, None);
        let mut agents: Vec<String> = Vec::new();
        let mut in_rules = false;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if std::mem::take(&mut in_rules) {
                    agents.clear();
                }
                agents.push(value.to_ascii_lowercase());
                for agent in &agents {
                    Self::group(agent, &mut ours, &mut all);
                }
                continue;
            }
            in_rules = true;
            for agent in &agents {
                let Some(group) = Self::group(agent, &mut ours, &mut all) else {
                    continue;
                };
                match key.as_str() {
                    "allow" | "disallow" if !value.is_empty() => {
                        group.rules.push((value.to_owned(), key == "allow"));
                    }
                    "crawl-delay" => group.delay = value.parse().ok(),
                    _ => {}
                }
            }
        }
        ours.or(all).unwrap_or_default()
    }

    fn group<'a>(
        agent: &str,
        ours: &'a mut Option<Self>,
        all: &'a mut Option<Self>,
    ) -> Option<&'a mut Self> {
        match agent {
            "*" => Some(all.get_or_insert_default()),
            agent if agent.split('/').next() == Some(ROBOT) => Some(ours.get_or_insert_default()),
            _ => None,
        }
    }

    /// Returns whether a path with its query may be fetched: the longest pattern that matches
    /// decides, and allows where two are as long.
    pub(super) fn allows(&self, path: &str) -> bool {
        self.rules
            .iter()
            .filter(|(pattern, _)| matches(pattern, path))
            .max_by_key(|(pattern, allows)| (pattern.len(), *allows))
            .is_none_or(|(_, allows)| *allows)
    }
}

/// Returns whether a pattern matches the beginning of a path; `*` stands for anything and a final
/// `$` for the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or("")) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for (number, part) in parts.iter().enumerate() {
        if whole && number + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(place) => rest = &rest[place + part.len()..],
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pattern_decides() {
        let robots = Robots::read(
            "User-agent: other\nDisallow: /\n\nUser-agent: *\nCrawl-delay: 2\nDisallow: /private/ # all\n\
             Allow: /private/open\nDisallow: /*.pdf$\nDisallow: /*/draft\n",
        );
        for (path, allowed) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open/x", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x=1", true),
            ("/a/draft/1", false),
            ("/draft/1", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(robots.delay, Some(2.0));
    }

    #[test]
    fn a_group_for_us_replaces_the_one_for_all() {
        let text =
            "User-agent: *\nDisallow: /\nUser-agent: Chancery\nUser-agent: x\nDisallow: /a\n";
        assert!(Robots::read(text).allows("/b"));
        assert!(!Robots::read(text).allows("/a"));
        assert!(Robots::read("User-agent: *\nDisallow:\n").allows("/a"));
        assert!(!Robots::closed().allows("/a"));
    }
}
