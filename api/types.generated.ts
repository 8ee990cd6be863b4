// Generated from api/openapi.v1.json by npm run generate. Do not edit.

/** RFC 9457. `code` is for programs; `field` is the name of the wrong field. decidedBy and decidedAt, or claimedBy and claimedUntil, are the other reviewer and the time. absentUntil is the last day of a person's absence. */
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
  readonly absentUntil?: string;
}

/** applicant-service is the role of a system that submits applications; the others are roles of people */
export type Role = 'applicant-service' | 'reviewer' | 'supervisor' | 'operator' | 'auditor' | 'privacy';

export interface Me {
  readonly username: string;
  readonly roles: readonly Role[];
  /** the user's teams; missing without any */
  readonly teams?: readonly string[];
  /** reasons for reviews that the user's teams take; missing without teams */
  readonly reasons?: readonly ReviewReason[];
  /** last day of the user's absence, in UTC; missing if the user is not out of office */
  readonly awayUntil?: string;
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
  /** state of the application, if it was submitted before with the same data */
  readonly state?: ApplicationState;
}

export interface AmendmentRequest {
  /** the changed members, at least one */
  readonly application: {
    /** the round of the open request plus one */
    readonly version: number;
    readonly name?: string;
    readonly address?: string;
    readonly email?: string;
  };
}

export interface AcceptedAmendment {
  readonly id: string;
  readonly version: number;
}

/** INFORMATION_REQUESTED: a reviewer returned the application, and the applicant must answer until a deadline. */
export type ApplicationState = 'SUBMITTED' | 'FLAGGED_FOR_REVIEW' | 'INFORMATION_REQUESTED' | 'FLAGGED_WITH_UNPROCESSABLE_DATA' | 'APPROVED' | 'REJECTED' | 'REVIEW_EXPIRED';

/** the check that requires a review */
export type ReviewReason = 'NAME' | 'ADDRESS';

/** a reviewer's decision; RETURN asks the applicant questions and does not end the application */
export type Verdict = 'APPROVE' | 'REJECT' | 'RETURN';

/** a decision that ends the application */
export type FinalVerdict = 'APPROVE' | 'REJECT';

/** the output of a check: version of the rules; if a rule flagged the value, its id, its words and the part of the value that met it */
export interface CheckResult {
  readonly flagged: boolean;
  readonly rulesVersion: number;
  readonly ruleId?: string;
  readonly rule?: string;
  readonly met?: string;
}

/** a reviewer's questions to the applicant; reviewer is missing if the decision was sent with the task token and without a name */
export interface InformationRequest {
  readonly round: number;
  readonly reasonCode: ReturnReason;
  readonly questions: readonly string[];
  readonly comment?: string;
  readonly reviewer?: string;
  readonly requestedAt: string;
  readonly deadline: string;
}

/** the members that the applicant changed; the submission is version 1 and stays as it was */
export interface Amendment {
  readonly version: number;
  readonly name?: string;
  readonly address?: string;
  readonly email?: string;
  readonly amendedAt: string;
  /** the user or client that sent it through the API */
  readonly amendedBy?: string;
}

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
  /** what the checks said when the review was requested: of the name, of the address */
  readonly checks?: readonly CheckResult[];
  readonly reviewDeadline?: string;
  readonly decisionsRequired?: number;
  readonly unprocessableReason?: string;
  readonly decision?: {
    readonly decision: Verdict;
    readonly reviewer?: string;
    readonly comment?: string;
    readonly reviewers?: readonly string[];
  };
  /** the requests to the applicant, earliest first */
  readonly informationRequests?: readonly InformationRequest[];
  /** the answers of the applicant, earliest first */
  readonly amendments?: readonly Amendment[];
  /** who erased the applicant’s data, when and why; `name` and `address` are then the text "erased" */
  readonly erasure?: {
    readonly reason: ErasureReason;
    /** number of the request in the bank’s own register; no personal data */
    readonly reference?: string;
    readonly requestedBy: string;
    readonly requestedAt: string;
    readonly confirmedBy: string;
    readonly confirmedAt: string;
    readonly erasedAt: string;
  };
}

export interface Applications {
  readonly items: readonly Application[];
  readonly cursor?: string;
}

/** a search by applicants' data, which is in the body because it must not be in a URL */
export interface Search {
  /** beginnings of words of the name, the address or the e-mail, at least one of 2 letters or digits; case and accents do not count. An application has a word with each beginning */
  readonly text: string;
  /** maximum number of items on the page */
  readonly limit?: number;
  /** cursor of the previous page, which must have the same words */
  readonly cursor?: string;
}

export type Identifying = 'NAME' | 'ADDRESS' | 'EMAIL';

/** another application of the same name, address or e-mail; name, address and e-mail include the amendments */
export interface RelatedApplication {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  readonly state: ApplicationState;
  readonly submittedAt: string;
  readonly submittedBy?: string;
  /** true if a check flagged it, so that it has a review */
  readonly isReviewed: boolean;
  /** what both applications have, or had before an amendment; case, accents, punctuation and spaces do not count */
  readonly agreesOn: readonly Identifying[];
}

export interface RelatedApplications {
  readonly items: readonly RelatedApplication[];
  /** true if there are more than the 50 newest applications of the answer */
  readonly hasMore: boolean;
}

export type ReplayState = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

export interface TimelineItem {
  readonly at: string;
  readonly kind: 'event' | 'replay' | 'run' | 'state' | 'check' | 'wait' | 'review' | 'decision' | 'mail' | 'account';
  readonly what: string;
  readonly who?: string;
  /** state of the replay; only in items about a replay */
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

/** how long something took: exact percentiles by the nearest-rank method, in whole seconds */
export interface Spread {
  /** how many durations there are */
  readonly count: number;
  /** half of them are at most this long; missing without durations */
  readonly p50Seconds?: number;
  /** nine in ten of them are at most this long; missing without durations */
  readonly p90Seconds?: number;
}

/** the reviews that wait for a decision now */
export interface WaitingReviews {
  readonly count: number;
  /** reviews that wait after their due date */
  readonly overdue: number;
  /** missing if no review waits */
  readonly oldestRequestedAt?: string;
}

export interface ReviewOutcomeCount {
  readonly state: ReviewState;
  readonly count: number;
}

export interface ReviewReasonCount {
  readonly reason: ReviewReason;
  readonly count: number;
}

export interface ReasonCodeCount {
  readonly reasonCode: DecisionReason;
  readonly count: number;
}

export interface ApplicationOutcomeCount {
  readonly state: ApplicationState;
  readonly count: number;
}

export interface VerdictCount {
  readonly decision: Verdict;
  readonly count: number;
}

export interface TwoPeopleMeasures {
  /** reviews in which at least two people decided */
  readonly reviews: number;
  /** reviews in which the second person decided differently from the first */
  readonly differed: number;
}

/** the reviews that ended in the range; durations count from the request */
export interface ReviewMeasures {
  /** reviews that ended in the range: decided, or expired */
  readonly ended: number;
  /** reviews that ended after their due date */
  readonly overdue: number;
  readonly outcomes: readonly ReviewOutcomeCount[];
  readonly reasons: readonly ReviewReasonCount[];
  readonly reasonCodes: readonly ReasonCodeCount[];
  readonly twoPeople: TwoPeopleMeasures;
  readonly toClaim: Spread;
  readonly toFirstDecision: Spread;
  readonly toFinalDecision: Spread;
}

/** the applications that reached a final state in the range */
export interface ApplicationMeasures {
  readonly ended: number;
  /** applications that ended without a review */
  readonly withoutReview: number;
  readonly outcomes: readonly ApplicationOutcomeCount[];
}

/** what ended on one day, as far as the day is in the range */
export interface DayMeasures {
  /** a day in UTC, such as 2026-01-31 */
  readonly day: string;
  readonly applications: number;
  readonly reviews: number;
  readonly overdue: number;
  readonly toFinalDecision: Spread;
}

/** one person’s decisions on the reviews that ended in the range; `toDecide` counts from the claim */
export interface ReviewerMeasures {
  readonly reviewer: string;
  readonly decisions: number;
  readonly verdicts: readonly VerdictCount[];
  /** decisions by which this person and another person differed */
  readonly differed: number;
  readonly toDecide: Spread;
}

export interface Measures {
  /** start of the range, inclusive */
  readonly from: string;
  /** end of the range, exclusive */
  readonly to: string;
  readonly measuredAt: string;
  readonly waiting: WaitingReviews;
  readonly reviews: ReviewMeasures;
  readonly applications: ApplicationMeasures;
  readonly days: readonly DayMeasures[];
  readonly reviewers?: readonly ReviewerMeasures[];
}

export type ExecutionStatus = 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE' | 'RUNNING' | 'SUCCEEDED';

export interface Run {
  readonly arn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  /** name of the error with which the run has failed */
  readonly error?: string;
  /** details of the error; only for roles that may see inputs and outputs */
  readonly cause?: string;
}

export interface SteeredRun {
  /** name of the run */
  readonly name: string;
  /** missing if the submission has no valid application id */
  readonly applicationId?: string;
  /** after a redrive: the review is requested again, with a new token */
  readonly isReviewRequestedAgain: boolean;
}

export interface StateRetry {
  readonly errors: readonly string[];
  readonly maxAttempts: number;
}

export interface StateCatch {
  readonly errors: readonly string[];
  readonly next: string;
}

/** a state of the state machine, with its status in this run */
export interface RunState {
  readonly name: string;
  readonly type: string;
  /** name of the Parallel or Map state that contains this state */
  readonly within?: string;
  readonly status: string;
  readonly enteredAt?: string;
  readonly exitedAt?: string;
  /** only for operators and supervisors */
  readonly input?: unknown;
  /** only for operators and supervisors */
  readonly output?: unknown;
  /** the errors that are retried, and the maximum number of retries */
  readonly retries?: readonly StateRetry[];
  /** the errors that a Catch handles, and the next state for each */
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

/** PENDING_SECOND: one of two required people has decided. PENDING_SUPERVISOR: the two decided differently, so a supervisor decides. REVIEW_RETURNED: the applicant was asked; the answer is checked, and may open a new review. */
export type ReviewState = 'PENDING' | 'PENDING_SECOND' | 'PENDING_SUPERVISOR' | 'REVIEW_APPROVED' | 'REVIEW_REJECTED' | 'REVIEW_RETURNED' | 'REVIEW_EXPIRED';

/** A state of a review; OPEN stands for all states in which it can be decided, DONE for all states in which it has ended. */
export type ReviewStateFilter = 'OPEN' | 'DONE' | 'PENDING' | 'PENDING_SECOND' | 'PENDING_SUPERVISOR' | 'REVIEW_APPROVED' | 'REVIEW_REJECTED' | 'REVIEW_RETURNED' | 'REVIEW_EXPIRED';

export type ReviewSort = 'requestedAt' | 'dueAt';

export type SortOrder = 'asc' | 'desc';

/** the user who has claimed a review, and the end of the claim */
export interface HeldClaim {
  readonly reviewer: string;
  readonly until: string;
}

/** a reviewer's reason for a rejection */
export type ReasonCode = 'IDENTITY_NOT_CONFIRMED' | 'ADDRESS_NOT_CONFIRMED' | 'DUPLICATE_APPLICANT' | 'OTHER';

/** a reviewer's reason to return an application to the applicant */
export type ReturnReason = 'NAME_UNCLEAR' | 'ADDRESS_UNCLEAR' | 'DATA_MISSING' | 'OTHER';

/** the reason for a rejection or a return */
export type DecisionReason = 'IDENTITY_NOT_CONFIRMED' | 'ADDRESS_NOT_CONFIRMED' | 'DUPLICATE_APPLICANT' | 'NAME_UNCLEAR' | 'ADDRESS_UNCLEAR' | 'DATA_MISSING' | 'OTHER';

/** the decision of a review; reviewer is missing if the decision was sent with the task token and without a name */
export interface ReviewDecision {
  readonly decision: Verdict;
  readonly reviewer?: string;
  readonly at: string;
  readonly reasonCode?: DecisionReason;
  readonly comment?: string;
  /** questions to the applicant, if the decision is RETURN */
  readonly questions?: readonly string[];
}

/** whom a review is about; name and address include the amendments */
export interface ReviewApplicant {
  readonly name: string;
  readonly address: string;
  /** the user or client that submitted it through the API */
  readonly submittedBy?: string;
  /** the checks that flagged a value */
  readonly flagged: readonly CheckFacts[];
}

/** a review; `applicant` is in lists only */
export interface Review {
  readonly applicationId: string;
  readonly state: ReviewState;
  readonly reasons: readonly ReviewReason[];
  readonly requestedAt: string;
  readonly dueAt: string;
  readonly deadline: string;
  readonly claim?: HeldClaim;
  readonly decision?: ReviewDecision;
  /** number of different people who must decide */
  readonly decisionsRequired: number;
  /** the people who have decided so far, if the review is open and requires two */
  readonly decidedBy?: readonly string[];
  /** the decision of each person, earliest first, if the review requires two; missing while the second person must not see the first decision */
  readonly decisions?: readonly ReviewDecision[];
  readonly applicant?: ReviewApplicant;
  /** time at which the supervisors were told that the review is overdue; missing if they were not */
  readonly escalatedAt?: string;
  readonly version: number;
}

export interface Reviews {
  readonly items: readonly Review[];
  readonly cursor?: string;
}

export interface ReviewCounts {
  /** reviews that can be decided */
  readonly open: number;
  /** open reviews that nobody has claimed, or whose claim is over */
  readonly unclaimed: number;
  /** open reviews that the caller has claimed */
  readonly mine: number;
}

/** a check: its rule in words, the checked value, and the part of the value because of which it was flagged */
export interface CheckFacts {
  readonly check: ReviewReason;
  readonly flagged: boolean;
  readonly rule: string;
  readonly value: string;
  readonly met?: string;
  /** the rule that flagged the value; missing if no rule did */
  readonly ruleId?: string;
  /** version of the check rules that gave the result */
  readonly rulesVersion: number;
}

/** the data from which a reviewer decides: name, address and e-mail include the amendments */
export interface Facts {
  readonly name: string;
  readonly address: string;
  readonly email?: string;
  readonly submittedAt: string;
  /** the user or client that submitted it through the API */
  readonly submittedBy?: string;
  readonly checks: readonly CheckFacts[];
  /** the requests to the applicant, earliest first */
  readonly informationRequests?: readonly InformationRequest[];
  /** the answers of the applicant, earliest first */
  readonly amendments?: readonly Amendment[];
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
  /** number of different people who must decide */
  readonly decisionsRequired: number;
  /** the people who have decided so far, if the review is open and requires two */
  readonly decidedBy?: readonly string[];
  /** the decision of each person, earliest first, if the review requires two; missing while the second person must not see the first decision */
  readonly decisions?: readonly ReviewDecision[];
  /** time at which the supervisors were told that the review is overdue; missing if they were not */
  readonly escalatedAt?: string;
  readonly version: number;
  readonly facts: Facts;
}

export interface Claim {
  /** supervisors only: true takes the review over from the user who has claimed it */
  readonly takeOver?: boolean;
}

export interface Assignment {
  readonly reviewer: string;
}

export interface Decision {
  readonly decision: Verdict;
  /** required for a rejection (a ReasonCode) and for a return (a ReturnReason), not allowed for an approval */
  readonly reasonCode?: DecisionReason;
  readonly comment?: string;
  /** questions to the applicant; required for a return, not allowed otherwise */
  readonly questions?: readonly string[];
}

export interface SeenReview {
  readonly applicationId: string;
  /** the version of the review that was seen; another version is not decided */
  readonly version: number;
}

export interface BulkDecision {
  /** only these reviews are decided */
  readonly items: readonly SeenReview[];
  /** number of the items, so that a cut list is refused */
  readonly count: number;
  readonly decision: FinalVerdict;
  /** required for a rejection, not allowed for an approval */
  readonly reasonCode?: ReasonCode;
  readonly comment?: string;
}

/** DONE: decided. NEEDS_SECOND, NEEDS_SUPERVISOR: the decision is recorded, and another person must decide. CHANGED: another version than the one that was seen. HELD: another reviewer has claimed it. DECIDED, EXPIRED: the review has ended. NOT_YOURS: this user may not make this decision. TRY_AGAIN: send the same request again. */
export type BulkResult = 'DONE' | 'NEEDS_SECOND' | 'NEEDS_SUPERVISOR' | 'CHANGED' | 'HELD' | 'DECIDED' | 'EXPIRED' | 'NOT_YOURS' | 'NOT_FOUND' | 'TRY_AGAIN';

export interface BulkDecisionItem {
  readonly applicationId: string;
  readonly result: BulkResult;
  /** why nothing was decided */
  readonly detail?: string;
  readonly review?: Review;
}

export interface BulkDecisions {
  readonly items: readonly BulkDecisionItem[];
}

export interface SeenAssignment {
  readonly applicationId: string;
  /** version of the review that the supervisor has seen */
  readonly version: number;
  /** user who gets the review */
  readonly reviewer: string;
}

export interface Assignments {
  readonly items: readonly SeenAssignment[];
}

export interface AssignmentResult {
  readonly applicationId: string;
  readonly result: BulkResult;
  readonly review?: Review;
  /** why the review was not assigned */
  readonly detail?: string;
}

export interface AssignmentResults {
  readonly items: readonly AssignmentResult[];
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
  /** a whole event, in the format in which EventBridge delivers it */
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
  /** EventBridge's reason for refusing the pattern of this rule; the rule then counts as not matching */
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
  /** true starts a preview, which shows the effect of the replay but starts no runs */
  readonly isPreview?: boolean;
}

export interface StartedReplay {
  readonly name: string;
}

/** effect of a replay on an event. NEW starts the first run, AGAIN starts another run after a failed one, ANNOUNCED sends the outcome's event again, AMENDS answers an open request for information, REFUSED puts an amendment that nobody asked for in the dead-letter queue. No effect: IN_HAND (the run is active), DECIDED (or the amendment is known), INVALID (the event is not valid) */
export type ReplayFate = 'NEW' | 'AGAIN' | 'ANNOUNCED' | 'IN_HAND' | 'DECIDED' | 'INVALID' | 'AMENDS' | 'REFUSED';

export interface PreviewedEvent {
  readonly eventId: string;
  readonly applicationId?: string;
  readonly fate: ReplayFate;
}

export interface Previewed {
  readonly state: ReplayState;
  readonly items: readonly PreviewedEvent[];
}

/** rules to apply to the archived submissions of a time; they do not take effect */
export interface WantedRuleTrial {
  /** check rules, as workflow/check-rules/check-rules.schema.json says */
  readonly rules: object;
  readonly from: string;
  readonly to: string;
}

export interface StartedRuleTrial {
  readonly id: string;
}

/** number of applications by result */
export interface TrialCounts {
  readonly clean: number;
  readonly flagged: number;
  readonly unprocessable: number;
}

/** number of applications, and the ids of at most 100 of them */
export interface TrialIds {
  readonly count: number;
  readonly ids: readonly string[];
}

/** number of applications that a check flags; newly flagged and newly clean are about this check alone */
export interface TrialReason {
  readonly check: ReviewReason;
  readonly before: number;
  readonly after: number;
  readonly newlyFlagged: number;
  readonly newlyClean: number;
}

/** number of applications to which a rule on trial applies first */
export interface TrialRule {
  readonly check: ReviewReason;
  readonly id: string;
  readonly says: string;
  readonly applications: number;
}

/** before: what the checks said, or what the rules in force say about an application that was not checked; after: what the rules on trial say */
export interface RuleTrial {
  readonly id: string;
  /** COMPLETED if all events are counted; the counts of a trial in another state are not final */
  readonly state: 'STARTING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  /** why the trial failed */
  readonly reason?: string;
  readonly rulesVersion: number;
  readonly from: string;
  readonly to: string;
  readonly startedAt: string;
  readonly startedBy: string;
  /** number of applications in the archive; each is counted once */
  readonly applications: number;
  /** number of archived events that are not valid submissions */
  readonly invalid: number;
  readonly before: TrialCounts;
  readonly after: TrialCounts;
  readonly newlyFlagged: TrialIds;
  readonly newlyClean: TrialIds;
  readonly newlyUnprocessable: TrialIds;
  readonly reasons: readonly TrialReason[];
  readonly rules: readonly TrialRule[];
}

/** deadLetterQueue is the queue for messages that this queue cannot deliver */
export interface Queue {
  readonly name: string;
  readonly waiting?: number;
  readonly inFlight?: number;
  readonly isForDeadLetters: boolean;
  readonly deadLetterQueue?: string;
  /** name of the error with which SQS refuses to read the queue; the counts are missing then */
  readonly notReadable?: string;
}

export interface Queues {
  readonly items: readonly Queue[];
}

/** messages with the same cause, and the effect of a redrive on them */
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
  /** content of the message without task tokens: only of the message that payloadOf names, only for operators and supervisors */
  readonly payload?: unknown;
}

export interface DeadLetters {
  readonly queue: string;
  readonly plan: readonly DeadLetterPlan[];
  readonly items: readonly DeadLetter[];
  /** name of the error with which SQS refuses to read the queue; the messages are then unknown */
  readonly notReadable?: string;
}

export interface RedriveRefusal {
  readonly reason: string;
  readonly count: number;
}

export interface RedriveRequest {
  /** ids of the messages to send back; all of them, some at a time, if missing */
  readonly ids?: readonly string[];
}

export interface Redriven {
  readonly sentBack: number;
  readonly refused: readonly RedriveRefusal[];
  /** true if messages are left: repeat the request */
  readonly hasMore: boolean;
}

export interface Machine {
  readonly name: string;
}

export interface Machines {
  readonly items: readonly Machine[];
}

/** why personal data is erased: a ground of GDPR, article 17 (1) */
export type ErasureReason = 'CONSENT_WITHDRAWN' | 'NO_LONGER_NEEDED' | 'OBJECTION' | 'UNLAWFUL_PROCESSING' | 'LEGAL_OBLIGATION';

export interface WantedErasure {
  readonly reason: ErasureReason;
  /** number of the request in the bank’s own register; no personal data */
  readonly reference?: string;
}

/** a copy of the applicant’s data that its store deletes by its own retention */
export interface RemainingCopy {
  readonly store: 'archive' | 'executions' | 'backups';
  /** the store has deleted its copy at this time */
  readonly until: string;
  /** the same as a sentence */
  readonly says: string;
}

/** the erasure of one applicant’s data */
export interface Erasure {
  readonly applicationId: string;
  /** REQUESTED: another person must confirm it. CONFIRMED: the data is being erased. ERASED: every store is done */
  readonly state: 'REQUESTED' | 'CONFIRMED' | 'ERASED';
  readonly reason: ErasureReason;
  /** number of the request in the bank’s own register; no personal data */
  readonly reference?: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly confirmedBy?: string;
  readonly confirmedAt?: string;
  readonly erasedAt?: string;
  /** why a confirmed erasure is not finished yet; it is tried again every hour */
  readonly waitsFor?: string;
  readonly remaining: readonly RemainingCopy[];
}

/** A person who is out of office. */
export interface Absence {
  readonly username: string;
  /** last day of the absence, in UTC */
  readonly until: string;
  /** the person, or a supervisor */
  readonly setBy: string;
  readonly setAt: string;
}

export interface Absences {
  readonly items: readonly Absence[];
}

export interface SetAbsence {
  /** last day of the absence, in UTC: today or later, at most 366 days from now */
  readonly until: string;
}

export interface StartedAbsence {
  readonly username: string;
  /** last day of the absence, in UTC */
  readonly until: string;
  /** the person, or a supervisor */
  readonly setBy: string;
  readonly setAt: string;
  /** ids of the applications whose reviews the person held, and which are free again */
  readonly released: readonly string[];
}

/** What each route takes and answers. */
export interface Operations {
  /** The caller's name, roles and absence */
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
  /** Find applications by name, address or e-mail */
  'POST /applications/search': {
    readonly request: {
      readonly body: Search;
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
  /** Answer a request for information: amend an application */
  'POST /applications/{id}/amendments': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
      readonly headers?: {
        readonly 'Idempotency-Key'?: string | undefined;
      };
      readonly body: AmendmentRequest;
    };
    readonly answer: AcceptedAmendment;
  };
  /** Other applications of the same name, address or e-mail, newest first */
  'GET /applications/{id}/related': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: RelatedApplications;
  };
  /** The events of an application, earliest first */
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
  /** The erasure of an applicant’s data: who, when, why, and which copies remain until when */
  'GET /applications/{id}/erasure': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: Erasure;
  };
  /** Request the erasure of an applicant’s data; another person must confirm it */
  'POST /applications/{id}/erasure': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
      readonly body: WantedErasure;
    };
    readonly answer: Erasure;
  };
  /** Confirm the erasure that another person requested, and erase; repeat it to finish an erasure that was interrupted */
  'POST /applications/{id}/erasure/confirmation': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: Erasure;
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
  /** Measures of the reviews and applications that ended in a time range, and of the reviews that wait now */
  'GET /measures': {
    readonly request: {
      readonly query?: {
        readonly from?: string | undefined;
        readonly to?: string | undefined;
      };
    };
    readonly answer: Measures;
  };
  /** List reviews, open ones first */
  'GET /reviews': {
    readonly request: {
      readonly query?: {
        readonly state?: ReviewStateFilter | undefined;
        readonly reason?: ReviewReason | undefined;
        readonly claimedBy?: string | undefined;
        readonly unclaimed?: boolean | undefined;
        readonly sort?: ReviewSort | undefined;
        readonly order?: SortOrder | undefined;
        readonly q?: string | undefined;
        readonly limit?: number | undefined;
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: Reviews;
  };
  /** Count the open reviews: all, those that nobody has claimed, and those that the caller has claimed */
  'GET /review-counts': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: ReviewCounts;
  };
  /** A review, with the data from which the reviewer decides */
  'GET /reviews/{applicationId}': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
    };
    readonly answer: ReviewCase;
  };
  /** Claim a review for 30 minutes, or renew the claim */
  'POST /reviews/{applicationId}/claim': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
      readonly body?: Claim;
    };
    readonly answer: Review;
  };
  /** Release the claim on a review */
  'POST /reviews/{applicationId}/release': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
    };
    readonly answer: Review;
  };
  /** Assign a review to a user */
  'POST /reviews/{applicationId}/assign': {
    readonly request: {
      readonly path: {
        readonly applicationId: string;
      };
      readonly body: Assignment;
    };
    readonly answer: Review;
  };
  /** Decide a review: the first decision counts; where two people are required, two that agree; one person may return the application to the applicant */
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
  /** Make one decision on several reviews; each review has an answer of its own */
  'POST /reviews/bulk-decisions': {
    readonly request: {
      readonly headers?: {
        readonly 'Idempotency-Key'?: string | undefined;
      };
      readonly body: BulkDecision;
    };
    readonly answer: BulkDecisions;
  };
  /** Assign several reviews; each review has an answer of its own */
  'POST /reviews/assignments': {
    readonly request: {
      readonly body: Assignments;
    };
    readonly answer: AssignmentResults;
  };
  /** Claim the next review for the caller: one that the caller holds, else the one due first, those of the caller's teams before others */
  'POST /reviews/next': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Review | undefined;
  };
  /** Who is out of office */
  'GET /absences': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Absences;
  };
  /** Say that a person is out of office, and release the reviews that the person holds; for others: supervisors only */
  'POST /absences/{username}': {
    readonly request: {
      readonly path: {
        readonly username: string;
      };
      readonly body: SetAbsence;
    };
    readonly answer: StartedAbsence;
  };
  /** Say that a person is back; for others: supervisors only */
  'POST /absences/{username}/end': {
    readonly request: {
      readonly path: {
        readonly username: string;
      };
    };
    readonly answer: undefined;
  };
  /** Runs with one status, newest first */
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
  /** One run as a graph, and its history */
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
  /** Let a run of the workflow that failed, timed out or was stopped continue in the state in which it ended */
  'POST /operations/executions/{execution}/redrive': {
    readonly request: {
      readonly path: {
        readonly execution: string;
      };
    };
    readonly answer: SteeredRun;
  };
  /** Stop an active run of the workflow; it ends ABORTED */
  'POST /operations/executions/{execution}/stop': {
    readonly request: {
      readonly path: {
        readonly execution: string;
      };
    };
    readonly answer: SteeredRun;
  };
  /** The state machines whose runs operators may see */
  'GET /operations/machines': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Machines;
  };
  /** The rules of the system's bus and of the default bus */
  'GET /operations/rules': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Rules;
  };
  /** Test an event against each rule; the answer lists the fields that do not match */
  'POST /operations/pattern-test': {
    readonly request: {
      readonly body: PatternTest;
    };
    readonly answer: PatternAnswers;
  };
  /** All queues, with their numbers of messages */
  'GET /operations/queues': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Queues;
  };
  /** The messages of a dead-letter queue: ids, kinds, causes, and the effect of a redrive; the content of one message */
  'GET /operations/dead-letters/{queue}': {
    readonly request: {
      readonly path: {
        readonly queue: string;
      };
      readonly query?: {
        readonly payloadOf?: string | undefined;
      };
    };
    readonly answer: DeadLetters;
  };
  /** Send some dead-letter messages to their source again */
  'POST /operations/dead-letters/{queue}/redrive': {
    readonly request: {
      readonly path: {
        readonly queue: string;
      };
      readonly body?: RedriveRequest;
    };
    readonly answer: Redriven;
  };
  /** The archive and its replays */
  'GET /operations/archive': {
    readonly request: Readonly<Record<string, never>>;
    readonly answer: Archive;
  };
  /** Send the submissions of a time range again, or preview the effect of doing so */
  'POST /operations/replays': {
    readonly request: {
      readonly body: WantedReplay;
    };
    readonly answer: StartedReplay;
  };
  /** The next events of a preview, each of them once, with the effect that the replay would have */
  'POST /operations/previews/{name}/take': {
    readonly request: {
      readonly path: {
        readonly name: string;
      };
    };
    readonly answer: Previewed;
  };
  /** Apply check rules to the archived submissions of a time, without effects */
  'POST /rule-trials': {
    readonly request: {
      readonly body: WantedRuleTrial;
    };
    readonly answer: StartedRuleTrial;
  };
  /** The counts of a trial so far */
  'GET /rule-trials/{id}': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: RuleTrial;
  };
  /** Count the next events of a trial, and answer its counts; repeat it until its state is final */
  'POST /rule-trials/{id}/continue': {
    readonly request: {
      readonly path: {
        readonly id: string;
      };
    };
    readonly answer: RuleTrial;
  };
}
