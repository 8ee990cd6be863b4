import { AwsError } from '../../core/aws/aws-error.ts';
import type { Asset } from '../../core/cloudformation/asset.ts';
import type { ResourceContext } from '../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import type { DeployingKernel } from '../../core/kernel.ts';

/**
 * Context of one resource's creation, update or deletion. `resuming` is true if an earlier creation may have been
 * interrupted before it was recorded.
 */
export const resourceContext = (
  { kernel, assets }: { readonly kernel: DeployingKernel; readonly assets: ReadonlyMap<string, Asset> },
  place: { readonly stack: string; readonly logicalId: string },
  resource: { readonly name: string; readonly properties: ValueObject; readonly resuming: boolean },
): ResourceContext => {
  const call: ResourceContext['call'] = (operation, input) =>
    kernel.services.call(operation, input, kernel.identities.administrator());
  return {
    ...place,
    name: resource.name,
    properties: resource.properties,
    home: kernel.home,
    asset: (key) => assets.get(key),
    call,
    create: async (operation, input, takeOver) => {
      try {
        return await call(operation, input);
      } catch (error) {
        if (resource.resuming && error instanceof AwsError && ALREADY_THERE.has(error.code)) return takeOver();
        throw error;
      }
    },
  };
};

const ALREADY_THERE = new Set([
  'EntityAlreadyExists',
  'EntityAlreadyExistsException',
  'ParameterAlreadyExists',
  'ResourceAlreadyExistsException',
  'ResourceConflictException',
  'ResourceInUseException',
  'UsernameExistsException',
]);
