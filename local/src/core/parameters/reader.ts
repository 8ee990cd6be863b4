import type { Dialect } from './dialect.ts';
import { listReaders } from './lists.ts';
import { scalarReaders } from './scalars.ts';
import { structureReaders } from './structures.ts';
import { textReaders } from './text.ts';

/**
 * The functions by which a service reads the parameters of its calls. Each takes the parameters and a name; each throws
 * the dialect's AwsError for a value that does not fit. The `optional…` ones answer undefined for a missing value.
 */
export const parameterReader = (dialect: Dialect) => ({
  ...textReaders(dialect),
  ...scalarReaders(dialect),
  ...structureReaders(dialect),
  ...listReaders(dialect),
});
