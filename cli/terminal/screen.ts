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
  readonly output?: 'table' | 'json' | 'csv';
  readonly plain?: boolean;
}

/** Output of commands: results go to standard output, questions and failures to standard error. */
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
    return this.#options.json === true || this.#options.output === 'json';
  }

  get isCsv(): boolean {
    return this.#options.output === 'csv' && !this.isJson;
  }

  /** True if the output is a terminal and a progress bar may overwrite its line. */
  get canRedraw(): boolean {
    return this.#streams.output.isTTY === true && !this.isJson && this.#options.plain !== true;
  }

  /** Number of columns of the terminal. Infinity if the output is not a terminal or the width is unknown. */
  get width(): number {
    const { isTTY, columns } = this.#streams.output;
    return isTTY === true && columns > 0 ? columns : Number.POSITIVE_INFINITY;
  }

  /** Adds colours to the text. Returns it unchanged with --plain or NO_COLOR, and if the output is not a terminal. */
  style(format: Format, text: string): string {
    if (this.#options.plain === true) return text;
    return styleText(format, text, { stream: this.#streams.output });
  }

  /** Writes lines of text; writes nothing with --json. */
  print(...lines: readonly string[]): void {
    if (this.isJson) return;
    this.#clearBar();
    this.#streams.output.write(`${lines.join('\n')}\n`);
  }

  /** Writes one line of JSON; writes nothing without --json. */
  json(document: unknown): void {
    if (this.isJson) this.#streams.output.write(`${JSON.stringify(document)}\n`);
  }

  /** Draws the line over the previous progress line. */
  redraw(line: string): void {
    this.#clearBar();
    this.#streams.output.write([...line].slice(0, this.width - 1).join(''));
    this.#hasBar = true;
  }

  fail(message: string): void {
    this.#clearBar();
    this.#streams.errors.write(`${message}\n`);
  }

  /** Asks a question. Returns the answer in lower case, or undefined if the input ends or Ctrl-C is pressed. */
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
