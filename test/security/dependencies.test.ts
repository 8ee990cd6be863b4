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
/** Packages that are installed from the registry. */
const packages = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

/** Licences that require only attribution. */
const FOR_RUNNING = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'];
/** Additional licences of packages that are never distributed: data and tools of the test suite. */
const FOR_TESTING = ['CC-BY-4.0', 'CC0-1.0', 'MPL-2.0', 'PSF-2.0', 'Python-2.0'];
/**
 * A package with weak copyleft (MPL-2.0): the part of vite that minifies the console's styles. It is not distributed.
 */
const BUILDS_THE_CONSOLE = /^node_modules\/lightningcss(-|$)/;

/** True if the SPDX expression has an alternative whose licences are all allowed. */
const isAllowed = (expression: string, allowed: readonly string[]): boolean =>
  expression
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => allowed.includes(licence)));

describe('Installing', () => {
  test('runs no script of any package, with every version of npm', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(withScript.toSorted()).toEqual(Object.keys(root.allowScripts).toSorted());
    expect(Object.values(root.allowScripts)).not.toContain(true);
  });

  test('uses exact versions only', () => {
    const named = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies, overrides }) =>
      [dependencies, devDependencies, optionalDependencies ?? {}, overrides ?? {}].flatMap(Object.entries<string>),
    );
    expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const locked = ([name, version]: [string, string]) => lock.packages[`node_modules/${name}`]?.version === version;
    expect(named.filter((entry) => !locked(entry))).toEqual([]);
  });

  test('checks the SHA-512 of every package; the hash of a package also covers the packages that it bundles', () => {
    const unchecked = packages.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith('sha512-'));
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });
});

describe('Licences', () => {
  test('of all packages that run require attribution only', () => {
    const running = packages.filter(([, { dev }]) => dev !== true);
    const refused = running
      .filter(([path, { license }]) => !(BUILDS_THE_CONSOLE.test(path) && license === 'MPL-2.0'))
      .filter(([, { license = 'none' }]) => !isAllowed(license, FOR_RUNNING));
    expect(refused.map(([path, { license }]) => `${path} ${license}`)).toEqual([]);
    expect(running.length).toBeGreaterThan(150);
  });

  test('of all development packages require attribution only, or are allowed for data and tools', () => {
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

  test('names the project, and is the same in every run', async () => {
    expect(bom.metadata.component).toMatchObject({ name: 'account-applications' });
    expect(await makeBom()).toEqual(bom);
  });

  test('has the package of the runtime and its dependencies', () => {
    const { purl } = bom.components.find(({ name }) => name === 'one-machine') ?? {};
    expect(purl).toBe('pkg:npm/one-machine@0.1.0');
    const { dependsOn } = bom.dependencies.find(({ ref }) => ref === 'one-machine@0.1.0') ?? {};
    expect(dependsOn).toContain('jsonata@2.2.2');
    expect(dependsOn?.filter((ref) => !bom.dependencies.some((each) => each.ref === ref))).toEqual([]);
  });

  test('is reported as incorrect if a package is missing', () => {
    const [first, ...components] = bom.components;
    expect(problemsOf({ ...bom, components }, lock)).toEqual([`${first?.name}@${first?.version} is missing`]);
  });
});

test('Each dependency is on the page of dependencies, with its reason', () => {
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.{5,}) \|$/gm)];
  const named = manifests.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
    Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }),
  );
  expect(rows.map(([, name]) => name).toSorted()).toEqual([...new Set(named)].toSorted());
});
