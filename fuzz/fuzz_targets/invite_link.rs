//! See `any_bytes::invite_link`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::invite_link(bytes);
});
