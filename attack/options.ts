import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { LARGEST_SEED, wholeNumber } from '../chaos/options.ts';

export interface Options {
  readonly isHelp: boolean;
  readonly seed: number;
  /** Random inputs of the part `doors`. */
  readonly inputs: number;
  /** The only input that the part `doors` sends; undefined for all. */
  readonly input: number | undefined;
  /** Names of the parts to run; empty means all. */
  readonly only: readonly string[];
}

export const SHORT_INPUTS = 6_000;
export const LONG_INPUTS = 100_000;

/** Reads the command line. @throws Error that names the wrong option and its value */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      long: { type: 'boolean', default: false },
      seed: { type: 'string' },
      inputs: { type: 'string' },
      input: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const usual = values.long ? LONG_INPUTS : SHORT_INPUTS;
  return {
    isHelp: values.help,
    seed: values.seed === undefined ? randomInt(LARGEST_SEED) : wholeNumber('seed', values.seed, 0),
    inputs: values.inputs === undefined ? usual : wholeNumber('inputs', values.inputs, 1),
    input: values.input === undefined ? undefined : wholeNumber('input', values.input, 0),
    only: values.input === undefined ? values.only : ['doors'],
  };
};
