/** Maximum size in bytes of a state's input, output or task result on AWS. */
export const MAX_PAYLOAD_BYTES = 262_144;

/** Number of bytes of a text in UTF-8. */
export const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Whether a JSON text exceeds the maximum size of a payload. */
export const exceedsPayloadLimit = (text: string): boolean =>
  text.length * 3 > MAX_PAYLOAD_BYTES && utf8Bytes(text) > MAX_PAYLOAD_BYTES;
