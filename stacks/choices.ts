import { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { loadCheckRules } from '../infra/application/check-rules.ts';
import { type ReviewPolicy, readReviewPolicy } from '../infra/application/review-policy.ts';
import { type ApplicationStage, STAGE_NAMES, stageNamed } from '../infra/application/stage.ts';
import { readTeams } from '../infra/application/teams.ts';
import { ContextError, type ContextKey, checkContextKeys } from './context-keys.ts';

/** CDK context values, given as `-c key=value`. */
export interface Choices {
  readonly stage: ApplicationStage;
  /** With `-c prefix=NAME`: the first part of the name of every stack and resource. */
  readonly prefix: string | undefined;
  /** Address that receives the mails about outcomes. Without it, the topic has no subscription. */
  readonly notificationEmail: string | undefined;
  /** Address that receives the mails about alarms; default: the address of `notificationEmail`. */
  readonly alarmEmail: string | undefined;
  /** False with `-c reviewWorker=off`: another consumer reads the review queue. */
  readonly hasReviewWorker: boolean;
  /** True with `-c samples=on`: deploys the systems in `samples/` as well. */
  readonly hasSamples: boolean;
  /** True with `-c streams=on`: the sample workflow-api also sends status changes to Kinesis and Firehose. */
  readonly hasStreams: boolean;
  /** True with `-c sealArchive=on`: also keeps the seals of case files in a bucket with Object Lock. */
  readonly hasSealArchive: boolean;
  /** With `-c otherMachines=name,name`: state machines of other systems whose executions operators may see. */
  readonly otherMachines: readonly string[];
  /** With `-c checkRules=FILE`: the rules that the checks apply; default: the newest in workflow/check-rules. */
  readonly rulesFiles: Readonly<Record<string, string>>;
  /** Directory of the console's build, to deploy it as well: `-c console=$(npm run -s console)`. */
  readonly consoleBuild: string | undefined;
}

/**
 * Maximum review deadline. Longer than AWS's limit of one year for an execution; such a deadline works only on the
 * one-machine runtime.
 */
const LONGEST_DEADLINE_DAYS = 400;

const PREFIX = /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/;

/**
 * Reads the context values. @throws ContextError with the key and its wrong value, or with an unknown or missing key
 */
export function readChoices(node: Node): Choices {
  checkContextKeys(node);
  const text = (key: ContextKey): string | undefined => node.tryGetContext(key) ?? undefined;
  const isOn = (key: ContextKey, otherwise: 'on' | 'off'): boolean => {
    const value = text(key) ?? otherwise;
    if (value === 'on' || value === 'off') return value === 'on';
    throw new ContextError(`The context value ${key} is ${value}; it must be on or off.`);
  };
  const stage = stageOf(text('stage') ?? 'dev');
  const deadlineDays = text('reviewDeadlineDays');
  const informationDays = text('informationDeadlineDays');
  const decidingConcurrency = text('decidingConcurrency');
  const policyFile = text('reviewPolicy');
  const teamsFile = text('teams');
  const hasReviewWorker = isOn('reviewWorker', 'on');
  const notificationEmail = text('notificationEmail');
  if (stage.name === 'prod' && notificationEmail === undefined) {
    throw new ContextError(
      'stage=prod needs -c notificationEmail=<address>; without it nobody receives outcomes and alarms.',
    );
  }
  return {
    stage: {
      ...stage,
      ...(deadlineDays === undefined ? {} : { reviewDeadline: deadlineOf('reviewDeadlineDays', deadlineDays) }),
      ...(informationDays === undefined
        ? {}
        : { informationDeadline: deadlineOf('informationDeadlineDays', informationDays) }),
      ...(decidingConcurrency === undefined ? {} : { decidingConcurrency: concurrencyOf(decidingConcurrency) }),
      reviewPolicy:
        policyFile === undefined ? defaultPolicy(stage, hasReviewWorker) : fromFile(readReviewPolicy, policyFile),
      ...(teamsFile === undefined ? {} : { teams: fromFile(readTeams, teamsFile) }),
    },
    prefix: prefixOf(text('prefix')),
    notificationEmail,
    alarmEmail: text('alarmEmail') ?? notificationEmail,
    hasReviewWorker,
    hasSamples: isOn('samples', 'off'),
    hasStreams: isOn('streams', 'off'),
    hasSealArchive: isOn('sealArchive', 'off'),
    otherMachines: machineNames(text('otherMachines')),
    rulesFiles: rulesFilesOf(text('checkRules')),
    consoleBuild: text('console'),
  };
}

function stageOf(name: string): ApplicationStage {
  const stage = stageNamed(name);
  if (stage !== undefined) return stage;
  throw new ContextError(`The context value stage is ${name}; it must be one of ${STAGE_NAMES.join(', ')}.`);
}

/**
 * Cognito takes no domain with these words, and no name may be longer with the prefix than AWS allows.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 */
function prefixOf(text: string | undefined): string | undefined {
  if (text === undefined || (PREFIX.test(text) && !/aws|amazon|cognito/.test(text))) return text;
  throw new ContextError(
    `The context value prefix is ${text}; it must be 1 to 20 lower-case letters, digits and hyphens, begin with a letter, end with a letter or digit, and not contain aws, amazon or cognito.`,
  );
}

function machineNames(text = ''): readonly string[] {
  const names = text.split(',').filter((name) => name !== '');
  const wrong = names.find((name) => !/^[\w-]{1,80}$/.test(name));
  if (wrong === undefined) return names;
  throw new ContextError(
    `The context value otherMachines contains ${wrong}; it must be names of state machines, separated by commas.`,
  );
}

/**
 * Without the review worker, another consumer answers the review requests with the task token. It is not asked for a second
 * person at random; reasons that require two people still do.
 */
function defaultPolicy({ reviewPolicy }: ApplicationStage, hasReviewWorker: boolean): ReviewPolicy {
  if (hasReviewWorker) return reviewPolicy;
  return { ...reviewPolicy, twoPeople: { ...reviewPolicy.twoPeople, samplePercent: 0 } };
}

/** @throws ContextError */
function fromFile<Content>(read: (file: string) => Content, file: string): Content {
  try {
    return read(file);
  } catch (error) {
    throw new ContextError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** @throws ContextError */
function rulesFilesOf(file: string | undefined): Readonly<Record<string, string>> {
  const loaded = loadCheckRules(file);
  if (loaded.ok) return loaded.files;
  throw new ContextError(
    `The check rules in ${loaded.file} are not valid: ${loaded.faults.join(' ')} Correct the file (apps rules check ${loaded.file}), or give another with -c checkRules=FILE.`,
  );
}

function deadlineOf(key: ContextKey, text: string): Duration {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= LONGEST_DEADLINE_DAYS) return Duration.days(days);
  throw new ContextError(`The context value ${key} is ${text}; it must be 1 to ${LONGEST_DEADLINE_DAYS}.`);
}

/** An account may have 1,000 concurrent executions by default, of which 100 cannot be reserved. */
const MOST_CONCURRENCY = 900;

/**
 * Lambda refuses a reservation that leaves the account fewer than 100 executions without one.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
function concurrencyOf(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_CONCURRENCY) return count;
  throw new ContextError(`The context value decidingConcurrency is ${text}; it must be 1 to ${MOST_CONCURRENCY}.`);
}
