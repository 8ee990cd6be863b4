import { AwsError } from '../../core/aws/aws-error.ts';
import type { Asset } from '../../core/cloudformation/asset.ts';
import type { ResourceType } from '../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import type { DeployingKernel } from '../../core/kernel.ts';
import type { Providers } from '../custom-resources/custom-resources.ts';
import { customResourceType } from '../custom-resources/custom-type.ts';
import { resourceType } from '../registry.ts';
import type { Records, ResourceRecord } from './records.ts';
import { resourceContext } from './resource-context.ts';
import { stackId } from './stack.ts';

/**
 * Deletes a resource and then its record. The resource type receives the properties of the last deployment. If the
 * resource no longer exists, it counts as deleted.
 */
export const deleteRecorded = async (
  deployment: {
    readonly kernel: DeployingKernel;
    readonly records: Records;
    readonly assets: ReadonlyMap<string, Asset>;
    readonly providers: Providers;
  },
  record: ResourceRecord,
): Promise<void> => {
  const type = typeOf(deployment, record);
  if (type.kind === 'runs') {
    const properties = JSON.parse(record.properties) as ValueObject;
    const place = { stack: record.stack, logicalId: record.logicalId };
    try {
      await type.delete(resourceContext(deployment, place, { name: record.name, properties, resuming: false }), record);
    } catch (error) {
      if (!isAlreadyGone(error)) throw error;
    }
  }
  await deployment.kernel.store.write(() => {
    deployment.records.remove(record);
    deployment.providers.forget(record.name);
  });
};

const typeOf = (
  { kernel, providers }: { readonly kernel: DeployingKernel; readonly providers: Providers },
  { type, stack }: ResourceRecord,
): ResourceType => {
  const found = resourceType(type);
  return found.kind === 'custom resource'
    ? customResourceType({ providers, type, stackId: stackId(stack, kernel.home) })
    : found;
};

const ALREADY_GONE = new Set([
  'AWS.SimpleQueueService.NonExistentQueue',
  'NoSuchEntity',
  'NotFound',
  'NotFoundException',
  'ParameterNotFound',
  'QueueDoesNotExist',
  'ResourceNotFound',
  'ResourceNotFoundException',
  'StateMachineDoesNotExist',
]);

const isAlreadyGone = (error: unknown): boolean => error instanceof AwsError && ALREADY_GONE.has(error.code);
