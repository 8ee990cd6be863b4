import { beforeAll, describe, expect, test } from '@jest/globals';
import { describeSupport } from 'one-machine';
import { actionsWithoutDoor, awsDoors, type SupportedService } from '../../attack/doors/aws.ts';
import type { Door } from '../../attack/doors/door.ts';
import { inputOf } from '../../attack/fuzz.ts';
import { choicesFrom } from '../../chaos/random.ts';

let services: readonly SupportedService[];
let doors: readonly Door[];
beforeAll(async () => {
  services = (await describeSupport()).services;
  doors = await awsDoors(services, 0);
});

describe('The doors of the attack', () => {
  test('are all actions of all services that a client can call', () => {
    expect(services.length).toBeGreaterThanOrEqual(14);
    expect(actionsWithoutDoor(services, doors)).toEqual([]);
  });

  test('an action that a service gets has no door until there is a request for it', () => {
    const more = [...services, { name: 'sqs', actions: ['Unheard'] }];
    expect(actionsWithoutDoor(more, doors)).toEqual(['sqs:Unheard']);
  });

  test('write a request of the action in its protocol', async () => {
    const written = async (name: string) =>
      await doors.find((door) => door.name === name)?.request(choicesFrom(1).stream('written'));
    expect(await written('sqs:SendMessage')).toMatchObject({
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.SendMessage' },
    });
    expect(String((await written('sqs:SendMessage (query)'))?.body)).toMatch(/^Action=SendMessage&Version=2012-11-05&/);
    expect(String((await written('sns:Publish'))?.body)).toMatch(/^Action=Publish&Version=2010-03-31&/);
    expect(await written('lambda:GetFunction')).toMatchObject({ method: 'GET' });
    expect(await written('pipes:StopPipe')).toMatchObject({ method: 'POST', path: '/v1/pipes/attacked/stop' });
  });
});

describe('An input', () => {
  const contentOf = async (seed: number, number: number) => {
    const input = await inputOf(doors, choicesFrom(seed), number);
    if (!input) return undefined;
    const { door, name, request } = input;
    // The SDK signs with the current time.
    const { authorization: _signature, 'x-amz-date': _date, ...headers } = request.headers;
    return { door: door.name, name, method: request.method, path: request.path, headers, body: String(request.body) };
  };

  test('is the same for the same seed and number, whatever was sent before', async () => {
    const numbers = [3, 17, 40, 91];
    const forwards = await Promise.all(numbers.map((number) => contentOf(5, number)));
    const backwards = await Promise.all(numbers.toReversed().map((number) => contentOf(5, number)));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(new Set(forwards.map((input) => input?.door)).size).toBeGreaterThan(1);
  });

  test('has every idempotency token, because the SDK makes a missing one at random', async () => {
    const door = doors.find(({ name }) => name === 'scheduler:DeleteScheduleGroup');
    const written = async () => (await door?.request(choicesFrom(1).stream('written')))?.path;
    expect(await written()).toMatch(/clientToken=/);
    expect(await written()).toBe(await written());
  });

  test('is another one for another seed', async () => {
    expect(await contentOf(5, 3)).not.toEqual(await contentOf(6, 3));
  });
});
