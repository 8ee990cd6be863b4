/** Conditions that must hold after every fault. */
export const INVARIANTS = {
  'no loss':
    'each acknowledged submission has a run, each acknowledged application a record with its acknowledged amendment',
  'one effective run': 'one run decides an application; each further run ends as a duplicate',
  'one decision':
    'one reviewer decides a review, once, and the outcome is the decision, or the request for information of a return',
  'records agree': 'a record belongs to its effective run and has the final state that the run reports',
  'ledger agrees':
    'the entry of a review in the ledger has the same outcome as the application, or says that it was returned',
  'accounts agree': 'an account exists for each approved application and for no other',
  'mails agree': 'one mail about each application says its outcome; for each crash one repeated mail is allowed',
  'nothing stuck': 'all runs have ended, and no queue or dead-letter queue has a message',
  'legal histories': 'event ids have no gaps, one event ends the run and is the last, and time does not go back',
  'served afterwards': 'applications that are submitted after the faults are approved',
} as const;

export type InvariantName = keyof typeof INVARIANTS;

/** Further promises of the runtime, each about one kind of fault. */
const PROMISES = {
  'synced before acknowledged': 'the response of a write follows a flush of its data',
  'refused while full':
    'a write that the disk refuses gets a 503 response with the reason, and nothing of it is stored',
  'goes on without a restart': 'when the disk has space again, the same process accepts writes again',
  'ends at a failed flush':
    'a failed flush ends the process with exit code 1 and a message, and nothing is acknowledged after it',
  'damage is refused': 'damaged files are refused with a message that says what to do, or nothing is missing',
  'the clock never goes back':
    "neither a kill nor the machine's clock moves the runtime's clock back, and no stored time is in its future",
  'old runs keep their code': 'a run that started before an upgrade ends with the code with which it started',
  'new runs get the new code': 'a run that starts after an upgrade calls the new code',
  'callers of an alias get the new code':
    'after an upgrade the API calls the new code, also for reviews that were pending',
  'answers under load': 'the system answers health requests while it is flooded',
  'answers decisions': 'the API answers decisions that meet in one review, each with its result or a reason',
  'case files agree': 'the case file of each application is complete and unchanged, and has its outcome once',
  'no growth': 'memory, handles and files do not grow without bound under a steady load',
} as const;

type PromiseName = keyof typeof PROMISES;

/** A broken invariant, or a broken promise of one scenario. `subject`: the application, execution, queue or fault. */
export interface Violation {
  readonly invariant: InvariantName | PromiseName;
  readonly subject: string;
  readonly what: string;
}

/** A list with one violation of `promise`, or an empty list if `what` is false. */
export const broken = (promise: PromiseName, subject: string, what: string | false): readonly Violation[] =>
  what === false ? [] : [{ invariant: promise, subject, what }];
