import { parseEventPath, readEventPath } from '../../../core/input-template/event-path.ts';
import { fillTemplate, isJsonOrJsonLines } from '../../../core/input-template/input-template.ts';
import { isoSeconds, readEvent } from '../event.ts';
import type { InputTransformer, Target } from '../target.ts';

/** The data from which a target's input is built. */
export interface InputFacts {
  readonly event: string;
  readonly ingestedMs: number;
  readonly ruleArn: string;
}

/** Thrown if the input transformer of a target does not produce valid JSON for an event. */
export class InputTransformError extends Error {
  constructor() {
    super('The input template filled in with this event is not valid JSON.');
    this.name = 'InputTransformError';
  }
}

/**
 * The text that a target receives: the event, the value at InputPath, the constant Input, or the filled-in template.
 * Throws InputTransformError.
 */
export const targetInput = ({ Input, InputPath, InputTransformer }: Target, facts: InputFacts): string => {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(readEvent(facts.event), InputPath) ?? null);
  if (InputTransformer !== undefined) return transform(InputTransformer, facts);
  return facts.event;
};

const valueAt = (event: unknown, path: string): unknown => readEventPath(event, parseEventPath(path) ?? []);

const transform = ({ InputPathsMap = {}, InputTemplate }: InputTransformer, facts: InputFacts): string => {
  const event = readEvent(facts.event);
  const variables = new Map<string, () => unknown>([
    ['aws.events.rule-arn', () => facts.ruleArn],
    ['aws.events.rule-name', () => facts.ruleArn.slice(facts.ruleArn.lastIndexOf('/') + 1)],
    ['aws.events.event.ingestion-time', () => isoSeconds(facts.ingestedMs)],
    ['aws.events.event', () => withoutDetail(event)],
    ['aws.events.event.json', () => event],
    ...Object.entries(InputPathsMap).map(([name, path]) => [name, () => valueAt(event, path)] as const),
  ]);
  const text = fillTemplate(InputTemplate, (name) => variables.get(name)?.());
  if (!isJsonOrJsonLines(text)) throw new InputTransformError();
  return text;
};

/**
 * The value of `<aws.events.event>`: the event without its detail. In it, the detail type is the member `detailType`.
 */
const withoutDetail = (event: { readonly [member: string]: unknown }): unknown => {
  const { 'detail-type': detailType, detail: _, ...rest } = event;
  return { ...rest, detailType };
};

export const RESERVED_VARIABLES: readonly string[] = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];
