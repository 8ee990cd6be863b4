import type { Kernel } from '../../core/kernel.ts';
import type { PoolStore } from './pool-store.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The objects that the Cognito actions and issuers use. */
export interface CognitoContext {
  readonly kernel: Kernel;
  readonly pools: PoolStore;
  readonly keys: SigningKeys;
}
