import { AwsError } from '../aws/aws-error.ts';

/** Limits for the content of a body, so that parsing it blocks the event loop only briefly. */
export interface BodyLimits {
  /** Values and names of a JSON document. */
  readonly jsonValues: number;
  /** Parameters of a form; undefined if the body is no form. */
  readonly formParameters: number | undefined;
}

/** Maximum nesting of JSON in a request. Deeper JSON can be parsed, but JSON.stringify fails on it. */
const MAX_JSON_DEPTH = 1_000;

const AMPERSAND = 0x26;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** Kinds of bytes outside JSON strings. */
const OTHER = 0;
const OPENS = 1;
const CLOSES = 2;
const SEPARATES = 3;
const BEGINS_TEXT = 4;

const KINDS = new Uint8Array(256);
for (const [kind, characters] of [
  [OPENS, '[{'],
  [CLOSES, ']}'],
  [SEPARATES, ',:'],
  [BEGINS_TEXT, '"'],
] as const)
  for (const byte of Buffer.from(characters)) KINDS[byte] = kind;

/**
 * Scans a body in one pass while it arrives, without parsing it. Throws AwsError as soon as JSON is nested too deeply
 * or the content has too many parts.
 */
export class BodyScan {
  readonly #limits: BodyLimits;
  #isJson: boolean | undefined;
  #depth = 0;
  #values = 0;
  #parameters = 0;
  #inText = false;
  #afterBackslash = false;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  feed(chunk: Buffer): void {
    if (this.#limits.formParameters !== undefined) this.#feedForm(chunk, this.#limits.formParameters);
    else if (this.#looksLikeJson(chunk)) this.#feedJson(chunk);
  }

  #feedForm(chunk: Buffer, most: number): void {
    for (let at = chunk.indexOf(AMPERSAND); at >= 0; at = chunk.indexOf(AMPERSAND, at + 1)) this.#parameters += 1;
    if (this.#parameters >= most)
      throw new AwsError('MalformedQueryString', `A request may have at most ${most} parameters.`);
  }

  /**
   * Whether the body is JSON, judged by its first character. Bodies that are neither JSON nor a form are not scanned.
   */
  #looksLikeJson(chunk: Buffer): boolean {
    if (this.#isJson !== undefined) return this.#isJson;
    const first = chunk.find((byte) => byte > SPACE);
    if (first !== undefined) this.#isJson = KINDS[first] === OPENS;
    return this.#isJson === true;
  }

  #feedJson(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#inText) at = this.#skipText(chunk, at);
      else this.#take(KINDS[chunk[at] ?? 0]);
    }
    if (this.#values > this.#limits.jsonValues)
      throw new AwsError('SerializationException', `JSON may hold at most ${this.#limits.jsonValues} values.`);
  }

  #take(kind: number | undefined): void {
    if (kind === OTHER) return;
    if (kind === BEGINS_TEXT) this.#inText = true;
    else if (kind === CLOSES) this.#depth -= 1;
    else if (kind === SEPARATES) this.#values += 1;
    else this.#open();
  }

  #open(): void {
    this.#depth += 1;
    this.#values += 1;
    if (this.#depth > MAX_JSON_DEPTH)
      throw new AwsError('SerializationException', `JSON may be nested at most ${MAX_JSON_DEPTH} deep.`);
  }

  /** Index of the quote that ends the text, or of the end of the chunk. */
  #skipText(chunk: Buffer, from: number): number {
    let at = from;
    for (; at < chunk.length; at += 1) {
      if (this.#afterBackslash) this.#afterBackslash = false;
      else if (chunk[at] === BACKSLASH) this.#afterBackslash = true;
      else if (chunk[at] === QUOTE) break;
    }
    this.#inText = at === chunk.length;
    return at;
  }
}

/** Far more values than the largest template or batch has. Parsing this many takes some tens of milliseconds. */
export const MAX_JSON_VALUES = 100_000;

/** Throws AwsError for a JSON text inside a request that is nested too deeply or holds too many values. */
export const refuseLargeJson = (text: string): void =>
  new BodyScan({ jsonValues: MAX_JSON_VALUES, formParameters: undefined }).feed(Buffer.from(text));
