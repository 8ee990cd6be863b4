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

const RULES: Readonly<Record<string, (action: string, input: Input) => Units>> = {
  sqs: (action, input) => {
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
  sns: (action, input) => (action === 'Publish' ? [['requests', chunks(input.Message)]] : []),
  events: (action, input) =>
    action === 'PutEvents' ? [['custom events', sum(entriesOf(input).map(eventChunks))]] : [],
  ses: (action) => (action.startsWith('Send') ? [['e-mails', 1]] : []),
};

/**
 * What a request counts for that is billed by requests. Lambda, Step Functions and DynamoDB are counted where they work:
 * by duration, state and item.
 * https://aws.amazon.com/sqs/pricing/ https://aws.amazon.com/sns/pricing/ https://aws.amazon.com/eventbridge/pricing/
 */
export const unitsOfRequest = (service: string, action: string, input: Input): Units =>
  Object.hasOwn(RULES, service) ? (RULES[service]?.(action, input) ?? []) : [];
