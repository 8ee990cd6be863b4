/** Maximum size of an accepted event, in bytes of its UTF-8 JSON text. */
export const MAX_EVENT_BYTES = 65_536;

/** Maximum nesting depth of objects and arrays. The event itself has depth 1. */
export const MAX_EVENT_DEPTH = 32;

/**
 * A sentence about the limit that `value` (parsed JSON) exceeds, or undefined. Does not recurse, so the stack is safe.
 */
export function brokenLimit(value: unknown): string | undefined {
  if (isDeeperThan(value, MAX_EVENT_DEPTH)) return `the event must be nested at most ${MAX_EVENT_DEPTH} levels deep`;
  const text = JSON.stringify(value) ?? '';
  if (Buffer.byteLength(text) > MAX_EVENT_BYTES) return `the event must have at most ${MAX_EVENT_BYTES} bytes`;
  return undefined;
}

function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    const containers = level.filter((item) => typeof item === 'object' && item !== null);
    if (containers.length === 0) return false;
    level = containers.flatMap((container) => Object.values(container));
  }
  return true;
}
