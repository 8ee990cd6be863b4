import { type Command, InvalidArgumentError, Option } from 'commander';
import { isOpenReview } from '../../events/states.ts';
import { type CostLine, costOf, mixedCost, totalOf } from '../cost/cost.ts';
import { localSystem } from '../cost/local-system.ts';
import { type Measured, measureOutcome, OUTCOMES, type Outcome } from '../cost/measure.ts';
import { AS_OF, NOT_COUNTED } from '../cost/prices.ts';
import { SOURCE_DESIGN } from '../cost/source-design.ts';
import type { OperatorDesk } from '../desk.ts';
import { endpointOf } from '../endpoint.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { tableLines } from '../terminal/table.ts';

interface Options {
  readonly outcome?: Outcome;
  readonly applications: number;
}

const EXAMPLES = `Examples:
  apps login --user supervisor-1            this user decides the reviews
  apps cost
  apps cost --outcome approved --json
`;

const PER = 1_000;

/** Adds `apps cost`. */
export function registerCost(program: Command, desk: OperatorDesk): void {
  program
    .command('cost')
    .summary('estimate what 1,000 applications would cost on AWS')
    .description(
      'Sends sample applications through the system on this machine, counts the units that AWS would bill, and applies ' +
        'list prices; shows the design of the source document for comparison. Do not use the system meanwhile.',
    )
    .addHelpText('before', EXAMPLES)
    .addOption(new Option('--outcome <outcome>', 'only this outcome').choices([...OUTCOMES]))
    .option('--applications <n>', 'number of applications per outcome', positive, 5)
    .action((options: Options) => show(desk, options));
}

function positive(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 to 9999.');
}

interface Priced {
  readonly outcome: Outcome;
  readonly lines: readonly CostLine[];
  /** Costs of the design that the project started from (see source-design.ts). */
  readonly source: readonly CostLine[];
}

async function show(desk: OperatorDesk, { outcome, applications }: Options): Promise<void> {
  const { screen } = desk;
  const system = await measured(desk);
  const all: Priced[] = [];
  for (const each of outcome === undefined ? OUTCOMES : [outcome]) {
    const lines = costOf(await measureOutcome(system, each, applications), PER);
    const priced = { outcome: each, lines, source: costOf(SOURCE_DESIGN[each], PER) };
    all.push(priced);
    screen.print(...linesOf(priced, screen.width), '');
  }
  const ours = mixOf(all, ({ lines }) => lines);
  const theirs = mixOf(all, ({ source }) => source);
  screen.json({
    asOf: AS_OF,
    per: PER,
    outcomes: all.map(({ outcome: each, lines, source }) => ({
      outcome: each,
      dollars: totalOf(lines),
      lines,
      sourceDesign: { dollars: totalOf(source), lines: source },
    })),
    mix: ours,
    sourceDesignMix: theirs,
  });
  if (ours !== undefined && theirs !== undefined)
    screen.print(
      `${dollars(ours)} per ${PER} applications, of which 80 % are approved, 18 % reviewed, 2 % unprocessable`,
      `${dollars(theirs)} with the source document's design: no check for duplicates, no mail, no announcement`,
    );
  screen.print(`List prices of us-east-1, ${AS_OF}. Not counted: ${NOT_COUNTED}.`);
}

const mixOf = (all: readonly Priced[], choose: (priced: Priced) => readonly CostLine[]): number | undefined =>
  mixedCost(new Map(all.map((priced) => [priced.outcome, totalOf(choose(priced))])));

const COLUMNS = [
  { heading: 'SERVICE' },
  { heading: 'UNIT' },
  { heading: 'PER APPLICATION', align: 'right' },
  { heading: `$ PER ${PER}`, align: 'right' },
  { heading: 'SOURCE DESIGN', align: 'right' },
  { heading: `$ PER ${PER}`, align: 'right' },
] as const;

const isOf =
  ({ service, unit }: CostLine) =>
  (other: CostLine): boolean =>
    other.service === service && other.unit === unit;

const cells = (line: CostLine | undefined): readonly string[] =>
  line === undefined ? ['–', '–'] : [String(Number((line.amount / PER).toFixed(4))), line.dollars.toFixed(4)];

function linesOf({ outcome, lines, source }: Priced, width: number): readonly string[] {
  const rows = lines.map((line) => [line.service, line.unit, ...cells(line), ...cells(source.find(isOf(line)))]);
  const onlyThere = source.filter((line) => !lines.some(isOf(line)));
  const others = onlyThere.map((line) => [line.service, line.unit, ...cells(undefined), ...cells(line)]);
  return [
    `${outcome}: ${dollars(totalOf(lines))}; source design ${dollars(totalOf(source))}`,
    ...tableLines(COLUMNS, [...rows, ...others], width),
  ];
}

const dollars = (amount: number): string => `$${amount.toFixed(3)}`;

/**
 * Access to the local system. Reviews are decided as the signed-in user.
 * @throws CommandFailure if no user is signed in, or if the endpoint is AWS, which has no usage meter
 */
async function measured({ clients, api, env }: OperatorDesk): Promise<Measured> {
  const endpoint = endpointOf(env);
  if (endpoint === undefined || !(await fetch(`${endpoint}/_local/usage`)).ok)
    throw new CommandFailure(
      EXIT.usage,
      'Only the system on this machine counts usage: npm start, then eval "$(npm run -s env)".',
    );
  await api.call('GET /me', {});
  return localSystem(clients, endpoint, async (id, decision) => {
    const body = decision === 'APPROVE' ? { decision } : { decision, reasonCode: 'OTHER' as const };
    const { state } = await api.call('POST /reviews/{applicationId}/decision', { path: { applicationId: id }, body });
    return !isOpenReview(state);
  });
}
