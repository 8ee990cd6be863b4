import { conflict } from '../errors.ts';
import { requireActiveMachine } from '../machine-lookup.ts';
import { optionalText, requiredText } from '../parameters.ts';
import type { MakeAction } from '../parts.ts';
import { publishVersion } from '../publishing.ts';

/** What a machine's revision is called before its first update. */
const INITIAL = 'INITIAL';

/** PublishStateMachineVersion; answers with the version there is when the present revision has one. */
export const publishStateMachineVersion: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineArn');
    const description = optionalText(input, 'description', { max: 256 });
    const wanted = optionalText(input, 'revisionId');
    return kernel.store.write(() => {
      const machine = requireActiveMachine(tables, arn);
      const present = tables.machines.revision(machine.revision).revisionId ?? INITIAL;
      if (wanted !== undefined && wanted !== present)
        throw conflict(
          `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${present}.`,
        );
      const version = publishVersion(tables, machine, { description, nowMs: kernel.clock.now() });
      return { creationDate: new Date(version.createdMs), stateMachineVersionArn: version.arn };
    });
  };
