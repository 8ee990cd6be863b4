import { parseArn } from '../../../core/aws/arn.ts';
import { unsupported } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { invokeFunction, runExpress } from './call.ts';
import { eventOf, type PipeEvent } from './event.ts';

interface EnrichmentCall {
  readonly arn: string;
  /** The JSON list of the events. */
  readonly payload: string;
  readonly caller: Caller;
}

type Enrich = (kernel: Kernel, call: EnrichmentCall) => Promise<string>;

const KINDS: readonly { readonly service: string; readonly resource: string; readonly enrich: Enrich }[] = [
  { service: 'lambda', resource: 'function:', enrich: invokeFunction },
  { service: 'states', resource: 'stateMachine:', enrich: runExpress },
];

const enrichmentOf = (enrichmentArn: string): Enrich | undefined => {
  const arn = parseArn(enrichmentArn);
  return KINDS.find(({ service, resource }) => arn?.service === service && arn.resource.startsWith(resource))?.enrich;
};

/** Whether this runtime can call this enrichment. */
export const isEnrichment = (arn: string): boolean => enrichmentOf(arn) !== undefined;

/**
 * Calls the enrichment once with all events of a batch. Returns the events of its response; none for an empty response.
 * Throws AwsError.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html
 */
export const enriched = async (kernel: Kernel, call: EnrichmentCall): Promise<readonly PipeEvent[]> => {
  const enrich = enrichmentOf(call.arn);
  if (!enrich) throw unsupported(`The enrichment ${call.arn}`);
  const text = await enrich(kernel, call);
  const response: unknown = text === '' ? '' : JSON.parse(text);
  if (Array.isArray(response)) return response.map(eventOf);
  return isEmpty(response) ? [] : [eventOf(response)];
};

const isEmpty = (response: unknown): boolean =>
  response === null || response === '' || (typeof response === 'object' && Object.keys(response).length === 0);
