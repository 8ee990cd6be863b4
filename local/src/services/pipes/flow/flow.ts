import { AwsError, errorCodeOf, unsupported } from '../../../core/aws/aws-error.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import { pipeArn } from '../names.ts';
import type { Pipe } from '../pipe.ts';
import { callerOf } from './caller.ts';
import { enriched } from './enrichment.ts';
import type { PipeEvent } from './event.ts';
import type { FailedEvents } from './targets/target-kind.ts';
import { targetKindOf } from './targets/target-kinds.ts';
import { InputTransformError, jsonList, type TemplateFacts, transform } from './template.ts';

/** Result of a batch, for a pipe's poller. */
export const FAILURE = 'PROBLEM: The enrichment or the target failed';

/**
 * Passes one batch of events through a pipe: enrichment, input templates, target. A failure is logged without the
 * events; AWS does not distinguish its causes either, and the source repeats the batch.
 */
export const passThrough = async (kernel: Kernel, pipe: Pipe, events: readonly PipeEvent[]): Promise<FailedEvents> => {
  try {
    return await kernel.store.untilStored(() => pass(kernel, pipe, events));
  } catch (error) {
    const isFailure = error instanceof AwsError || error instanceof InputTransformError;
    if (!isFailure || error instanceof StoreUnavailableError) throw error;
    kernel.log.warn('A pipe could not process a batch.', { pipe: pipe.name, error: errorCodeOf(error) });
    return 'all';
  }
};

const pass = async (kernel: Kernel, pipe: Pipe, events: readonly PipeEvent[]): Promise<FailedEvents> => {
  const kind = targetKindOf(pipe.target);
  if (!kind) throw unsupported(`The target ${pipe.target}`);
  const caller = callerOf(kernel.home, pipe);
  const facts = factsOf(kernel, pipe);
  const sent = await enrich(kernel, pipe, events);
  if (sent.length === 0) return new Set();
  if (sent.length > kind.maxBatch)
    throw new AwsError('BatchTooLarge', `The target accepts ${kind.maxBatch} events, but there are ${sent.length}.`);
  const texts = sent.map((event) => transform(pipe.targetParameters.InputTemplate, event, facts));
  return kind.call(kernel, { pipe, pipeArn: facts.pipeArn, events: sent, texts, caller });
};

const enrich = async (kernel: Kernel, pipe: Pipe, events: readonly PipeEvent[]): Promise<readonly PipeEvent[]> => {
  const { enrichment, enrichmentParameters } = pipe;
  if (enrichment === undefined) return events;
  const facts = factsOf(kernel, pipe);
  const payload = jsonList(events.map((event) => transform(enrichmentParameters.InputTemplate, event, facts)));
  return enriched(kernel, { arn: enrichment, payload, caller: callerOf(kernel.home, pipe) });
};

const factsOf = ({ home, clock }: Kernel, pipe: Pipe): TemplateFacts => ({
  pipeArn: pipeArn(home, pipe.name),
  pipeName: pipe.name,
  sourceArn: pipe.source,
  enrichmentArn: pipe.enrichment,
  targetArn: pipe.target,
  nowMs: clock.now(),
});
