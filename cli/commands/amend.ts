import { type Command, InvalidArgumentError } from 'commander';
import { MAX_RETURNS } from '../../api/limits.ts';
import type { Desk } from '../desk.ts';

interface Options {
  readonly round: number;
  readonly name?: string;
  readonly address?: string;
  readonly email?: string;
}

const EXAMPLES = `Examples:
  apps amend a-1 --round 1 --address "123 Enterprise Street"
`;

/** Adds `apps amend`. */
export function registerAmend(program: Command, { api, screen }: Desk): void {
  program
    .command('amend <id>')
    .summary("answer a reviewer's request for information")
    .description(
      'Changes data of an application that a reviewer returned. The submission stays as it was; the same run checks the ' +
        'amended data.',
    )
    .addHelpText('before', EXAMPLES)
    .requiredOption('--round <n>', 'the round of the request; 1 for the first one', readRound)
    .option('--name <name>', "the applicant's name")
    .option('--address <address>', "the applicant's address")
    .option('--email <address>', "the applicant's e-mail address")
    .action(async (id: string, { round, ...changed }: Options) => {
      const request = { path: { id }, body: { application: { version: round + 1, ...changed } } };
      screen.json(await api.call('POST /applications/{id}/amendments', request));
      screen.print(`Amended ${id}; apps watch ${id}`);
    });
}

/** @throws InvalidArgumentError (commander adds the option's name) */
function readRound(text: string): number {
  const round = Number(text);
  if (/^\d$/.test(text) && round >= 1 && round <= MAX_RETURNS) return round;
  throw new InvalidArgumentError(`It must be a number from 1 to ${MAX_RETURNS}.`);
}
