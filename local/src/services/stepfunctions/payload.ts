import { isObject, type Json } from './language/json.ts';

export const MAX_PAYLOAD_LENGTH = 262_144;
/** Deeper documents could be read, but not written again. */
const MAX_DEPTH = 500;

/** Reads a JSON payload; answers with what is wrong with it where it is none. */
export const readPayload = (text: string): { readonly value: Json } | { readonly fault: string } => {
  try {
    if (depthOf(text) > MAX_DEPTH) return { fault: `The document is nested deeper than ${MAX_DEPTH} levels` };
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/** At least the depth of the document; brackets inside texts count too. */
const depthOf = (text: string): number => {
  if (text.length <= MAX_DEPTH) return 0;
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
};

/** An object parameter; `{}` where it is none. */
export const objectOr = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
