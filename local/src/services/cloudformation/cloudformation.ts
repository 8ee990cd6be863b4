import type { Kernel } from '../../core/kernel.ts';
import type { PathHandler } from '../../core/path-handler.ts';
import type { ServiceModule } from '../../core/service.ts';
import { SIGNAL_PREFIX } from './address.ts';
import type { WaitInput } from './operations.ts';
import { WaitConditions } from './wait-conditions.ts';

/**
 * Wait conditions of templates. Clients cannot call the actions of this service; they send signals to the address of a
 * handle, also while the runtime deploys.
 */
export const createCloudFormation = (kernel: Kernel): ServiceModule & { readonly pathHandler: PathHandler } => {
  const conditions = new WaitConditions(kernel);
  return {
    service: {
      name: 'cloudformation',
      actions: {
        PutWaitConditionHandle: ({ Name }) => conditions.putHandle(String(Name)),
        DeleteWaitConditionHandle: ({ Name }) => conditions.deleteHandle(String(Name)),
        AwaitSignals: (input) => conditions.wait(input as WaitInput),
      },
      protocols: [],
    },
    pathHandler: {
      prefix: SIGNAL_PREFIX,
      answer: async ({ method, path, body }) =>
        method === 'PUT' ? conditions.receive(path, body) : { status: 405, headers: { allow: 'PUT' }, body: '' },
    },
  };
};
