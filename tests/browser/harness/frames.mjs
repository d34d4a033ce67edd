// Reading WebSocket frames (RFC 6455) out of the bytes of one direction of a connection.

/** The payloads of the complete frames in `bytes`, which begin with the HTTP part of the handshake. */
export function framesIn(bytes) {
  const payloads = [];
  let at = bytes.indexOf("\r\n\r\n") + 4;
  if (at < 4) return payloads;
  while (at + 2 <= bytes.length) {
    const masked = (bytes[at + 1] & 0x80) !== 0;
    let length = bytes[at + 1] & 0x7f;
    let start = at + 2;
    if (length === 126) {
      if (start + 2 > bytes.length) break;
      length = bytes.readUInt16BE(start);
      start += 2;
    } else if (length === 127) {
      if (start + 8 > bytes.length) break;
      length = Number(bytes.readBigUInt64BE(start));
      start += 8;
    }
    const mask = masked ? bytes.subarray(start, start + 4) : undefined;
    if (masked) start += 4;
    if (start + length > bytes.length) break;
    const payload = Buffer.from(bytes.subarray(start, start + length));
    if (mask) for (let i = 0; i < length; i += 1) payload[i] ^= mask[i % 4];
    payloads.push(payload);
    at = start + length;
  }
  return payloads;
}
