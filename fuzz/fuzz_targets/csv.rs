//! See `any_bytes::csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::csv(bytes);
});
