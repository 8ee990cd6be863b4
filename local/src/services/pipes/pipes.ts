import { settledWithin } from '../../core/clock/settled-within.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import { pipeActions } from './actions/pipes.ts';
import { tagActions } from './actions/tags.ts';
import type { PipesContext } from './context.ts';
import { PipeRunner, type PipeSources } from './pipe-runner.ts';
import { PipeStore } from './pipe-store.ts';
import { pipesRest } from './rest.ts';

/** How long `stop` waits for running batches. A batch that takes longer is repeated after the next start. */
const STOP_GRACE_MS = 5_000;

/**
 * Amazon EventBridge Pipes. Each record of a source reaches the pipe's target at least once, or the dead-letter queue.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html
 */
export const createPipes = (kernel: Kernel, sources: PipeSources): ServiceModule => {
  const pipes = new PipeStore(kernel.store);
  const runner = new PipeRunner(kernel, pipes, sources);
  const context: PipesContext = { kernel, pipes, runner, streamSource: sources.streamSource };
  return {
    service: {
      name: 'pipes',
      actions: { ...pipeActions(context), ...tagActions(context) },
      protocols: [pipesRest],
    },
    resume: () => runner.start(),
    stop: () => settledWithin(runner.stop(), STOP_GRACE_MS),
  };
};
