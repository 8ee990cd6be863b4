import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../../../events/names.ts';
import { type CostLine, costOf, mixedCost, totalOf } from '../cost/cost.ts';
import { type Measured, measureOutcome, OUTCOMES, type Outcome, type Usage } from '../cost/measure.ts';
import { AS_OF, NOT_COUNTED } from '../cost/prices.ts';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { tableLines } from '../terminal/table.ts';

interface Options {
  readonly outcome?: Outcome;
  readonly applications: number;
}

const EXAMPLES = `Examples:
  apps login --user supervisor-1            reviews are decided as whoever is signed in
  apps cost
  apps cost --outcome approved --json
`;

const PER = 1_000;

/** Adds `apps cost`. */
export function registerCost(program: Command, desk: Desk): void {
  program
    .command('cost')
    .summary('what a thousand applications would cost on AWS')
    .description(
      'Sends sample applications through the system on this machine, counts what AWS would bill for, and prices it by ' +
        'list prices. Nothing else should happen meanwhile.',
    )
    .addHelpText('before', EXAMPLES)
    .addOption(new Option('--outcome <outcome>', 'one outcome only').choices([...OUTCOMES]))
    .option('--applications <n>', 'so many of each outcome', positive, 5)
    .action((options: Options) => show(desk, options));
}

function positive(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 9999.');
}

async function show(desk: Desk, { outcome, applications }: Options): Promise<void> {
  const { screen } = desk;
  const system = measured(desk);
  const totals = new Map<Outcome, number>();
  const documents: object[] = [];
  for (const each of outcome === undefined ? OUTCOMES : [outcome]) {
    const lines = costOf(await measureOutcome(system, each, applications), PER);
    totals.set(each, totalOf(lines));
    documents.push({ outcome: each, dollars: totalOf(lines), lines });
    screen.say(...linesOf(each, lines, screen.width), '');
  }
  const mixed = mixedCost(totals);
  screen.json({ asOf: AS_OF, per: PER, outcomes: documents, mix: mixed });
  if (mixed !== undefined)
    screen.say(
      `${dollars(mixed)} per ${PER} applications, of which 80 % are approved, 18 % reviewed, 2 % unprocessable`,
    );
  screen.say(`List prices of us-east-1, ${AS_OF}. Not counted: ${NOT_COUNTED}.`);
}

const COLUMNS = [
  { heading: 'SERVICE' },
  { heading: 'UNIT' },
  { heading: 'PER APPLICATION', align: 'right' },
  { heading: `$ PER ${PER}`, align: 'right' },
] as const;

function linesOf(outcome: Outcome, lines: readonly CostLine[], width: number): readonly string[] {
  const rows = lines.map((line) => [
    ...[line.service, line.unit],
    ...[String(Number((line.amount / PER).toFixed(4))), line.dollars.toFixed(4)],
  ]);
  return [`${outcome}: ${dollars(totalOf(lines))}`, ...tableLines(COLUMNS, rows, width)];
}

const dollars = (amount: number): string => `$${amount.toFixed(3)}`;

/** The system that is signed in to. */
function measured({ clients, api, env }: Desk): Measured {
  return {
    submit: async (application) => {
      const Detail = JSON.stringify({ application });
      const entry = { EventBusName: BUS_NAME, Source: EVENT_SOURCE, DetailType: APPLICATION_SUBMITTED, Detail };
      await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
    },
    decide: async (id, decision) => {
      const body = decision === 'APPROVE' ? { decision } : { decision, reasonCode: 'OTHER' };
      await api.post(`/reviews/${id}/decision`, { body });
    },
    stateOf: async (id) => (await api.get<{ state: string }>(`/applications/${id}`)).state,
    usage: () => usageOf(env),
  };
}

/** @throws CommandFailure on AWS, which tells what was used on its bill */
async function usageOf({ AWS_ENDPOINT_URL: endpoint }: NodeJS.ProcessEnv): Promise<Usage> {
  const answer = endpoint === undefined ? undefined : await fetch(`${endpoint}/_local/usage`);
  if (answer?.ok) return (await answer.json()) as Usage;
  throw new CommandFailure(
    EXIT.usage,
    'Only the system on this machine counts: npm start, and eval "$(npm run -s env)".',
  );
}
