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
  const groups: TimelineRow[][] = [];
  for (const [index, item] of items.entries()) {
    const row = { key: String(index), first: item, lastsMs: 0 };
    const before = groups.at(-1);
    if (isAutomatic(item) && before?.[0] && isAutomatic(before[0].first)) before.push(row);
    else groups.push([row]);
  }
  return groups.flatMap((group) => (group.length === 1 ? group : [folded(group)]));
}

function folded(steps: readonly TimelineRow[]): TimelineRow {
  const { key, first } = steps[0] as TimelineRow;
  const last = steps.at(-1)?.first ?? first;
  return { key: `from-${key}`, first, steps, lastsMs: Date.parse(last.at) - Date.parse(first.at) };
}
