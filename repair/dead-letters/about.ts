import { APPLICATION_ID } from '../../events/application-id.ts';
import type { DeadLetter } from './dead-letter.ts';

/** What a dead letter is about. Only ids and kinds, each chosen by name, so that no applicant's data is copied. */
export interface AboutDeadLetter {
  readonly what: string;
  readonly applicationId?: string;
  readonly execution?: string;
}

/** Formats in which ids are shown. A value in any other format may be an applicant's text and is left out. */
const EXECUTION_ARN = /^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[\w-]{1,80}:[\w-]{1,80}$/;
const EVENT_KIND = /^[A-Za-z][A-Za-z ]{0,80}$/;

export function aboutDeadLetter({ body }: Pick<DeadLetter, 'body'>): AboutDeadLetter {
  const content = parsedObject(body);
  if (content === undefined) return { what: 'not a JSON object' };
  const kind = textLike(content['detail-type'], EVENT_KIND);
  const detail = objectIn(content.detail);
  const applicationId = textLike(
    objectIn(detail.application).id ?? detail.applicationId ?? content.applicationId,
    APPLICATION_ID,
  );
  const execution = textLike(detail.executionArn, EXECUTION_ARN);
  return {
    what: kind ?? ('taskToken' in content ? 'review request' : 'unknown'),
    ...(applicationId !== undefined && { applicationId }),
    ...(execution !== undefined && { execution }),
  };
}

/** The same as one line of text, for a table. */
export function aboutText({ what, applicationId, execution }: AboutDeadLetter): string {
  const run = execution?.slice(execution.lastIndexOf(':') + 1);
  return [what, applicationId, run === undefined ? undefined : `run ${run}`]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** The object that a JSON text contains; undefined for any other text. */
export function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textLike(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
