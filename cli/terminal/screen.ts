import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

export interface Streams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
}

export interface ScreenOptions {
  readonly json?: boolean;
  readonly plain?: boolean;
}

/** Where commands write: results on standard output, questions and failures on standard error. */
export class Screen {
  readonly #streams: Streams;
  #options: ScreenOptions = {};
  #hasBar = false;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  configure(options: ScreenOptions): void {
    this.#options = options;
  }

  get isJson(): boolean {
    return this.#options.json === true;
  }

  /** True when a bar may be drawn over itself. */
  get canRedraw(): boolean {
    return this.#streams.output.isTTY === true && !this.isJson && this.#options.plain !== true;
  }

  /** Columns of the terminal; Infinity where there is none, or where it does not say. */
  get width(): number {
    const { isTTY, columns } = this.#streams.output;
    return isTTY === true && columns > 0 ? columns : Number.POSITIVE_INFINITY;
  }

  /** Coloured on a terminal that wants it: not with --plain, NO_COLOR or in a pipe. */
  style(format: Format, text: string): string {
    if (this.#options.plain === true) return text;
    return styleText(format, text, { stream: this.#streams.output });
  }

  /** Lines for a person; nothing with --json. */
  say(...lines: readonly string[]): void {
    if (this.isJson) return;
    this.#clearBar();
    this.#streams.output.write(`${lines.join('\n')}\n`);
  }

  /** One line of JSON; nothing without --json. */
  json(document: unknown): void {
    if (this.isJson) this.#streams.output.write(`${JSON.stringify(document)}\n`);
  }

  /** Draws the line over the one drawn before. */
  redraw(line: string): void {
    this.#clearBar();
    this.#streams.output.write([...line].slice(0, this.width - 1).join(''));
    this.#hasBar = true;
  }

  fail(message: string): void {
    this.#clearBar();
    this.#streams.errors.write(`${message}\n`);
  }

  /** The answer to a question, in lower case; nothing when the input has ended or Ctrl-C is pressed. */
  async ask(question: string): Promise<string | undefined> {
    this.#clearBar();
    const lines = createInterface({ input: this.#streams.input, output: this.#streams.errors });
    const ended = new Promise<undefined>((resolve) => {
      lines.once('close', () => resolve(undefined));
      lines.once('SIGINT', () => resolve(undefined));
    });
    try {
      const answer = await Promise.race([lines.question(question), ended]);
      if (answer === undefined) this.#streams.errors.write('\n');
      return answer?.trim().toLowerCase();
    } finally {
      lines.close();
    }
  }

  #clearBar(): void {
    if (!this.#hasBar) return;
    this.#streams.output.write('\r\u001B[2K');
    this.#hasBar = false;
  }
}
