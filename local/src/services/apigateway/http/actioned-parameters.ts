import { invalidExpression, invalidMapping } from '../errors.ts';
import { type MappingValues, mappedValue, parseMapping, textOf } from './parameter-mapping.ts';

/** The part of a message that a mapping changes. `name` is empty for a path and a status code. */
interface Destination {
  readonly action: 'append' | 'overwrite' | 'remove';
  readonly part: 'header' | 'querystring' | 'path' | 'statuscode';
  readonly name: string;
}

/** A request to an integration, or its response. */
type Direction = 'request' | 'response';

/** Mapped values by their destinations, such as `append:header.x-caller`. */
export type ActionedParameters = { readonly [destination: string]: string };

const DESTINATION = /^(append|overwrite|remove):(header|querystring)\.([!#$%&'*+.^_`|~\w-]+)$/;

/** Headers that mappings cannot change. */
const RESERVED =
  /^(?:access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|keep-alive|origin|proxy-authenticate|proxy-authorization|te|trailers|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-for|x-forwarded-host|x-forwarded-proto|via)$/i;

const WHOLE: Readonly<Record<Direction, Destination['part']>> = { request: 'path', response: 'statuscode' };

const destinationOf = (key: string, direction: Direction): Destination | undefined => {
  if (key === `overwrite:${WHOLE[direction]}`) return { action: 'overwrite', part: WHOLE[direction], name: '' };
  const [, action, part, name = ''] = DESTINATION.exec(key) ?? [];
  if (action === undefined || (direction === 'response' && part === 'querystring')) return undefined;
  if (part === 'header' && RESERVED.test(name)) return undefined;
  return { action: action as Destination['action'], part: part as Destination['part'], name };
};

/**
 * Returns AWS's message for the first mapping that is not valid; undefined if there is none. Values that are not texts
 * yet, because the template has to evaluate them, are not checked.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export const refuseParameters = (
  parameters: Readonly<Record<string, unknown>>,
  direction: Direction,
): string | undefined => {
  for (const [key, value] of Object.entries(parameters)) {
    const destination = destinationOf(key, direction);
    if (!destination) return invalidMapping(key);
    if (destination.action !== 'remove' && typeof value === 'string' && !parseMapping(value, direction))
      return invalidExpression('mapping', `Invalid mapping expression specified: ${value}`);
  }
  return undefined;
};

interface Change extends Destination {
  readonly value: string;
}

/** The changes for one message. A mapping whose source has no value changes nothing. */
const changesOf = (parameters: ActionedParameters, direction: Direction, values: MappingValues): Change[] =>
  Object.entries(parameters).flatMap(([key, text]) => {
    const destination = destinationOf(key, direction);
    if (!destination) return [];
    if (destination.action === 'remove') return [{ ...destination, value: '' }];
    const mapping = parseMapping(text, direction);
    const value = mapping && mappedValue(mapping, values);
    return value === undefined ? [] : [{ ...destination, value: textOf(value) }];
  });

type Headers = Readonly<Record<string, string | readonly string[]>>;

const withHeader = (headers: Headers, { action, name, value }: Change): Headers => {
  const own = Object.keys(headers).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name.toLowerCase();
  const { [own]: before, ...others } = headers;
  if (action === 'remove') return others;
  if (action === 'overwrite' || before === undefined) return { ...others, [own]: value };
  return { ...others, [own]: typeof before === 'string' ? `${before},${value}` : [...before, value] };
};

/** The parts of a request that mappings change. Headers have their values joined with commas. */
export interface MappedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
}

/** The request to an integration after the mappings of RequestParameters. */
export const mappedRequest = (
  parameters: ActionedParameters,
  request: MappedRequest,
  values: MappingValues,
): MappedRequest => {
  const query = new URLSearchParams(request.query);
  let { path } = request;
  let headers: Headers = request.headers;
  for (const change of changesOf(parameters, 'request', values)) {
    if (change.part === 'path') path = change.value;
    else if (change.part === 'header') headers = withHeader(headers, change);
    else if (change.action === 'append') query.append(change.name, change.value);
    else if (change.action === 'overwrite') query.set(change.name, change.value);
    else query.delete(change.name);
  }
  return { headers: headers as MappedRequest['headers'], query, path };
};

/** The parts of a response that mappings change. */
interface MappedResponse {
  readonly status: number;
  readonly headers: Headers;
}

/** A status that a response can have. */
export const STATUS = /^[2-5]\d\d$/;

/** An integration's response after the mappings of ResponseParameters for its status. */
export const mappedResponse = <R extends MappedResponse>(
  parameters: ActionedParameters,
  response: R,
  values: MappingValues,
): R => {
  let { status, headers } = response;
  for (const change of changesOf(parameters, 'response', values)) {
    if (change.part === 'header') headers = withHeader(headers, change);
    else if (STATUS.test(change.value)) status = Number(change.value);
  }
  return { ...response, status, headers };
};
