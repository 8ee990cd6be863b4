import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/**
 * Parses a span such as 90s, 30m, 2h or 31d into seconds.
 * @throws InvalidArgumentError (commander adds the argument's name)
 */
export function readSpan(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Write a number with s, m, h or d, such as 31d.');
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
