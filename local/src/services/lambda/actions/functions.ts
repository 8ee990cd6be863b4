import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Action, Call } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { conflict, constraint, invalidParameter, preconditionFailed } from '../errors.ts';
import { configure, defaultSettings, makeVersion } from '../functions/configure.ts';
import { describeVersion } from '../functions/describe.ts';
import type { Code, LambdaFunction, Version } from '../functions/function.ts';
import { readReference } from '../functions/function-name.ts';
import { checkWholeSize, readLayers } from '../layers/function-layers.ts';
import {
  type Input,
  optionalFlag,
  optionalMap,
  optionalObject,
  optionalText,
  refuse,
  requiredText,
} from '../parameters.ts';
import { pageOf } from './page.ts';
import { readArchive } from './read-archive.ts';
import { resolve } from './resolve.ts';
import { publish } from './versions.ts';

const REQUIRED = ['Runtime', 'Role', 'Handler'];

export const functionActions = (context: LambdaContext): Record<string, Action> => ({
  CreateFunction: (input, call) => createFunction(context, input, call),
  UpdateFunctionCode: (input, call) => updateCode(context, input, call),
  UpdateFunctionConfiguration: (input) => updateConfiguration(context, input),
  DeleteFunction: (input) => deleteFunction(context, input),
  GetFunction: (input) => getFunction(context, input),
  GetFunctionConfiguration: (input) => {
    const { function: found, version, qualifier } = resolve(context, input);
    return describeVersion(context.kernel.home, found, version, qualifier);
  },
  ListFunctions: (input) => {
    const all = optionalText(input, 'FunctionVersion') === 'ALL';
    const described = context.functions
      .all()
      .flatMap((found) =>
        (all ? [found.latest, ...found.published] : [found.latest]).map((version) => ({ found, version })),
      )
      .map(({ found, version }) =>
        describeVersion(context.kernel.home, found, version, all ? version.version : undefined),
      );
    const { items, next } = pageOf(described, input);
    return { Functions: items, ...(next && { NextMarker: next }) };
  },
});

const createFunction = async (context: LambdaContext, input: Input, call: Call) => {
  const { name } = readReference(requiredText(input, 'FunctionName'), undefined);
  optionalText(input, 'PackageType', { oneOf: ['Zip'] });
  if (input.PublishTo !== undefined) throw unsupported('PublishTo of a function');
  for (const member of REQUIRED) requiredText(input, member);
  const settings = configure(input, defaultSettings(name));
  if (context.functions.find(name)) throw alreadyExists(name);
  const given = await readLayers(layerSources(context), input);
  const code = await readCode(context, name, optionalObject(input, 'Code') ?? {}, call);
  checkWholeSize(code, given?.layers);
  const tags = optionalMap(input, 'Tags') ?? {};
  const created = await context.functions.change(name, (existing) => {
    if (existing) throw alreadyExists(name);
    const latest = makeVersion(context.kernel, { ...settings, ...given }, code);
    return {
      name,
      latest,
      published: [],
      nextVersion: 1,
      aliases: [],
      policies: {},
      eventInvokeConfigs: {},
      reservedConcurrency: undefined,
      tags,
    };
  });
  return answer(context, created, optionalFlag(input, 'Publish'));
};

const layerSources = ({ kernel, layers, code }: LambdaContext) => ({ home: kernel.home, layers, code });

const alreadyExists = (name: string) => conflict(`Function already exist: ${name}`);

const updateCode = async (context: LambdaContext, input: Input, call: Call) => {
  const { function: found } = resolve(context, input);
  refuse(input, ['ImageUri', 'SourceKMSKeyArn'], 'a function');
  const code = await readCode(context, found.name, input, call);
  const { architecture } = configure({ Architectures: input.Architectures }, found.latest);
  if (optionalFlag(input, 'DryRun')) return describeVersion(context.kernel.home, found, { ...found.latest, code });
  checkWholeSize(code, found.latest.layers);
  const updated = await replaceLatest(context, found.name, input, (latest) =>
    latest.code.sha256 === code.sha256 &&
    latest.code.directory === code.directory &&
    latest.architecture === architecture
      ? latest
      : makeVersion(context.kernel, { ...latest, architecture }, code),
  );
  return answer(context, updated, optionalFlag(input, 'Publish'));
};

const updateConfiguration = async (context: LambdaContext, input: Input) => {
  const { function: found } = resolve(context, input);
  const given = await readLayers(layerSources(context), input);
  checkWholeSize(found.latest.code, given?.layers);
  const updated = await replaceLatest(context, found.name, input, (latest) => {
    const next = { ...latest, ...configure(input, latest), ...given };
    return JSON.stringify(next) === JSON.stringify(latest) ? latest : makeVersion(context.kernel, next, latest.code);
  });
  return answer(context, updated, false);
};

/** Stores a new $LATEST version, and ends the environments of the previous one. */
const replaceLatest = async (
  context: LambdaContext,
  name: string,
  input: Input,
  next: (latest: Version) => Version,
): Promise<LambdaFunction> => {
  let before: Version | undefined;
  const updated = await context.functions.update(name, (current) => {
    const expected = optionalText(input, 'RevisionId');
    if (expected !== undefined && expected !== current.latest.revisionId)
      throw preconditionFailed(
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      );
    before = current.latest;
    return { ...current, latest: next(current.latest) };
  });
  if (before && before.revisionId !== updated.latest.revisionId) context.invoker.retire(before);
  return updated;
};

const answer = async (context: LambdaContext, found: LambdaFunction, publishNow: boolean | undefined) => {
  if (!publishNow) return describeVersion(context.kernel.home, found, found.latest);
  const { version, updated } = await publish(context, found.name, undefined);
  return describeVersion(context.kernel.home, updated, version, version.version);
};

const deleteFunction = async (context: LambdaContext, input: Input): Promise<object> => {
  const read = readReference(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
  const found = context.functions.get(read);
  if (read.qualifier === undefined) {
    await context.functions.remove(read.name);
    for (const version of [found.latest, ...found.published]) context.invoker.retire(version);
    return {};
  }
  if (read.qualifier === '$LATEST')
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  const used = found.aliases.filter(({ version }) => version === read.qualifier).map(({ name }) => name);
  if (used.length > 0)
    throw conflict(`Unable to delete version because the following aliases reference it: [${used.join(', ')}]`);
  await context.functions.update(read.name, (current) => ({
    ...current,
    published: current.published.filter(({ version }) => version !== read.qualifier),
  }));
  for (const version of found.published) if (version.version === read.qualifier) context.invoker.retire(version);
  return {};
};

const getFunction = (context: LambdaContext, input: Input) => {
  const { function: found, version, qualifier } = resolve(context, input);
  const { reservedConcurrency, tags } = found;
  return {
    Configuration: describeVersion(context.kernel.home, found, version, qualifier),
    Code: { RepositoryType: 'S3', Location: `file://${version.code.directory}` },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  };
};

/** A directory of this machine runs in place, without a copy. Rejects with AwsError. */
const readCode = async ({ code: store }: LambdaContext, name: string, code: Input, call: Call): Promise<Code> => {
  const source = readArchive(code, "a function's code", call);
  if (!source) throw constraint('code', undefined, 'Please provide a source for function code.');
  return 'archive' in source ? store.unpack(name, source.archive) : store.inPlace(source.directory);
};
