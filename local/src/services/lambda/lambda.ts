import { AwsError } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { HoldsPolicies, ServiceModule } from '../../core/service.ts';
import { aliasActions } from './actions/aliases.ts';
import { concurrencyActions } from './actions/concurrency.ts';
import { eventInvokeConfigActions } from './actions/event-invoke-config.ts';
import { mappingActions } from './actions/event-source-mappings.ts';
import { functionActions } from './actions/functions.ts';
import { invokeActions } from './actions/invoke.ts';
import { permissionActions } from './actions/permissions.ts';
import { tagActions } from './actions/tags.ts';
import { versionActions } from './actions/versions.ts';
import { CodeStore } from './code/code-store.ts';
import type { AnswerCall } from './environments/calls.ts';
import { Functions } from './functions/functions.ts';
import { policyDocument } from './functions/policy.ts';
import { AsyncQueue } from './invocations/async-queue.ts';
import { Invoker } from './invocations/invoker.ts';
import { Mappings } from './mappings/mappings.ts';
import type { QueueSignals } from './mappings/queue-signals.ts';
import type { Parts } from './parts.ts';
import { restProtocol } from './wire/rest-protocol.ts';

/** How long `stop` waits for invocations in hand. What is cut off then is done again after the next start. */
const STOP_GRACE_MS = 5_000;

export interface LambdaPorts {
  readonly queueSignals: QueueSignals;
  /** Answers the AWS calls that functions make, without a socket in between. */
  readonly answerCall: AnswerCall;
}

export interface LambdaModule extends ServiceModule, HoldsPolicies {
  /** How many execution environments there are. */
  environments(): number;
  /** Starts an environment for each of these functions, ARNs or names, that exists and has none. */
  warm(references: readonly string[]): void;
}

/** AWS Lambda for Node.js functions: their management, invocation, asynchronous queue and SQS event sources. */
export const createLambda = (kernel: Kernel, ports: LambdaPorts): LambdaModule => {
  const functions = new Functions(kernel);
  const code = new CodeStore(kernel.dataDir, kernel.compileCacheDir);
  const invoker = new Invoker(kernel, code, ports.answerCall);
  const asyncQueue = new AsyncQueue(kernel, functions, invoker);
  const mappings = new Mappings({ kernel, functions, invoker, signals: ports.queueSignals });
  const parts: Parts = { kernel, functions, code, invoker, asyncQueue, mappings };
  return {
    service: {
      name: 'lambda',
      actions: {
        ...aliasActions(parts),
        ...concurrencyActions(parts),
        ...eventInvokeConfigActions(parts),
        ...functionActions(parts),
        ...invokeActions(parts),
        ...mappingActions(parts),
        ...permissionActions(parts),
        ...tagActions(parts),
        ...versionActions(parts),
      },
      protocols: [restProtocol],
    },
    start: () => {
      code.keepOnly(directoriesInUse(functions));
      mappings.start();
    },
    stop: async () => {
      await within(Promise.all([mappings.stop(), invoker.settled()]), STOP_GRACE_MS);
      await invoker.close();
      code.close();
    },
    resourcePolicy: (reference) => {
      const policy = policyDocument(functions, reference);
      return policy && JSON.stringify(policy);
    },
    environments: () => invoker.environments(),
    warm: (references) => {
      for (const reference of references) {
        const found = ifThere(() => functions.resolve(reference));
        if (found) invoker.warm(found);
      }
    },
  };
};

/** Whoever invokes what is not there is told so then. */
const ifThere = <T>(find: () => T): T | undefined => {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};

const directoriesInUse = (functions: Functions): Set<string> =>
  new Set(functions.all().flatMap((found) => [found.latest, ...found.published].map(({ code }) => code.directory)));

const within = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
};
