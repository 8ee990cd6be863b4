import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { advance, ended, eventually, type System, startSystem } from '../support/system.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:apartment-booking';
const PAYMENT_SECONDS = 60;

let system: System;
let url: string;
let key: string;
beforeAll(async () => {
  system = await startSystem('--samples');
  const outputs = (await (await fetch(`${system.endpoint}/_local/outputs`)).json()) as Record<string, string>;
  url = String(outputs.BookingApiUrl);
  key = String(outputs.BookingApiKey);
});
afterAll(() => system?.kill());

const ask = async (query: string, variables: unknown = {}, headers: Record<string, string> = { 'x-api-key': key }) => {
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return {
    status: answer.status,
    body: (await answer.json()) as { data?: Record<string, unknown>; errors?: unknown[] },
  };
};

const BOOK = 'mutation Book($input: AddStepFunctionInput!) { addStepFunction(input: $input) { id arn apartmentId } }';
const book = (id: string, apartmentId: string, arn = MACHINE) => ask(BOOK, { input: { id, arn, apartmentId } });

const vacant = (Id: string) =>
  system.tables.send(new PutCommand({ TableName: 'apartments', Item: { Id, Status: 'VACANT' } }));

const apartment = async (Id: string) =>
  (await system.tables.send(new GetCommand({ TableName: 'apartments', Key: { Id }, ConsistentRead: true }))).Item;

const pay = (Id: string, booking: string) =>
  system.tables.send(
    new UpdateCommand({
      TableName: 'apartments',
      Key: { Id },
      UpdateExpression: 'SET #status = :paid',
      ConditionExpression: 'Booking = :booking',
      ExpressionAttributeNames: { '#status': 'Status' },
      ExpressionAttributeValues: { ':paid': 'PAID', ':booking': booking },
    }),
  );

const reserved = (Id: string) =>
  eventually(`The reservation of ${Id}`, async () => ((await apartment(Id))?.Status === 'PENDING' ? true : undefined));

const end = (id: string) => ended(system, `${MACHINE.replace(':stateMachine:', ':execution:')}:${id}`);

const outcome = async (id: string) => JSON.parse((await end(id)).output ?? '{}').outcome;

describe('A booking', () => {
  test('that is paid in time is booked', async () => {
    await vacant('a-1');
    const { status, body } = await book('paid', 'a-1');
    expect([status, body]).toEqual([
      200,
      { data: { addStepFunction: { id: 'paid', arn: MACHINE, apartmentId: 'a-1' } } },
    ]);
    await reserved('a-1');
    await pay('a-1', 'paid');
    await advance(system, PAYMENT_SECONDS);
    expect(await outcome('paid')).toBe('BOOKED');
    expect(await apartment('a-1')).toEqual({ Id: 'a-1', Status: 'PAID', Booking: 'paid' });
  });

  test('that is not paid makes the apartment vacant again', async () => {
    await vacant('a-2');
    await book('unpaid', 'a-2');
    await reserved('a-2');
    await advance(system, PAYMENT_SECONDS);
    expect(await outcome('unpaid')).toBe('VACANT');
    expect(await apartment('a-2')).toEqual({ Id: 'a-2', Status: 'VACANT' });
  });

  test('that is paid after the payment check is not reverted', async () => {
    await vacant('a-3');
    // The payment is stored after the payment check has read the table, and before the revert.
    await book('late', 'a-3');
    await reserved('a-3');
    await Promise.all([advance(system, PAYMENT_SECONDS), pay('a-3', 'late')]);
    expect(await outcome('late')).toBe('BOOKED');
    expect(await apartment('a-3')).toMatchObject({ Status: 'PAID', Booking: 'late' });
  });

  test('of an unknown apartment fails with the reason', async () => {
    await book('unknown', 'nowhere');
    expect(await end('unknown')).toMatchObject({
      status: 'FAILED',
      error: 'ApartmentNotAvailable',
      cause: 'There is no such apartment, or somebody else has it.',
    });
    expect(await apartment('nowhere')).toBeUndefined();
  });

  test('that is sent twice is one booking, and its id cannot be used for another', async () => {
    await vacant('a-4');
    const [first, second] = await Promise.all([book('twice', 'a-4'), book('twice', 'a-4')]);
    expect(second.body).toEqual(first.body);
    await reserved('a-4');
    await advance(system, PAYMENT_SECONDS);
    expect(await outcome('twice')).toBe('VACANT');
    expect((await book('twice', 'a-4')).body).toEqual(first.body);
    expect((await book('twice', 'a-1')).body).toMatchObject({
      data: null,
      errors: [{ errorType: 'Lambda:Unhandled', message: 'The id twice belongs to another booking.' }],
    });
    const { body } = await ask('{ listBookings { id } }');
    const ids = ((body.data?.listBookings ?? []) as { id: string }[]).map(({ id }) => id);
    expect(ids.filter((id) => id === 'twice')).toHaveLength(1);
  });

  test('of one apartment succeeds for one of many concurrent bookings', async () => {
    await vacant('a-5');
    const ids = Array.from({ length: 8 }, (_, index) => `rival-${index}`);
    await Promise.all(ids.map((id) => book(id, 'a-5')));
    await reserved('a-5');
    const winner = String((await apartment('a-5'))?.Booking);
    await pay('a-5', winner);
    await advance(system, PAYMENT_SECONDS);
    const statuses = await Promise.all(ids.map(async (id) => (await end(id)).status));
    expect(statuses.filter((status) => status === 'SUCCEEDED')).toHaveLength(1);
    expect(await outcome(winner)).toBe('BOOKED');
  });

  test('that is paid close to its deadline ends booked or vacant, in agreement with the table', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `race-${index}`);
    await Promise.all(ids.map((id) => vacant(id)));
    await Promise.all(ids.map((id) => book(id, id)));
    await Promise.all(ids.map(reserved));
    const paying = ids.map((id, index) =>
      new Promise((resolve) => setTimeout(resolve, index))
        .then(() => pay(id, id))
        .then(
          () => true,
          () => false,
        ),
    );
    await advance(system, PAYMENT_SECONDS);
    const paid = await Promise.all(paying);
    for (const [index, id] of ids.entries()) {
      const expected = paid[index] ? ['BOOKED', 'PAID'] : ['VACANT', 'VACANT'];
      expect([await outcome(id), (await apartment(id))?.Status]).toEqual(expected);
    }
  });
});

describe('The GraphQL API', () => {
  const unauthorized = {
    errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
  };

  test('refuses requests without a key', async () => {
    expect(await ask('{ listBookings { id } }', {}, {})).toEqual({ status: 401, body: unauthorized });
    expect(await ask('{ listBookings { id } }', {}, { 'x-api-key': 'da2-none' })).toEqual({
      status: 401,
      body: unauthorized,
    });
  });

  test('does not start another state machine', async () => {
    const { body } = await book('elsewhere', 'a-1', MACHINE.replace('apartment-booking', 'account-application'));
    expect(body).toMatchObject({
      data: null,
      errors: [{ path: ['addStepFunction'], message: 'arn must be the ARN of the state machine for bookings.' }],
    });
  });

  test('returns a booking, or null if there is none', async () => {
    await system.sfn.send(
      new StartExecutionCommand({
        stateMachineArn: MACHINE,
        name: 'by-hand',
        input: '{"bookingId":"x","apartmentId":"no"}',
      }),
    );
    await end('by-hand');
    const { body } = await ask(
      'query ($id: ID!) { found: getBooking(id: $id) { id status error startedAt outcome } none: getBooking(id: "none") { id } }',
      {
        id: 'by-hand',
      },
    );
    expect(body).toEqual({
      data: {
        found: {
          id: 'by-hand',
          status: 'FAILED',
          error: 'ApartmentNotAvailable',
          outcome: null,
          startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
        none: null,
      },
    });
  });

  test('returns an error that explains the fault of a query', async () => {
    const { status, body } = await ask('{ listBookings { name } }');
    expect([status, body]).toMatchObject([
      200,
      { data: null, errors: [{ path: null, locations: [{ line: 1, column: 18, sourceName: null }] }] },
    ]);
  });
});
