import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readDeadLetters } from '../../../dead-letters/dead-letter.ts';
import { findDeadLetterQueues } from '../../../dead-letters/find.ts';
import { listQueues, refusalOf } from '../../../dead-letters/queues.ts';
import { redriveQueue } from '../../../dead-letters/redrive.ts';
import { callService } from '../../shared/errors.ts';
import type { HttpAnswer, HttpEvent } from '../../shared/http/event.ts';
import { serve } from '../../shared/http/serve.ts';
import { createLogger } from '../../shared/logger.ts';
import type { NotReadable } from './ports.ts';
import { createRoutes } from './routes.ts';

const logger = createLogger('redrive-dead-letters');
const clients = {
  events: new EventBridgeClient({}),
  lambda: new LambdaClient({}),
  sfn: new SFNClient({}),
  sqs: new SQSClient({}),
};

/** Calls SQS about one queue; if SQS refuses, resolves with the name of its error. */
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
    all: () => callService('Listing the queues', () => listQueues(clients.sqs)),
    deadLetterQueues: () => callService('Finding the dead-letter queues', () => findDeadLetterQueues(clients)),
    read: ({ url }, limit) => unlessRefused('Reading dead letters', () => readDeadLetters(clients.sqs, url, limit)),
    redrive: (queue, limit) => unlessRefused('Sending dead letters back', () => redriveQueue(clients, queue, limit)),
  },
  logAction: (action, details) => logger.info(action, details),
});

/** Called by the HTTP API. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  return serve(routes, event, logger);
}
