//! `--coder llm`: the events are coded by a language model at an address that the user names.
//!
//! Nothing is sent before every argument is in order. The key comes from the environment alone, and goes
//! to no address without encryption but this machine's own.

#[cfg(feature = "llm")]
mod cache;
#[cfg(feature = "llm")]
mod client;

use crate::{arguments::LlmArguments, failure::Failure};

#[cfg(feature = "llm")]
pub(crate) use with_network::{coder, verdict};
#[cfg(not(feature = "llm"))]
pub(crate) use without_network::{coder, verdict};

#[cfg(feature = "llm")]
mod with_network {
    use super::{Failure, LlmArguments, cache, client::Client};
    use chancery_coding::llm::LanguageModelCoder;

    /// The variable that holds the key.
    const KEY: &str = "CHANCERY_LLM_KEY";

    /// Returns the coder that asks the endpoint.
    pub(crate) fn coder(
        arguments: &LlmArguments,
        quiet: bool,
    ) -> Result<LanguageModelCoder<Client>, Failure> {
        let missing = |what: &str, example: &str| {
            Failure::usage(format!("--coder llm needs {what}")).hint(format!("such as {example}"))
        };
        let endpoint = arguments
            .endpoint
            .as_deref()
            .ok_or_else(|| missing("--endpoint", "--endpoint http://localhost:8080/v1"))?;
        let model = arguments
            .model
            .as_deref()
            .ok_or_else(|| missing("--model", "--model qwen3"))?;
        let address = Address::read(endpoint)?;
        let key = std::env::var(KEY).ok().filter(|key| !key.trim().is_empty());
        if key.is_none() && !address.here {
            return Err(Failure::usage(format!("{KEY} is not set"))
                .hint("put the endpoint's key into that variable; nothing was sent"));
        }
        if !quiet {
            eprintln!("The text is sent to {}.", address.url);
        }
        let folder = arguments.cache.clone().or_else(cache::folder);
        let client = Client::new(
            address.url,
            address.here,
            key,
            &arguments.budget,
            arguments.rate,
            folder,
        )?;
        Ok(LanguageModelCoder::new(client, model))
    }

    /// Says what the model cost; a failure where anything was not coded.
    pub(crate) fn verdict(model: &LanguageModelCoder<Client>) -> Result<(), Failure> {
        model.chat().verdict()
    }

    /// Where the questions go.
    struct Address {
        url: String,
        /// Whether that is this machine.
        here: bool,
    }

    impl Address {
        fn read(endpoint: &str) -> Result<Self, Failure> {
            let wrong = |why: &str| Failure::usage(format!("--endpoint {endpoint}: {why}"));
            let (scheme, rest) = endpoint
                .split_once("://")
                .ok_or_else(|| wrong("no address of the web"))?;
            let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
            if authority.contains('@') {
                return Err(wrong("leave names and passwords out of the address"));
            }
            let host = match authority.strip_prefix('[') {
                Some(rest) => rest.split(']').next().unwrap_or(""),
                None => authority.split(':').next().unwrap_or(""),
            };
            let here = host.eq_ignore_ascii_case("localhost")
                || host
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback());
            match scheme {
                _ if host.is_empty() => return Err(wrong("it names no server")),
                "https" => {}
                "http" if here => {}
                "http" => return Err(wrong("only https, as key and text must not travel openly")),
                _ => return Err(wrong("only http and https are known")),
            }
            let base = endpoint.trim_end_matches('/');
            let url = if base.ends_with("/chat/completions") {
                base.to_owned()
            } else {
                format!("{base}/chat/completions")
            };
            Ok(Self { url, here })
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn an_endpoint_is_encrypted_or_this_machine() {
            let read = |endpoint: &str| {
                Address::read(endpoint)
                    .ok()
                    .map(|address| (address.url, address.here))
            };
            let some = |url: &str, here| Some((url.to_owned(), here));
            assert_eq!(
                read("https://llm.example/v1/"),
                some("https://llm.example/v1/chat/completions", false)
            );
            assert_eq!(
                read("http://127.0.0.1:8080/v1"),
                some("http://127.0.0.1:8080/v1/chat/completions", true)
            );
            assert_eq!(
                read("http://[::1]:1/chat/completions"),
                some("http://[::1]:1/chat/completions", true)
            );
            for wrong in [
                "http://llm.example/v1",
                "http://127.0.0.1.example/v1",
                "http://localhost@llm.example/v1",
                "llm.example",
                "ftp://llm.example",
                "https:///v1",
            ] {
                assert_eq!(read(wrong), None, "{wrong}");
            }
        }
    }
}

#[cfg(not(feature = "llm"))]
mod without_network {
    use super::{Failure, LlmArguments};
    use chancery_coding::Rules;

    /// Refuses: this build has no network.
    pub(crate) fn coder(_: &LlmArguments, _: bool) -> Result<Rules, Failure> {
        Err(Failure::usage("this build of chancery uses no network")
            .hint("build it with `--features llm`"))
    }

    /// Nothing was asked.
    pub(crate) const fn verdict(_: &Rules) -> Result<(), Failure> {
        Ok(())
    }
}
