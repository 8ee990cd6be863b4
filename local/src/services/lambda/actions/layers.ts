import type { Action, Call } from '../../../core/service.ts';
import { LAYERS } from '../code/code-store.ts';
import type { LambdaContext } from '../context.ts';
import { constraint, invalidParameter, notFound } from '../errors.ts';
import type { Code } from '../functions/function.ts';
import { describeLayerVersion, describeWholeVersion } from '../layers/describe.ts';
import {
  type LayerVersion,
  type LayerVersionReference,
  layerArn,
  readLayerName,
  readVersionArn,
} from '../layers/layer.ts';
import {
  type Input,
  optionalObject,
  optionalText,
  optionalTextList,
  requiredInteger,
  requiredText,
} from '../parameters.ts';
import { pageOf } from './page.ts';
import { readArchive } from './read-archive.ts';

const ARCHITECTURES = ['x86_64', 'arm64'] as const;
const MAX_RUNTIMES = 15;
const DESCRIPTION = { max: 256 };
const LICENSE = { max: 512 };

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html */
export const layerActions = (context: LambdaContext): Record<string, Action> => ({
  PublishLayerVersion: async (input, call) => {
    const name = readLayerName(requiredText(input, 'LayerName'));
    const details = readDetails(input);
    const code = await readContent(context, optionalObject(input, 'Content') ?? {}, call);
    const created = { ...details, code, createdMs: context.kernel.clock.now() };
    const version = await context.layers.publish(name, created);
    return describeWholeVersion(context.kernel.home, name, { ...created, version, policy: undefined });
  },
  GetLayerVersion: (input) => wholeVersion(context, readVersion(input)),
  GetLayerVersionByArn: (input) => wholeVersion(context, readVersionArn(requiredText(input, 'Arn'))),
  DeleteLayerVersion: async (input) => {
    await context.layers.remove(readVersion(input));
    return {};
  },
  ListLayers: (input) => {
    const { home } = context.kernel;
    const isMatching = filterOf(input);
    const described = context.layers.all().flatMap(({ name, versions }) => {
      const latest = versions.findLast(isMatching);
      if (!latest) return [];
      const LatestMatchingVersion = describeLayerVersion(home, name, latest);
      return [{ LayerName: name, LayerArn: layerArn(home, name), LatestMatchingVersion }];
    });
    const { items, next } = pageOf(described, input);
    return { Layers: items, ...(next && { NextMarker: next }) };
  },
  ListLayerVersions: (input) => {
    const name = readLayerName(requiredText(input, 'LayerName'));
    const found = context.layers.versionsOf(name).filter(filterOf(input)).toReversed();
    const described = found.map((version) => describeLayerVersion(context.kernel.home, name, version));
    const { items, next } = pageOf(described, input);
    return { LayerVersions: items, ...(next && { NextMarker: next }) };
  },
});

/** Throws ValidationException, and InvalidParameterValueException for a version below 1. */
export const readVersion = (input: Input): LayerVersionReference => {
  const name = readLayerName(requiredText(input, 'LayerName'));
  const version = requiredInteger(input, 'VersionNumber');
  if (version < 1) throw invalidParameter('Layer Version Cannot be less than 1');
  return { name, version };
};

const wholeVersion = ({ kernel, layers }: LambdaContext, reference: LayerVersionReference) => {
  const version = layers.find(reference);
  if (!version) throw notFound('The resource you requested does not exist.');
  return describeWholeVersion(kernel.home, reference.name, version);
};

const filterOf = (input: Input): ((version: LayerVersion) => boolean) => {
  const runtime = optionalText(input, 'CompatibleRuntime');
  const architecture = optionalText(input, 'CompatibleArchitecture', { oneOf: ARCHITECTURES });
  return ({ compatibleRuntimes, compatibleArchitectures }) =>
    (runtime === undefined || compatibleRuntimes.includes(runtime)) &&
    (architecture === undefined || compatibleArchitectures.includes(architecture));
};

type Details = Omit<LayerVersion, 'version' | 'code' | 'createdMs' | 'policy'>;

const readDetails = (input: Input): Details => ({
  description: optionalText(input, 'Description', DESCRIPTION) ?? '',
  licenseInfo: optionalText(input, 'LicenseInfo', LICENSE),
  compatibleRuntimes: readRuntimes(input),
  compatibleArchitectures: readArchitectures(input),
});

/** Layers of runtimes that functions cannot have here are accepted, because no function can use them. */
const readRuntimes = (input: Input): readonly string[] => {
  const runtimes = optionalTextList(input, 'CompatibleRuntimes') ?? [];
  if (runtimes.length > MAX_RUNTIMES)
    throw constraint(
      'compatibleRuntimes',
      `[${runtimes.join(', ')}]`,
      `Member must have length less than or equal to ${MAX_RUNTIMES}`,
    );
  return runtimes;
};

const readArchitectures = (input: Input): readonly string[] => {
  const architectures = optionalTextList(input, 'CompatibleArchitectures') ?? [];
  if (!architectures.every((each) => ARCHITECTURES.some((known) => known === each)))
    throw constraint(
      'compatibleArchitectures',
      `[${architectures.join(', ')}]`,
      'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
    );
  return architectures;
};

/** The content is copied, because it must be there as long as the version and the functions that use it. */
const readContent = async ({ code }: LambdaContext, content: Input, call: Call): Promise<Code> => {
  const source = readArchive(content, "a layer's content", call);
  if (source === undefined) throw constraint('content', undefined, 'Please provide a source for layer content.');
  return 'archive' in source ? code.unpack(LAYERS, source.archive) : code.kept(LAYERS, code.inPlace(source.directory));
};
