import type { IncomingHttpHeaders } from 'node:http';
import type { Door, Form } from '../doors/door.ts';
import type { WireRequest } from '../wire/request.ts';
import type { Answer } from '../wire/send.ts';
import { leaksIn, type Secrets } from './leaks.ts';
import { isUtf8, jsonOf, xmlProblem } from './well-formed.ts';

/** What an answer is judged by. */
export interface Expectation {
  readonly door: Pick<Door, 'form' | 'waits' | 'namesFiles' | 'statuses'>;
  readonly request: Pick<WireRequest, 'path' | 'headers'>;
  /** True if the request's head was changed: the answer may then have the form of another protocol, or be a page. */
  readonly isHeadChanged: boolean;
  readonly secrets: Secrets;
}

/**
 * Size of a request's head from which the connection may end without an answer: Node answers 431 and closes, and a client
 * that still sends then sees a broken connection.
 */
const LONG_HEAD = 16_384;

/**
 * Refusals with a status of 500 or more that are not faults, by status, with the code that the answer must name. The
 * status 500 cannot be among them.
 */
const EXPLAINED: Readonly<Record<number, RegExp>> = {
  /** The runtime refuses what it does not have by its name. */
  501: /UnsupportedOperation/,
  /** API Gateway's answer when a function takes longer than its integration allows. */
  503: /Service Unavailable|ServiceUnavailable/,
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const isError = ({ status }: Answered): boolean => status >= 400;

/** A check of one protocol: what is wrong with an answer, or undefined. */
type Check = (answer: Answered) => string | undefined;

const json =
  (
    errorProblem: (body: Readonly<Record<string, unknown>>, headers: IncomingHttpHeaders) => string | undefined,
  ): Check =>
  (answer) => {
    const { text, headers } = answer;
    if (text === '' && !isError(answer)) return undefined;
    const body = jsonOf(text);
    if (!body) return 'the body is not JSON';
    if (!isError(answer)) return undefined;
    return isRecord(body.value) ? errorProblem(body.value, headers) : 'the error is no JSON object';
  };

const CODE = /^[\w.#:/-]+$/;

const query: Check = (answer) => {
  const problem = xmlProblem(answer.text);
  if (problem !== undefined) return `the XML has ${problem}`;
  if (!isError(answer)) return undefined;
  if (!/<ErrorResponse\b/.test(answer.text)) return 'the error is no ErrorResponse';
  return /<Code>[\w.]+<\/Code>/.test(answer.text) ? undefined : 'the error has no code';
};

const CHECKS: Readonly<Record<Form, Check>> = {
  json: json(({ __type: type }) => (typeof type === 'string' && CODE.test(type) ? undefined : 'the error has no type')),
  query,
  'rest-json': json((body, headers) => {
    if (!isText(headers['x-amzn-errortype'])) return 'the error has no x-amzn-errortype';
    return isText(body.message) || isText(body.Message) ? undefined : 'the error has no message';
  }),
  'http-api': json((body) => (isText(body.message) || isText(body.title) ? undefined : 'the error has no message')),
  control: json((body) => (isText(body.message) ? undefined : 'the error has no message')),
  page: () => undefined,
};

const anyForm: Check = ({ text, headers }) => {
  const type = String(headers['content-type'] ?? '');
  if (type.includes('xml')) {
    const problem = xmlProblem(text);
    return problem === undefined ? undefined : `the XML has ${problem}`;
  }
  return /json\b/.test(type) && !type.includes('ndjson') && text !== '' && !jsonOf(text)
    ? 'the body is not JSON'
    : undefined;
};

const serverError = ({ status, text, headers }: Answered): string | undefined => {
  if (status < 500) return undefined;
  const named = `${headers['x-amzn-errortype'] ?? ''} ${text}`;
  return status !== 500 && EXPLAINED[status]?.test(named) ? undefined : `status ${status}`;
};

/**
 * The text of an answer without what AWS itself shows: the stack trace of the caller's own function, and the place of a
 * function's code, which on one machine is a file.
 */
const withoutOwnTexts = ({ text, headers }: Answered): string =>
  headers['x-amz-function-error'] !== undefined ? '' : text.replace(/"Location":"file:[^"]*"/, '');

/** Statuses of API Gateway and of the gateway, which documents of APIs do not name. */
const OF_GATEWAYS: ReadonlySet<number> = new Set([401, 404, 413, 431]);

const undocumented = ({ status }: Answered, statuses: readonly number[] | undefined): string | undefined =>
  statuses === undefined || statuses.includes(status) || OF_GATEWAYS.has(status)
    ? undefined
    : `status ${status} is not in the document`;

const judgeAnswered = (
  answer: Extract<Answer, { kind: 'answered' }>,
  { door, isHeadChanged, secrets }: Expectation,
): readonly string[] => {
  const answered = { status: answer.status, headers: answer.headers, text: answer.body.toString('utf8') };
  const isWithoutBody = answered.status === 204 || answered.status === 304;
  const isText = /json|xml|text/.test(String(answer.headers['content-type']));
  const problems = [
    serverError(answered),
    isHeadChanged ? undefined : undocumented(answered, door.statuses),
    isWithoutBody ? undefined : (isHeadChanged ? anyForm : CHECKS[door.form])(answered),
    isText && !isUtf8(answer.body) ? 'the body is not UTF-8' : undefined,
  ].filter((problem) => problem !== undefined);
  const shown = door.namesFiles ? [] : leaksIn(withoutOwnTexts(answered), secrets);
  return [...problems, ...shown.map((what) => `the answer contains ${what}`)];
};

const headBytes = ({ path, headers }: Expectation['request']): number => path.length + JSON.stringify(headers).length;

/** What is wrong with an answer: a list of faults, or an empty one. */
export const judge = (answer: Answer, expectation: Expectation): readonly string[] => {
  switch (answer.kind) {
    case 'unsendable':
      return [];
    case 'unanswered':
      return expectation.door.waits ? [] : ['no answer'];
    case 'broken':
      return headBytes(expectation.request) > LONG_HEAD ? [] : [`the connection ended: ${answer.reason}`];
    default:
      return judgeAnswered(answer, expectation);
  }
};
