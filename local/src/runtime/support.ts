import { SDK_SERVICES } from '../core/aws/sdk/sdk-services.ts';
import type { PropertyTable } from '../core/cloudformation/resource-type.ts';
import { SUBTYPES } from '../services/apigateway/http/service-subtypes.ts';
import { INTEGRATIONS } from '../services/stepfunctions/integrations/task-performer.ts';
import { STATE_TYPES } from '../services/stepfunctions/interpreter/program.ts';
import { resourceTypes } from '../template/registry.ts';
import { startRuntime } from './runtime.ts';

/** Supported services, state types, integrations and resource types. Names are sorted. */
export interface Support {
  /** Services with an AWS API, their supported actions, and AWS actions that are refused by name. */
  readonly services: readonly {
    readonly name: string;
    readonly actions: readonly string[];
    readonly refused: readonly string[];
  }[];
  readonly stateTypes: readonly string[];
  /** Optimized integrations of state machines, e.g. `sqs:sendMessage`, and the patterns each has. */
  readonly integrations: readonly { readonly name: string; readonly patterns: readonly string[] }[];
  /** Services of the AWS SDK integrations (`aws-sdk:<service>:<action>`). */
  readonly sdkServices: readonly string[];
  /** Integrations of HTTP APIs with services, e.g. `SQS-SendMessage`. */
  readonly integrationSubtypes: readonly string[];
  /** Resource types, in the order of the registry; `reason` says why a type is not run or is refused. */
  readonly resourceTypes: readonly {
    readonly type: string;
    readonly kind: 'runs' | 'not run' | 'refused';
    readonly reason: string;
    /** The properties that the runtime knows and ignores, e.g. `Policies.MaxAge`, with the reason. */
    readonly ignored: readonly { readonly property: string; readonly reason: string }[];
  }[];
}

/** Starts an empty runtime and lists what it supports. */
export const describeSupport = async (): Promise<Support> => {
  const runtime = await startRuntime({ port: 0 });
  const services = [...runtime.kernel.services.all()].filter(({ protocols }) => protocols.length > 0);
  await runtime.stop();
  return {
    services: services
      .map(({ name, actions, refused = [] }) => ({
        name,
        actions: Object.keys(actions).sort(),
        refused: refused.toSorted(),
      }))
      .sort(byName),
    stateTypes: STATE_TYPES,
    integrations: Object.entries(INTEGRATIONS)
      .map(([name, { patterns }]) => ({ name, patterns }))
      .sort(byName),
    sdkServices: Object.keys(SDK_SERVICES).sort(),
    integrationSubtypes: [...SUBTYPES.keys()],
    resourceTypes: [...resourceTypes()].map(([type, resource]) => ({
      type,
      kind: resource.kind === 'not run' || resource.kind === 'refused' ? resource.kind : 'runs',
      reason: 'reason' in resource ? resource.reason : '',
      ignored: 'properties' in resource ? ignoredIn(resource.properties) : [],
    })),
  };
};

const ignoredIn = (table: PropertyTable, place = ''): { property: string; reason: string }[] =>
  Object.entries(table).flatMap(([name, rule]) => {
    const property = `${place}${name}`;
    if (typeof rule === 'string') return [{ property, reason: rule }];
    return rule === true ? [] : ignoredIn(rule, `${property}.`);
  });

const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
  left.name < right.name ? -1 : 1;
