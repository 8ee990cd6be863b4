import { page, pagePosition, pageSize } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';

export const listStateMachines: MakeAction =
  ({ tables }) =>
  (input) => {
    const limit = pageSize(input);
    const found = tables.stateMachines.list(pagePosition(input) ?? '', limit + 1);
    const { items, next } = page(found, limit, ({ name }) => name);
    const stateMachines = items.map(({ arn, name, type, createdMs }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: new Date(createdMs),
    }));
    return { stateMachines, ...next };
  };
