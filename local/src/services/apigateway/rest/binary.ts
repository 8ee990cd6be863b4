import type { WireRequest } from '../../../core/service.ts';
import type { HeaderValue } from '../endpoint.ts';
import type { ContentHandling } from './definitions.ts';

/** Media types of bodies that are not text, such as `image/png` or `image/*`. */
export type BinaryTypes = readonly string[];

/** A request, and the media types of its API. */
interface RequestWithTypes {
  readonly request: WireRequest;
  readonly binaryTypes: BinaryTypes;
}

/** The first media type of a header, in lower case and without parameters. */
const firstType = (header: HeaderValue | undefined): string =>
  String([header ?? ''].flat()[0] ?? '')
    .replace(/[,;].*$/s, '')
    .trim()
    .toLowerCase();

const isIn = (types: BinaryTypes, header: HeaderValue | undefined): boolean => {
  const [given = '', givenSubtype] = firstType(header).split('/');
  if (givenSubtype === undefined) return false;
  return types.some((each) => {
    const [type, subtype] = each.split('/');
    return (type === '*' || type === given) && (subtype === '*' || subtype === givenSubtype);
  });
};

/** Whether the body of a request is binary. */
export const hasBinaryBody = (types: BinaryTypes, { headers }: WireRequest): boolean =>
  isIn(types, headers['content-type']);

/** Whether a client accepts a binary response. Only the first media type that it accepts counts, as on API Gateway. */
export const acceptsBinary = (types: BinaryTypes, { headers }: WireRequest): boolean => isIn(types, headers.accept);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** The bytes of a base64 text; undefined for any other text. */
const decoded = (body: Buffer): Buffer | undefined => {
  const text = body.toString('utf8').replaceAll(/\s/g, '');
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
};

/** Text whose bytes are not UTF-8 is changed, as on API Gateway. */
const asText = (body: Buffer): Buffer => Buffer.from(body.toString('utf8'));
const encoded = (body: Buffer): Buffer => Buffer.from(body.toString('base64'));

/**
 * The body of the request to an integration; undefined if it should be base64 text and is not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export const convertedRequest = (
  { request, binaryTypes }: RequestWithTypes,
  handling: ContentHandling | undefined,
): Buffer | undefined => {
  const { body } = request;
  if (hasBinaryBody(binaryTypes, request)) return handling === 'CONVERT_TO_TEXT' ? encoded(body) : body;
  return handling === 'CONVERT_TO_BINARY' ? decoded(body) : asText(body);
};

/** What decides on the conversion of a response. */
interface ResponseConversion {
  readonly facts: RequestWithTypes;
  /** The type of the backend's answer, which is JSON if it has none. */
  readonly contentType: HeaderValue | undefined;
  readonly handling: ContentHandling | undefined;
}

/** The body of the response to a client; undefined if it should be base64 text and is not. See `convertedRequest`. */
export const convertedResponse = (
  body: Buffer,
  { facts: { request, binaryTypes }, contentType = 'application/json', handling }: ResponseConversion,
): Buffer | undefined => {
  const becomesBinary = handling === undefined ? acceptsBinary(binaryTypes, request) : handling === 'CONVERT_TO_BINARY';
  if (isIn(binaryTypes, contentType)) return becomesBinary ? body : encoded(body);
  return becomesBinary ? decoded(body) : asText(body);
};
