import type { WireResponse } from '../../../core/service.ts';

const answerOf = (status: number, type: string, message: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: JSON.stringify({ message }),
});

/**
 * The responses that come from API Gateway itself, not from a function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const ANSWERS = {
  unauthorized: answerOf(401, 'UnauthorizedException', 'Unauthorized'),
  expired: answerOf(401, 'UnauthorizedException', 'The incoming token has expired'),
  forbidden: answerOf(403, 'ForbiddenException', 'Forbidden'),
  unknownPath: answerOf(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),
  unsupportedType: answerOf(415, 'BadRequestException', 'Unsupported Media Type'),
  throttled: answerOf(429, 'TooManyRequestsException', 'Too Many Requests'),
  usedUp: answerOf(429, 'LimitExceededException', 'Limit Exceeded'),
  tooLarge: answerOf(413, 'RequestTooLargeException', 'Request Too Long'),
  malformed: answerOf(502, 'InternalServerErrorException', 'Internal server error'),
  failed: answerOf(500, 'InternalServerErrorException', 'Internal server error'),
  late: answerOf(504, 'InternalServerErrorException', 'Endpoint request timed out'),
} as const;

export const badRequestAnswer = (message: string): WireResponse => answerOf(400, 'BadRequestException', message);

/**
 * Converts a function's answer in payload format 1.0 to a response. An answer without a status gives the response
 * `malformed`.
 */
export const functionAnswer = (payload: string): WireResponse => {
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed(payload);
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return ANSWERS.malformed;
  if (body !== undefined && body !== null && typeof body !== 'string') return ANSWERS.malformed;
  const text = body ?? '';
  return {
    status,
    headers: { 'content-type': 'application/json', ...lowered(headers), ...lowered(multiValueHeaders) },
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
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
