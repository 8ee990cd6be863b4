import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as states from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { AwsError } from '../../local/src/core/aws/aws-error.ts';
import type { Operation, OperationInput } from '../../local/src/core/operation.ts';
import type { Services } from '../../local/src/core/services.ts';
import { zipOf } from '../../local/src/services/lambda/code/inline-zip.ts';
import { configFor } from '../../test/support/clients.ts';

interface Sender {
  send(command: unknown): Promise<unknown>;
}

const SERVICES = {
  dynamodb: { commands: dynamodb, client: dynamodb.DynamoDBClient },
  events: { commands: events, client: events.EventBridgeClient },
  iam: { commands: iam, client: iam.IAMClient },
  lambda: { commands: lambda, client: lambda.LambdaClient },
  logs: { commands: logs, client: logs.CloudWatchLogsClient },
  sns: { commands: sns, client: sns.SNSClient },
  sqs: { commands: sqs, client: sqs.SQSClient },
  states: { commands: states, client: states.SFNClient },
} as const;

const isKnown = (service: string): service is keyof typeof SERVICES => Object.hasOwn(SERVICES, service);

/** Packs a function's code directory into the zip file that the endpoint expects. */
const withCode = (input: OperationInput): OperationInput => {
  const { LocalDirectory } = (input.Code ?? {}) as { readonly LocalDirectory?: string };
  if (LocalDirectory === undefined) return input;
  const names = readdirSync(LocalDirectory);
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(LocalDirectory, name), 'utf8')]));
  return { ...input, Code: { ZipFile: Buffer.from(zipOf(files), 'base64') } };
};

/** Calls the services of an endpoint with the official SDK. Errors have the code and message of the remote service. */
export const remoteServices = (endpoint: string): Pick<Services, 'call'> => {
  const clients = new Map<string, Sender>();
  const clientOf = (service: keyof typeof SERVICES): Sender => {
    const made = clients.get(service) ?? (new SERVICES[service].client(configFor(endpoint)) as Sender);
    clients.set(service, made);
    return made;
  };
  return {
    call: async <Input extends OperationInput, Output>(
      { service, action }: Operation<Input, Output>,
      input: OperationInput,
    ) => {
      if (!isKnown(service)) throw new Error(`The bench has no client for ${service}.`);
      const Command = Reflect.get(SERVICES[service].commands, `${action}Command`) as new (
        given: OperationInput,
      ) => unknown;
      try {
        return (await clientOf(service).send(new Command(withCode(input)))) as Output;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new AwsError(error.name, `${service}:${action}: ${error.message}`);
      }
    },
  };
};
