//! Answers that break on their way: the answer's own bytes, sent as no HTTP library would.

use std::time::Duration;

use bytes::Bytes;
use http::Response;

use super::scenario::{Platform, WireFault};
use super::server::{Script, Step};

/// Pause between two bytes of a drip, in milliseconds of the real platform.
const DRIP_PAUSE: u64 = 200;

/// The script that sends this answer and breaks it.
pub(super) fn script(fault: WireFault, response: &Response<Bytes>, platform: &Platform) -> Script {
    let body = response.body().clone();
    let half = body.slice(..body.len() / 2);
    let length = format!("Content-Length: {}\r\n", body.len());
    let with_length = head(response, &length);
    let chunked = head(response, "Transfer-Encoding: chunked\r\n");
    let open_ended = head(response, "Connection: close\r\n");
    let pause = platform.scaled(DRIP_PAUSE);
    match fault {
        WireFault::CloseBeforeAnswer => vec![],
        WireFault::ResetBeforeAnswer => vec![Step::Reset],
        // A pause lets the bytes arrive before the reset overtakes them.
        WireFault::ResetMidBody => {
            let pause = Step::Pause(Duration::from_millis(20));
            vec![Step::Write(with_length), Step::Write(half), pause, Step::Reset]
        }
        WireFault::WrongLength => vec![Step::Write(with_length), Step::Write(half)],
        WireFault::ChunkCut => {
            let chunk = [format!("{:x}\r\n", body.len()).as_bytes(), &half].concat();
            vec![Step::Write(chunked), Step::Write(chunk.into())]
        }
        WireFault::HalfWithoutLength => vec![Step::Write(open_ended), Step::Write(half)],
        WireFault::HalfWithoutFarewell => {
            vec![Step::Write(open_ended), Step::Write(half), Step::Cut]
        }
        WireFault::StopAfterHeaders => vec![Step::Write(with_length), Step::Stall],
        WireFault::Stall => vec![Step::Write(with_length), Step::Write(half), Step::Stall],
        WireFault::Drip => {
            vec![Step::Write(with_length), Step::Drip { bytes: body, piece: 1, pause }]
        }
        WireFault::DripHeaders => {
            let drip = Step::Drip { bytes: with_length, piece: 1, pause };
            vec![drip, Step::Write(body)]
        }
        WireFault::Endless => {
            let space = Bytes::from(vec![b' '; 1 << 16]);
            vec![Step::Write(open_ended), Step::Write(half), Step::Endless(space)]
        }
        WireFault::CloseOnReuse => {
            vec![Step::Write(with_length), Step::Write(body), Step::AwaitRequest]
        }
        WireFault::HugeHeader => {
            let header = format!("X-Huge: {}\r\n{length}", "x".repeat(1 << 20));
            vec![Step::Write(head(response, &header)), Step::Write(body)]
        }
        WireFault::TwoLengths => {
            let lengths = format!("{length}Content-Length: {}\r\n", half.len());
            vec![Step::Write(head(response, &lengths)), Step::Write(body)]
        }
        WireFault::LengthAndChunks => {
            let both = format!("{length}Transfer-Encoding: chunked\r\n");
            vec![Step::Write(head(response, &both)), Step::Write(body)]
        }
        WireFault::Noise => {
            vec![Step::Write(Bytes::from_static(b"\x00\x01 not http at all\r\n\r\n"))]
        }
    }
}

/// Status line and headers as they stand on the wire, with the lines given in place of a length.
fn head(response: &Response<Bytes>, lines: &str) -> Bytes {
    let mut head = format!("HTTP/1.1 {}\r\n", response.status()).into_bytes();
    for (name, value) in response.headers() {
        head.extend(name.as_str().as_bytes());
        head.extend(b": ");
        head.extend(value.as_bytes());
        head.extend(b"\r\n");
    }
    head.extend(lines.as_bytes());
    head.extend(b"\r\n");
    head.into()
}
