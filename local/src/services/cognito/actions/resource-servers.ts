import type { Action } from '../../../core/service.ts';
import type { CognitoContext } from '../context.ts';
import type { ResourceServer } from '../model.ts';
import { type Input, objectList, requiredText } from '../parameters.ts';

/**
 * The actions on custom scopes and on the pool's domain. The domain is only stored and not served, because the issuer
 * has a local address.
 */
export const resourceServerActions = ({ pools }: CognitoContext): Record<string, Action> => {
  const put = async (input: Input) => {
    const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
    const server: ResourceServer = {
      identifier: requiredText(input, 'Identifier'),
      scopes: objectList(input, 'Scopes').map((scope) => requiredText(scope, 'ScopeName')),
    };
    await pools.write(() => pools.put(poolId, 'resourceServer', server.identifier, server));
    return {};
  };
  return {
    CreateResourceServer: put,
    UpdateResourceServer: put,
    DeleteResourceServer: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      await pools.write(() => pools.delete(poolId, 'resourceServer', requiredText(input, 'Identifier')));
      return {};
    },
    CreateUserPoolDomain: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      const domain = requiredText(input, 'Domain');
      await pools.write(() => pools.put(poolId, 'domain', domain, { domain }));
      return {};
    },
    DeleteUserPoolDomain: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      await pools.write(() => pools.delete(poolId, 'domain', requiredText(input, 'Domain')));
      return {};
    },
  };
};
