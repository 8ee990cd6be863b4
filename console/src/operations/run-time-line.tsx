import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { colorBorderDividerDefault } from '@cloudscape-design/design-tokens';
import { progressOf } from '../../../api/run-graph.ts';
import type { Execution } from '../../../api/types.generated.ts';
import { LOOKS } from '../graph/looks.ts';
import { useTexts } from '../texts/texts.tsx';
import { type TimeAxis, timeAxis } from './time-axis.ts';
import { type VisitedState, visitedStates } from './visited-states.ts';
import './run-time-line.css';

/** Hatched, so that a shortened time is not taken for its length. */
const FOLD = {
  background: `repeating-linear-gradient(45deg, ${colorBorderDividerDefault} 0 4px, transparent 4px 8px)`,
};

/** When the run was in which of its states. The bars' colours are those of the graph. */
export const RunTimeLine = ({ run }: { run: Execution }) => {
  const { t } = useTexts();
  const visited = visitedStates(run);
  if (visited.length === 0) return null;
  const axis = axisOf(run, visited);
  const isFolded = axis.spans.some((span) => span.isFolded);
  return (
    <Container
      header={
        <Header variant="h2" description={isFolded ? t('run.time-line.folded') : undefined}>
          {t('run.time-line')}
        </Header>
      }
    >
      <ol className="time-line">
        {visited.map((state) => (
          <Row key={state.name} state={state} stoppedAt={run.execution.stoppedAt} axis={axis} />
        ))}
      </ol>
    </Container>
  );
};

interface RowProps {
  readonly state: VisitedState;
  /** End of the run. It is the end of a state that was not left, too. */
  readonly stoppedAt: string | undefined;
  readonly axis: TimeAxis;
}

const Row = ({ state, stoppedAt, axis }: RowProps) => {
  const { t, span, instant } = useTexts();
  const entered = Date.parse(state.enteredAt);
  const left = state.exitedAt ?? stoppedAt;
  const exited = left === undefined ? undefined : Date.parse(left);
  const from = axis.place(entered);
  const to = axis.place(exited ?? Number.POSITIVE_INFINITY);
  const lasted =
    exited === undefined ? t('run.time-line.active', { at: instant(state.enteredAt) }) : span(exited - entered);
  return (
    <li>
      <span>{state.name}</span>
      <span className="axis" aria-hidden="true">
        {axis.spans.map(({ fromMs, toMs, isFolded }) =>
          isFolded ? (
            <span key={fromMs} className="fold" style={{ ...FOLD, ...placed(axis.place(fromMs), axis.place(toMs)) }} />
          ) : null,
        )}
        <span className="bar" style={{ background: LOOKS[progressOf(state)].border, ...placed(from, to) }} />
      </span>
      <Box fontSize="body-s" color="text-body-secondary">
        {lasted}
      </Box>
    </li>
  );
};

const placed = (from: number, to: number) => ({ insetInlineStart: `${from}%`, inlineSize: `${to - from}%` });

/** The part of the axis that an active run adds after its last event, as a share of the time before. */
const ACTIVE_SHARE = 0.25;

function axisOf({ execution }: Execution, visited: readonly VisitedState[]): TimeAxis {
  const ended = execution.stoppedAt;
  const known = [execution.startedAt, ended, ...visited.flatMap(({ enteredAt, exitedAt }) => [enteredAt, exitedAt])];
  const times = known.flatMap((at) => (at === undefined ? [] : [Date.parse(at)]));
  if (ended !== undefined) return timeAxis(times);
  const first = Math.min(...times);
  const last = Math.max(...times);
  return timeAxis([...times, last + Math.max(1, (last - first) * ACTIVE_SHARE)]);
}
