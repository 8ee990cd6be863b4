import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createScheduler } from '../../../../local/src/services/scheduler/scheduler.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';
import { at, OFF, queueArn, ROLE } from './system.ts';

let system: BehindGateway;
beforeAll(async () => {
  system = await startBehindGateway((kernel) => [createScheduler(kernel), createSqs(kernel)]);
});
afterAll(() => system.stop());

const CREDENTIAL = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/scheduler/aws4_request';

const send = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${system.client.endpoint}${path}`, {
    method,
    headers: { authorization: CREDENTIAL, 'content-type': 'application/json', connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const error = response.headers.get('x-amzn-errortype');
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, answer, ...(error !== null && { error }) };
};

const settings = (more: Record<string, unknown> = {}) => ({
  ScheduleExpression: 'cron(0 8 * * ? *)',
  FlexibleTimeWindow: OFF,
  Target: { Arn: queueArn('ticks'), RoleArn: ROLE },
  ...more,
});
const arnOf = (name: string, group = 'default') => at('scheduler', `schedule/${group}/${name}`);

describe('a schedule', () => {
  test('has the settings of CreateSchedule and the defaults of AWS', async () => {
    const created = await send('POST', '/schedules/daily', settings({ Description: 'each morning' }));
    expect(created).toEqual({ status: 200, answer: { ScheduleArn: arnOf('daily') } });
    expect(await send('GET', '/schedules/daily')).toEqual({
      status: 200,
      answer: {
        ActionAfterCompletion: 'NONE',
        Arn: arnOf('daily'),
        CreationDate: expect.any(Number),
        Description: 'each morning',
        FlexibleTimeWindow: { Mode: 'OFF' },
        GroupName: 'default',
        LastModificationDate: expect.any(Number),
        Name: 'daily',
        ScheduleExpression: 'cron(0 8 * * ? *)',
        ScheduleExpressionTimezone: 'UTC',
        State: 'ENABLED',
        Target: {
          Arn: queueArn('ticks'),
          RoleArn: ROLE,
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      },
    });
  });

  test('is replaced as a whole by UpdateSchedule', async () => {
    await send('POST', '/schedules/changed', settings({ Description: 'first', State: 'DISABLED' }));
    const changes = {
      ScheduleExpressionTimezone: 'Europe/Vienna',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      StartDate: 4_102_444_800,
    };
    expect((await send('PUT', '/schedules/changed', settings(changes))).status).toBe(200);
    const { answer } = await send('GET', '/schedules/changed?groupName=default');
    expect(answer).toMatchObject({ ...changes, State: 'ENABLED' });
    expect(answer).not.toHaveProperty('Description');
  });

  test('is deleted by DeleteSchedule', async () => {
    await send('POST', '/schedules/gone', settings());
    expect(await send('DELETE', '/schedules/gone?clientToken=t&groupName=default')).toEqual({
      status: 200,
      answer: {},
    });
    const missing = {
      status: 404,
      error: 'ResourceNotFoundException',
      answer: { Message: 'Schedule gone does not exist.', message: 'Schedule gone does not exist.' },
    };
    expect(await send('GET', '/schedules/gone')).toEqual(missing);
    expect(await send('PUT', '/schedules/gone', settings())).toEqual(missing);
    expect(await send('DELETE', '/schedules/gone')).toEqual(missing);
  });

  test('with an existing name is a conflict, unless the client token and the parameters are equal', async () => {
    await send('POST', '/schedules/twice', settings({ ClientToken: 'one' }));
    const conflict = { status: 409, error: 'ConflictException' };
    expect((await send('POST', '/schedules/twice', settings({ ClientToken: 'one' }))).status).toBe(200);
    expect(await send('POST', '/schedules/twice', settings({ ClientToken: 'two' }))).toMatchObject(conflict);
    const other = settings({ ClientToken: 'one', Description: 'other' });
    expect(await send('POST', '/schedules/twice', other)).toMatchObject(conflict);
    expect(await send('POST', '/schedules/twice', settings())).toMatchObject(conflict);
  });

  test('in an unknown group is not found', async () => {
    const missing = {
      status: 404,
      error: 'ResourceNotFoundException',
      answer: { Message: 'Schedule group nowhere does not exist.' },
    };
    expect(await send('POST', '/schedules/lost', settings({ GroupName: 'nowhere' }))).toMatchObject(missing);
    expect(await send('GET', '/schedules/lost?groupName=nowhere')).toMatchObject(missing);
    expect(await send('DELETE', '/schedules/lost?groupName=nowhere')).toMatchObject(missing);
  });

  test.each([
    [{ ScheduleExpression: 'rate(5)' }, 'Invalid Schedule Expression rate(5).'],
    [
      { ScheduleExpression: undefined },
      /at 'scheduleExpression' failed to satisfy constraint: Member must not be null/,
    ],
    [{ ScheduleExpressionTimezone: 'Mars/Base' }, 'Invalid ScheduleExpressionTimezone Mars/Base.'],
    [{ FlexibleTimeWindow: undefined }, /at 'flexibleTimeWindow'/],
    [{ FlexibleTimeWindow: { Mode: 'WIDE' } }, /'WIDE' at 'flexibleTimeWindow.mode'.*\[OFF, FLEXIBLE\]/],
    [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, /MaximumWindowInMinutes is required/],
    [{ FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }, /MaximumWindowInMinutes is not allowed/],
    [{ State: 'PAUSED' }, /'PAUSED' at 'state'/],
    [{ ActionAfterCompletion: 'KEEP' }, /'KEEP' at 'actionAfterCompletion'/],
    [{ ClientToken: 'a b' }, /'a b' at 'clientToken'/],
    [{ StartDate: 2_000, EndDate: 1_000 }, /EndDate must be later/],
    [{ Target: undefined }, /at 'target'/],
    [{ Target: { Arn: queueArn('ticks') } }, /at 'target.roleArn'/],
  ])('with %j is refused', async (change, message) => {
    const { status, error, answer } = await send('POST', '/schedules/wrong', settings(change));
    expect({ status, error }).toEqual({ status: 400, error: 'ValidationException' });
    expect(answer.Message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  test('with a name that AWS does not allow is refused', async () => {
    expect(await send('POST', '/schedules/a%20b', settings())).toMatchObject({
      status: 400,
      error: 'ValidationException',
      answer: { Message: expect.stringContaining("'a b' at 'name' failed to satisfy constraint") },
    });
  });
});

describe('the list of schedules', () => {
  beforeAll(async () => {
    await send('POST', '/schedule-groups/listed', {});
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1'])
      await send(
        'POST',
        `/schedules/${name}`,
        settings({ GroupName: 'listed', State: name === 'a-2' ? 'DISABLED' : 'ENABLED' }),
      );
  });

  const names = async (query: string) => {
    const { answer } = await send('GET', `/schedules?ScheduleGroup=listed${query}`);
    const { Schedules, NextToken } = answer as { Schedules: { Name: string }[]; NextToken?: string };
    return { names: Schedules.map(({ Name }) => Name), NextToken };
  };

  test('is limited by group, prefix and state', async () => {
    expect((await names('')).names).toEqual(['a-1', 'a-2', 'a-3', 'b-1']);
    expect((await names('&NamePrefix=a')).names).toEqual(['a-1', 'a-2', 'a-3']);
    expect((await names('&NamePrefix=a&State=ENABLED')).names).toEqual(['a-1', 'a-3']);
  });

  test('has pages', async () => {
    const first = await names('&MaxResults=3');
    expect(first.names).toEqual(['a-1', 'a-2', 'a-3']);
    const second = await names(`&MaxResults=3&NextToken=${encodeURIComponent(String(first.NextToken))}`);
    expect(second).toEqual({ names: ['b-1'], NextToken: undefined });
  });

  test('of an unknown group is not found', async () => {
    expect((await send('GET', '/schedules?ScheduleGroup=nowhere')).status).toBe(404);
  });
});

describe('a schedule group', () => {
  const groupArn = (name: string) => at('scheduler', `schedule-group/${name}`);

  test('exists by default, and the default group cannot be deleted', async () => {
    expect((await send('GET', '/schedule-groups/default')).answer).toMatchObject({
      Arn: groupArn('default'),
      Name: 'default',
      State: 'ACTIVE',
    });
    expect(await send('DELETE', '/schedule-groups/default')).toMatchObject({
      status: 400,
      error: 'ValidationException',
    });
  });

  test('is created, listed and deleted with its schedules', async () => {
    expect((await send('POST', '/schedule-groups/team', {})).answer).toEqual({ ScheduleGroupArn: groupArn('team') });
    expect((await send('POST', '/schedule-groups/team', {})).error).toBe('ConflictException');
    await send('POST', '/schedules/own', settings({ GroupName: 'team' }));
    const { answer } = await send('GET', '/schedule-groups?NamePrefix=te');
    expect(answer.ScheduleGroups).toMatchObject([{ Arn: groupArn('team'), Name: 'team', State: 'ACTIVE' }]);
    expect((await send('DELETE', '/schedule-groups/team?clientToken=t')).status).toBe(200);
    expect((await send('GET', '/schedule-groups/team')).status).toBe(404);
    expect((await send('GET', '/schedules/own?groupName=team')).status).toBe(404);
  });

  test('has tags', async () => {
    await send('POST', '/schedule-groups/tagged', { Tags: [{ Key: 'a', Value: '1' }] });
    const path = `/tags/${encodeURIComponent(groupArn('tagged'))}`;
    const Tags = [
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
    ];
    expect((await send('POST', path, { Tags })).status).toBe(200);
    expect((await send('DELETE', `${path}?TagKeys=a&TagKeys=c`)).status).toBe(200);
    expect((await send('GET', path)).answer).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
    const unknown = await send('GET', `/tags/${encodeURIComponent(groupArn('nowhere'))}`);
    expect(unknown).toMatchObject({ status: 404, error: 'ResourceNotFoundException' });
  });
});

test('a body that is not JSON and an unknown path are refused', async () => {
  const response = await fetch(`${system.client.endpoint}/schedules/broken`, {
    method: 'POST',
    headers: { authorization: CREDENTIAL, connection: 'close' },
    body: '{',
  });
  expect(response.headers.get('x-amzn-errortype')).toBe('SerializationException');
  expect(await send('PATCH', '/schedules/daily', {})).toMatchObject({ status: 501, error: 'UnsupportedOperation' });
});
