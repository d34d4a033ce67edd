//! See `any_bytes::relay`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::relay(bytes);
});
