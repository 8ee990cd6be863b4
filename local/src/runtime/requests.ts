type Input = Readonly<Record<string, unknown>>;

/** What one successful request counts for, by unit. */
export type Units = readonly (readonly [unit: string, amount: number])[];

/** SQS, SNS and EventBridge bill each 64 KiB of a message or event as one. */
const CHUNK_BYTES = 65_536;

const chunks = (text: unknown): number =>
  Math.max(1, Math.ceil(Buffer.byteLength(typeof text === 'string' ? text : '') / CHUNK_BYTES));

const entriesOf = (input: Input): readonly Input[] => (Array.isArray(input.Entries) ? (input.Entries as Input[]) : []);

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** An event is as long as its detail, source and detail type, and its time (14 bytes). */
const eventChunks = ({ Detail, DetailType, Source }: Input): number =>
  chunks(`${Detail}${DetailType}${Source}12345678901234`);

/** A poll that finds nothing is the price of waiting, which is the same for any number of messages. */
const isEmptyPoll = (action: string, answer: unknown): boolean =>
  action === 'ReceiveMessage' && (answer as { readonly Messages?: readonly unknown[] }).Messages === undefined;

/** A request that succeeded. */
export interface Answered {
  readonly service: string;
  readonly action: string;
  readonly input: Input;
  readonly answer: unknown;
}

const RULES: Readonly<Record<string, (answered: Answered) => Units>> = {
  sqs: ({ action, input, answer }) => {
    if (isEmptyPoll(action, answer)) return [];
    if (action === 'SendMessage') return [['requests', chunks(input.MessageBody)]];
    if (action !== 'SendMessageBatch') return [['requests', 1]];
    return [
      [
        'requests',
        Math.max(
          1,
          chunks(
            entriesOf(input)
              .map(({ MessageBody }) => MessageBody)
              .join(''),
          ),
        ),
      ],
    ];
  },
  sns: ({ action, input }) => (action === 'Publish' ? [['requests', chunks(input.Message)]] : []),
  events: ({ action, input }) =>
    action === 'PutEvents' ? [['custom events', sum(entriesOf(input).map(eventChunks))]] : [],
  ses: ({ action }) => (action.startsWith('Send') ? [['e-mails', 1]] : []),
};

/**
 * What a request counts for that is billed by requests. Lambda, Step Functions and DynamoDB are counted where they work:
 * by duration, state and item.
 * https://aws.amazon.com/sqs/pricing/ https://aws.amazon.com/sns/pricing/ https://aws.amazon.com/eventbridge/pricing/
 */
export const unitsOfRequest = (answered: Answered): Units =>
  Object.hasOwn(RULES, answered.service) ? (RULES[answered.service]?.(answered) ?? []) : [];
