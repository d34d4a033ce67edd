//! See `any_bytes::sync_file`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    any_bytes::sync_file(bytes);
});
