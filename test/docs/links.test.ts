import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(join(ROOT, file)));
const PAGES = tracked.filter((file) => file.endsWith('.md'));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The Markdown without code blocks and code spans, because brackets in code are not links. */
const proseOf = (text: string): string => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');

/** The anchor that a Markdown heading gets. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const anchorsIn = (file: string): ReadonlySet<string> =>
  new Set([...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));

interface Link {
  readonly page: string;
  /** Path from the root of the repository. */
  readonly target: string;
  readonly anchor: string;
}

const linksIn = (page: string): readonly Link[] =>
  [...proseOf(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address = '']) => address)
    .filter((address) => !/^[a-z]+:/.test(address))
    .map((address) => {
      const [path = '', anchor = ''] = address.split('#');
      return { page, target: path === '' ? page : normalize(join(dirname(page), path)), anchor };
    });

const LINKS = PAGES.flatMap(linksIn);

describe('The documentation', () => {
  test('has pages and links, so that the checks below have input', () => {
    expect(PAGES).toContain('README.md');
    expect(LINKS.map(({ target }) => target)).toContain('docs/overview.md');
  });

  test('links to files that exist', () => {
    const broken = LINKS.filter(({ target }) => !existsSync(join(ROOT, target)));
    expect(broken.map(({ page, target }) => `${page} links to ${target}`)).toEqual([]);
  });

  test('links to headings that exist', () => {
    const withAnchor = LINKS.filter(({ target, anchor }) => anchor !== '' && target.endsWith('.md'));
    const broken = withAnchor.filter(({ target, anchor }) => !anchorsIn(target).has(anchor));
    expect(broken.map(({ page, target, anchor }) => `${page} links to ${target}#${anchor}`)).toEqual([]);
  });

  test('mentions only repository paths that exist', () => {
    const folders = new Set(tracked.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
    const named = PAGES.flatMap((page) =>
      [...read(page).matchAll(/`([a-z][\w.-]*\/[\w./-]+)`/g)].map(([, path = '']) => ({ page, path })),
    ).filter(({ path }) => folders.has(path.split('/')[0] ?? ''));
    const missing = named.filter(
      ({ page, path }) =>
        !existsSync(join(ROOT, path)) &&
        !existsSync(join(ROOT, dirname(page), path)) &&
        !path.startsWith('bench/results'),
    );
    expect(missing.map(({ page, path }) => `${page} names ${path}`)).toEqual([]);
  });
});

describe('The README', () => {
  const README = read('README.md');

  test('lists exactly the top-level folders in its table of folders', () => {
    const [, table = ''] = /## Folders\n(.*?)\n## /s.exec(README) ?? [];
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([\w-]+)\/`/g)].map(([, name]) => name),
    );
    const folders = tracked
      .filter((file) => file.includes('/') && !file.startsWith('.'))
      .map((file) => file.split('/')[0]);
    expect(listed.toSorted()).toEqual([...new Set(folders)].toSorted());
  });

  test('mentions only npm scripts that exist', () => {
    const named = [...README.matchAll(/npm run (?:-s )?([a-z]+)\b(?! -w)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
  });

  test('has at most 150 lines', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(150);
  });
});
