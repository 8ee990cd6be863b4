import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = [
  'api',
  'bench',
  'cli',
  'console',
  'dead-letters',
  'events',
  'handlers',
  'infra',
  'local',
  'samples',
  'scripts',
  'stacks',
  'test',
  'workflow',
];
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

interface Import {
  readonly file: string;
  /** Path from the root for one of ours, else the package or the node: module. */
  readonly target: string;
  readonly isOurs: boolean;
}

function sourcesIn(folder: string): string[] {
  return globSync(`${folder}/**/*.{ts,tsx,js}`, { cwd: ROOT }).filter((file) => !file.includes('node_modules'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    const isOurs = specifier.startsWith('.');
    const target = isOurs ? relative(ROOT, join(ROOT, dirname(file), specifier)) : specifier;
    return { file, target, isOurs };
  });
}

const ALL_IMPORTS = FOLDERS.filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap(sourcesIn)
  .flatMap(importsOf);

const topFolder = (path: string): string => path.split('/')[0] ?? '';
const importsFrom = (folder: string): Import[] => ALL_IMPORTS.filter(({ file }) => topFolder(file) === folder);
const isContract = (path: string): boolean =>
  /^handlers\/[a-z]+\/[a-z-]+\/contract\.ts$/.test(path) || path === 'console/security-headers.ts';

/** Imports of our own files that leave the folder for anywhere but the folders allowed. */
function strays(
  folder: string,
  allowed: readonly string[],
  isException: (path: string) => boolean = () => false,
): string[] {
  return importsFrom(folder)
    .filter(({ isOurs, target }) => isOurs && ![folder, ...allowed].includes(topFolder(target)) && !isException(target))
    .map(({ file, target }) => `${file} imports ${target}`);
}

const packagesOf = (folder: string): string[] => [
  ...new Set(
    importsFrom(folder)
      .filter(({ isOurs, target }) => !isOurs && !target.startsWith('node:'))
      .map(({ target }) =>
        target
          .split('/')
          .slice(0, target.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
  ),
];

describe('Imports go in one direction', () => {
  test('the reader of imports finds them', () => {
    expect(importsOf('handlers/outcomes/notify/handler.ts').map(({ target }) => target)).toContain(
      'handlers/outcomes/notify/contract.ts',
    );
    expect(importsOf('test/architecture.test.ts').map(({ target }) => target)).toContain('node:fs');
  });

  test('events import nothing of ours and no package', () => {
    expect(strays('events', [])).toEqual([]);
    expect(packagesOf('events')).toEqual([]);
  });

  test('dead letters import events', () => {
    expect(strays('dead-letters', ['events'])).toEqual([]);
  });

  test('workflow is data and has no code', () => {
    expect(sourcesIn('workflow')).toEqual([]);
  });

  test('handlers import events, dead letters, what they share and what their domain shares; the polling worker also runs functions', () => {
    expect(strays('handlers', ['events', 'dead-letters'])).toEqual([]);
    const acrossHandlers = importsFrom('handlers').filter(({ file, isOurs, target }) => {
      if (!isOurs || topFolder(target) !== 'handlers' || file.startsWith('handlers/reviews/polling-worker/'))
        return false;
      const [, domain, folder] = target.split('/');
      const [, ownDomain, ownFolder] = file.split('/');
      const isShared = domain === 'shared' || (domain === ownDomain && folder === 'shared');
      return !isShared && (domain !== ownDomain || folder !== ownFolder);
    });
    expect(acrossHandlers).toEqual([]);
  });

  test('infra imports events, and of handlers and console only their contracts', () => {
    expect(strays('infra', ['events'], isContract)).toEqual([]);
  });

  test('constructs for any stack import nothing of the application', () => {
    const targets = importsFrom('infra').filter(({ file }) => file.startsWith('infra/constructs/'));
    const foreign = targets.filter(({ isOurs, target }) => isOurs && !target.startsWith('infra/constructs/'));
    expect(foreign).toEqual([]);
  });

  test('the composition root imports infra and samples, and nothing imports it but scripts and tests', () => {
    expect(strays('stacks', ['infra', 'samples'])).toEqual([]);
    const importers = ALL_IMPORTS.filter(({ isOurs, target }) => isOurs && topFolder(target) === 'stacks');
    const folders = new Set(importers.map(({ file }) => topFolder(file)));
    expect([...folders].filter((folder) => !['bench', 'scripts', 'stacks', 'test'].includes(folder))).toEqual([]);
  });

  test('a sample imports constructs and what handlers share, never another sample', () => {
    expect(strays('samples', ['infra'], (path) => path.startsWith('handlers/shared/'))).toEqual([]);
    const across = importsFrom('samples').filter(
      ({ file, isOurs, target }) =>
        isOurs &&
        topFolder(target) === 'samples' &&
        file !== 'samples/stacks.ts' &&
        target.split('/')[1] !== file.split('/')[1],
    );
    expect(across).toEqual([]);
  });

  test('a contract imports nothing', () => {
    expect(ALL_IMPORTS.filter(({ file }) => isContract(file))).toEqual([]);
  });

  test('local imports nothing of ours', () => {
    expect(strays('local', [])).toEqual([]);
  });

  test('the command line imports events and dead letters, never handlers, local, infra or the console', () => {
    expect(strays('cli', ['events', 'dead-letters'])).toEqual([]);
  });

  test('nothing imports tests or benches, except themselves', () => {
    const importers = FOLDERS.filter((folder) => folder !== 'test' && folder !== 'bench').flatMap(importsFrom);
    expect(importers.filter(({ isOurs, target }) => isOurs && /^(test|bench)\//.test(target))).toEqual([]);
  });
});

describe('The clock is a port', () => {
  const TIME_OR_CHANCE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/;
  const OUTERMOST = new Set(['handlers/shared/clock.ts', 'handlers/reviews/shared/clock.ts']);

  test('no handler, worker or event reads the time or makes up chance, but for the two files that say so', () => {
    const files = ['events', 'handlers'].flatMap(sourcesIn).filter((file) => !OUTERMOST.has(file));
    expect(files.filter((file) => TIME_OR_CHANCE.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  /** The sources of time and chance; and a file that runs in a function's thread, where Date has the runtime's time. */
  const SOURCES = new Set([
    'local/src/core/clock/clock.ts',
    'local/src/core/ids.ts',
    'local/src/services/lambda/runtime/function-log.ts',
  ]);

  test('nothing in the runtime reads the time or makes up chance, but for its clock and its ids', () => {
    const files = sourcesIn('local').filter((file) => !SOURCES.has(file));
    expect(files.filter((file) => TIME_OR_CHANCE.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});

describe('The one-machine runtime knows AWS, not the business', () => {
  /** "Application" alone is also a word of AWS's: a media type, a log level of Lambda, a protocol of SNS. */
  const BUSINESS = [
    /\bapplicants?\b/i,
    /\bapplications\b/i,
    /\b(?:an|the|each|every|this|that|whose|of) application\b(?!\/)/i,
    /account-application|ApplicationSubmitted|applicationId|review-queue|review ledger/i,
  ];

  function mentions(file: string): string[] {
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
    return lines.filter((line) => BUSINESS.some((word) => word.test(line))).map((line) => `${file}: ${line.trim()}`);
  }

  test('nothing in local speaks of applications', () => {
    expect(sourcesIn('local').flatMap(mentions)).toEqual([]);
  });
});
