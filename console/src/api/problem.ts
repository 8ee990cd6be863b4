/** A refusal of the API (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string | undefined;
  readonly decidedBy: string | undefined;
  readonly decidedAt: string | undefined;
  readonly decision: string | undefined;
  readonly claimedBy: string | undefined;
  readonly claimedUntil: string | undefined;
  readonly endedAt: string | undefined;

  constructor(status: number, body: unknown) {
    const text = textsOf(body);
    super(text.detail ?? text.title ?? text.message ?? '');
    this.status = status;
    this.code = text.code;
    this.decidedBy = text.decidedBy;
    this.decidedAt = text.decidedAt;
    this.decision = text.decision;
    this.claimedBy = text.claimedBy;
    this.claimedUntil = text.claimedUntil;
    this.endedAt = text.endedAt;
  }
}

const textsOf = (body: unknown): Readonly<Record<string, string | undefined>> => {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string')) as Record<
    string,
    string
  >;
};
