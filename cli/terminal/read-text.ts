import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CommandFailure, EXIT } from '../failures.ts';

/** Reads a whole file; `-` means standard input. @throws CommandFailure if the file cannot be read */
export async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandFailure(EXIT.notFound, `The file ${file} cannot be read.`, { cause: error });
  }
}
