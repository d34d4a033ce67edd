//! See `any_bytes::access`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::access(bytes);
});
