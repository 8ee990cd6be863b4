import { ExpressionError } from '../errors.ts';

/**
 * Topological sort: each name comes after its dependencies. Throws ExpressionError with the members of a cycle, in order.
 */
export const dependencyOrder = (needs: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    const start = path.indexOf(name);
    if (start >= 0)
      throw new ExpressionError(`Circular dependency between resources: ${[...path.slice(start), name].join(' → ')}.`);
    for (const needed of needs.get(name) ?? []) visit(needed, [...path, name]);
    done.add(name);
  };
  for (const name of needs.keys()) visit(name, []);
  return [...done];
};
