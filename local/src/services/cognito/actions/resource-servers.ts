import type { Action } from '../../../core/service.ts';
import type { ResourceServer } from '../model.ts';
import { type Input, objects, text } from '../parameters.ts';
import type { Parts } from '../parts.ts';

/** Scopes of one's own, and the pool's domain, which is only a name here: the issuer has its own address. */
export const resourceServerActions = ({ pools }: Parts): Record<string, Action> => {
  const put = async (input: Input) => {
    const { poolId } = pools.existing(text(input, 'UserPoolId'));
    const server: ResourceServer = {
      identifier: text(input, 'Identifier'),
      scopes: objects(input, 'Scopes').map((scope) => text(scope, 'ScopeName')),
    };
    await pools.write(() => pools.put(poolId, 'resourceServer', server.identifier, server));
    return {};
  };
  return {
    CreateResourceServer: put,
    UpdateResourceServer: put,
    DeleteResourceServer: async (input) => {
      const { poolId } = pools.existing(text(input, 'UserPoolId'));
      await pools.write(() => pools.delete(poolId, 'resourceServer', text(input, 'Identifier')));
      return {};
    },
    CreateUserPoolDomain: async (input) => {
      const { poolId } = pools.existing(text(input, 'UserPoolId'));
      const domain = text(input, 'Domain');
      await pools.write(() => pools.put(poolId, 'domain', domain, { domain }));
      return {};
    },
    DeleteUserPoolDomain: async (input) => {
      const { poolId } = pools.existing(text(input, 'UserPoolId'));
      await pools.write(() => pools.delete(poolId, 'domain', text(input, 'Domain')));
      return {};
    },
  };
};
