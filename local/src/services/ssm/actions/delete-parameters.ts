import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { namesIn } from '../request.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html */
export const deleteParameters =
  ({ kernel, table }: SsmContext): Action =>
  async (input) => {
    const names = namesIn(input);
    const deleted = await kernel.store.write(() => new Set(names.filter((name) => table.remove(name))));
    return {
      DeletedParameters: names.filter((name) => deleted.has(name)),
      InvalidParameters: names.filter((name) => !deleted.has(name)),
    };
  };
