//! Files as they are published: plain, gzip, or a zip archive of one file, as GDELT and POLECAT
//! come in.

use flate2::{bufread::MultiGzDecoder, read::DeflateDecoder};
use std::io::{self, BufRead, BufReader, Read};

const BUFFER: usize = 1 << 17;

/// Returns the decompressed bytes of a file that is plain, gzip, or a zip archive with one file in
/// it (of several, the first).
pub fn inflate<'a, R: BufRead + Send + 'a>(
    mut reader: R,
) -> io::Result<Box<dyn BufRead + Send + 'a>> {
    let head = reader.fill_buf()?;
    if head.starts_with(b"\x1F\x8B") {
        let reader = MultiGzDecoder::new(reader);
        return Ok(Box::new(BufReader::with_capacity(BUFFER, reader)));
    }
    if head.starts_with(b"PK\x03\x04") {
        return unzip(reader);
    }
    if head.starts_with(b"\xFD7zXZ\0") {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "it is compressed with xz: decompress it first, or pipe it in (xz -dc FILE | …)",
        ));
    }
    Ok(Box::new(reader))
}

/// Passes over the local header of the first file of an archive (APPNOTE 4.3.7).
fn unzip<'a, R: BufRead + Send + 'a>(mut reader: R) -> io::Result<Box<dyn BufRead + Send + 'a>> {
    let mut header = [0; 30];
    reader.read_exact(&mut header)?;
    let two = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let four = |at: usize| u64::from(two(at)) | u64::from(two(at + 2)) << 16;
    let (flags, method) = (two(6), two(8));
    let skip = u64::from(two(26)) + u64::from(two(28));
    io::copy(&mut Read::take(&mut reader, skip), &mut io::sink())?;
    match method {
        _ if flags & 1 != 0 => Err(unsupported("the archive is encrypted")),
        8 => {
            let reader = DeflateDecoder::new(reader);
            Ok(Box::new(BufReader::with_capacity(BUFFER, reader)))
        }
        0 if flags & 8 == 0 => Ok(Box::new(BufReader::with_capacity(
            BUFFER,
            reader.take(four(18)),
        ))),
        _ => Err(unsupported(
            "the archive is packed in a way that is not read",
        )),
    }
}

fn unsupported(message: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::Unsupported,
        format!("{message}: unpack it first"),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use flate2::{Compression, write};
    use std::io::Write;

    fn check(bytes: &[u8], expected: &str) {
        let mut text = String::new();
        inflate(bytes).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, expected);
    }

    #[test]
    fn plain_gzip_and_zip_give_the_same() {
        let text = "a\tb\nc\td\n";
        check(text.as_bytes(), text);
        let mut gzip = write::GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        check(&gzip.finish().unwrap(), text);
        let mut deflated = write::DeflateEncoder::new(Vec::new(), Compression::fast());
        deflated.write_all(text.as_bytes()).unwrap();
        let deflated = deflated.finish().unwrap();
        let zip = |method: u8, body: &[u8]| {
            let mut zip = b"PK\x03\x04\x14\0\0\0".to_vec();
            zip.extend([method, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            zip.extend((body.len() as u32).to_le_bytes());
            zip.extend((text.len() as u32).to_le_bytes());
            zip.extend([5, 0, 0, 0]);
            zip.extend(b"x.csv");
            zip.extend(body);
            zip.extend(b"PK\x01\x02the directory");
            zip
        };
        check(&zip(8, &deflated), text);
        check(&zip(0, text.as_bytes()), text);
        assert!(inflate(&b"\xFD7zXZ\0rest"[..]).is_err());
        assert!(inflate(&b"PK\x03\x04"[..]).is_err());
    }
}
