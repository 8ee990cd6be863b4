import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readDeadLetters } from '../../../repair/dead-letters/dead-letter.ts';
import { deadLetterQueuesAmong, type Known } from '../../../repair/dead-letters/find.ts';
import { refusalOf, viewQueues } from '../../../repair/dead-letters/queues.ts';
import { redriveQueue } from '../../../repair/dead-letters/redrive.ts';
import { deadLetterTeller } from '../../../repair/dead-letters/tell.ts';
import { systemClock } from '../../shared/clock.ts';
import { requiredEnv } from '../../shared/env.ts';
import { callService } from '../../shared/errors.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import { ENV } from './contract.ts';
import type { NotReadable } from './ports.ts';
import { createRoutes } from './routes.ts';

const logger = createLogger('redrive-dead-letters');
const clients = {
  events: new EventBridgeClient({}),
  lambda: new LambdaClient({}),
  sfn: new SFNClient({}),
  sqs: new SQSClient({}),
};

const listIn = (name: string): readonly string[] => requiredEnv(name).split(',');
const busName = requiredEnv(ENV.busName);
const caseFileFunction = requiredEnv(ENV.caseFileFunction);
const queueNames = listIn(ENV.queueNames);
const functionPairs = listIn(ENV.deadLetterFunctions).map((pair) => pair.split('='));

const readQueues = () => callService('Reading the queues', () => viewQueues(clients.sqs, queueNames));

/** Reads this system's queues, and its functions with the ARNs of their dead-letter queues. */
async function known(): Promise<Known> {
  const queues = await readQueues();
  const functions = functionPairs.map(([name = '', queueName = '']) => ({
    name,
    deadLetterArn: queues.find((queue) => queue.name === queueName)?.arn,
  }));
  return { queues, functions };
}

/** Runs a call to SQS about one queue. If SQS refuses the call, resolves with the name of the error. */
async function unlessRefused<Result>(purpose: string, call: () => Promise<Result>): Promise<Result | NotReadable> {
  try {
    return await callService(purpose, call);
  } catch (error) {
    const notReadable = refusalOf(error);
    if (notReadable === undefined) throw error;
    return { notReadable };
  }
}

const routes = createRoutes({
  queues: {
    all: readQueues,
    deadLetterQueues: async () => {
      const found = await known();
      return callService('Finding the dead-letter queues', () => deadLetterQueuesAmong(found, clients.events, busName));
    },
    read: ({ url }, limit) => unlessRefused('Reading dead letters', () => readDeadLetters(clients.sqs, url, limit)),
    redrive: (queue, who, choice) => {
      const repairer = { lambda: clients.lambda, caseFileFunction, who, now: systemClock };
      const tellCaseFile = deadLetterTeller(repairer, { kind: 'DEAD_LETTER_REDRIVEN', queue: queue.name });
      return unlessRefused('Sending dead letters back', () => redriveQueue({ clients, tellCaseFile }, queue, choice));
    },
  },
  logAction: (action, details) => logger.info(action, details),
});

/** The HTTP API invokes this function. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, logger);
}
