//! See `any_bytes::store`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::store(bytes);
});
