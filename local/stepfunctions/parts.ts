import type { Action } from '../aws/service.ts';
import type { Kernel } from '../kernel.ts';
import type { Engine } from './engine/engine.ts';
import type { Tables } from './store/tables.ts';

/** What the actions work with. */
export interface Parts {
  readonly kernel: Kernel;
  readonly tables: Tables;
  readonly engine: Engine;
}

export type MakeAction = (parts: Parts) => Action;
