import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import { alreadyExists } from '../errors.ts';
import { busArn, busNameOf, busParameter, DEFAULT_BUS } from '../names.ts';
import { page } from '../paging.ts';
import { BUS_NAME, type Input, optionalText, requiredText } from '../parameters.ts';
import { present } from '../present.ts';
import type { Bus } from '../store/bus-store.ts';
import { refuseParameters } from './refused.ts';
import { tagsParameter } from './tags.ts';

const UNSUPPORTED = ['EventSourceName', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'];
const NAME_RULE = { max: 256, pattern: BUS_NAME };

const description = (input: Input): string | undefined => optionalText(input, 'Description', { max: 512 });

/** Throws ValidationException for a name that only a bus of a partner or of AWS can have. */
const checkOwnName = (name: string): void => {
  if (name.startsWith('aws.')) throw validationError("EventBus name starting with 'aws.' is not valid.");
  if (name.includes('/')) throw validationError("Event bus name must not contain '/'.");
};

/** The actions on event buses. The actions on their permissions, rules and tags are in other files. */
export const eventBusActions = (context: EventBridgeContext): { readonly [name: string]: Action } => {
  const { kernel, buses, rules, archives, tags } = context;
  const described = (bus: Bus) =>
    present({
      Name: bus.name,
      Arn: busArn(kernel.home, bus.name),
      Description: bus.description,
      Policy: bus.policy,
      CreationTime: new Date(bus.createdMs),
      LastModifiedTime: new Date(bus.modifiedMs),
    });

  const CreateEventBus: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    refuseParameters(input, UNSUPPORTED, 'an event bus');
    checkOwnName(name);
    const wanted = description(input) ?? null;
    const given = tagsParameter(input);
    const nowMs = kernel.clock.now();
    await kernel.store.write(() => {
      if (buses.find(name)) throw alreadyExists(`Event bus ${name} already exists.`);
      buses.put({ name, description: wanted, policy: null, createdMs: nowMs, modifiedMs: nowMs });
      tags.put(busArn(kernel.home, name), given);
    });
    return present({ EventBusArn: busArn(kernel.home, name), Description: wanted });
  };

  const UpdateEventBus: Action = async (input) => {
    const name = busNameOf(optionalText(input, 'Name', NAME_RULE) ?? DEFAULT_BUS);
    refuseParameters(input, UNSUPPORTED, 'an event bus');
    const wanted = description(input);
    const modifiedMs = kernel.clock.now();
    const bus = await kernel.store.write(() => {
      const changed = { ...buses.get(name), modifiedMs, ...(wanted !== undefined && { description: wanted || null }) };
      buses.put(changed);
      return changed;
    });
    return present({ Arn: busArn(kernel.home, name), Name: name, Description: bus.description });
  };

  /**
   * Also succeeds if the bus does not exist. An archive counts as a rule of its bus, because on AWS it has a managed
   * rule on this bus (EventBridge guide, "Archiving events").
   */
  const DeleteEventBus: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    if (name === DEFAULT_BUS) throw validationError('Cannot delete event bus default.');
    await rules.change(name, () => {
      if (rules.list(name).length > 0 || archives.active(name).length > 0)
        throw validationError("EventBus can't be deleted since it has rules.");
      buses.delete(name);
      tags.removeAll(busArn(kernel.home, name));
    });
    return {};
  };

  const ListEventBuses: Action = (input) => {
    const prefix = optionalText(input, 'NamePrefix', NAME_RULE);
    const { items, ...next } = page(buses.list(prefix), ({ name }) => name, input);
    return { EventBuses: items.map(described), ...next };
  };

  return {
    CreateEventBus,
    UpdateEventBus,
    DeleteEventBus,
    DescribeEventBus: (input) => described(buses.get(busParameter(input, 'Name'))),
    ListEventBuses,
  };
};
