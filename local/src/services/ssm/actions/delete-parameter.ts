import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { findLatest } from '../find.ts';
import { nameIn } from '../request.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
export const deleteParameter =
  (context: SsmContext): Action =>
  async (input) => {
    const name = nameIn(input);
    await context.kernel.store.write(() => context.table.remove(findLatest(context, name).name));
    return {};
  };
