import { createHash } from 'node:crypto';

const SUFFIX_LENGTH = 12;
const DEFAULT_MAX_LENGTH = 64;

/**
 * `<stack>-<logical id>-<suffix>` with at most `maxLength` characters. The suffix is deterministic; `generation` counts
 * replacements, because a replacement needs a new name.
 */
export const physicalName = (
  stack: string,
  logicalId: string,
  { generation, maxLength = DEFAULT_MAX_LENGTH }: { generation: number; maxLength?: number },
): string => {
  const hash = createHash('sha256').update(`${stack}/${logicalId}/${generation}`).digest();
  const suffix = BigInt(`0x${hash.toString('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(0, SUFFIX_LENGTH);
  const room = maxLength - SUFFIX_LENGTH - 2;
  const forId = logicalId.slice(0, Math.max(room - stack.length, Math.floor(room / 2)));
  return `${stack.slice(0, room - forId.length)}-${forId}-${suffix}`;
};
