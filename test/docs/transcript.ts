import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command of a page, `apps` left out, with the output that the page shows. */
export interface Shown {
  readonly args: readonly string[];
  readonly printed: string;
}

const A_DAY = /\d{4}-\d\d-\d\d/g;
/** Stands for the days in the commands, which are in the past at some time. */
const SOON = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);

/** The commands in the `console` blocks of a page. A command ends before the next one or with its block. */
export const transcriptOf = (page: string): readonly Shown[] =>
  [...readFileSync(join(import.meta.dirname, '../..', page), 'utf8').matchAll(/```console\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.split(/^\$ apps /m).slice(1))
    .map((text) => {
      const [command = '', ...lines] = text.split('\n');
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      return { args: words.map((word) => word.replace(A_DAY, SOON)), printed: lines.join('\n').trim() };
    });

/**
 * Replaces everything that differs between runs: times, durations, addresses, generated ids, widths, order of lines.
 */
export const settled = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(A_DAY, 'DAY')
    .replaceAll(/\b\d+ (ms|s|min|h|d)\b( \d+ (ms|s|min|h)\b)?/g, 'SPAN')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'ENDPOINT')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID')
    .replaceAll(/ +/g, ' ')
    .trim()
    .split('\n')
    .sort()
    .join('\n');

/** The printed text up to the line `…`, with which a page leaves out the rest. */
export const shownPart = (printed: string, output: string): string => {
  const lines = printed.split('\n');
  const end = lines.findIndex((line) => line.trim() === '…');
  return end < 0 ? output : [...output.split('\n').slice(0, end), ...lines.slice(end)].join('\n');
};
