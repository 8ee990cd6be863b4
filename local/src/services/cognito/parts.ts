import type { Kernel } from '../../core/kernel.ts';
import type { PoolStore } from './pool-store.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What the actions and the issuers work with. */
export interface Parts {
  readonly kernel: Kernel;
  readonly pools: PoolStore;
  readonly keys: SigningKeys;
}
