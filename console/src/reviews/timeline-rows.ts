import type { TimelineItem } from '../../../api/types.generated.ts';

/** A row of a timeline: one item, or consecutive steps of the workflow, which no person took. */
export interface TimelineRow {
  readonly key: string;
  readonly first: TimelineItem;
  /** The steps of which the row consists. Undefined if it is one item. */
  readonly steps?: readonly TimelineRow[];
  /** Time from the first to the last step; 0 for one item. */
  readonly lastsMs: number;
}

const isAutomatic = ({ kind }: TimelineItem): boolean => kind === 'state' || kind === 'check';

/** The items as rows, with consecutive steps of the workflow in one row. */
export function timelineRows(items: readonly TimelineItem[]): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (let from = 0; from < items.length; ) {
    const next = items.findIndex((item, index) => index >= from && !isAutomatic(item));
    const to = Math.max(next === -1 ? items.length : next, from + 1);
    const run = items.slice(from, to).map((first, index) => ({ key: `${from + index}`, first, lastsMs: 0 }));
    rows.push(...(run.length === 1 ? run : [folded(run)]));
    from = to;
  }
  return rows;
}

function folded(steps: readonly TimelineRow[]): TimelineRow {
  const { key, first } = steps[0] as TimelineRow;
  const last = steps.at(-1)?.first ?? first;
  return { key: `from-${key}`, first, steps, lastsMs: Date.parse(last.at) - Date.parse(first.at) };
}
