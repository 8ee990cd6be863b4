import { expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../../local/src/runtime/runtime.ts';
import { temporaryDirectory } from '../../../kernel.ts';
import { Endpoint } from './endpoint.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

const call = ({ kernel }: Runtime, action: string, input: Record<string, unknown>) =>
  kernel.services.callByName('events', action, input, kernel.identities.administrator());

test('a connection whose authorization a crash has interrupted is authorized at the next start', async () => {
  const endpoint = await Endpoint.start();
  endpoint.answer = () => ({ status: 200, body: JSON.stringify({ access_token: 'token', expires_in: 3600 }) });
  const dataDir = temporaryDirectory();
  const first = await startRuntime({ port: 0, log, dataDir });
  const OAuthParameters = {
    ClientParameters: { ClientID: 'shop', ClientSecret: 'client-secret-5512' },
    AuthorizationEndpoint: `${endpoint.url}/token`,
    HttpMethod: 'POST',
  };
  const AuthParameters = { OAuthParameters };
  await call(first, 'CreateConnection', {
    Name: 'partner',
    AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
    AuthParameters,
  });
  await first.kernel.inflight.idle();
  const { store } = first.kernel;
  // The row as a crash before the answer of the endpoint leaves it.
  await store.write(() => store.prepare("UPDATE eventbridge_connections SET state = 'AUTHORIZING'").run());
  await first.stop();

  const second = await startRuntime({ port: 0, log, dataDir });
  await second.kernel.inflight.idle();
  expect(await call(second, 'DescribeConnection', { Name: 'partner' })).toMatchObject({
    ConnectionState: 'AUTHORIZED',
  });
  expect(endpoint.received).toHaveLength(2);
  await second.stop();
  await endpoint.stop();
});
