import type { Kernel } from '../../core/kernel.ts';
import type { StreamSource } from '../../core/polling/stream-source.ts';
import type { PipeRunner } from './pipe-runner.ts';
import type { PipeStore } from './pipe-store.ts';

/** The objects that the actions of the EventBridge Pipes API use. */
export interface PipesContext {
  readonly kernel: Kernel;
  readonly pipes: PipeStore;
  readonly runner: PipeRunner;
  readonly streamSource: StreamSource;
}
