/** The most bytes AWS lets pass between states, as input, output or task result. */
export const MAX_PAYLOAD_BYTES = 262_144;

/** Bytes of a text in UTF-8. */
export const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Whether a JSON text is too large to pass between states. */
export const exceedsPayloadLimit = (text: string): boolean =>
  text.length * 3 > MAX_PAYLOAD_BYTES && utf8Bytes(text) > MAX_PAYLOAD_BYTES;
