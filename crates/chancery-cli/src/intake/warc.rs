//! A WARC copy of an exchange (ISO 28500:2017): the request and the response, each a record
//! compressed on its own.

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, io::Write as _};

/// An exchange with a server.
pub(super) struct Exchange<'a> {
    pub(super) url: &'a str,
    pub(super) when: jiff::Timestamp,
    /// The lines of the request.
    pub(super) request: &'a str,
    /// The status line and headers of the response.
    pub(super) head: &'a str,
    /// The body of the response, as the server sent it.
    pub(super) body: &'a [u8],
}

/// Returns the bytes of a WARC file with an exchange.
pub(super) fn write(exchange: &Exchange<'_>) -> std::io::Result<Vec<u8>> {
    let mut response = exchange.head.as_bytes().to_vec();
    response.extend_from_slice(exchange.body);
    let mut file = Vec::new();
    let response_id = id(&[b"response", exchange.url.as_bytes(), &response]);
    let digest = hexadecimal(&Sha256::digest(exchange.body));
    record(
        &mut file,
        exchange,
        "response",
        &response_id,
        &format!("WARC-Payload-Digest: sha256:{digest}\r\n"),
        &response,
    )?;
    record(
        &mut file,
        exchange,
        "request",
        &id(&[b"request", exchange.url.as_bytes(), &response]),
        &format!("WARC-Concurrent-To: {response_id}\r\n"),
        exchange.request.as_bytes(),
    )?;
    Ok(file)
}

fn record(
    file: &mut Vec<u8>,
    exchange: &Exchange<'_>,
    kind: &str,
    id: &str,
    more: &str,
    block: &[u8],
) -> std::io::Result<()> {
    let mut head = String::new();
    let _ = write!(
        head,
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {}\r\n\
         WARC-Target-URI: {}\r\n{more}Content-Type: application/http;msgtype={kind}\r\n\
         Content-Length: {}\r\n\r\n",
        exchange.when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        exchange.url,
        block.len()
    );
    let mut member = GzEncoder::new(file, Compression::default());
    member.write_all(head.as_bytes())?;
    member.write_all(block)?;
    member.write_all(b"\r\n\r\n")?;
    member.finish().map(|_| ())
}

/// Returns a name of a record that depends on what is in it, as a UUID of version 8 (RFC 9562).
fn id(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
        hasher.update([0]);
    }
    let mut bytes: [u8; 16] = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = hexadecimal(&bytes);
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_sides_are_kept() {
        let exchange = Exchange {
            url: "http://wire.example/1",
            when: jiff::Timestamp::UNIX_EPOCH,
            request: "GET /1 HTTP/1.1\r\nHost: wire.example\r\n\r\n",
            head: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
            body: b"Words.",
        };
        let file = write(&exchange).expect("a file in memory");
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(&file[..])
            .read_to_string(&mut text)
            .expect("whole");
        assert_eq!(text.matches("WARC/1.1\r\n").count(), 2);
        assert!(text.contains("WARC-Date: 1970-01-01T00:00:00Z\r\n"));
        assert!(text.contains("Content-Length: 51\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nWords.\r\n\r\n"));
        assert_eq!(
            write(&exchange).expect("again"),
            file,
            "the same exchange, the same bytes"
        );
    }
}
