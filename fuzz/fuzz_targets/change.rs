//! See `any_bytes::change`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::change(bytes);
});
