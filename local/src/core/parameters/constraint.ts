/** How AWS names a parameter in its messages: `ArchiveName` is `archiveName`. */
export const memberName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Stands for a value that AWS keeps out of its messages. */
export const HIDDEN = Symbol('hidden');

const shown = (value: unknown): string => {
  if (value === HIDDEN) return '';
  return value === undefined || value === null ? ' null' : ` '${String(value)}'`;
};

/** AWS's sentence for one broken constraint of a request. `constraint` is a whole clause, e.g. `Member must not be null`. */
export const constraintMessage = (member: string, value: unknown, constraint: string): string =>
  `1 validation error detected: Value${shown(value)} at '${member}' failed to satisfy constraint: ${constraint}`;
