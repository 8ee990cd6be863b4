import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface Options {
  readonly isHelp: boolean;
  readonly seed: number;
  readonly isLong: boolean;
  /** Duration of the `soak` scenario, in minutes. */
  readonly minutes: number;
  /** Names of scenarios; all if there is none. */
  readonly only: readonly string[];
}

const MINUTES = 10;
const LARGEST_SEED = 2 ** 31;

const wholeNumber = (name: string, text: string, least: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value < LARGEST_SEED) return value;
  throw new Error(`--${name} is a whole number of at least ${least}, given '${text}'.`);
};

/** Reads the command line. @throws Error that says which option is wrong */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      long: { type: 'boolean', default: false },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  return {
    isHelp: values.help,
    isLong: values.long,
    seed: values.seed === undefined ? randomInt(LARGEST_SEED) : wholeNumber('seed', values.seed, 0),
    minutes: values.minutes === undefined ? MINUTES : wholeNumber('minutes', values.minutes, 1),
    only: values.only,
  };
};
