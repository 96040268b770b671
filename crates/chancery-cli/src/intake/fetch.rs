//! Fetching from the web with manners: `robots.txt` is honoured, each site is asked at most once a
//! second (or as rarely as it wishes), and what has not changed is not sent again.

use super::{
    robots::{ROBOT, Robots},
    warc::{self, Exchange},
};
use crate::failure::Failure;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    thread,
    time::{Duration, Instant},
};
use ureq::{Agent, Body, http::Response};

/// How long to wait between two requests to a site that states no wish.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause that a site can wish for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The largest body that is taken.
const LARGEST: u64 = 256 << 20;
/// How many redirections are followed.
const REDIRECTIONS: usize = 5;
const AGENT: &str = concat!("chancery/", env!("CARGO_PKG_VERSION"));

/// What a server answered.
pub(crate) enum Answer {
    /// It is as it was.
    Unchanged,
    /// The content.
    Content(Box<Content>),
}

/// A page as it came.
pub(crate) struct Content {
    /// The body.
    pub(crate) body: Vec<u8>,
    /// What the server says it is.
    pub(crate) content_type: Option<String>,
    /// The entity tag.
    pub(crate) etag: Option<String>,
    /// The date of last change.
    pub(crate) last_modified: Option<String>,
    /// The bytes of a WARC file with the exchange.
    pub(crate) warc: Vec<u8>,
}

/// A polite client.
pub(crate) struct Fetcher {
    agent: Agent,
    sites: BTreeMap<String, Site>,
}

struct Site {
    robots: Robots,
    next: Instant,
    pause: Duration,
}

impl Fetcher {
    pub(crate) fn new() -> Self {
        let config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .user_agent(AGENT)
            .build();
        Self {
            agent: config.into(),
            sites: BTreeMap::new(),
        }
    }

    /// Fetches an address. `known` are the entity tag and the date of last change of the copy that
    /// the case holds.
    pub(crate) fn fetch(
        &mut self,
        url: &str,
        known: (Option<&str>, Option<&str>),
    ) -> Result<Answer, Failure> {
        let mut address = url.to_owned();
        for _ in 0..=REDIRECTIONS {
            let (site, path) = split(&address)?;
            self.approach(&site)?;
            let allowed = self
                .sites
                .get(&site)
                .is_some_and(|site| site.robots.allows(&path));
            if !allowed {
                return Err(Failure::data(format!(
                    "{address}: the site's robots.txt asks not to fetch this"
                ))
                .hint("save the page yourself and add the file"));
            }
            let headers = [("If-None-Match", known.0), ("If-Modified-Since", known.1)];
            let (response, request) = self.get(&address, &headers)?;
            let status = response.status();
            if status.as_u16() == 304 {
                return Ok(Answer::Unchanged);
            }
            if status.is_redirection()
                && let Some(place) = header(&response, "location")
            {
                address = join(&site, &path, &place);
                continue;
            }
            if !status.is_success() {
                return Err(Failure::data(format!(
                    "{address}: the server answers {status}"
                )));
            }
            return content(&address, response, &request).map(|one| Answer::Content(Box::new(one)));
        }
        Err(Failure::data(format!(
            "{url}: more than {REDIRECTIONS} redirections"
        )))
    }

    /// Reads a site's wishes once, and waits until it may be asked again.
    fn approach(&mut self, site: &str) -> Result<(), Failure> {
        if !self.sites.contains_key(site) {
            let robots = self.robots(site);
            let pause = robots
                .delay
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                .map_or(PAUSE, |wish| wish.clamp(PAUSE, LONGEST_PAUSE));
            self.sites.insert(
                site.to_owned(),
                Site {
                    robots,
                    next: Instant::now(),
                    pause,
                },
            );
        }
        if let Some(site) = self.sites.get_mut(site) {
            thread::sleep(site.next.saturating_duration_since(Instant::now()));
            site.next = Instant::now() + site.pause;
        }
        Ok(())
    }

    /// Returns the wishes of a site. One that has no file allows everything; one that cannot be
    /// reached allows nothing.
    fn robots(&self, site: &str) -> Robots {
        let mut address = format!("{site}/robots.txt");
        for _ in 0..=REDIRECTIONS {
            let Ok((mut response, _)) = self.get(&address, &[]) else {
                return Robots::closed();
            };
            let status = response.status();
            if status.is_redirection()
                && let Some(place) = header(&response, "location")
                && let Ok((from, path)) = split(&address)
            {
                address = join(&from, &path, &place);
                continue;
            }
            if status.is_client_error() {
                return Robots::default();
            }
            if !status.is_success() {
                return Robots::closed();
            }
            let body = response.body_mut().with_config().limit(512 << 10);
            return body.read_to_vec().map_or_else(
                |_| Robots::closed(),
                |bytes| Robots::read(&String::from_utf8_lossy(&bytes)),
            );
        }
        Robots::default()
    }

    /// Sends a request; returns the response and the lines that were sent.
    fn get(
        &self,
        url: &str,
        headers: &[(&str, Option<&str>)],
    ) -> Result<(Response<Body>, String), Failure> {
        let (site, path) = split(url)?;
        let host = site.split_once("://").map_or("", |(_, host)| host);
        let mut lines = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\nAccept-Encoding: identity\r\n"
        );
        let mut request = self.agent.get(url).header("Accept-Encoding", "identity");
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(*name, *value);
                let _ = write!(lines, "{name}: {value}\r\n");
            }
        }
        lines.push_str("\r\n");
        let response = request.call().map_err(|error| {
            Failure::data(format!("{url}: {error}")).hint(format!(
                "check the address and the connection; {ROBOT} honours HTTPS_PROXY"
            ))
        })?;
        Ok((response, lines))
    }
}

fn content(url: &str, mut response: Response<Body>, request: &str) -> Result<Content, Failure> {
    let body = response
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_vec()
        .map_err(|error| Failure::data(format!("{url}: {error}")))?;
    let status = response.status();
    let mut head = format!(
        "HTTP/1.1 {} {}\r\n",
        status.as_u16(),
        status.canonical_reason().unwrap_or("")
    );
    for (name, value) in response.headers() {
        // The pieces that a body was sent in are joined again.
        if name != "transfer-encoding" && name != "content-length" {
            let value = String::from_utf8_lossy(value.as_bytes());
            let _ = write!(head, "{name}: {value}\r\n");
        }
    }
    let _ = write!(head, "content-length: {}\r\n\r\n", body.len());
    let warc = warc::write(&Exchange {
        url,
        when: jiff::Timestamp::now(),
        request,
        head: &head,
        body: &body,
    })
    .map_err(|error| Failure::ours(&error))?;
    Ok(Content {
        content_type: header(&response, "content-type"),
        etag: header(&response, "etag"),
        last_modified: header(&response, "last-modified"),
        body,
        warc,
    })
}

fn header(response: &Response<Body>, name: &str) -> Option<String> {
    let value = response.headers().get(name)?;
    value.to_str().ok().map(str::to_owned)
}

/// Splits an address into its site and its path with the query.
fn split(url: &str) -> Result<(String, String), Failure> {
    let wrong = || Failure::usage(format!("`{url}` is not an address of the web"));
    let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
    let rest = rest.split('#').next().unwrap_or("");
    let (host, path) = match rest.find(['/', '?']) {
        Some(end) => rest.split_at(end),
        None => (rest, "/"),
    };
    if host.is_empty() || !["http", "https"].contains(&scheme) {
        return Err(wrong());
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    Ok((format!("{scheme}://{host}"), format!("{slash}{path}")))
}

/// Returns the address that a redirection names.
fn join(site: &str, path: &str, place: &str) -> String {
    if place.contains("://") {
        place.to_owned()
    } else if let Some(host) = place.strip_prefix("//") {
        let scheme = site.split("://").next().unwrap_or("https");
        format!("{scheme}://{host}")
    } else if place.starts_with('/') {
        format!("{site}{place}")
    } else {
        let path = path.split('?').next().unwrap_or("/");
        let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
        format!("{site}{folder}{place}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_split_and_joined() {
        let parts = |url| split(url).ok();
        let pair = |site: &str, path: &str| Some((site.to_owned(), path.to_owned()));
        assert_eq!(parts("https://a.example"), pair("https://a.example", "/"));
        assert_eq!(
            parts("http://a.example:80?q=1#x"),
            pair("http://a.example:80", "/?q=1")
        );
        assert_eq!(parts("ftp://a.example/"), None);
        assert_eq!(
            join("https://a.example", "/b/c?d", "e"),
            "https://a.example/b/e"
        );
        assert_eq!(
            join("https://a.example", "/b/c", "//f.example/g"),
            "https://f.example/g"
        );
        assert_eq!(
            join("https://a.example", "/b/c", "/g"),
            "https://a.example/g"
        );
    }
}
