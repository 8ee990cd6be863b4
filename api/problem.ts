/** Text members of a refusal. `message` is from API Gateway's own refusals; the others are from RFC 9457 or our own. */
const MEMBERS = [
  'title',
  'detail',
  'message',
  'code',
  'field',
  'decision',
  'decidedBy',
  'decidedAt',
  'claimedBy',
  'claimedUntil',
  'endedAt',
  'absentUntil',
] as const;

export type ProblemMembers = { readonly [Name in (typeof MEMBERS)[number]]?: string };

/** Thrown if the API or API Gateway refuses a request, or if there is no answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  readonly members: ProblemMembers;

  constructor(status: number, body: unknown, options?: ErrorOptions) {
    const members = membersOf(body);
    super(members.detail ?? members.title ?? members.message ?? '', options);
    this.status = status;
    this.members = members;
  }
}

function membersOf(body: unknown): ProblemMembers {
  if (typeof body !== 'object' || body === null) return {};
  const given: Readonly<Record<string, unknown>> = { ...body };
  return Object.fromEntries(
    MEMBERS.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
