/**
 * Caches the computed values of at most `limit` texts; drops the oldest entry first. Callers have few distinct
 * texts; the limit only protects against texts that are built from data.
 */
export function boundedCache<Value>(limit: number, compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (known.size >= limit) {
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    }
    known.set(text, value);
    return value;
  };
}
