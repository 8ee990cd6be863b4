import { validationError } from '../../core/aws/aws-error.ts';
import { earlyProblem } from '../../core/cloudformation/early-problem.ts';
import { number, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import { secretIn } from './address.ts';
import * as cloudformation from './operations.ts';

const MAX_TIMEOUT_SECONDS = 43_200;

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 1;

const handleOf = async ({ call, name }: ResourceContext): Promise<Physical> => {
  const { Id, Url } = await call(cloudformation.putWaitConditionHandle, { Name: name });
  return { ref: Url, attributes: { Id } };
};

/** Properties that may not change. The address of a handle changes with the runtime's port. */
const fixed = ({ Handle, Count, Timeout }: ValueObject): string =>
  JSON.stringify([secretIn(text(Handle) ?? ''), number(Count), number(Timeout)]);

export const WAIT_TYPES: ResourceTypes = {
  'AWS::CloudFormation::WaitConditionHandle': {
    kind: 'runs',
    properties: {},
    attributes: ['Id'],
    replacedBy: [],
    create: handleOf,
    update: handleOf,
    delete: async ({ call, name }) => {
      await call(cloudformation.deleteWaitConditionHandle, { Name: name });
    },
  },
  'AWS::CloudFormation::WaitCondition': {
    kind: 'runs',
    properties: { Handle: true, Count: true, Timeout: true },
    attributes: ['Data', 'Id'],
    replacedBy: [],
    isWaiting: true,
    problem: earlyProblem({
      Handle: ({ Handle }) => {
        if (Handle === undefined) throw validationError('this property is required');
      },
      Timeout: ({ Timeout }) => {
        const seconds = number(Timeout) ?? Number.NaN;
        if (!isCount(seconds) || seconds > MAX_TIMEOUT_SECONDS)
          throw validationError(`must be an integer from 1 to ${MAX_TIMEOUT_SECONDS}`);
      },
      Count: ({ Count }) => {
        if (!isCount(number(Count) ?? 1)) throw validationError('must be an integer of at least 1');
      },
    }),
    create: async ({ call, name, logicalId, properties }) => {
      const outcome = await call(cloudformation.awaitSignals, {
        Handle: text(properties.Handle) ?? '',
        Count: number(properties.Count) ?? 1,
        TimeoutSeconds: number(properties.Timeout) ?? MAX_TIMEOUT_SECONDS,
        LogicalId: logicalId,
      });
      if ('failure' in outcome) throw new Error(outcome.failure);
      return { ref: name, attributes: { Data: outcome.data, Id: name } };
    },
    update: async ({ properties }, existing, previous) => {
      if (fixed(properties) === fixed(previous)) return existing;
      throw new Error('Update to resource type AWS::CloudFormation::WaitCondition is not supported.');
    },
    delete: async () => {},
  },
};
