import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../../../local/src/runtime/runtime.ts';

const quiet = { info: () => {}, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };

export const startQuietly = (options: Partial<RuntimeOptions> = {}): Promise<Runtime> =>
  startRuntime({ port: 0, log: quiet, ...options });

/** Calls of the official client, which sends them to a runtime. */
export const clientOf = ({ endpoint }: Runtime) => {
  const client = new SSMClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    put: (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
      client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more })),
    get: async (Name: string, more: { WithDecryption?: boolean } = {}) =>
      (await client.send(new GetParameterCommand({ Name, ...more }))).Parameter,
    getMany: (Names: string[]) => client.send(new GetParametersCommand({ Names })),
    byPath: (Path: string, more: object = {}) => client.send(new GetParametersByPathCommand({ Path, ...more })),
    history: (Name: string, more: object = {}) => client.send(new GetParameterHistoryCommand({ Name, ...more })),
    describe: (input: ConstructorParameters<typeof DescribeParametersCommand>[0] = {}) =>
      client.send(new DescribeParametersCommand(input)),
    delete: (Name: string) => client.send(new DeleteParameterCommand({ Name })),
    deleteMany: (Names: string[]) => client.send(new DeleteParametersCommand({ Names })),
    tag: (ResourceId: string, tags: Record<string, string>) =>
      client.send(
        new AddTagsToResourceCommand({
          ResourceType: 'Parameter',
          ResourceId,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
    untag: (ResourceId: string, TagKeys: string[]) =>
      client.send(new RemoveTagsFromResourceCommand({ ResourceType: 'Parameter', ResourceId, TagKeys })),
    tags: async (ResourceId: string) =>
      (await client.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId }))).TagList,
    client,
  };
};

export type Client = ReturnType<typeof clientOf>;
