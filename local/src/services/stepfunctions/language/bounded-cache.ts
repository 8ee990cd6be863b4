/**
 * Remembers what was computed for a text, at most `limit` texts: the one added first is dropped first.
 * Definitions have few distinct paths and expressions; the bound only stops texts made from data from piling up.
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
