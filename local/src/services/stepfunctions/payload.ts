import { isObject, type Json } from './language/json.ts';

export const MAX_PAYLOAD_LENGTH = 262_144;
/** Maximum nesting depth. Deeper documents can be parsed, but not serialized again. */
const MAX_DEPTH = 500;

/** Parses a JSON payload. Returns a fault message if it is invalid. */
export const readPayload = (text: string): { readonly value: Json } | { readonly fault: string } => {
  try {
    if (depthOf(text) > MAX_DEPTH) return { fault: `The document is nested deeper than ${MAX_DEPTH} levels` };
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
};

/** An upper bound of the document's depth; exact only if no string contains brackets. */
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

/** The value of an object parameter; `{}` if it is not an object. */
export const objectOr = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
