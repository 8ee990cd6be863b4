import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Protocol, WireResponse } from '../../core/service.ts';

const SEND = '/v2/email/outbound-emails';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const failure = (error: AwsError): WireResponse =>
  json(error.statusCode, { message: error.message }, { 'x-amzn-errortype': error.code });

const parse = (body: Buffer): Record<string, unknown> => {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
};

/** The REST protocol of the v2 API of SES. */
export const sesRest: Protocol = {
  kind: 'own',
  claims: ({ path }) => path.startsWith('/v2/email/'),
  handle: async ({ method, path, body }, invoke) => {
    try {
      if (method !== 'POST' || path !== SEND) throw unsupported(`${method} ${path} of ses`);
      return json(200, await invoke('SendEmail', parse(body)));
    } catch (error) {
      if (error instanceof AwsError) return failure(error);
      throw error;
    }
  },
};
