import type { Choices } from '../../chaos/random.ts';
import type { Member, Shape } from './shape.ts';

/** Values that an action accepts, by the member's name; `service.Member` comes before `Member`. */
export type Samples = Readonly<Record<string, readonly unknown[]>>;

export interface ValueOptions {
  readonly service: string;
  readonly samples: Samples;
  readonly choices: Choices;
}

/** Probability that an optional member is given. */
const GIVEN = 0.4;
/** Structures deeper than this have only their required members; recursive shapes end here. */
const DEEPEST = 4;
const MOST_DEEP = 8;
const MOST_ITEMS = 3;

const SIMPLE: Readonly<Record<string, (choices: Choices) => unknown>> = {
  text: ({ pick }) => pick(['attacked', 'a', '1', 'ENABLED', 'arn:aws:sqs:us-east-1:000000000000:attacked']),
  number: ({ pick }) => pick([0, 1, 2, 10, 60]),
  flag: ({ pick }) => pick([true, false]),
  time: ({ pick }) => new Date(pick([0, 1_600_000_000_000, 1_893_456_000_000])),
  bytes: ({ pick }) => Buffer.from(pick(['', 'attacked', '{}'])),
  document: ({ pick }) => pick<unknown>([{}, { a: [1, 'b', null] }, 'text']),
};

const sampleOf = (name: string, { service, samples, choices }: ValueOptions): unknown => {
  const found = samples[`${service}.${name}`] ?? samples[name];
  return found === undefined ? undefined : choices.pick(found);
};

const structure = (members: readonly Member[], options: ValueOptions, depth: number): Record<string, unknown> => {
  const { choices } = options;
  const given = members.filter(
    ({ isRequired }) => isRequired || (depth < DEEPEST && choices.next() < GIVEN / (depth + 1)),
  );
  return Object.fromEntries(given.map(({ name, shape }) => [name, makeValue(shape(), name, options, depth + 1)]));
};

/**
 * A value of a shape, and mostly one that the service accepts: by the name of its member, from the samples. `name` is
 * the nearest member's name.
 */
export const makeValue = (shape: Shape, name: string, options: ValueOptions, depth = 0): unknown => {
  const sample = sampleOf(name, options);
  if (sample !== undefined) return sample;
  const { choices } = options;
  switch (shape.kind) {
    case 'list': {
      const length = depth > MOST_DEEP ? 0 : choices.between(1, MOST_ITEMS);
      return Array.from({ length }, () => makeValue(shape.item(), `${name}[]`, options, depth + 1));
    }
    case 'map':
      return depth > MOST_DEEP ? {} : { attacked: makeValue(shape.value(), `${name}{}`, options, depth + 1) };
    case 'structure':
      return structure(shape.members, options, depth);
    case 'union': {
      const member = choices.pick(shape.members);
      return { [member.name]: makeValue(member.shape(), member.name, options, depth + 1) };
    }
    default:
      return SIMPLE[shape.kind]?.(choices);
  }
};
