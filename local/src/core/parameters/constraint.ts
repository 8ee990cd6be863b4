/** A parameter's name as AWS writes it in messages: `ArchiveName` becomes `archiveName`. */
export const memberName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Placeholder for a value that AWS does not show in its messages. */
export const HIDDEN = Symbol('hidden');

/**
 * A value of any type as text, for a message: the items of a list with commas, an object as JSON. `String` throws for an
 * object with a member named toString.
 */
export const textOfAny = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOfAny).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
};

const shown = (value: unknown): string => {
  if (value === HIDDEN) return '';
  return value === undefined || value === null ? ' null' : ` '${textOfAny(value)}'`;
};

/** AWS's message for one violated constraint. `constraint` is a whole clause, e.g. `Member must not be null`. */
export const constraintMessage = (member: string, value: unknown, constraint: string): string =>
  `1 validation error detected: Value${shown(value)} at '${member}' failed to satisfy constraint: ${constraint}`;
