import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { crash, FakeTargets, queueArn, queueTarget, startBus, type TargetCall, type TestBus } from './bus.ts';

type TargetAnswer = 'ok' | 'slow' | 'fault' | 'denied' | 'throttled';
type Step =
  | { readonly kind: 'put'; readonly events: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'crash' }
  | { readonly kind: 'advance'; readonly seconds: number };

const ERRORS: { readonly [outcome: string]: () => Error } = {
  fault: () => new AwsError('InternalFailure', 'down', { statusCode: 500 }),
  denied: () => new AwsError('AccessDenied', 'no'),
  throttled: () => new AwsError('ThrottlingException', 'slowly'),
};

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), events: fc.integer({ min: 1, max: 6 }) }) },
  fc.record({ kind: fc.constant('restart' as const) }),
  fc.record({ kind: fc.constant('crash' as const) }),
  fc.record({ kind: fc.constant('advance' as const), seconds: fc.integer({ min: 0, max: 2_000 }) }),
);
const outcomes = fc.array(fc.constantFrom<TargetAnswer>('ok', 'slow', 'fault', 'denied', 'throttled'), {
  minLength: 1,
  maxLength: 20,
});

const queueOf = ({ input }: TargetCall) => String(input.QueueUrl).replace(/.*\//, '');
const idOf = ({ input }: TargetCall) => (JSON.parse(String(input.MessageBody)) as { id: string }).id;

const SLOW_TURNS = 20;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs the steps of one scenario on one data directory. Records which events were acknowledged, and which of them
 * arrived where.
 */
class Story {
  readonly acknowledged = new Set<string>();
  readonly arrived = new Map<string, Set<string>>();
  readonly #dataDir = temporaryDirectory();
  readonly #outcomes: readonly TargetAnswer[];
  #next = 0;
  #calm = false;
  #bus: TestBus | undefined;

  constructor(answers: readonly TargetAnswer[]) {
    this.#outcomes = answers;
  }

  async run(story: readonly Step[]): Promise<void> {
    const bus = await this.#start();
    await bus.rule('sales', { source: ['shop'] }, this.#target('a'), this.#target('b'));
    for (const step of story) await this.#follow(step);
    this.#calm = true;
    await (await this.#running()).kernel.timers.advance(2 * 86_400_000);
    await this.#bus?.settled();
  }

  async end(): Promise<void> {
    await this.#bus?.kernel.stop();
    removeDirectory(this.#dataDir);
  }

  left(): number {
    const row = this.#bus?.kernel.store.prepare('SELECT COUNT(*) AS n FROM eventbridge_deliveries').get();
    return Number(row?.n);
  }

  #target = (name: string) =>
    queueTarget(name, {
      DeadLetterConfig: { Arn: queueArn(`${name}-dead`) },
      RetryPolicy: { MaximumRetryAttempts: 3 },
    });

  async #follow(step: Step): Promise<void> {
    const bus = await this.#running();
    if (step.kind === 'put') await this.#put(bus, step.events);
    if (step.kind === 'advance') await bus.kernel.timers.advance(step.seconds * 1_000);
    if (step.kind === 'restart') await this.#stop(() => bus.kernel.stop());
    if (step.kind === 'crash') await this.#stop(() => crash(bus));
  }

  async #put(bus: TestBus, count: number): Promise<void> {
    const answers = await Promise.all(Array.from({ length: count }, (_, n) => bus.put({ n })));
    for (const { Entries } of answers)
      for (const { EventId } of Entries as { EventId: string }[]) this.acknowledged.add(EventId);
  }

  async #stop(stop: () => Promise<void>): Promise<void> {
    this.#bus = undefined;
    await stop();
  }

  async #running(): Promise<TestBus> {
    return this.#bus ?? this.#start();
  }

  async #start(): Promise<TestBus> {
    const targets = new FakeTargets();
    targets.answer = (call) => this.#answer(call);
    this.#bus = await startBus({ dataDir: this.#dataDir }, targets);
    return this.#bus;
  }

  async #answer(call: TargetCall): Promise<void> {
    const outcome = this.#calm ? 'ok' : (this.#outcomes[this.#next++ % this.#outcomes.length] ?? 'ok');
    const isDeadLetter = queueOf(call).endsWith('-dead');
    const error = isDeadLetter && outcome === 'denied' ? undefined : ERRORS[outcome];
    if (error) throw error();
    if (outcome === 'slow') for (let turn = 0; turn < SLOW_TURNS; turn += 1) await nextTurn();
    const arrived = this.arrived.get(queueOf(call)) ?? new Set();
    this.arrived.set(queueOf(call), arrived.add(idOf(call)));
  }
}

test('every acknowledged event reaches its target or its dead-letter queue, despite failures, restarts and crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 12 }), outcomes, async (story, answers) => {
      const current = new Story(answers);
      try {
        await current.run(story);
        for (const target of ['a', 'b']) {
          const ended = new Set([
            ...(current.arrived.get(target) ?? []),
            ...(current.arrived.get(`${target}-dead`) ?? []),
          ]);
          expect([...current.acknowledged].filter((id) => !ended.has(id))).toEqual([]);
        }
        expect(current.left()).toBe(0);
      } finally {
        await current.end();
      }
    }),
    { numRuns: 40 },
  );
});
