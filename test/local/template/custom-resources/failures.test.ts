import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { getAtt, one } from '../start-template.ts';
import { type CustomApp, customApp, greeting, type Json } from './harness.ts';

let app: CustomApp;
beforeEach(() => {
  app = customApp();
});
afterEach(() => app.remove());

const FAILED = JSON.stringify({ Status: 'FAILED', Reason: 'Nobody is here.' });

/** The provider is not invoked again after a failed attempt. */
const NO_RETRIES = one('AWS::Lambda::EventInvokeConfig', {
  FunctionName: { Ref: 'Provider' },
  Qualifier: '$LATEST',
  MaximumRetryAttempts: 0,
});
const withoutRetries = (Properties: Json): Json => ({
  Config: NO_RETRIES,
  Greeting: greeting(Properties, { DependsOn: 'Config' }),
});

describe('A deployment fails', () => {
  test('with the reason in a response with the status FAILED; the next start sends a new request', async () => {
    const message = await app.failure({ Greeting: greeting({ OnCreate: FAILED }) });
    const [first] = app.received();
    expect(message).toContain(
      `pets Greeting (Custom::Greeting): Received response status [FAILED] from custom resource. Message returned: Nobody is here. (RequestId: ${first?.RequestId})`,
    );
    const deployment = await app.deploy({ Greeting: greeting() });
    expect(deployment?.changes['Custom::Greeting']).toEqual({ created: 1 });
    const [second] = app.received();
    expect(second?.RequestType).toBe('Create');
    expect(second?.RequestId).not.toBe(first?.RequestId);
  });

  test('if an update fails; the next start sends it again', async () => {
    await app.deploy({ Greeting: greeting() });
    app.received();
    expect(await app.failure({ Greeting: greeting({ OnUpdate: FAILED }) })).toContain('Nobody is here.');
    await app.deploy({ Greeting: greeting({ Name: 'Bea' }) });
    expect(app.received()).toMatchObject([
      { RequestType: 'Update', OldResourceProperties: expect.not.objectContaining({ OnUpdate: FAILED }) },
      { RequestType: 'Update', OldResourceProperties: expect.not.objectContaining({ OnUpdate: FAILED }) },
    ]);
  });

  test('if a deletion fails; the next start sends it again', async () => {
    await app.deploy({ Greeting: greeting({ OnDelete: FAILED }) });
    app.received();
    const message = 'pets Greeting (Custom::Greeting): cannot be deleted: Received response status [FAILED]';
    expect(await app.failure({})).toContain(message);
    expect(await app.failure({})).toContain(message);
    expect(app.received()).toMatchObject([{ RequestType: 'Delete' }, { RequestType: 'Delete' }]);
  });

  test('if the function sends no response within the service timeout', async () => {
    const message = await app.failure({ Greeting: greeting({ OnCreate: 'silent', ServiceTimeout: 1 }) });
    const [request] = app.received();
    expect(message).toContain(
      `CloudFormation did not receive a response from your Custom Resource within 1 seconds. Please check your logs for requestId [${request?.RequestId}].`,
    );
  });

  test('if the function throws in its last attempt, without waiting for the service timeout', async () => {
    const message = await app.failure(withoutRetries({ OnCreate: 'throw' }));
    expect(message).toMatch(
      /The function pets-Provider-\w+ failed in each of its attempts and sent no response: TypeError: no greeting \(RequestId: /,
    );
  });

  test('if an output reads an attribute that the response does not have', async () => {
    const Outputs = { Text: { Value: getAtt('Greeting', 'Text') } };
    expect(await app.failure({ Greeting: greeting() }, { Outputs })).toContain(
      'pets Text: Greeting has no attribute Text here.',
    );
  });

  test('if the function does not exist', async () => {
    const ServiceToken = 'arn:aws:lambda:us-east-1:000000000000:function:nobody';
    expect(await app.failure({ Greeting: greeting({ ServiceToken }) })).toContain(
      'The request cannot be sent: ResourceNotFoundException: Function not found',
    );
  });
});

describe('A resource whose creation failed, and which is no longer in the template, is deleted', () => {
  test('with the physical id of the failed response', async () => {
    const OnCreate = JSON.stringify({ Status: 'FAILED', Reason: 'no', PhysicalResourceId: 'failed-1' });
    await app.failure({ Greeting: greeting({ OnCreate }) });
    app.received();
    await app.deploy({});
    expect(app.received()).toMatchObject([{ RequestType: 'Delete', PhysicalResourceId: 'failed-1' }]);
  });

  test('with a generated physical id if there was no response', async () => {
    await app.failure(withoutRetries({ OnCreate: 'throw' }));
    app.received();
    await app.deploy({});
    expect(app.received()).toMatchObject([
      { RequestType: 'Delete', PhysicalResourceId: expect.stringMatching(/^pets-Greeting-\w{12}$/) },
    ]);
  });

  test('without a request if its creation could not be sent', async () => {
    const ServiceToken = 'arn:aws:lambda:us-east-1:000000000000:function:nobody';
    await app.failure({ Greeting: greeting({ ServiceToken }) });
    const deployment = await app.deploy({});
    expect(deployment?.changes['Custom::Greeting']).toEqual({ deleted: 1 });
  });
});

describe('While the deployment waits, the log says', () => {
  test('at once that the function has failed and will be invoked again', async () => {
    await app.failure({ Greeting: greeting({ OnCreate: 'throw', ServiceTimeout: 2 }) });
    const [request] = app.received();
    expect(app.log).toContainEqual({
      message: 'The function of a custom resource failed; its invocation is repeated later.',
      fields: {
        resource: 'Greeting',
        request: 'Create',
        requestId: request?.RequestId,
        function: expect.stringMatching(/^pets-Provider-/),
      },
    });
  });

  test('after some seconds for which resource it waits', async () => {
    const reports = new EventTarget();
    app.onLog(({ message }) => {
      if (message === 'The deployment waits for the response of a custom resource.')
        reports.dispatchEvent(new Event('report'));
    });
    const reported = once(reports, 'report');
    const deployed = app.deploy({ Greeting: greeting({ OnCreate: 'wait' }) });
    await reported;
    expect(app.log.at(-1)?.fields).toMatchObject({ resource: 'Greeting', request: 'Create', timeoutSeconds: 3600 });
    writeFileSync(join(app.directory, 'go'), '');
    expect((await deployed)?.changes['Custom::Greeting']).toEqual({ created: 1 });
  });
});
