import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Action, Call } from '../../../core/service.ts';
import { accessDenied, conflict, constraint, invalidParameter, preconditionFailed } from '../errors.ts';
import { configure, defaultSettings, makeVersion } from '../functions/configure.ts';
import { describeVersion } from '../functions/describe.ts';
import type { Code, LambdaFunction, Version } from '../functions/function.ts';
import { readReference } from '../functions/function-name.ts';
import {
  type Input,
  optionalFlag,
  optionalMap,
  optionalObject,
  optionalText,
  refuse,
  requiredText,
} from '../parameters.ts';
import type { Parts } from '../parts.ts';
import { pageOf } from './page.ts';
import { resolve } from './resolve.ts';
import { publish } from './versions.ts';

const NEEDED = ['Runtime', 'Role', 'Handler'];

export const functionActions = (parts: Parts): Record<string, Action> => ({
  CreateFunction: (input, call) => createFunction(parts, input, call),
  UpdateFunctionCode: (input, call) => updateCode(parts, input, call),
  UpdateFunctionConfiguration: (input) => updateConfiguration(parts, input),
  DeleteFunction: (input) => deleteFunction(parts, input),
  GetFunction: (input) => getFunction(parts, input),
  GetFunctionConfiguration: (input) => {
    const { function: found, version, qualifier } = resolve(parts, input);
    return describeVersion(parts.kernel.home, found, version, qualifier);
  },
  ListFunctions: (input) => {
    const all = optionalText(input, 'FunctionVersion') === 'ALL';
    const described = parts.functions
      .all()
      .flatMap((found) =>
        (all ? [found.latest, ...found.published] : [found.latest]).map((version) => ({ found, version })),
      )
      .map(({ found, version }) =>
        describeVersion(parts.kernel.home, found, version, all ? version.version : undefined),
      );
    const { items, next } = pageOf(described, input);
    return { Functions: items, ...(next && { NextMarker: next }) };
  },
});

const createFunction = async (parts: Parts, input: Input, call: Call) => {
  const { name } = readReference(requiredText(input, 'FunctionName'), undefined);
  optionalText(input, 'PackageType', { oneOf: ['Zip'] });
  if (input.PublishTo !== undefined) throw unsupported('PublishTo of a function');
  for (const member of NEEDED) requiredText(input, member);
  const settings = configure(input, defaultSettings(name));
  if (parts.functions.find(name)) throw alreadyThere(name);
  const code = readCode(parts, name, optionalObject(input, 'Code') ?? {}, call);
  const tags = optionalMap(input, 'Tags') ?? {};
  const created = await parts.functions.change(name, (existing) => {
    if (existing) throw alreadyThere(name);
    const latest = makeVersion(parts.kernel, settings, code);
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
  return answer(parts, created, optionalFlag(input, 'Publish'));
};

const alreadyThere = (name: string) => conflict(`Function already exist: ${name}`);

const updateCode = async (parts: Parts, input: Input, call: Call) => {
  const { function: found } = resolve(parts, input);
  refuse(input, ['ImageUri', 'SourceKMSKeyArn'], 'a function');
  const code = readCode(parts, found.name, input, call);
  const { architecture } = configure({ Architectures: input.Architectures }, found.latest);
  if (optionalFlag(input, 'DryRun')) return describeVersion(parts.kernel.home, found, { ...found.latest, code });
  const updated = await replaceLatest(parts, found.name, input, (latest) =>
    latest.code.sha256 === code.sha256 &&
    latest.code.directory === code.directory &&
    latest.architecture === architecture
      ? latest
      : makeVersion(parts.kernel, { ...latest, architecture }, code),
  );
  return answer(parts, updated, optionalFlag(input, 'Publish'));
};

const updateConfiguration = async (parts: Parts, input: Input) => {
  const { function: found } = resolve(parts, input);
  const updated = await replaceLatest(parts, found.name, input, (latest) => {
    const next = { ...latest, ...configure(input, latest) };
    return JSON.stringify(next) === JSON.stringify(latest) ? latest : makeVersion(parts.kernel, next, latest.code);
  });
  return answer(parts, updated, false);
};

/** Stores another latest version and ends the environments of the one before. */
const replaceLatest = async (
  parts: Parts,
  name: string,
  input: Input,
  next: (latest: Version) => Version,
): Promise<LambdaFunction> => {
  let before: Version | undefined;
  const updated = await parts.functions.update(name, (current) => {
    const expected = optionalText(input, 'RevisionId');
    if (expected !== undefined && expected !== current.latest.revisionId)
      throw preconditionFailed(
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      );
    before = current.latest;
    return { ...current, latest: next(current.latest) };
  });
  if (before && before.revisionId !== updated.latest.revisionId) parts.invoker.retire(before);
  return updated;
};

const answer = async (parts: Parts, found: LambdaFunction, publishNow: boolean | undefined) => {
  if (!publishNow) return describeVersion(parts.kernel.home, found, found.latest);
  const { version, updated } = await publish(parts, found.name, undefined);
  return describeVersion(parts.kernel.home, updated, version, version.version);
};

const deleteFunction = async (parts: Parts, input: Input): Promise<object> => {
  const read = readReference(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
  const found = parts.functions.get(read);
  if (read.qualifier === undefined) {
    await parts.functions.remove(read.name);
    for (const version of [found.latest, ...found.published]) parts.invoker.retire(version);
    return {};
  }
  if (read.qualifier === '$LATEST')
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  const used = found.aliases.filter(({ version }) => version === read.qualifier).map(({ name }) => name);
  if (used.length > 0)
    throw conflict(`Unable to delete version because the following aliases reference it: [${used.join(', ')}]`);
  await parts.functions.update(read.name, (current) => ({
    ...current,
    published: current.published.filter(({ version }) => version !== read.qualifier),
  }));
  for (const version of found.published) if (version.version === read.qualifier) parts.invoker.retire(version);
  return {};
};

const getFunction = (parts: Parts, input: Input) => {
  const { function: found, version, qualifier } = resolve(parts, input);
  const { reservedConcurrency, tags } = found;
  return {
    Configuration: describeVersion(parts.kernel.home, found, version, qualifier),
    Code: { RepositoryType: 'S3', Location: `file://${version.code.directory}` },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  };
};

/**
 * `ZipFile` is an archive (its bytes, or base64); `LocalDirectory`, for the administrator only, is a directory of this
 * machine that is run where it lies.
 */
const readCode = (parts: Parts, name: string, code: Input, { caller }: Call): Code => {
  refuse(code, ['ImageUri', 'S3Bucket', 'S3Key', 'S3ObjectVersion'], "a function's code");
  const directory = optionalText(code, 'LocalDirectory');
  if (directory !== undefined) {
    if (caller.kind !== 'administrator') throw accessDenied('LocalDirectory is for the administrator only.');
    return parts.code.inPlace(directory);
  }
  const archive = code.ZipFile;
  if (archive instanceof Uint8Array) return parts.code.unpack(name, archive);
  if (typeof archive !== 'string') throw constraint('code', undefined, 'Please provide a source for function code.');
  return parts.code.unpack(name, Buffer.from(archive, 'base64'));
};
