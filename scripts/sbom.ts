// `npm run sbom`: writes the bill of materials dist/sbom.cdx.json (CycloneDX). Needs only the lock file.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const OUTPUT = join(ROOT, 'dist/sbom.cdx.json');
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly unknown[];
}

/** A bill of materials: https://cyclonedx.org/docs/1.5/json/ */
export interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface LockedPackage {
  /**
   * Set if the package's name differs from the path: for a workspace or an alias (npm sbom lists only one of its
   * names).
   */
  readonly name?: string;
  readonly version?: string;
  /** True if the path is a link to a workspace's folder. */
  readonly link?: boolean;
}

interface Lock {
  /** Keyed by path. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Replaces the folder names that npm reports for workspaces by their package names. */
const withNames = (components: readonly Component[], { packages }: Lock): readonly Component[] =>
  components.map((component) => ({ ...component, name: packages[component.name]?.name ?? component.name }));

const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(ROOT, file), 'utf8'));

/**
 * Runs `npm sbom` and removes everything that differs between runs (serial number, time) or depends on folder names.
 */
export const makeBom = async (): Promise<Bom> => {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { npm_execpath: npm } = process.env;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const { stdout } = await promisify(execFile)(command, [...first, ...args], {
    cwd: ROOT,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  const { serialNumber: _serial, metadata, ...bom } = JSON.parse(stdout);
  const { timestamp: _timestamp, component, ...about } = metadata;
  const { name, version } = (await readJson('package.json')) as { name: string; version: string };
  const components = withNames(bom.components, (await readJson('package-lock.json')) as Lock);
  return { ...bom, components, metadata: { ...about, component: { ...component, name, version } } };
};

const nameIn = (path: string): string => path.replace(/^.*node_modules\//, '');

/** Differences between a bill of materials and the lock file; empty if it is correct. */
export const problemsOf = (bom: Bom, lock: Lock): readonly string[] => {
  const listed = new Set(bom.components.map(({ name, version }) => `${name}@${version}`));
  const locked = Object.entries(lock.packages)
    .filter(([path, { link }]) => path !== '' && !link)
    .map(([path, { name = nameIn(path), version }]) => [`${name}@${version}`, `${nameIn(path)}@${version}`] as const);
  const known = new Set<string>(locked.flat());
  const listedByAnyName = new Set(
    locked.filter((names) => names.some((item) => listed.has(item))).map(([item]) => item),
  );
  return [
    ...(bom.bomFormat === 'CycloneDX' && /^1\.\d$/.test(bom.specVersion) ? [] : ['it is not CycloneDX 1.x']),
    ...locked.filter(([item]) => !listedByAnyName.has(item)).map(([item]) => `${item} is missing`),
    ...[...listed].filter((item) => !known.has(item)).map((item) => `${item} is not in the lock file`),
    ...bom.components
      .filter(({ purl, licenses }) => !purl.startsWith('pkg:npm/') || !licenses || licenses.length === 0)
      .map(({ name }) => `${name} has no package URL or no licence`),
    ...(bom.dependencies.length > bom.components.length ? [] : ['it does not say what depends on what']),
  ];
};

const main = async (): Promise<void> => {
  const bom = await makeBom();
  const problems = problemsOf(bom, (await readJson('package-lock.json')) as Lock);
  for (const problem of problems) console.error(`The bill of materials is not correct: ${problem}.`);
  await mkdir(dirname(OUTPUT), { recursive: true });
  await writeFile(OUTPUT, `${JSON.stringify(bom, null, 2)}\n`);
  console.log(`dist/sbom.cdx.json: CycloneDX ${bom.specVersion}, ${bom.components.length} packages`);
  process.exitCode = problems.length === 0 ? 0 : 1;
};

if (import.meta.main) await main();
