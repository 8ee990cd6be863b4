import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';

/** What a command printed on both streams, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly printed: string;
}

const MARK = 'END-OF-COMMAND';
const END = new RegExp(`\\n${MARK} (\\d+)\\n$`);

/** A bash that runs one command after another and keeps its variables. Commands have no input: none can ask. */
export class Shell {
  readonly #bash: ChildProcessWithoutNullStreams;

  constructor(cwd: string, env: NodeJS.ProcessEnv) {
    this.#bash = spawn('bash', ['--noprofile', '--norc'], { cwd, env });
  }

  run(command: string): Promise<Ran> {
    const { stdin, stdout } = this.#bash;
    return new Promise((resolve) => {
      let text = '';
      const read = (chunk: Buffer) => {
        text += chunk;
        const [, code] = END.exec(text) ?? [];
        if (code === undefined) return;
        stdout.off('data', read);
        resolve({ code: Number(code), printed: text.replace(END, '') });
      };
      stdout.on('data', read);
      stdin.write(`{ ${command}\n} </dev/null 2>&1\nprintf '\\n${MARK} %s\\n' $?\n`);
    });
  }

  close(): void {
    this.#bash.stdin.end();
  }
}

/** The commands of a text in the language of bash; a command may have several lines. */
export function commandsIn(text: string): readonly string[] {
  const commands: string[] = [];
  let pending = '';
  for (const line of text.split('\n')) {
    pending += pending === '' ? line : `\n${line}`;
    if (pending.trim() === '' || isComplete(pending)) {
      if (pending.trim() !== '') commands.push(pending);
      pending = '';
    }
  }
  if (pending !== '') throw new Error(`bash cannot read this command:\n${pending}`);
  return commands;
}

const isComplete = (text: string): boolean =>
  !text.endsWith('\\') && spawnSync('bash', ['-n'], { input: `${text}\n` }).status === 0;
