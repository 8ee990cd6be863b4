import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import { parseJsonObject } from '../../core/protocols/body.ts';
import type { Protocol, WireResponse } from '../../core/service.ts';

const SEND = '/v2/email/outbound-emails';

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const failure = (error: AwsError): WireResponse =>
  json(error.statusCode, { message: error.message }, { 'x-amzn-errortype': error.code });

/** The REST protocol of the v2 API of SES. */
export const sesRest: Protocol = {
  kind: 'own',
  claims: ({ path }) => path.startsWith('/v2/email/'),
  handle: async ({ method, path, body }, invoke) => {
    try {
      if (method !== 'POST' || path !== SEND) throw unsupported(`${method} ${path} of ses`);
      return json(200, await invoke('SendEmail', parseJsonObject(body)));
    } catch (error) {
      if (error instanceof AwsError) return failure(error);
      throw error;
    }
  },
};
