import type { Kernel } from '../../core/kernel.ts';
import type { Action } from '../../core/service.ts';
import type { Engine } from './engine/engine.ts';
import type { TaskPerformer } from './integrations/task-performer.ts';
import type { Tables } from './store/tables.ts';

/** The dependencies of the actions. */
export interface StepFunctionsContext {
  readonly kernel: Kernel;
  readonly tables: Tables;
  readonly engine: Engine;
  readonly performer: TaskPerformer;
}

export type MakeAction = (context: StepFunctionsContext) => Action;
