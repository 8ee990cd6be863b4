import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Asset } from '../core/cloudformation/asset.ts';
import { isList, isObject, type Value, type ValueObject } from '../core/cloudformation/value.ts';
import { AssemblyError } from './errors.ts';
import { readTemplate } from './evaluate/read-template.ts';
import type { Template } from './evaluate/template.ts';

export interface StackTemplate {
  readonly name: string;
  readonly template: Template;
  /** Parameter values from the assembly. */
  readonly parameters: { readonly [name: string]: string };
}

/** A synthesized CDK app: its stacks in dependency order, and their assets. */
export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly StackTemplate[];
  /** Keyed by the object key in the assets bucket: content hash and extension. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** The template of a nested stack, by the object key of its asset. Throws AssemblyError. */
  nestedTemplate(objectKey: string): Template;
}

interface Artifact {
  readonly type: string;
  readonly properties: ValueObject;
  readonly dependencies: readonly string[];
}

const WHAT_TO_GIVE = 'Name the directory that `cdk synth` writes, usually cdk.out.';

/**
 * Reads the output of `cdk synth`: `manifest.json`, templates, asset manifests and nested assemblies (stages). Throws
 * AssemblyError if the directory is missing or is not a cloud assembly.
 */
export const loadAssembly = (directory: string): Assembly => {
  const absolute = resolve(directory);
  checkAssembly(absolute);
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, Asset>();
  collect(absolute, stacks, assets);
  return { directory: absolute, stacks, assets, nestedTemplate: (key) => readNested(assets.get(key), key) };
};

const readNested = (asset: Asset | undefined, key: string): Template => {
  if (asset?.packaging !== 'file') throw new AssemblyError(`The assembly has no template ${key}.`);
  return readTemplate(readJson(asset.path));
};

/** Throws AssemblyError if the directory does not exist or is not a cloud assembly. */
export const checkAssembly = (directory: string): void => {
  const absolute = resolve(directory);
  if (!existsSync(absolute)) throw new AssemblyError(`There is no directory ${absolute}. ${WHAT_TO_GIVE}`);
  if (!existsSync(join(absolute, 'manifest.json')))
    throw new AssemblyError(`${absolute} has no manifest.json, so it is no cloud assembly. ${WHAT_TO_GIVE}`);
};

const collect = (directory: string, stacks: StackTemplate[], assets: Map<string, Asset>): void => {
  const artifacts = readArtifacts(directory);
  for (const id of inOrder(artifacts)) {
    const artifact = artifacts.get(id);
    if (artifact) READERS[artifact.type]?.({ directory, id, artifact, stacks, assets });
  }
};

interface Reading {
  readonly directory: string;
  readonly id: string;
  readonly artifact: Artifact;
  readonly stacks: StackTemplate[];
  readonly assets: Map<string, Asset>;
}

/** Artifact types that deploy something. Others (`cdk:tree`, feature flag reports) only describe. */
const READERS: { readonly [type: string]: ((reading: Reading) => void) | undefined } = {
  'aws:cloudformation:stack': ({ directory, id, artifact: { properties }, stacks }) => {
    const file = join(directory, String(properties.templateFile));
    const name = typeof properties.stackName === 'string' ? properties.stackName : id;
    try {
      stacks.push({ name, template: readTemplate(readJson(file)), parameters: texts(properties.parameters) });
    } catch (error) {
      throw new AssemblyError(`The template of the stack ${name} cannot be read: ${message(error)}`, { cause: error });
    }
  },
  'cdk:asset-manifest': ({ directory, artifact, assets }) => {
    const manifest = readJson(join(directory, String(artifact.properties.file)));
    for (const file of Object.values(member(manifest, 'files'))) collectAsset(directory, file, assets);
  },
  'cdk:cloud-assembly': ({ directory, artifact, stacks, assets }) =>
    collect(join(directory, String(artifact.properties.directoryName)), stacks, assets),
};

const collectAsset = (directory: string, file: Value, assets: Map<string, Asset>): void => {
  const source = member(file, 'source');
  if (typeof source.path !== 'string') return;
  const asset: Asset = {
    path: resolve(directory, source.path),
    packaging: source.packaging === 'zip' ? 'zip' : 'file',
  };
  for (const destination of Object.values(member(file, 'destinations')))
    if (isObject(destination) && typeof destination.objectKey === 'string') assets.set(destination.objectKey, asset);
};

const readArtifacts = (directory: string): ReadonlyMap<string, Artifact> => {
  const manifest = readJson(join(directory, 'manifest.json'));
  return new Map(
    Object.entries(member(manifest, 'artifacts')).map(([id, artifact]) => [
      id,
      {
        type: isObject(artifact) ? String(artifact.type) : '',
        properties: member(artifact, 'properties'),
        dependencies:
          isObject(artifact) && isList(artifact.dependencies) ? artifact.dependencies.map((name) => String(name)) : [],
      },
    ]),
  );
};

const inOrder = (artifacts: ReadonlyMap<string, Artifact>): readonly string[] => {
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    done.add(id);
    for (const dependency of artifacts.get(id)?.dependencies ?? []) visit(dependency);
    ordered.push(id);
  };
  const ordered: string[] = [];
  for (const id of artifacts.keys()) visit(id);
  return ordered;
};

const readJson = (path: string): Value => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Value;
  } catch (error) {
    throw new AssemblyError(`${path} cannot be read (${message(error)}). Synthesize it again: cdk synth.`, {
      cause: error,
    });
  }
};

const member = (value: Value, name: string): ValueObject => {
  const found = isObject(value) ? value[name] : undefined;
  return isObject(found) ? found : {};
};

const texts = (value: Value | undefined): Record<string, string> =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)])) : {};

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
