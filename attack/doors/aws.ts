import type { Choices } from '../../chaos/random.ts';
import { headerOf, type WireRequest } from '../wire/request.ts';
import { type Modelled, modelledActions } from './clients.ts';
import type { Door, Form } from './door.ts';
import { credentialFor, EXAMPLES, ONLY_IN_TEMPLATES, requestOfExample } from './examples.ts';
import { sqsForm } from './query-form.ts';
import { SAMPLES } from './samples.ts';
import { makeValue, type Samples } from './values.ts';

/** Actions by service, as the runtime lists them. */
export interface SupportedService {
  readonly name: string;
  readonly actions: readonly string[];
}

/** Actions that may wait for a message, a task, or the end of other work. */
const WAITS = new Set([
  'lambda:Invoke',
  'sqs:ReceiveMessage',
  'states:GetActivityTask',
  'states:StartSyncExecution',
  'states:TestState',
]);

const formOf = (request: WireRequest): Form => {
  if (headerOf(request, 'x-amz-target') !== '') return 'json';
  return headerOf(request, 'content-type').startsWith('application/x-www-form-urlencoded') ? 'query' : 'rest-json';
};

interface Action {
  readonly service: string;
  readonly action: string;
  readonly port: number;
  readonly samples: Samples;
}

const inputFor = ({ service, samples }: Action, { input }: Modelled, choices: Choices): Record<string, unknown> =>
  makeValue(input, '', { service, samples, choices }) as Record<string, unknown>;

const modelledDoor = (action: Action, modelled: Modelled, form: Form): Door => {
  const name = `${action.service}:${action.action}`;
  return {
    name,
    group: action.service,
    form,
    port: action.port,
    waits: WAITS.has(name),
    request: (choices) => modelled.write(inputFor(action, modelled, choices)),
  };
};

/** SQS by its query protocol, which current SDKs do not speak. */
const sqsQueryDoor = (action: Action, modelled: Modelled): Door => ({
  ...modelledDoor(action, modelled, 'query'),
  name: `sqs:${action.action} (query)`,
  request: async (choices) => ({
    method: 'POST',
    path: '/',
    headers: {
      authorization: credentialFor('sqs'),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: Buffer.from(sqsForm(action.action, inputFor(action, modelled, choices))),
  }),
});

const exampleDoor = ({ service, action, port }: Action): readonly Door[] => {
  const name = `${service}:${action}`;
  const example = EXAMPLES[name];
  if (example === undefined) return [];
  const request = requestOfExample(example);
  return [{ name, group: service, form: formOf(request), port, request: async () => request }];
};

/** The form of an action's answers: that of the SDK's request for the simplest input. */
const FORMS: Readonly<Record<string, Form>> = {
  iam: 'query',
  sns: 'query',
  sts: 'query',
  lambda: 'rest-json',
  scheduler: 'rest-json',
  ses: 'rest-json',
};

/**
 * A door for each action of each service that a client can call, in each of its wire protocols. `samples`: values that
 * only the running system knows.
 */
export const awsDoors = async (
  services: readonly SupportedService[],
  port: number,
  samples: Samples = {},
): Promise<readonly Door[]> => {
  const doors: Door[] = [];
  for (const { name: service, actions } of services) {
    const modelled = await modelledActions(service, actions);
    for (const action of actions) {
      const known = modelled.get(action);
      const at = { service, action, port, samples: { ...SAMPLES, ...samples } };
      if (known) doors.push(modelledDoor(at, known, FORMS[service] ?? 'json'));
      else doors.push(...exampleDoor(at));
      if (known && service === 'sqs') doors.push(sqsQueryDoor(at, known));
    }
  }
  return doors;
};

/** The actions that have no door and should have one. */
export const actionsWithoutDoor = (
  services: readonly SupportedService[],
  doors: readonly Door[],
): readonly string[] => {
  const names = new Set(doors.map(({ name }) => name));
  return services
    .flatMap(({ name, actions }) => actions.map((action) => `${name}:${action}`))
    .filter((name) => !names.has(name) && !ONLY_IN_TEMPLATES.has(name));
};
