import type { Kernel } from '../../core/kernel.ts';
import type { StreamSource } from '../../core/polling/stream-source.ts';
import type { CodeStore } from './code/code-store.ts';
import type { Functions } from './functions/functions.ts';
import type { AsyncQueue } from './invocations/async-queue.ts';
import type { Invoker } from './invocations/invoker.ts';
import type { Layers } from './layers/layers.ts';
import type { Mappings } from './mappings/mappings.ts';

/** The objects that the actions of the Lambda API use. */
export interface LambdaContext {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly layers: Layers;
  readonly code: CodeStore;
  readonly invoker: Invoker;
  readonly asyncQueue: AsyncQueue;
  readonly mappings: Mappings;
  readonly streamSource: StreamSource;
}
