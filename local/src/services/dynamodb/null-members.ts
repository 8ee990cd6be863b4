import { validationError } from '../../core/aws/aws-error.ts';
import { memberName } from '../../core/parameters/constraint.ts';

/** Path of the first null in a list or map, as AWS's messages show it; undefined if there is none. */
const pathOfNull = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name];
    const path = inner === null ? 'member' : pathOfNull(inner);
    if (path !== undefined) return `${Array.isArray(value) ? String(Number(name) + 1) : memberName(name)}.${path}`;
  }
  return undefined;
};

/**
 * Refuses null as an item of a list or a value of a map. Null members of structures were removed earlier, by the check
 * of types: they count as missing. Throws ValidationException.
 */
export const refuseNulls = (data: Record<string, unknown>): void => {
  const path = pathOfNull(data);
  if (path === undefined) return;
  throw validationError(
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
};
