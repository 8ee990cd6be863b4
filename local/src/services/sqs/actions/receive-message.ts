import type { Input } from '../../../core/parameters/input.ts';
import type { Action } from '../../../core/service.ts';
import { readIdentifier } from '../messages/entry.ts';
import { checkSystemNames, receivedMessage } from '../messages/received.ts';
import { integerWithin, textList } from '../parameters.ts';
import type { Receive } from '../polls/poll.ts';
import type { Polls } from '../polls/polls.ts';
import type { Queues } from '../queues.ts';

const COUNT = { min: 1, max: 10, reason: 'Must be between 1 and 10, if provided.' };
const VISIBILITY = { min: 0, max: 43_200, reason: 'Must be between 0 and 43200, if provided.' };
const WAIT = { min: 0, max: 20, reason: 'Must be >= 0 and <= 20, if provided.' };

const readReceive = (input: Input, isForgottenAtExit: boolean): Receive => ({
  max: integerWithin(input, 'MaxNumberOfMessages', COUNT) ?? 1,
  visibilitySeconds: integerWithin(input, 'VisibilityTimeout', VISIBILITY),
  waitSeconds: integerWithin(input, 'WaitTimeSeconds', WAIT),
  attemptId: readIdentifier(input, 'ReceiveRequestAttemptId'),
  isForgottenAtExit,
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const receiveMessage =
  (queues: Queues, polls: Polls): Action =>
  async (input, { signal, isForgottenAtExit = false }) => {
    const name = queues.nameOfUrl(input.QueueUrl);
    const attributes = [...textList(input, 'AttributeNames'), ...textList(input, 'MessageSystemAttributeNames')];
    const messageAttributes = textList(input, 'MessageAttributeNames');
    checkSystemNames(attributes);
    const messages = await polls.receive(name, readReceive(input, isForgottenAtExit), signal);
    if (messages.length === 0) return {};
    return { Messages: messages.map((message) => receivedMessage(message, { attributes, messageAttributes })) };
  };
