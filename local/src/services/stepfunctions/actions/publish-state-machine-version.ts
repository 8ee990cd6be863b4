import { conflict } from '../errors.ts';
import { MAX_ARN_LENGTH, optionalText, requiredText } from '../parameters.ts';
import { publishVersion } from '../publishing.ts';
import { requireActiveStateMachine } from '../state-machine-lookup.ts';
import type { MakeAction } from '../step-functions-context.ts';

/** The revision id of a state machine before its first update. */
const INITIAL = 'INITIAL';

/** PublishStateMachineVersion. Returns the existing version if the current revision has one. */
export const publishStateMachineVersion: MakeAction =
  ({ kernel, tables }) =>
  (input) => {
    const arn = requiredText(input, 'stateMachineArn', { max: MAX_ARN_LENGTH });
    const description = optionalText(input, 'description', { max: 256 });
    const wanted = optionalText(input, 'revisionId');
    return kernel.store.write(() => {
      const stateMachine = requireActiveStateMachine(tables, arn);
      const present = tables.stateMachines.revision(stateMachine.revision).revisionId ?? INITIAL;
      if (wanted !== undefined && wanted !== present)
        throw conflict(
          `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${present}.`,
        );
      const version = publishVersion(tables, stateMachine, { description, nowMs: kernel.clock.now() });
      return { creationDate: new Date(version.createdMs), stateMachineVersionArn: version.arn };
    });
  };
