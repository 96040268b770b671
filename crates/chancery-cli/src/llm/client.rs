//! The client of a chat endpoint: one request at a time, no faster than allowed, within a budget, again
//! after trouble that passes, and never for an answer that is known.

use super::cache::Cache;
use crate::{arguments::Limit, failure::Failure};
use chancery_coding::llm::{Chat, Question, Unanswered};
use serde_json::Value;
use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};
use ureq::Agent;

/// How often a question is put.
const ATTEMPTS: u32 = 5;
/// How often an answer may lack the form that was asked for.
const MALFORMED: u32 = 2;
/// How long to wait before the second attempt; twice as long before each one after it.
const PATIENCE: Duration = Duration::from_millis(500);
/// The longest wait that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// After so many questions in a row without an answer the rest is not asked.
const FAILURES: u32 = 3;
/// The largest answer that is taken.
const LARGEST: u64 = 8 << 20;

/// A client.
pub(crate) struct Client {
    url: String,
    key: Option<String>,
    agent: Agent,
    requests: u64,
    tokens: u64,
    pause: Duration,
    cache: Option<Cache>,
    run: Mutex<Run>,
}

/// What a run has cost so far.
#[derive(Default)]
struct Run {
    requests: u64,
    tokens: u64,
    known: u64,
    unanswered: u64,
    failures: u32,
    /// When the next request may go out.
    next: Option<Instant>,
    /// Why nothing more is asked.
    stopped: Option<String>,
    first_reason: Option<String>,
}

/// What came of one request.
enum Reply {
    Answer(String),
    /// The answer is not of the form that was asked for.
    Malformed,
    /// It may work later; the server may say when.
    Later(String, Option<Duration>),
    /// It will not work.
    Never(String),
}

impl Client {
    pub(crate) fn new(
        url: String,
        here: bool,
        key: Option<String>,
        budget: &[Limit],
        rate: u32,
        folder: Option<PathBuf>,
    ) -> Result<Self, Failure> {
        let mut config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(300)))
            .user_agent(concat!("chancery/", env!("CARGO_PKG_VERSION")));
        if here {
            config = config.proxy(None);
        }
        let least = |of: fn(&Limit) -> Option<u64>| budget.iter().filter_map(of).min();
        let requests = least(|limit| match limit {
            Limit::Requests(number) => Some(*number),
            Limit::Tokens(_) => None,
        });
        let tokens = least(|limit| match limit {
            Limit::Tokens(number) => Some(*number),
            Limit::Requests(_) => None,
        });
        let cache = folder
            .map(|folder| {
                Cache::open(folder.clone()).map_err(|error| {
                    Failure::writing(&format!("the answers to {}", folder.display()), &error)
                })
            })
            .transpose()?;
        Ok(Self {
            url,
            key,
            agent: config.build().into(),
            requests: requests.unwrap_or(u64::MAX),
            tokens: tokens.unwrap_or(u64::MAX),
            pause: Duration::from_secs(60) / rate.max(1),
            cache,
            run: Mutex::default(),
        })
    }

    /// Says what the run cost; a failure where a question went without an answer.
    pub(crate) fn verdict(&self) -> Result<(), Failure> {
        let run = self.run();
        if run.unanswered == 0 {
            return Ok(());
        }
        let reason = run.first_reason.as_deref().unwrap_or("no answer came");
        let passages = if run.unanswered == 1 {
            "passage was"
        } else {
            "passages were"
        };
        Err(
            Failure::data(format!("{} {passages} not coded: {reason}", run.unanswered)).hint(format!(
                "{} requests went out, {} tokens were used and {} answers were known; those that came are kept, so \
                 that running it again asks only for the rest",
                run.requests, run.tokens, run.known
            )),
        )
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        // A run that was cut short still counts what it cost.
        self.run.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a question until it is answered or there is no more sense in it.
    fn put(&self, question: &Question, body: &[u8], run: &mut Run) -> Result<String, String> {
        if let Some(reason) = &run.stopped {
            return Err(reason.clone());
        }
        let mut reason = String::new();
        let mut malformed = 0;
        for attempt in 0..ATTEMPTS {
            if let Some(spent) = self.spent(run) {
                run.stopped = Some(spent.clone());
                return Err(spent);
            }
            if let Some(next) = run.next {
                thread::sleep(next.saturating_duration_since(Instant::now()));
            }
            run.next = Some(Instant::now() + self.pause);
            run.requests += 1;
            match self.send(question, body, run) {
                Reply::Answer(answer) => return Ok(answer),
                Reply::Malformed => {
                    malformed += 1;
                    "the answer is not JSON of the form that was asked for".clone_into(&mut reason);
                    if malformed >= MALFORMED {
                        return Err(reason);
                    }
                }
                Reply::Later(why, wait) => {
                    reason = why;
                    let wait = wait.unwrap_or(PATIENCE * 2_u32.pow(attempt));
                    let next = Instant::now() + wait.min(LONGEST_WAIT);
                    run.next = run.next.max(Some(next));
                }
                Reply::Never(why) => {
                    run.stopped = Some(why.clone());
                    return Err(why);
                }
            }
        }
        run.failures += 1;
        if run.failures >= FAILURES {
            run.stopped = Some(reason.clone());
        }
        Err(reason)
    }

    fn spent(&self, run: &Run) -> Option<String> {
        if run.requests >= self.requests {
            Some(format!("the budget of {} requests is spent", self.requests))
        } else if run.tokens >= self.tokens {
            Some(format!("the budget of {} tokens is spent", self.tokens))
        } else {
            None
        }
    }

    fn send(&self, question: &Question, body: &[u8], run: &mut Run) -> Reply {
        let mut request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("Authorization", format!("Bearer {key}"));
        }
        let mut response = match request.send(body) {
            Ok(response) => response,
            Err(error) => return Reply::Later(format!("{}: {error}", self.url), None),
        };
        let status = response.status().as_u16();
        let wait = response
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let bytes = response
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_vec();
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return Reply::Later(format!("{}: {error}", self.url), wait),
        };
        let value: Option<Value> = serde_json::from_slice(&bytes).ok();
        let said = value
            .as_ref()
            .and_then(|value| value.pointer("/error/message")?.as_str())
            .map_or_else(String::new, |said| {
                format!(" ({})", said.chars().take(200).collect::<String>())
            });
        match status {
            200..=299 => {}
            401 | 403 => {
                let remedy = if self.key.is_some() {
                    "the endpoint does not take the key of CHANCERY_LLM_KEY"
                } else {
                    "the endpoint wants a key: put it into CHANCERY_LLM_KEY"
                };
                return Reply::Never(format!("{remedy}{said}"));
            }
            408 | 409 | 425 | 429 | 500..=599 => {
                return Reply::Later(format!("the endpoint answers {status}{said}"), wait);
            }
            _ => return Reply::Never(format!("the endpoint answers {status}{said}")),
        }
        let counted = value
            .as_ref()
            .and_then(|value| value.pointer("/usage/total_tokens")?.as_u64());
        // A server that does not count: some four bytes make a token.
        run.tokens += counted.unwrap_or((body.len() + bytes.len()) as u64 / 4);
        let answer = value
            .as_ref()
            .and_then(|value| value.pointer("/choices/0/message/content")?.as_str())
            .filter(|answer| question.accepts(answer));
        match answer {
            Some(answer) => Reply::Answer(answer.to_owned()),
            None => Reply::Malformed,
        }
    }
}

impl Chat for Client {
    fn ask(&self, question: &Question) -> Result<String, Unanswered> {
        let body = question.body().to_string().into_bytes();
        let mut run = self.run();
        let known = self
            .cache
            .as_ref()
            .and_then(|cache| cache.get(&self.url, &body))
            .filter(|answer| question.accepts(answer));
        if let Some(answer) = known {
            run.known += 1;
            return Ok(answer);
        }
        match self.put(question, &body, &mut run) {
            Ok(answer) => {
                run.failures = 0;
                if let Some(cache) = &self.cache
                    && let Err(error) = cache.put(&self.url, &body, &answer)
                {
                    eprintln!("warning: an answer could not be kept: {error}");
                }
                Ok(answer)
            }
            Err(reason) => {
                run.unanswered += 1;
                run.first_reason.get_or_insert_with(|| reason.clone());
                Err(Unanswered { reason })
            }
        }
    }
}
