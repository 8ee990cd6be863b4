import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Bom, makeBom, problemsOf } from '../../scripts/sbom.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies?: Versions;
  readonly overrides?: Versions;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const root: Manifest & {
  readonly workspaces: readonly string[];
  readonly allowScripts: Readonly<Record<string, boolean>>;
} = JSON.parse(read('package.json'));
const workspaces: readonly Manifest[] = root.workspaces.map((folder) => JSON.parse(read(`${folder}/package.json`)));
const manifests: readonly Manifest[] = [root, ...workspaces];
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(read('package-lock.json'));
/** What is installed from elsewhere. */
const packages = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

/** Licences that ask for no more than to be named. */
const FOR_RUNNING = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'];
/** Beside these, for what is never passed on: data and tools of the test-suite. */
const FOR_TESTING = ['CC-BY-4.0', 'CC0-1.0', 'MPL-2.0', 'PSF-2.0', 'Python-2.0'];
/** Weak copyleft of unchanged files: part of vite, it minifies the console's styles and is not passed on with them. */
const BUILDS_THE_CONSOLE = /^node_modules\/lightningcss(-|$)/;

/** Whether an SPDX expression leaves a choice that is on the list. */
const isAllowed = (expression: string, allowed: readonly string[]): boolean =>
  expression
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));

describe('Installing', () => {
  test('runs no script of any package, whatever npm is used', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(withScript.toSorted()).toEqual(Object.keys(root.allowScripts).toSorted());
    expect(Object.values(root.allowScripts)).not.toContain(true);
  });

  test('takes exactly the versions that are named', () => {
    const named = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies, overrides }) =>
      [dependencies, devDependencies, optionalDependencies ?? {}, overrides ?? {}].flatMap(Object.entries<string>),
    );
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const locked = ([name, version]: [string, string]) => lock.packages[`node_modules/${name}`]?.version === version;
    expect(named.filter((entry) => !locked(entry))).toEqual([]);
  });

  test('checks every package by its SHA-512; those bundled in another are covered by that one', () => {
    const unchecked = packages.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith('sha512-'));
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });
});

describe('Licences', () => {
  test('of everything that runs ask for no more than to be named', () => {
    const running = packages.filter(([, { dev }]) => dev !== true);
    const refused = running
      .filter(([path, { license }]) => !(BUILDS_THE_CONSOLE.test(path) && license === 'MPL-2.0'))
      .filter(([, { license = 'none' }]) => !isAllowed(license, FOR_RUNNING));
    expect(refused.map(([path, { license }]) => `${path} ${license}`)).toEqual([]);
    expect(running.length).toBeGreaterThan(150);
  });

  test('of everything that is only used for development do so too, or are those of data and tools', () => {
    const developing = packages.filter(([, { dev }]) => dev === true);
    const refused = developing.filter(
      ([, { license = 'none' }]) => !isAllowed(license, [...FOR_RUNNING, ...FOR_TESTING]),
    );
    expect(refused.map(([path, { license }]) => `${path} ${license}`)).toEqual([]);
  });

  test.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['MIT AND GPL-3.0-only', false],
    ['AGPL-3.0-only', false],
    ['LGPL-3.0-or-later', false],
    ['none', false],
  ])('are read as SPDX expressions: %s', (expression, allowed) => {
    expect(isAllowed(expression, FOR_RUNNING)).toBe(allowed);
  });
});

describe('The bill of materials', () => {
  let bom: Bom;
  beforeAll(async () => {
    bom = await makeBom();
  });

  test('has every package of the lock file and no other, each with its licence and package URL', () => {
    expect(problemsOf(bom, lock)).toEqual([]);
  });

  test('names the project, and nothing that differs from one run to the next', async () => {
    expect(bom.metadata.component).toMatchObject({ name: 'account-applications' });
    expect(await makeBom()).toEqual(bom);
  });

  test('has the package of the runtime, and what that depends on', () => {
    const { purl } = bom.components.find(({ name }) => name === 'one-machine') ?? {};
    expect(purl).toBe('pkg:npm/one-machine@0.1.0');
    const { dependsOn } = bom.dependencies.find(({ ref }) => ref === 'one-machine@0.1.0') ?? {};
    expect(dependsOn).toContain('jsonata@2.2.2');
    expect(dependsOn?.filter((ref) => !bom.dependencies.some((each) => each.ref === ref))).toEqual([]);
  });

  test('is found wrong when a package is left out', () => {
    const [first, ...components] = bom.components;
    expect(problemsOf({ ...bom, components }, lock)).toEqual([`${first?.name}@${first?.version} is missing`]);
  });
});

test('Each dependency is on the page of dependencies, with why it is there', () => {
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.{5,}) \|$/gm)];
  const named = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
    Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }),
  );
  expect(rows.map(([, name]) => name).toSorted()).toEqual([...new Set(named)].toSorted());
});
