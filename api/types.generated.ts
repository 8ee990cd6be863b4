// Generated from api/openapi.v1.json by npm run generate. Do not edit.

/** RFC 9457. `code` is for programs; `field` names what is wrong. decidedBy and decidedAt, or claimedBy and claimedUntil, name the earlier reviewer and the time. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly decision?: Verdict;
  readonly claimedBy?: string;
  readonly claimedUntil?: string;
  readonly endedAt?: string;
  readonly version?: number;
}

/** applicant-service is a machine, the others are people */
export type Role = 'applicant-service' | 'reviewer' | 'supervisor' | 'operator' | 'auditor';

export interface Me {
  readonly username: string;
  readonly roles: readonly Role[];
}

export interface Submission {
  readonly application: {
    readonly id?: string;
    readonly name: string;
    readonly address: string;
    readonly email?: string;
  };
}

export interface Accepted {
  readonly id: string;
}

export type ApplicationState = 'SUBMITTED' | 'FLAGGED_FOR_REVIEW' | 'FLAGGED_WITH_UNPROCESSABLE_DATA' | 'APPROVED' | 'REJECTED' | 'REVIEW_EXPIRED';

/** the check that asks for a person */
export type ReviewReason = 'NAME' | 'ADDRESS';

/** what a reviewer decides */
export type Verdict = 'APPROVE' | 'REJECT';

export interface Application {
  readonly id: string;
  readonly state: ApplicationState;
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  readonly executionArn: string;
  readonly submittedAt: string;
  readonly submittedBy?: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly reasons?: readonly ReviewReason[];
  readonly reviewDeadline?: string;
  readonly unprocessableReason?: string;
  readonly decision?: {
    readonly decision: Verdict;
    readonly reviewer?: string;
    readonly comment?: string;
  };
}

export interface Applications {
  readonly items: readonly Application[];
  readonly cursor?: string;
}

export type ReplayState = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

export interface TimelineItem {
  readonly at: string;
  readonly kind: 'event' | 'replay' | 'run' | 'state' | 'check' | 'wait' | 'review' | 'decision' | 'mail' | 'account';
  readonly what: string;
  readonly who?: string;
  /** of a replay: how far it has come */
  readonly state?: ReplayState;
}

export interface Timeline {
  readonly items: readonly TimelineItem[];
}

/** one entry of a case file */
export interface CaseEntry {
  readonly applicationId: string;
  /** counts the entries of the file */
  readonly number: number;
  /** when the described change happened */
  readonly at: string;
  /** what happened, for example SUBMITTED */
  readonly kind: string;
  /** the described change: table#version/part/parts */
  readonly source: string;
  /** the last part of each table’s changes that the file has */
  readonly latest: object;
  /** ids, states, reasons, codes and user names of staff */
  readonly facts: object;
  /** applicant’s data and free text; missing after an erasure */
  readonly personal?: object;
  /** SHA-256 of the canonical JSON of personal */
  readonly personalHash?: string;
  /** hash of the entry before this one */
  readonly previousHash: string;
  /** SHA-256 of the canonical JSON of all members except hash and personal */
  readonly hash: string;
}

/** an item that a case file describes */
export interface CaseItem {
  readonly table: string;
  readonly version: number;
  /** true if the entry about its last write may not be written yet */
  readonly isRecent: boolean;
}

/** the end of a case file at its last seal */
export interface SealedHead {
  readonly number: number;
  readonly hash: string;
  readonly sealedAt: string;
}

export interface CaseFile {
  readonly applicationId: string;
  readonly entries: readonly CaseEntry[];
  readonly items: readonly CaseItem[];
  readonly sealed?: SealedHead;
}

export interface CaseFinding {
  /** the entry, or the number at which an entry is missing */
  readonly number: number;
  readonly what: 'CHANGED' | 'MISSING' | 'REORDERED' | 'CUT' | 'ADDED';
  readonly text: string;
}

export interface CaseVerification {
  readonly applicationId: string;
  readonly entries: number;
  readonly findings: readonly CaseFinding[];
}

export interface CaseVerifications {
  readonly items: readonly CaseVerification[];
  readonly cursor?: string;
}

export type ExecutionStatus = 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE' | 'RUNNING' | 'SUCCEEDED';

export interface Run {
  readonly arn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: string;
  readonly stoppedAt?: string;
}

export interface StateRetry {
  readonly errors: readonly string[];
  readonly maxAttempts: number;
}

export interface StateCatch {
  readonly errors: readonly string[];
  readonly next: string;
}

/** a state of the state machine, and what happened in it during this run */
export interface RunState {
  readonly name: string;
  readonly type: string;
  /** the Parallel or Map state it is inside of */
  readonly within?: string;
  readonly status: string;
  readonly enteredAt?: string;
  readonly exitedAt?: string;
  /** for operators and supervisors */
  readonly input?: unknown;
  /** for operators and supervisors */
  readonly output?: unknown;
  /** what is tried again, and how often at most */
  readonly retries?: readonly StateRetry[];
  /** what leads where instead of failing the run */
  readonly catches?: readonly StateCatch[];
}

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

export interface HistoryItem {
  readonly id: number;
  readonly at: string;
  readonly type: string;
  readonly state?: string;
  readonly error?: string;
}

export interface Execution {
  readonly execution: Run;
  readonly states: readonly RunState[];
  readonly transitions: readonly Transition[];
  readonly history: readonly HistoryItem[];
}

export type ReviewState = 'PENDING' | 'REVIEW_APPROVED' | 'REVIEW_REJECTED' | 'REVIEW_EXPIRED';

export type ReviewSort = 'requestedAt' | 'dueAt';

/** who holds a review, and until when */
export interface HeldClaim {
  readonly reviewer: string;
  readonly until: string;
}

/** why a reviewer rejects */
export type ReasonCode = 'IDENTITY_NOT_CONFIRMED' | 'ADDRESS_NOT_CONFIRMED' | 'DUPLICATE_APPLICANT' | 'OTHER';

/** how a review was decided; reviewer is missing when the decision came by the task token without a name */
export interface ReviewDecision {
  readonly decision: Verdict;
  readonly reviewer?: string;
  readonly at: string;
  readonly reasonCode?: ReasonCode;
  readonly comment?: string;
}

export interface Review {
  readonly applicationId: string;
  readonly state: ReviewState;
  readonly reasons: readonly ReviewReason[];
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly deadline: string;
  readonly claim?: HeldClaim;
  readonly decision?: ReviewDecision;
  readonly version: number;
}

export interface Reviews {
  readonly items: readonly Review[];
  readonly cursor?: string;
}

/** a check: its rule in words, the value, and the part of the value that met the rule */
export interface CheckFacts {
  readonly check: ReviewReason;
  readonly flagged: boolean;
  readonly rule: string;
  readonly value: string;
  readonly met?: string;
}

/** what a reviewer decides from */
export interface Facts {
  readonly name: string;
  readonly address: string;
  readonly submittedAt: string;
  readonly checks: readonly CheckFacts[];
}

export interface ReviewCase {
  readonly applicationId: string;
  readonly state: ReviewState;
  readonly reasons: readonly ReviewReason[];
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly deadline: string;
  readonly claim?: HeldClaim;
  readonly decision?: ReviewDecision;
  readonly version: number;
  readonly facts: Facts;
}

export interface Claim {
  /** supervisors only: take it from who holds it */
  readonly takeOver?: boolean;
}

export interface Assignment {
  readonly reviewer: string;
}

export interface Decision {
  readonly decision: Verdict;
  /** a rejection needs one; an approval has none */
  readonly reasonCode?: ReasonCode;
  readonly comment?: string;
}

export interface ExecutionItem {
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly applicationId?: string;
}

export interface Executions {
  readonly items: readonly ExecutionItem[];
  readonly cursor?: string;
}

export interface RuleTarget {
  readonly arn: string;
  readonly deadLetterArn?: string;
}

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly state: string;
  readonly pattern?: object;
  readonly schedule?: string;
  readonly targets: readonly RuleTarget[];
}

export interface Rules {
  readonly items: readonly Rule[];
}

export interface PatternTest {
  /** a whole event, as EventBridge hands it over */
  readonly event: object;
}

export interface UnmetField {
  readonly field: string;
  readonly wants: unknown;
}

export interface PatternAnswer {
  readonly rule: string;
  readonly bus: string;
  readonly matches: boolean;
  readonly unmet: readonly UnmetField[];
  /** why EventBridge cannot test the pattern of this rule; it counts as no match */
  readonly reason?: string;
}

export interface PatternAnswers {
  readonly items: readonly PatternAnswer[];
}

export interface Replay {
  readonly name: string;
  readonly state: ReplayState;
  readonly startedAt: string;
  readonly from: string;
  readonly to: string;
}

export interface Archive {
  readonly archive: {
    readonly name: string;
    readonly state: string;
    readonly events: number;
    readonly retentionDays: number;
  };
  readonly replays: readonly Replay[];
}

export interface WantedReplay {
  readonly from: string;
  readonly to: string;
  /** only look: nothing is started */
  readonly isPreview?: boolean;
}

export interface StartedReplay {
  readonly name: string;
}

/** what a replay does with an event: start a run, run again, announce the outcome again, or nothing because the run goes on, the application is decided, or the event is not valid */
export type ReplayFate = 'NEW' | 'AGAIN' | 'ANNOUNCED' | 'IN_HAND' | 'DECIDED' | 'INVALID';

export interface PreviewedEvent {
  readonly eventId: string;
  readonly applicationId?: string;
  readonly fate: ReplayFate;
}

export interface Previewed {
  readonly state: ReplayState;
  readonly items: readonly PreviewedEvent[];
}

/** deadLetterQueue is the queue that takes what this one cannot deliver */
export interface Queue {
  readonly name: string;
  readonly waiting?: number;
  readonly inFlight?: number;
  readonly isForDeadLetters: boolean;
  readonly deadLetterQueue?: string;
  /** name of the error with which SQS refuses to read the queue; it has no counts then */
  readonly notReadable?: string;
}

export interface Queues {
  readonly items: readonly Queue[];
}

/** messages of one cause, and what a redrive does with them */
export interface DeadLetterPlan {
  readonly count: number;
  readonly oldest: string;
  readonly way: string;
  readonly stays: boolean;
  readonly cause: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly sentAt: string;
  readonly receiveCount: number;
  readonly about: {
    readonly what: string;
    readonly applicationId?: string;
    readonly execution?: string;
  };
  readonly cause: {
    readonly code: string;
    readonly message: string;
  };
}

export interface DeadLetters {
  readonly queue: string;
  readonly plan: readonly DeadLetterPlan[];
  readonly items: readonly DeadLetter[];
  /** name of the error with which SQS refuses to read the queue; its messages are not known then */
  readonly notReadable?: string;
}

export interface RedriveRefusal {
  readonly reason: string;
  readonly count: number;
}

export interface Redriven {
  readonly sentBack: number;
  readonly refused: readonly RedriveRefusal[];
  /** ask again for the rest */
  readonly hasMore: boolean;
}

export interface Machine {
  readonly name: string;
}

export interface Machines {
  readonly items: readonly Machine[];
}

/** What each route takes and answers. */
export interface Operations {
  /** Who I am */
  'GET /me': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Me;
  };
  /** Submit an application */
  'POST /applications': {
    readonly request: {
      readonly headers?: {
        readonly 'Idempotency-Key'?: string | undefined;
      };
      readonly body: Submission;
    };
    readonly answer: Accepted;
  };
  /** List applications, newest first within each state */
  'GET /applications': {
    readonly request: {
      readonly query?: {
        readonly state?: ApplicationState | undefined;
        readonly limit?: number | undefined;
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: Applications;
  };
  /** The record of an application */
  'GET /applications/{id}': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: Application;
  };
  /** What has happened to an application, earliest first */
  'GET /applications/{id}/timeline': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: Timeline;
  };
  /** The application's run as a graph, and its history */
  'GET /applications/{id}/execution': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: Execution;
  };
  /** The case file of an application, with what its verification needs */
  'GET /applications/{id}/case-file': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: CaseFile;
  };
  /** Verify the case files of all applications, page by page */
  'GET /case-files/verification': {
    readonly request: {
      readonly query?: {
        readonly limit?: number | undefined;
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: CaseVerifications;
  };
  /** List reviews, pending ones first */
  'GET /reviews': {
    readonly request: {
      readonly query?: {
        readonly state?: ReviewState | undefined;
        readonly reason?: ReviewReason | undefined;
        readonly claimedBy?: string | undefined;
        readonly sort?: ReviewSort | undefined;
        readonly q?: string | undefined;
        readonly limit?: number | undefined;
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: Reviews;
  };
  /** A review, and what it is decided from */
  'GET /reviews/{applicationId}': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
    };
    readonly answer: ReviewCase;
  };
  /** Take a review for half an hour, or for another half an hour */
  'POST /reviews/{applicationId}/claim': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
      readonly body?: Claim;
    };
    readonly answer: Review;
  };
  /** Give a review back */
  'POST /reviews/{applicationId}/release': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
    };
    readonly answer: Review;
  };
  /** Give a review to somebody */
  'POST /reviews/{applicationId}/assign': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
      readonly body: Assignment;
    };
    readonly answer: Review;
  };
  /** Decide a review: the first decision counts */
  'POST /reviews/{applicationId}/decision': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
      readonly headers?: {
        readonly 'If-Match'?: string | undefined;
      };
      readonly body: Decision;
    };
    readonly answer: Review;
  };
  /** Runs of one status, newest first */
  'GET /operations/executions': {
    readonly request: {
      readonly query?: {
        readonly status?: ExecutionStatus | undefined;
        readonly cursor?: string | undefined;
        readonly machine?: string | undefined;
      };
    };
    readonly answer: Executions;
  };
  /** A run by its name as a graph, and its history */
  'GET /operations/executions/{execution}': {
    readonly request: {
      readonly path: {
        readonly execution: string;
      };
      readonly query?: {
        readonly machine?: string | undefined;
      };
    };
    readonly answer: Execution;
  };
  /** The state machines whose runs can be looked at */
  'GET /operations/machines': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Machines;
  };
  /** The rules that events go by, on the system's bus and on the default one */
  'GET /operations/rules': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Rules;
  };
  /** What each rule says to an event, and why those that do not match don't */
  'POST /operations/pattern-test': {
    readonly request: {
      readonly body: PatternTest;
    };
    readonly answer: PatternAnswers;
  };
  /** Every queue, and how full it is */
  'GET /operations/queues': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Queues;
  };
  /** What could not be handled, why, and what a redrive would do with it; ids and kinds only */
  'GET /operations/dead-letters/{queue}': {
    readonly request: {
      readonly path: {
        readonly queue: string;
      };
    };
    readonly answer: DeadLetters;
  };
  /** Send dead letters back to where they could not be handled, some at a time */
  'POST /operations/dead-letters/{queue}/redrive': {
    readonly request: {
      readonly path: {
        readonly queue: string;
      };
    };
    readonly answer: Redriven;
  };
  /** The archive and its replays */
  'GET /operations/archive': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Archive;
  };
  /** Send the submissions of a time again, or only look at what that would do */
  'POST /operations/replays': {
    readonly request: {
      readonly body: WantedReplay;
    };
    readonly answer: StartedReplay;
  };
  /** The next events of a preview, each once, and what the replay would do with them */
  'POST /operations/previews/{name}/take': {
    readonly request: {
      readonly path: {
        readonly name: string;
      };
    };
    readonly answer: Previewed;
  };
}
