/** The fields of a state type. */
export interface StateType {
  readonly fields: ReadonlySet<string>;
  readonly required: readonly string[];
  /** Groups of fields; at most one field of each group is allowed. */
  readonly exclusive: readonly (readonly string[])[];
  /** Groups of fields; one field of each group is required. */
  readonly oneNeeded: readonly (readonly string[])[];
}

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const DATA = ['InputPath', 'OutputPath', 'Output'];
const FLOW = ['Next', 'End', 'Assign'];
const RESULT = ['ResultPath', 'ResultSelector', 'Parameters', 'Arguments'];
const HANDLERS = ['Retry', 'Catch'];

const NEXT_OR_END = ['Next', 'End'];

function stateType(fields: readonly string[], rules: Partial<Omit<StateType, 'fields'>> = {}): StateType {
  return { fields: new Set([...EVERY, ...fields]), required: [], exclusive: [], oneNeeded: [], ...rules };
}

const flowing = { exclusive: [NEXT_OR_END], oneNeeded: [NEXT_OR_END] };
const WAIT_KINDS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
const PROCESSORS = ['ItemProcessor', 'Iterator'];

/**
 * The state types and their fields, in AWS's order.
 * https://states-language.net/#state-types
 */
export const STATE_TYPES: ReadonlyMap<string, StateType> = new Map([
  [
    'Task',
    stateType(
      [
        ...DATA,
        ...FLOW,
        ...RESULT,
        ...HANDLERS,
        'Resource',
        'Credentials',
        'TimeoutSeconds',
        'TimeoutSecondsPath',
        'HeartbeatSeconds',
        'HeartbeatSecondsPath',
      ],
      {
        ...flowing,
        required: ['Resource'],
        exclusive: [
          NEXT_OR_END,
          ['TimeoutSeconds', 'TimeoutSecondsPath'],
          ['HeartbeatSeconds', 'HeartbeatSecondsPath'],
        ],
      },
    ),
  ],
  [
    'Wait',
    stateType([...DATA, ...FLOW, ...WAIT_KINDS], {
      exclusive: [NEXT_OR_END, WAIT_KINDS],
      oneNeeded: [NEXT_OR_END, WAIT_KINDS],
    }),
  ],
  ['Pass', stateType([...DATA, ...FLOW, 'ResultPath', 'Parameters', 'Result'], flowing)],
  ['Succeed', stateType(DATA)],
  [
    'Fail',
    stateType(['Error', 'ErrorPath', 'Cause', 'CausePath'], {
      exclusive: [
        ['Error', 'ErrorPath'],
        ['Cause', 'CausePath'],
      ],
    }),
  ],
  ['Choice', stateType([...DATA, 'Choices', 'Default', 'Assign'], { required: ['Choices'] })],
  [
    'Parallel',
    stateType([...DATA, ...FLOW, ...RESULT, ...HANDLERS, 'Branches'], { ...flowing, required: ['Branches'] }),
  ],
  [
    'Map',
    stateType(
      [
        ...DATA,
        ...FLOW,
        ...HANDLERS,
        ...PROCESSORS,
        'ResultPath',
        'ResultSelector',
        'Parameters',
        'ItemSelector',
        'ItemsPath',
        'Items',
        'ItemReader',
        'ItemBatcher',
        'ResultWriter',
        'Label',
        'MaxConcurrency',
        'MaxConcurrencyPath',
        'ToleratedFailureCount',
        'ToleratedFailureCountPath',
        'ToleratedFailurePercentage',
        'ToleratedFailurePercentagePath',
      ],
      {
        oneNeeded: [NEXT_OR_END, PROCESSORS],
        exclusive: [
          NEXT_OR_END,
          PROCESSORS,
          ['MaxConcurrency', 'MaxConcurrencyPath'],
          ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
          ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
          ['Parameters', 'ItemSelector'],
        ],
      },
    ),
  ],
]);
