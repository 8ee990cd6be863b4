import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { Archive } from '../archive/archive-store.ts';
import type { EventBridgeContext } from '../context.ts';
import { alreadyExists } from '../errors.ts';
import { archiveArn, busArn, resourceOf } from '../names.ts';
import { page } from '../paging.ts';
import { type Input, NAME, optionalInteger, optionalText, requiredText } from '../parameters.ts';
import { compilePattern } from '../pattern.ts';
import { present } from '../present.ts';
import { refuseParameters } from './refused.ts';

const NAME_RULE = { max: 48, pattern: NAME };
const STATES = ['ENABLED', 'DISABLED', 'CREATING', 'UPDATING', 'CREATE_FAILED', 'UPDATE_FAILED'];

/** The name of the bus in an `EventSourceArn`. Throws ValidationException. */
const sourceBus = (arn: string): string => {
  const bus = resourceOf(arn, 'event-bus');
  if (bus === undefined)
    throw validationError('Parameter EventSourceArn is not valid. Reason: Must contain an event bus ARN.');
  return bus;
};

/** The members that CreateArchive and UpdateArchive have in common; undefined means no change. */
const settings = (input: Input) => {
  refuseParameters(input, ['KmsKeyIdentifier'], 'an archive');
  const pattern = optionalText(input, 'EventPattern', { max: 4096 });
  if (pattern) compilePattern(pattern);
  return {
    description: optionalText(input, 'Description', { max: 512 }),
    pattern: pattern === '' ? null : pattern,
    retentionDays: optionalInteger(input, 'RetentionDays', { min: 0 }),
  };
};

export const archiveActions = ({
  kernel,
  buses,
  archives,
  retention,
}: EventBridgeContext): { readonly [name: string]: Action } => {
  const { home } = kernel;
  const changed = ({ name, createdMs }: Archive) => ({
    ArchiveArn: archiveArn(home, name),
    State: 'ENABLED',
    CreationTime: new Date(createdMs),
  });
  const summary = (archive: Archive) => ({
    ArchiveName: archive.name,
    EventSourceArn: busArn(home, archive.bus),
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    SizeBytes: archive.bytes,
    EventCount: archive.events,
    CreationTime: new Date(archive.createdMs),
  });

  const CreateArchive: Action = async (input) => {
    const name = requiredText(input, 'ArchiveName', NAME_RULE);
    const bus = sourceBus(requiredText(input, 'EventSourceArn', { max: 1600 }));
    const { description = null, pattern = null, retentionDays = 0 } = settings(input);
    const created = {
      name,
      bus,
      description,
      pattern,
      retentionDays,
      createdMs: kernel.clock.now(),
      events: 0,
      bytes: 0,
    };
    await archives.change(bus, () => {
      if (archives.find(name)) throw alreadyExists(`Archive ${name} already exists.`);
      buses.get(bus);
      archives.put(created);
    });
    return changed(created);
  };

  const UpdateArchive: Action = async (input) => {
    const name = requiredText(input, 'ArchiveName', NAME_RULE);
    const { description, pattern, retentionDays } = settings(input);
    const { bus } = archives.get(name);
    return archives.change(bus, () => {
      const before = archives.get(name);
      const after = {
        ...before,
        description: description ?? before.description,
        pattern: pattern === undefined ? before.pattern : pattern,
        retentionDays: retentionDays ?? before.retentionDays,
      };
      archives.put(after);
      retention.plan(after);
      return changed(after);
    });
  };

  const DeleteArchive: Action = async (input) => {
    const name = requiredText(input, 'ArchiveName', NAME_RULE);
    const { bus } = archives.get(name);
    await archives.change(bus, () => {
      archives.delete(name);
      retention.clearTimer(name);
    });
    return {};
  };

  const DescribeArchive: Action = (input) => {
    const archive = archives.get(requiredText(input, 'ArchiveName', NAME_RULE));
    const { description, pattern } = archive;
    const more = { ArchiveArn: archiveArn(home, archive.name), Description: description, EventPattern: pattern };
    return present({ ...summary(archive), ...more });
  };

  const ListArchives: Action = (input) => {
    const prefix = optionalText(input, 'NamePrefix', { min: 1, ...NAME_RULE });
    const source = optionalText(input, 'EventSourceArn', { min: 1, max: 1600 });
    const state = optionalText(input, 'State', { oneOf: STATES });
    const filters = [prefix, source, state].filter((filter) => filter !== undefined);
    if (filters.length > 1)
      throw validationError(
        'At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.',
      );
    const bus = source === undefined ? undefined : buses.get(sourceBus(source)).name;
    const found = archives
      .list()
      .filter((archive) => archive.name.startsWith(prefix ?? '') && archive.bus === (bus ?? archive.bus))
      .filter(() => (state ?? 'ENABLED') === 'ENABLED');
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { Archives: items.map(summary), ...next };
  };

  return { CreateArchive, UpdateArchive, DeleteArchive, DescribeArchive, ListArchives };
};
