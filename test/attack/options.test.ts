import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../attack/options.ts';

describe('The options of the attack', () => {
  test('are a random seed and the short form by default', () => {
    const { seed, ...others } = readOptions([]);
    expect(Number.isInteger(seed)).toBe(true);
    expect(others).toEqual({ isHelp: false, inputs: 6_000, input: undefined, only: [] });
  });

  test('--long sends 100,000 inputs, and --inputs any number', () => {
    expect(readOptions(['--long']).inputs).toBe(100_000);
    expect(readOptions(['--long', '--inputs', '7']).inputs).toBe(7);
  });

  test('--input repeats one input of the part doors', () => {
    expect(readOptions(['--seed', '3', '--input', '12', '--only', 'bombs'])).toMatchObject({
      seed: 3,
      input: 12,
      only: ['doors'],
    });
  });

  test.each(['--seed', '--inputs', '--input'])('%s refuses what is no whole number, and names it', (option) => {
    expect(() => readOptions([option, 'many'])).toThrow(`${option} must be a whole number`);
  });
});
