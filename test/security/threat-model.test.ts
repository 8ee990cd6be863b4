import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const DOCS = join(import.meta.dirname, '../../docs');

/** Links of a page to files of this project. */
const linksIn = (page: string): { text: string; file: string }[] =>
  [...readFileSync(join(DOCS, page), 'utf8').matchAll(/\[([^\]]+)\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(
    ([, text = '', file = '']) => ({ text, file: join(DOCS, file) }),
  );

describe('The threat model', () => {
  const shown = linksIn('security.md');

  test('names an existing test for each threat', () => {
    const missing = shown.filter(({ text, file }) => !existsSync(file) || !readFileSync(file, 'utf8').includes(text));
    expect(missing).toEqual([]);
  });

  test('has a test for every threat', () => {
    const [, threats = ''] = readFileSync(join(DOCS, 'security.md'), 'utf8').split('## Threats');
    const rows = threats.split('## ')[0]?.match(/^\| (?!threat|---).*\|$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !/\]\(\.\.\/test\/[^)]+\) \|$/.test(row))).toEqual([]);
  });
});

test('The page on permissions names existing files', () => {
  const named = [
    ...readFileSync(join(DOCS, 'permissions.md'), 'utf8').matchAll(/`((?:scripts|test|infra)\/[\w./-]+)`/g),
  ];
  expect(named.length).toBeGreaterThan(2);
  expect(named.map(([, file = '']) => file).filter((file) => !existsSync(join(DOCS, '..', file)))).toEqual([]);
});
