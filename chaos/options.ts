import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { TRAVELLED, type Travelled } from './kinds.ts';

export interface Options {
  readonly isHelp: boolean;
  readonly seed: number;
  readonly isLong: boolean;
  /** Duration of the `soak` scenario, in minutes. */
  readonly minutes: number;
  /** Names of the scenarios to run; empty means all. */
  readonly only: readonly string[];
  /** Kinds of applications of the `flush` scenario; empty means all. */
  readonly kinds: readonly Travelled[];
}

const DEFAULT_MINUTES = 10;
export const LARGEST_SEED = 2 ** 31;

/** Reads the value of an option. @throws Error that names the option and its value */
export const wholeNumber = (name: string, text: string, min: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value < LARGEST_SEED) return value;
  throw new Error(`--${name} must be a whole number of at least ${min}, but is '${text}'.`);
};

const kindNamed = (name: string): Travelled => {
  const kind = TRAVELLED.find((known) => known === name);
  if (kind !== undefined) return kind;
  throw new Error(`There is no kind ${name}. The scenario flush has the kinds ${TRAVELLED.join(', ')}.`);
};

/** Reads the command line. @throws Error that names the wrong option and its value */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      long: { type: 'boolean', default: false },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      kind: { type: 'string', multiple: true, default: [] },
    },
  });
  return {
    isHelp: values.help,
    isLong: values.long,
    seed: values.seed === undefined ? randomInt(LARGEST_SEED) : wholeNumber('seed', values.seed, 0),
    minutes: values.minutes === undefined ? DEFAULT_MINUTES : wholeNumber('minutes', values.minutes, 1),
    only: values.only,
    kinds: values.kind.map(kindNamed),
  };
};
