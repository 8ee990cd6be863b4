import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesizeSourceDesign } from '../../bench/source-design/assembly.ts';
import { type Server, startRuntimeOf } from '../../bench/system.ts';
import { sourceDesign, submitToSource } from '../../bench/workload.ts';
import { executionsOf, readings } from '../../cli/cost/local-system.ts';
import { type Measured, measureOutcome, OUTCOMES, withoutDurations } from '../../cli/cost/measure.ts';
import { SOURCE_DESIGN } from '../../cli/cost/source-design.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { configFor } from '../support/clients.ts';

const directory = temporaryDirectory();
let server: Server;
beforeAll(async () => {
  server = await startRuntimeOf(join(directory, 'data'), await synthesizeSourceDesign(directory));
});
afterAll(async () => {
  await server?.stop();
  removeDirectory(directory);
});

const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:source-design';

/** The design that the project started from, called through its functions. */
const measured = (): Measured => {
  const { endpoint, sfn } = server.clients;
  const functions = new LambdaClient(configFor(endpoint));
  const ids = new Map<string, string>();
  const idOf = (id: string) => String(ids.get(id));
  const source = readings(sfn, endpoint);
  const executions = () => executionsOf({ sfn }, MACHINE_ARN);
  return {
    ...source,
    executions,
    submit: async ({ id, name, address }) => void ids.set(id, await submitToSource(functions, { name, address })),
    decide: async (id, decision) => {
      const Payload = JSON.stringify({ id: idOf(id), decision });
      const review = new InvokeCommand({ FunctionName: 'source-review-application', Payload });
      expect((await functions.send(review)).FunctionError).toBeUndefined();
      return true;
    },
    stateOf: async (id) => String(await sourceDesign(server.clients).stateOf(idOf(id))),
    // TaskSubmitted: the function that stores the task token has ended.
    reviews: async () => {
      let waited = 0;
      for (const executionArn of await executions()) {
        const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
        if (events.some(({ type }) => type === 'TaskSubmitted')) waited += 1;
      }
      return waited;
    },
    discard: async () => {},
  };
};

describe('The usage of the source document’s design equals the recorded one', () => {
  test.each(OUTCOMES)('for an application that ends %s', async (outcome) => {
    const usage = await measureOutcome(measured(), outcome, 1);
    expect(withoutDurations(usage)).toEqual(withoutDurations(SOURCE_DESIGN[outcome]));
  });
});
