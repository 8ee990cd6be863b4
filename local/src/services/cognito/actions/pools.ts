import { arnOf } from '../../../core/aws/arn.ts';
import type { Action } from '../../../core/service.ts';
import type { CognitoContext } from '../context.ts';
import { exists, invalid } from '../errors.ts';
import type { Pool } from '../model.ts';
import { issuerOf, poolIdOf } from '../names.ts';
import { requiredText } from '../parameters.ts';

/** The actions on user pools. Unlike on AWS, a pool's name must be unique, because the pool's id is derived from it. */
export const poolActions = (context: CognitoContext): Record<string, Action> => {
  const { kernel, pools, keys } = context;
  const shown = ({ poolId, name, createdMs }: Pool) => ({
    Id: poolId,
    Name: name,
    Arn: arnOf(kernel.home, 'cognito-idp', `userpool/${poolId}`),
    CreationDate: new Date(createdMs),
    LastModifiedDate: new Date(createdMs),
    Issuer: issuerOf(kernel.endpoint(), poolId),
  });
  return {
    CreateUserPool: async (input) => {
      const name = requiredText(input, 'PoolName');
      const poolId = poolIdOf(kernel.home, name);
      const pool: Pool = { poolId, name, createdMs: kernel.clock.now() };
      await keys.make(poolId);
      await pools.write(() => {
        if (pools.pool(poolId)) throw exists(`The user pool ${name}`);
        pools.putPool(pool);
      });
      return { UserPool: shown(pool) };
    },
    DescribeUserPool: (input) => ({ UserPool: shown(pools.existing(requiredText(input, 'UserPoolId'))) }),
    ListUserPools: () => ({ UserPools: pools.pools().map(shown) }),
    DeleteUserPool: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      await pools.write(() => {
        if (pools.list(poolId, 'domain').length > 0)
          throw invalid('User pool cannot be deleted. It has a domain configured that should be deleted first.');
        pools.deletePool(poolId);
        keys.forget(poolId);
      });
      return {};
    },
  };
};
