import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import { queueUrl } from '../../../core/aws/queue-url.ts';
import { getQueueAttributes } from '../../../core/polling/queue-operations.ts';
import { openShard } from '../../../core/polling/stream-source.ts';
import type { Action } from '../../../core/service.ts';
import type { PipesContext } from '../context.ts';
import { pipeExists } from '../errors.ts';
import { nameParameter, optionalMap, optionalText, page } from '../parameters.ts';
import type { Pipe } from '../pipe.ts';
import { describe, summary, transition } from './describe.ts';
import { checkStateMachines, type PipeSettings, pipeSettings } from './pipe-parameters.ts';
import { isQueue } from './source-parameters.ts';

const STATE = { oneOf: ['RUNNING', 'STOPPED'] } as const;

/** The actions for pipes. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Operations.html */
export const pipeActions = (context: PipesContext): { readonly [name: string]: Action } => {
  const { kernel, pipes, runner } = context;
  const { home, clock, store } = kernel;

  /** Stores a changed pipe; `change` runs in the transaction. Then the pipe runs with its new settings. */
  const put = async (change: () => Pipe): Promise<Pipe> => {
    let pipe: Pipe | undefined;
    await store.write(() => {
      pipe = change();
      pipes.put(pipe);
    });
    if (!pipe) throw new Error('The store has not run the change of a pipe.');
    runner.restart(pipe.name);
    return pipe;
  };

  const CreatePipe: Action = async (input) => {
    const name = nameParameter(input);
    const settings = pipeSettings(input);
    const tags = optionalMap(input, 'Tags') ?? {};
    if (pipes.find(name)) throw pipeExists(name);
    const startAfter = await startOf(context, settings);
    await checkStateMachines(kernel, settings);
    const pipe = await put(() => {
      if (pipes.find(name)) throw pipeExists(name);
      const nowMs = clock.now();
      return { name, uuid: kernel.ids.uuid(), ...settings, startAfter, tags, createdMs: nowMs, modifiedMs: nowMs };
    });
    return transition(home, pipe, 'CREATING');
  };

  /** Members that the request does not contain keep their values, as on AWS. The source cannot change. */
  const UpdatePipe: Action = async (input) => {
    const name = nameParameter(input);
    await checkStateMachines(kernel, pipeSettings(input, pipes.get(name)));
    const pipe = await put(() => {
      const { uuid, startAfter, tags, createdMs, ...current } = pipes.get(name);
      const settings = pipeSettings(input, { uuid, startAfter, tags, createdMs, ...current });
      return { name, uuid, ...settings, startAfter, tags, createdMs, modifiedMs: clock.now() };
    });
    return transition(home, pipe, 'UPDATING');
  };

  const setState =
    (desiredState: Pipe['desiredState'], current: string): Action =>
    async (input) => {
      const name = nameParameter(input);
      const pipe = await put(() => ({ ...pipes.get(name), desiredState, modifiedMs: clock.now() }));
      return transition(home, pipe, current);
    };

  const DeletePipe: Action = async (input) => {
    const name = nameParameter(input);
    const pipe = pipes.get(name);
    await store.write(() => {
      pipes.get(name);
      pipes.delete(name);
      runner.forget(pipe);
    });
    runner.restart(name);
    return transition(home, pipe, 'DELETING', 'DELETED');
  };

  const ListPipes: Action = (input) => {
    const prefix = optionalText(input, 'NamePrefix', { max: 64 }) ?? '';
    const source = optionalText(input, 'SourcePrefix', { max: 1600 }) ?? '';
    const target = optionalText(input, 'TargetPrefix', { max: 1600 }) ?? '';
    const desired = optionalText(input, 'DesiredState', STATE);
    const current = optionalText(input, 'CurrentState');
    const found = pipes
      .list()
      .filter(
        (pipe) =>
          pipe.name.startsWith(prefix) &&
          pipe.source.startsWith(source) &&
          pipe.target.startsWith(target) &&
          (desired ?? pipe.desiredState) === pipe.desiredState &&
          (current ?? pipe.desiredState) === pipe.desiredState,
      );
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { Pipes: items.map((pipe) => summary(home, pipe)), ...next };
  };

  return {
    CreatePipe,
    UpdatePipe,
    DeletePipe,
    ListPipes,
    DescribePipe: (input) => describe(home, pipes.get(nameParameter(input))),
    StartPipe: setState('RUNNING', 'STARTING'),
    StopPipe: setState('STOPPED', 'STOPPING'),
  };
};

/** The sequence number after which a new pipe starts; '' for a queue. Throws ValidationException for a missing source. */
const startOf = async (context: PipesContext, settings: PipeSettings): Promise<string> => {
  try {
    return await (isQueue(settings.source) ? startOfQueue(context, settings) : startOfStream(context, settings));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`The source ${settings.source} does not exist.`);
  }
};

const startOfQueue = async ({ kernel }: PipesContext, { source }: PipeSettings): Promise<string> => {
  const input = { QueueUrl: queueUrl(kernel.endpoint(), source), AttributeNames: ['QueueArn'] };
  await kernel.services.call(getQueueAttributes, input, kernel.identities.administrator());
  return '';
};

const startOfStream = async (context: PipesContext, { source, sourceParameters }: PipeSettings): Promise<string> => {
  const { kernel, streamSource } = context;
  const { startingSequenceNumber } = await openShard(kernel, source, kernel.identities.administrator());
  if (sourceParameters.DynamoDBStreamParameters?.StartingPosition !== 'LATEST') return startingSequenceNumber;
  return streamSource.latestSequenceNumber(source) ?? startingSequenceNumber;
};
