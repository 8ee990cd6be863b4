import { readStateMachineArn } from '../arns.ts';
import { MAX_ARN_LENGTH, page, pageNumber, pageSize, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** ListStateMachineVersions, newest first. */
export const listStateMachineVersions: MakeAction =
  ({ tables }) =>
  (input) => {
    const { stateMachineArn } = readStateMachineArn(requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH }));
    const limit = pageSize(input);
    const found = tables.versions.list(stateMachineArn, pageNumber(input) ?? Number.MAX_SAFE_INTEGER, limit + 1);
    const { items, next } = page(found, limit, ({ number }) => number);
    const stateMachineVersions = items.map(({ arn, createdMs }) => ({
      stateMachineVersionArn: arn,
      creationDate: new Date(createdMs),
    }));
    return { stateMachineVersions, ...next };
  };
