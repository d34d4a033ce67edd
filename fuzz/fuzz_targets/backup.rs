//! See `any_bytes::backup`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::backup(bytes);
});
