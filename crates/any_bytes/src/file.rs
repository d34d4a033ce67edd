//! How files begin and end.

/// A whole file of this kind around what stands between.
pub fn around(kind: u8, middle: &[u8]) -> Vec<u8> {
    let length = 8 + 1 + 1 + 8 + middle.len() + 32;
    let mut bytes = b"tongzhou".to_vec();
    bytes.extend_from_slice(&[kind, 1]);
    bytes.extend_from_slice(&(length as u64).to_le_bytes());
    bytes.extend_from_slice(middle);
    let check = blake3::hash(&bytes);
    bytes.extend_from_slice(check.as_bytes());
    bytes
}

/// The same with a ciphertext at the end, for which everything before it is the associated data.
pub fn sealed_around(kind: u8, head: &[u8], key: &[u8; 32], nonce: [u8; 24], content: &[u8]) -> Vec<u8> {
    const TAG_BYTES: usize = 16;
    let unsealed = around(kind, &[head, content, &[0; TAG_BYTES]].concat());
    let ciphertext = crate::fixed::sealed(key, nonce, content, &unsealed[..18 + head.len()]);
    around(kind, &[head, &ciphertext].concat())
}
