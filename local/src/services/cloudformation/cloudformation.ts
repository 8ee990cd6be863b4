import type { Kernel } from '../../core/kernel.ts';
import { BAD_REQUEST } from '../../core/parameters/bad-request.ts';
import type { Input } from '../../core/parameters/input.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import type { PathHandler } from '../../core/path-handler.ts';
import type { ServiceModule } from '../../core/service.ts';
import { SIGNAL_PREFIX } from './address.ts';
import type { WaitInput } from './operations.ts';
import { WaitConditions } from './wait-conditions.ts';

const { requiredInteger, requiredText } = parameterReader(BAD_REQUEST);

const waitInput = (input: Input): WaitInput => ({
  Handle: requiredText(input, 'Handle'),
  Count: requiredInteger(input, 'Count'),
  TimeoutSeconds: requiredInteger(input, 'TimeoutSeconds'),
  LogicalId: requiredText(input, 'LogicalId'),
});

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
        PutWaitConditionHandle: (input) => conditions.putHandle(requiredText(input, 'Name')),
        DeleteWaitConditionHandle: (input) => conditions.deleteHandle(requiredText(input, 'Name')),
        AwaitSignals: (input) => conditions.wait(waitInput(input)),
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
