import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type OneMachine, start } from 'one-machine';
import { temporaryDirectory } from '../../../kernel.ts';
import { writeAssembly } from '../../../template/assemblies.ts';
import { getAtt, one, role } from '../../../template/start-template.ts';

type Json = Record<string, unknown>;

export const API_KEY: Json = {
  AuthorizationType: 'API_KEY',
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-api-key', ApiKeyValue: 'key-value-7391' } },
};

export interface AppOptions {
  readonly connection?: Json;
  readonly destination?: Json;
  readonly target?: Json;
  readonly statements?: readonly unknown[];
}

/** A template with a rule for events of `shop`, whose target is an API destination with the path `/hook`. */
export const template = (url: string, options: AppOptions = {}): Json => ({
  Resources: {
    Connection: one('AWS::Events::Connection', { Name: 'partner', ...API_KEY, ...options.connection }),
    Destination: one('AWS::Events::ApiDestination', {
      Name: 'hook',
      ConnectionArn: getAtt('Connection'),
      InvocationEndpoint: `${url}/hook`,
      HttpMethod: 'POST',
      ...options.destination,
    }),
    Role: role(
      'events.amazonaws.com',
      options.statements ?? [
        { Effect: 'Allow', Action: 'events:InvokeApiDestination', Resource: getAtt('Destination') },
      ],
    ),
    Dead: one('AWS::SQS::Queue', { QueueName: 'dead' }),
    Access: one('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: 'Dead' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: getAtt('Dead'),
          },
        ],
      },
    }),
    Rule: one('AWS::Events::Rule', {
      Name: 'sales',
      EventPattern: { source: ['shop'] },
      Targets: [
        {
          Id: 'hook',
          Arn: getAtt('Destination'),
          RoleArn: getAtt('Role'),
          DeadLetterConfig: { Arn: getAtt('Dead') },
          ...options.target,
        },
      ],
    }),
  },
  Outputs: {
    ConnectionName: { Value: { Ref: 'Connection' } },
    ConnectionArn: { Value: getAtt('Connection') },
    SecretArn: { Value: getAtt('Connection', 'SecretArn') },
    DestinationName: { Value: { Ref: 'Destination' } },
    DestinationArn: { Value: getAtt('Destination') },
  },
});

export interface App {
  readonly aws: OneMachine;
  readonly events: EventBridgeClient;
  /** Everything that the runtime has logged, as JSON lines. */
  readonly log: string[];
  /** Puts events, and waits until nothing is in flight. */
  put(...details: Json[]): Promise<void>;
  /** Puts events without waiting for their deliveries. */
  send(...details: Json[]): Promise<void>;
  /** The next message of the dead-letter queue. */
  dead(): Promise<Message | undefined>;
}

/** Starts the application of `template`, in memory or in `dataDir`. */
export const startApp = async (url: string, options: AppOptions = {}, dataDir?: string): Promise<App> => {
  const log: string[] = [];
  const write = (...line: unknown[]) => void log.push(JSON.stringify(line));
  const assembly = writeAssembly(join(temporaryDirectory(), 'cdk.out'), { shop: template(url, options) });
  const aws = await start({
    assembly,
    log: { info: write, warn: write, error: write },
    ...(dataDir !== undefined && { dataDir }),
  });
  const events = new EventBridgeClient(aws.clientConfig);
  const sqs = new SQSClient(aws.clientConfig);
  const send = async (...details: Json[]): Promise<void> => {
    const Entries = details.map((detail) => ({ Source: 'shop', DetailType: 'Sold', Detail: JSON.stringify(detail) }));
    await events.send(new PutEventsCommand({ Entries }));
  };
  return {
    aws,
    events,
    log,
    send,
    put: async (...details) => {
      await send(...details);
      await aws.settled();
    },
    dead: async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: `${aws.endpoint}/000000000000/dead`,
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages[0];
    },
  };
};
