import { parseEventPath } from '../../../core/input-template/event-path.ts';
import { fillTemplate, templateVariables } from '../../../core/input-template/input-template.ts';
import { type PipeEvent, readEvent, valueAt } from './event.ts';

/** A variable of a template: `<$.body.id>` or `<aws.pipes.pipe-arn>`. */
const VARIABLE = /<(\$[^<>\s]*|aws\.pipes\.[a-z.-]+)>/y;

/** The values of the reserved variables that do not depend on the event. */
export interface TemplateFacts {
  readonly pipeArn: string;
  readonly pipeName: string;
  readonly sourceArn: string;
  readonly enrichmentArn: string | undefined;
  readonly targetArn: string;
  readonly nowMs: number;
}

type Variable = (facts: TemplateFacts, event: PipeEvent) => unknown;

const RESERVED: Readonly<Record<string, Variable>> = {
  'aws.pipes.pipe-arn': ({ pipeArn }) => pipeArn,
  'aws.pipes.pipe-name': ({ pipeName }) => pipeName,
  'aws.pipes.source-arn': ({ sourceArn }) => sourceArn,
  'aws.pipes.enrichment-arn': ({ enrichmentArn }) => enrichmentArn,
  'aws.pipes.target-arn': ({ targetArn }) => targetArn,
  'aws.pipes.event.ingestion-time': ({ nowMs }) => new Date(nowMs).toISOString(),
  'aws.pipes.event': (_, { json }) => JSON.parse(json),
  'aws.pipes.event.json': (_, event) => readEvent(event),
};

/** Thrown if a template that is a JSON object or list does not produce valid JSON for an event. */
export class InputTransformError extends Error {
  constructor() {
    super('The input template filled in with this event is not valid JSON.');
    this.name = 'InputTransformError';
  }
}

/** The first variable of a template that does not exist; undefined if all exist. */
export const unknownVariable = (template: string): string | undefined =>
  templateVariables(template, VARIABLE).find((name) =>
    name.startsWith('$') ? parseEventPath(name) === undefined : !Object.hasOwn(RESERVED, name),
  );

/**
 * The text that an enrichment or a target receives for an event: the event, or the template filled in. In a template
 * that is an object or a list, variables are JSON values; in any other template they are text. Throws
 * InputTransformError.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 */
export const transform = (template: string | undefined, event: PipeEvent, facts: TemplateFacts): string => {
  if (template === undefined) return event.json;
  const value = readEvent(event);
  const lookUp = (name: string): unknown =>
    name.startsWith('$') ? valueAt(value, name) : RESERVED[name]?.(facts, event);
  if (!/^\s*[{["]/.test(template)) return fillText(template, lookUp);
  const text = fillTemplate(template, lookUp, VARIABLE);
  if (!isJson(text)) throw new InputTransformError();
  return text;
};

const fillText = (template: string, lookUp: (name: string) => unknown): string =>
  template.replace(new RegExp(VARIABLE, 'g'), (_, name: string) => {
    const value = lookUp(name) ?? '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A transformed event as JSON: text that is not JSON becomes a JSON string. */
export const asJson = (text: string): string => (isJson(text) ? text : JSON.stringify(text));

/** The JSON list of transformed events. */
export const jsonList = (texts: readonly string[]): string => `[${texts.map(asJson).join(',')}]`;
