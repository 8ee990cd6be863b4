import { AwsError } from '../../core/aws/aws-error.ts';
import { settledWithin } from '../../core/clock/settled-within.ts';
import type { FailedRuns } from '../../core/failed-runs.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { PathHandler } from '../../core/path-handler.ts';
import type { QueueSignals } from '../../core/polling/queue-signals.ts';
import type { StreamSource } from '../../core/polling/stream-source.ts';
import type { HoldsPolicies, ServiceModule } from '../../core/service.ts';
import { aliasActions } from './actions/aliases.ts';
import { concurrencyActions } from './actions/concurrency.ts';
import { eventInvokeConfigActions } from './actions/event-invoke-config.ts';
import { mappingActions } from './actions/event-source-mappings.ts';
import { functionUrlActions } from './actions/function-urls.ts';
import { functionActions } from './actions/functions.ts';
import { enlistableInvoke, invokeActions } from './actions/invoke.ts';
import { layerPermissionActions, layerPolicyDocument } from './actions/layer-permissions.ts';
import { layerActions } from './actions/layers.ts';
import { permissionActions } from './actions/permissions.ts';
import { recursionActions } from './actions/recursion-config.ts';
import { tagActions } from './actions/tags.ts';
import { versionActions } from './actions/versions.ts';
import { CodeStore } from './code/code-store.ts';
import type { LambdaContext } from './context.ts';
import type { AnswerCall } from './environments/calls.ts';
import { Functions } from './functions/functions.ts';
import { policyDocument } from './functions/policy.ts';
import { AsyncQueue } from './invocations/async-queue.ts';
import { Invoker } from './invocations/invoker.ts';
import { type LayerVersionReference, versionIn } from './layers/layer.ts';
import { Layers } from './layers/layers.ts';
import { Mappings } from './mappings/mappings.ts';
import { functionUrlHandler } from './urls/serve.ts';
import { lambdaRest } from './wire/rest-protocol.ts';

/**
 * How long `stop` waits for running invocations. An asynchronous invocation that takes longer is repeated after the
 * next start.
 */
const STOP_GRACE_MS = 5_000;

export interface LambdaPorts {
  readonly queueSignals: QueueSignals;
  readonly streamSource: StreamSource;
  /** Answers the AWS API calls of functions inside this process, without a socket. */
  readonly answerCall: AnswerCall;
}

export interface LambdaModule extends ServiceModule, HoldsPolicies, FailedRuns {
  /** Serves all function URLs. */
  readonly pathHandler: PathHandler;
  /** Number of execution environments, idle or busy. */
  environments(): number;
  /** Starts an environment for each of these functions (names or ARNs) that has none. Skips unknown functions. */
  warm(references: readonly string[]): void;
}

/** AWS Lambda for Node.js functions: management, invocation, asynchronous queue and event sources. */
export const createLambda = (kernel: Kernel, ports: LambdaPorts): LambdaModule => {
  const functions = new Functions(kernel);
  const layers = new Layers(kernel);
  const code = new CodeStore(kernel.dataDir, kernel.compileCacheDir);
  const invoker = new Invoker(kernel, code, ports.answerCall);
  const asyncQueue = new AsyncQueue(kernel, functions, invoker);
  const { queueSignals: signals, streamSource } = ports;
  const mappings = new Mappings({ kernel, functions, invoker, signals, streamSource });
  const context: LambdaContext = { kernel, functions, layers, code, invoker, asyncQueue, mappings, streamSource };
  return {
    service: {
      name: 'lambda',
      actions: {
        ...aliasActions(context),
        ...concurrencyActions(context),
        ...eventInvokeConfigActions(context),
        ...functionActions(context),
        ...functionUrlActions(context),
        ...invokeActions(context),
        ...layerActions(context),
        ...layerPermissionActions(context),
        ...mappingActions(context),
        ...permissionActions(context),
        ...recursionActions(context),
        ...tagActions(context),
        ...versionActions(context),
      },
      enlistable: enlistableInvoke(context),
      protocols: [lambdaRest],
    },
    pathHandler: functionUrlHandler(context),
    start: () => code.keepOnly(directoriesInUse(functions, layers)),
    resume: () => mappings.start(),
    stop: async () => {
      await settledWithin(Promise.all([mappings.stop(), invoker.settled()]), STOP_GRACE_MS);
      await invoker.close();
      code.close();
    },
    resourcePolicy: (reference) => {
      const layer = versionIn(reference);
      if (layer) return layerPolicy(layers, layer);
      const policy = policyDocument(functions, reference);
      return policy && JSON.stringify(policy);
    },
    onFailedRun: (listener) => asyncQueue.onFailedRun(listener),
    environments: () => invoker.environments(),
    warm: (references) => {
      for (const reference of references) {
        const found = findOrUndefined(() => functions.resolve(reference));
        if (found) invoker.warm(found);
      }
    },
  };
};

/** Returns undefined for an unknown function: it is skipped here, and the later Invoke call reports it. */
const findOrUndefined = <T>(find: () => T): T | undefined => {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};

const layerPolicy = (layers: Layers, reference: LayerVersionReference): string | undefined => {
  const policy = layers.find(reference)?.policy;
  return policy && layerPolicyDocument(policy.statements);
};

const directoriesInUse = (functions: Functions, layers: Layers): Set<string> => {
  const versions = functions.all().flatMap((found) => [found.latest, ...found.published]);
  return new Set([
    ...versions.flatMap((version) => [version.code.directory, version.layers?.directory ?? []].flat()),
    ...layers.all().flatMap((layer) => layer.versions.map(({ code }) => code.directory)),
  ]);
};
