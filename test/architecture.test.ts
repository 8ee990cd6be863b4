import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Import, importsOf, ROOT, sourcesIn } from './support/imports.ts';

const FOLDERS = [
  'api',
  'attack',
  'bench',
  'case-file',
  'chaos',
  'cli',
  'console',
  'events',
  'handlers',
  'infra',
  'local',
  'repair',
  'samples',
  'scripts',
  'stacks',
  'test',
  'workflow',
];

const ALL_IMPORTS = FOLDERS.filter((folder) => existsSync(join(ROOT, folder)))
  .flatMap(sourcesIn)
  .flatMap(importsOf);

const topFolder = (path: string): string => path.split('/')[0] ?? '';
const importsFrom = (folder: string): Import[] => ALL_IMPORTS.filter(({ file }) => topFolder(file) === folder);
const isContract = (path: string): boolean =>
  /^handlers\/[a-z]+\/[a-z-]+\/contract\.ts$/.test(path) || path === 'console/security-headers.ts';

/** Lists the imports in a folder that lead neither to the folder itself nor to the `allowed` folders, one line each. */
function importsOutside(
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
  test('importsOf finds imports of project files and of Node modules', () => {
    expect(importsOf('handlers/outcomes/notify/handler.ts').map(({ target }) => target)).toContain(
      'handlers/outcomes/notify/contract.ts',
    );
    expect(importsOf('test/architecture.test.ts').map(({ target }) => target)).toContain('node:fs');
  });

  test('events import no other folder and no package', () => {
    expect(importsOutside('events', [])).toEqual([]);
    expect(packagesOf('events')).toEqual([]);
  });

  test('the contract of the HTTP API imports no other folder, no package and no Node module', () => {
    expect(importsFrom('api').filter(({ target }) => topFolder(target) !== 'api')).toEqual([]);
  });

  test('case files import no other folder and no package; only the hash differs between Node and browsers', () => {
    expect(importsOutside('case-file', [])).toEqual([]);
    const outside = importsFrom('case-file').filter(({ isOurs }) => !isOurs);
    expect(outside.filter(({ file }) => !file.startsWith('case-file/sha256.')).map(({ target }) => target)).toEqual([
      '#sha256',
    ]);
  });

  test('repair imports no other folder than events', () => {
    expect(importsOutside('repair', ['events'])).toEqual([]);
  });

  test('workflow is data and has no code', () => {
    expect(sourcesIn('workflow')).toEqual([]);
  });

  test('handlers import the API, events, case files, repair and shared folders of handlers; only the polling worker imports functions', () => {
    expect(importsOutside('handlers', ['api', 'events', 'case-file', 'repair'])).toEqual([]);
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

  test('infra imports the API, events, and only the contracts of handlers and console', () => {
    expect(importsOutside('infra', ['api', 'events'], isContract)).toEqual([]);
  });

  test('infra/constructs imports no other folder', () => {
    const targets = importsFrom('infra').filter(({ file }) => file.startsWith('infra/constructs/'));
    const foreign = targets.filter(({ isOurs, target }) => isOurs && !target.startsWith('infra/constructs/'));
    expect(foreign).toEqual([]);
  });

  test('stacks imports infra and samples only, and only benches, scripts and tests import stacks', () => {
    expect(importsOutside('stacks', ['infra', 'samples'])).toEqual([]);
    const importers = ALL_IMPORTS.filter(({ isOurs, target }) => isOurs && topFolder(target) === 'stacks');
    const folders = new Set(importers.map(({ file }) => topFolder(file)));
    expect([...folders].filter((folder) => !['bench', 'scripts', 'stacks', 'test'].includes(folder))).toEqual([]);
  });

  test('a sample imports infra and handlers/shared, never another sample', () => {
    expect(importsOutside('samples', ['infra'], (path) => path.startsWith('handlers/shared/'))).toEqual([]);
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

  test('local imports no other folder', () => {
    expect(importsOutside('local', [])).toEqual([]);
  });

  test('all other folders import the package one-machine only through its public entry; tests and benches of its internals are exempt', () => {
    const OF_INTERNALS =
      /^(?:test\/local\/|test\/workflow\/simulation\.ts$|bench\/(?:engine\.bench|iam\.bench|limits\.bench)\.ts$|bench\/(?:limits|side-by-side)\/)/;
    const outside = ALL_IMPORTS.filter(({ file }) => topFolder(file) !== 'local' && !OF_INTERNALS.test(file));
    const deep = outside.filter(({ isOurs, target }) =>
      isOurs ? topFolder(target) === 'local' : target.startsWith('one-machine/'),
    );
    expect(deep.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test('only scripts, tests, benches and the attack run the package one-machine', () => {
    const users = ALL_IMPORTS.filter(({ target }) => target === 'one-machine').map(({ file }) => topFolder(file));
    expect([...new Set(users)].toSorted()).toEqual(['attack', 'bench', 'scripts', 'test']);
  });

  test('the command line imports the API, events, case files and dead letters, never handlers, local, infra or the console', () => {
    expect(importsOutside('cli', ['api', 'events', 'case-file', 'repair'])).toEqual([]);
  });

  test('the console imports only the API, events and case files', () => {
    expect(importsOf('console/src/graph/layout.ts').map(({ target }) => target)).toContain('api/run-graph.ts');
    expect(importsOutside('console', ['api', 'events', 'case-file'])).toEqual([]);
  });

  test('only tests, benches, the chaos harness and the attack import each other', () => {
    const own = new Set(['test', 'bench', 'chaos', 'attack']);
    const importers = FOLDERS.filter((folder) => !own.has(folder)).flatMap(importsFrom);
    expect(importers.filter(({ isOurs, target }) => isOurs && /^(test|bench|chaos|attack)\//.test(target))).toEqual([]);
  });

  test('the chaos harness imports events, the verification of case files, scripts/synth.ts, test/support and AWS clients: it reads a system only through its public API', () => {
    const allowed = /^(?:events\/|case-file\/|scripts\/synth\.ts$|test\/support\/)/;
    expect(importsOutside('chaos', [], (path) => allowed.test(path))).toEqual([]);
    expect(packagesOf('chaos').filter((name) => !name.startsWith('@aws-sdk/'))).toEqual([]);
  });

  test('the attack imports the API’s document and roles, the chaos harness, test/support and the list of supported actions', () => {
    const allowed = /^(?:api\/|chaos\/|test\/support\/)/;
    expect(importsOutside('attack', [], (path) => allowed.test(path))).toEqual([]);
    expect(packagesOf('attack')).toEqual(['one-machine']);
  });
});

/** Lists the import cycles, each as `a -> b -> a`. Imports of types count too. */
function importCycles(): readonly string[] {
  const targets = new Map<string, readonly string[]>();
  for (const { file } of ALL_IMPORTS)
    targets.set(
      file,
      ALL_IMPORTS.filter((each) => each.file === file && each.isOurs).map(({ target }) => target),
    );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}

describe('Every file', () => {
  const MAX_LINES = 400;

  test('is in no import cycle', () => {
    expect(importCycles()).toEqual([]);
  });

  test('has at most 400 lines', () => {
    const files = FOLDERS.flatMap(sourcesIn).filter((file) => !file.includes('generated'));
    const long = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > MAX_LINES + 1);
    expect(long).toEqual([]);
  });
});

describe('The layers of the runtime', () => {
  /** Level by layer. A file may import its own layer and lower levels, but not another layer of the same level. */
  const LEVELS: Readonly<Record<string, number>> = {
    core: 0,
    services: 1,
    template: 2,
    gateway: 2,
    'control-api': 2,
    runtime: 3,
  };
  const layerOf = (path: string): string => path.split('/')[2] ?? '';
  const serviceOf = (path: string): string => path.split('/')[3] ?? '';
  const inLayers = ALL_IMPORTS.filter(({ file, isOurs }) => isOurs && file.startsWith('local/src/'));

  test('are the folders of local/src', () => {
    const folders = new Set(
      sourcesIn('local/src')
        .map(layerOf)
        .filter((layer) => !layer.endsWith('.ts')),
    );
    expect([...folders].toSorted()).toEqual(Object.keys(LEVELS).toSorted());
  });

  test('import downwards only', () => {
    const level = (path: string): number => LEVELS[layerOf(path)] ?? Number.POSITIVE_INFINITY;
    const upwards = inLayers.filter(
      ({ file, target }) => layerOf(file) !== layerOf(target) && level(file) <= level(target),
    );
    expect(upwards.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  const isOperations = (path: string): boolean => /^local\/src\/services\/[a-z]+\/operations\.ts$/.test(path);

  test('have services that import only operations.ts of other services', () => {
    const MANIFESTS = 'local/src/services/manifests.ts';
    const across = inLayers.filter(
      ({ file, target }) =>
        layerOf(file) === 'services' &&
        layerOf(target) === 'services' &&
        file !== MANIFESTS &&
        !isOperations(target) &&
        serviceOf(file) !== serviceOf(target),
    );
    expect(across.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test('have files operations.ts that import core only', () => {
    const imports = ALL_IMPORTS.filter(({ file }) => /^local\/src\/services\/.*\/operations\.ts$/.test(file));
    expect(imports).not.toEqual([]);
    const others = imports.filter(({ isOurs, target }) => !isOurs || layerOf(target) !== 'core');
    expect(others.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });
});

describe('The clock is a port', () => {
  const TIME_OR_RANDOM = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/;
  const CLOCK_FILE = 'handlers/shared/clock.ts';

  test('handlers and events read the time in handlers/shared/clock.ts only, and make no random values', () => {
    const files = ['events', 'handlers'].flatMap(sourcesIn).filter((file) => file !== CLOCK_FILE);
    expect(files.filter((file) => TIME_OR_RANDOM.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });

  /**
   * Files that may read the time or make random values. function-log.ts is allowed because Date returns the runtime's
   * time in the threads of functions.
   */
  const SOURCES = new Set([
    'local/src/core/clock/clock.ts',
    'local/src/core/ids.ts',
    'local/src/services/lambda/runtime/function-log.ts',
  ]);

  test('the runtime reads the time and makes random values only in its clock, its ids and its function log', () => {
    const files = sourcesIn('local').filter((file) => !SOURCES.has(file));
    expect(files.filter((file) => TIME_OR_RANDOM.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});

describe('The runtime knows AWS, but not the business', () => {
  /** Business terms. The word "application" alone is not in the list, because AWS uses it: media types, Lambda, SNS. */
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

  test('no file in local has a business term', () => {
    expect(sourcesIn('local').flatMap(mentions)).toEqual([]);
  });
});
