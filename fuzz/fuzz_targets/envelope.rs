//! See `any_bytes::envelope`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::envelope(bytes);
});
