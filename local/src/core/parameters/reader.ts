import type { Dialect } from './dialect.ts';
import { listReaders } from './lists.ts';
import { scalarReaders } from './scalars.ts';
import { structureReaders } from './structures.ts';
import { textReaders } from './text.ts';

/**
 * Functions that read the parameters of one service's calls. Each takes the parameters and a name, and throws the
 * dialect's AwsError for an invalid value. The `optional…` functions return undefined for a missing value.
 */
export const parameterReader = (dialect: Dialect) => ({
  ...textReaders(dialect),
  ...scalarReaders(dialect),
  ...structureReaders(dialect),
  ...listReaders(dialect),
});
