import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../../../local/src/core/log.ts';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { writeAssembly } from '../assemblies.ts';
import { getAtt, one, role } from '../start-template.ts';

export type Json = Record<string, unknown>;

/** A request as the function has received it. */
export type Received = Json & {
  readonly RequestId: string;
  readonly ResponseURL: string;
  readonly ResourceProperties: Json;
};

/**
 * The code of the provider. It writes each request to the journal and answers as the property `On<RequestType>` says:
 * JSON text with members of the response, or `silent`, `throw`, or `wait` for the file `go` beside the journal.
 */
const PROVIDER = `
import { appendFileSync, existsSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const handler = async (received) => {
  const event = received.Records ? JSON.parse(received.Records[0].Sns.Message) : received;
  appendFileSync(join(process.env.DIRECTORY, 'journal'), JSON.stringify(event) + '\\n');
  const how = event.ResourceProperties['On' + event.RequestType] ?? '{}';
  if (how === 'throw') throw new TypeError('no greeting');
  if (how === 'silent') return;
  if (how === 'wait') while (!existsSync(join(process.env.DIRECTORY, 'go'))) await delay(20);
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = 'greeting-1' } = event;
  const common = { Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, PhysicalResourceId };
  const body = JSON.stringify({ ...common, ...(how.startsWith('{') && JSON.parse(how)) });
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  await new Promise((resolve, reject) => {
    const sent = request({ hostname, path: pathname + search, method: 'PUT', headers }, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
};`;

/** The provider's function with its role. */
const functionOf = (directory: string, id: string): Json => ({
  [`${id}Role`]: role('lambda.amazonaws.com'),
  [id]: one('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: getAtt(`${id}Role`),
    Timeout: 60,
    Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    Environment: { Variables: { DIRECTORY: directory } },
  }),
});

/** A custom resource of the provider. */
export const greeting = (Properties: Json = {}, more: Json = {}): Json => ({
  ...one('Custom::Greeting', { ServiceToken: getAtt('Provider'), ...Properties }),
  ...more,
});

interface LogLine {
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

export interface CustomApp {
  readonly directory: string;
  readonly log: readonly LogLine[];
  /** Writes the assembly with the provider, these resources and more sections; returns its directory. */
  write(resources: Json, sections?: Json): string;
  /** Deploys the resources in a runtime whose data directory is kept, and stops it. */
  deploy(resources: Json, sections?: Json): Promise<Runtime['deployment']>;
  /** The message of the error with which the deployment fails. */
  failure(resources: Json, sections?: Json): Promise<string>;
  /** Requests since the last call. */
  received(): readonly Received[];
  /** Calls `listener` for each line of the log. */
  onLog(listener: (line: LogLine) => void): void;
  remove(): void;
}

export const customApp = (): CustomApp => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'cdk.out/asset.code'), { recursive: true });
  writeFileSync(join(directory, 'cdk.out/asset.code/index.mjs'), PROVIDER);
  const journal = join(directory, 'journal');
  appendFileSync(journal, '');
  let read = 0;
  const lines: LogLine[] = [];
  const listeners: ((line: LogLine) => void)[] = [];
  const add = (message: string, fields: Record<string, unknown> = {}): void => {
    lines.push({ message, fields });
    for (const listener of listeners) listener({ message, fields });
  };
  const log: Log = { info: add, warn: add, error: add };
  const write = (resources: Json, sections: Json = {}): string =>
    writeAssembly(
      join(directory, 'cdk.out'),
      { pets: { Resources: { ...functionOf(directory, 'Provider'), ...resources }, ...sections } },
      {
        assets: {
          'code.zip': 'asset.code',
          ...(existsSync(join(directory, 'cdk.out/child.json')) && { 'child.json': 'child.json' }),
        },
      },
    );
  const deploy: CustomApp['deploy'] = async (resources, sections) => {
    const assembly = write(resources, sections);
    const runtime = await startRuntime({ port: 0, assembly, dataDir: join(directory, 'data'), log });
    await runtime.stop();
    return runtime.deployment;
  };
  return {
    directory,
    log: lines,
    write,
    deploy,
    failure: (resources, sections) =>
      deploy(resources, sections).then(
        () => 'The deployment did not fail.',
        (error: unknown) => String(error),
      ),
    received: () => {
      const written = readFileSync(journal, 'utf8').split('\n').slice(read, -1);
      read += written.length;
      return written.map((line) => JSON.parse(line));
    },
    onLog: (listener) => void listeners.push(listener),
    remove: () => removeDirectory(directory),
  };
};
