import type { JsonObject } from '../language/json.ts';
import type { Snapshot } from './contract.ts';
import type { Frame } from './frame.ts';

/** The part of a snapshot that only the interpreter reads. */
export interface StoredFrames {
  readonly root?: Frame | undefined;
  /** Number of task and timer ids issued so far. */
  readonly counter: number;
}

export function readFrames({ interpreter }: Snapshot): StoredFrames {
  // `storeFrames` is the only writer of this value, so its type is known, also after it was stored as JSON.
  const { root, counter } = interpreter as unknown as Partial<StoredFrames>;
  return { root, counter: counter ?? 0 };
}

export function storeFrames({ root, counter }: StoredFrames): JsonObject {
  const stored = { counter, ...(root === undefined ? {} : { root }) };
  // Frames are plain JSON by construction, but interfaces have no index signature.
  return stored as unknown as JsonObject;
}
