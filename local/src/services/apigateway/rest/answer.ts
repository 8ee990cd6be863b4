import type { WireResponse } from '../../../core/service.ts';

/**
 * The types of responses that API Gateway itself gives.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const RESPONSE_TYPES = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
] as const;
export type ResponseType = (typeof RESPONSE_TYPES)[number];

/** A response that comes from API Gateway itself, not from an integration. */
export interface GatewayAnswer extends WireResponse {
  readonly responseType: ResponseType;
  readonly message: string | null;
}

export const isGatewayAnswer = (answer: WireResponse | GatewayAnswer): answer is GatewayAnswer =>
  'responseType' in answer;

interface Described {
  readonly type: ResponseType;
  readonly status: number;
  readonly code: string;
  readonly message: string | null;
  /** The name of the body's only member. */
  readonly member?: 'message' | 'Message';
}

const answerOf = ({ type, status, code, message, member = 'message' }: Described): GatewayAnswer => ({
  responseType: type,
  message,
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ [member]: message }),
});

const unauthorized = (message: string): GatewayAnswer =>
  answerOf({ type: 'UNAUTHORIZED', status: 401, code: 'UnauthorizedException', message });

const denied = (message: string): GatewayAnswer =>
  answerOf({ type: 'ACCESS_DENIED', status: 403, code: 'AccessDeniedException', message, member: 'Message' });

const failure = (type: ResponseType, status: number, message: string): GatewayAnswer =>
  answerOf({ type, status, code: 'InternalServerErrorException', message });

export const ANSWERS = {
  unauthorized: unauthorized('Unauthorized'),
  expired: unauthorized('The incoming token has expired'),
  denied: denied('User is not authorized to access this resource'),
  explicitlyDenied: denied('User is not authorized to access this resource with an explicit deny'),
  authorizerFailed: answerOf({
    type: 'AUTHORIZER_FAILURE',
    status: 500,
    code: 'AuthorizerFailureException',
    message: null,
  }),
  authorizerMisconfigured: answerOf({
    type: 'AUTHORIZER_CONFIGURATION_ERROR',
    status: 500,
    code: 'AuthorizerConfigurationException',
    message: null,
  }),
  forbidden: answerOf({ type: 'INVALID_API_KEY', status: 403, code: 'ForbiddenException', message: 'Forbidden' }),
  unknownPath: answerOf({
    type: 'MISSING_AUTHENTICATION_TOKEN',
    status: 403,
    code: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  }),
  uriTooLong: answerOf({
    type: 'DEFAULT_4XX',
    status: 414,
    code: 'RequestTooLargeException',
    message: 'Request URI too long',
  }),
  unsupportedType: answerOf({
    type: 'UNSUPPORTED_MEDIA_TYPE',
    status: 415,
    code: 'BadRequestException',
    message: 'Unsupported Media Type',
  }),
  throttled: answerOf({
    type: 'THROTTLED',
    status: 429,
    code: 'TooManyRequestsException',
    message: 'Too Many Requests',
  }),
  usedUp: answerOf({
    type: 'QUOTA_EXCEEDED',
    status: 429,
    code: 'LimitExceededException',
    message: 'Limit Exceeded',
  }),
  tooLarge: answerOf({
    type: 'REQUEST_TOO_LARGE',
    status: 413,
    code: 'RequestTooLargeException',
    message: 'Request Too Long',
  }),
  malformed: failure('DEFAULT_5XX', 502, 'Internal server error'),
  failed: failure('API_CONFIGURATION_ERROR', 500, 'Internal server error'),
  unreachable: failure('INTEGRATION_FAILURE', 504, 'Network error communicating with endpoint'),
  late: failure('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out'),
} as const;

export const badRequestAnswer = (type: 'BAD_REQUEST_BODY' | 'BAD_REQUEST_PARAMETERS', message: string): GatewayAnswer =>
  answerOf({ type, status: 400, code: 'BadRequestException', message });

/**
 * Converts a function's answer in payload format 1.0 to a response. An answer without a status gives the response
 * `malformed`. A body in base64 is decoded only for a client that accepts binary responses.
 */
export const functionAnswer = (payload: string, isBinaryAccepted: boolean): WireResponse => {
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed(payload);
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return ANSWERS.malformed;
  if (body !== undefined && body !== null && typeof body !== 'string') return ANSWERS.malformed;
  const text = body ?? '';
  return {
    status,
    headers: { 'content-type': 'application/json', ...lowered(headers), ...lowered(multiValueHeaders) },
    body: isBase64Encoded === true && isBinaryAccepted ? Buffer.from(text, 'base64') : text,
  };
};

interface Answered {
  readonly statusCode?: unknown;
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

const parsed = (payload: string): Answered => {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const lowered = (headers: unknown): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(typeof headers === 'object' && headers !== null ? headers : {}).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
