import type { Action } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { describeVersion } from '../functions/describe.ts';
import type { LambdaFunction, Version } from '../functions/function.ts';
import { optionalText, requiredText } from '../parameters.ts';
import { pageOf } from './page.ts';
import { resolve } from './resolve.ts';

export const versionActions = (context: LambdaContext): Record<string, Action> => ({
  PublishVersion: async (input) => {
    const { function: found } = context.functions.resolve(requiredText(input, 'FunctionName'));
    const sha256 = optionalText(input, 'CodeSha256');
    if (sha256 !== undefined && sha256 !== found.latest.code.sha256)
      throw invalidParameter(
        `CodeSHA256 (${sha256}) is different from current CodeSHA256 in $LATEST (${found.latest.code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    const { version, updated } = await publish(context, found.name, optionalText(input, 'Description'));
    return describeVersion(context.kernel.home, updated, version, version.version);
  },
  ListVersionsByFunction: (input) => {
    const { function: found } = resolve(context, input);
    const described = [found.latest, ...found.published].map((version) =>
      describeVersion(context.kernel.home, found, version, version.version),
    );
    const { items, next } = pageOf(described, input);
    return { Versions: items, ...(next && { NextMarker: next }) };
  },
});

/**
 * Publishes $LATEST with the next version number. If code and settings are unchanged since the last published version,
 * returns that version instead.
 */
export const publish = async (
  context: LambdaContext,
  name: string,
  description: string | undefined,
): Promise<{ version: Version; updated: LambdaFunction }> => {
  let made: Version | undefined;
  const updated = await context.functions.update(name, (current) => {
    const last = current.published.at(-1);
    if (last && sameButForName(last, current.latest, description)) {
      made = last;
      return current;
    }
    made = {
      ...current.latest,
      code: context.code.kept(name, current.latest.code),
      version: String(current.nextVersion),
      description: description ?? current.latest.description,
      revisionId: context.kernel.ids.uuid(),
    };
    return { ...current, published: [...current.published, made], nextVersion: current.nextVersion + 1 };
  });
  return { version: made ?? updated.latest, updated };
};

/**
 * Whether two versions have the same code and settings. The code is compared by its hash, because a published version
 * has a copy of the code in another directory.
 */
const sameButForName = (published: Version, latest: Version, description: string | undefined): boolean => {
  const comparable = (version: Version) =>
    JSON.stringify({ ...version, version: '', revisionId: '', lastModifiedMs: 0, code: version.code.sha256 });
  return comparable(published) === comparable({ ...latest, description: description ?? latest.description });
};
