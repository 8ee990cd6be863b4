import { isVersion, readStateMachineArn } from '../arns.ts';
import { conflict, invalidArn } from '../errors.ts';
import { requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** DeleteStateMachineVersion. Fails if an alias routes to the version. */
export const deleteStateMachineVersion: MakeAction =
  ({ kernel, tables }) =>
  async (input) => {
    const arn = requiredText(input, 'stateMachineVersionArn');
    const { stateMachineArn, qualifier } = readStateMachineArn(arn);
    if (qualifier === undefined || !isVersion(qualifier))
      throw invalidArn(`Invalid State Machine Version Arn: '${arn}'`);
    await kernel.store.write(() => {
      const names = tables.aliases
        .list(stateMachineArn, '', Number.MAX_SAFE_INTEGER)
        .filter(({ routes }) => routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === arn))
        .map(({ name }) => name);
      if (names.length > 0)
        throw conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(', ')}]`,
        );
      tables.versions.remove(arn);
    });
    return {};
  };
