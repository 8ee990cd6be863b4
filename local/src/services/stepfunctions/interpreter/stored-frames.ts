import type { JsonObject } from '../language/json.ts';
import type { Snapshot } from './contract.ts';
import type { Frame } from './frame.ts';

/** The part of a snapshot that is the interpreter's own. */
export interface StoredFrames {
  readonly root?: Frame | undefined;
  /** How many task and timer ids were given out. */
  readonly counter: number;
}

export function readFrames({ interpreter }: Snapshot): StoredFrames {
  // Written by `storeFrames`, and perhaps read from JSON since.
  const { root, counter } = interpreter as unknown as Partial<StoredFrames>;
  return { root, counter: counter ?? 0 };
}

export function storeFrames({ root, counter }: StoredFrames): JsonObject {
  const stored = { counter, ...(root === undefined ? {} : { root }) };
  // Frames are plain JSON by construction, but an interface has no index signature.
  return stored as unknown as JsonObject;
}
