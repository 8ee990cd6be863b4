import Table, { type TableProps } from '@cloudscape-design/components/table';
import { lazy, Suspense } from 'react';
import { GroupedTable } from './grouped-table.tsx';
import { useIsNarrow } from './narrow.ts';
import type { RowGroup } from './row-group.ts';

const CardList = lazy(() => import('./card-list.tsx'));

interface AdaptiveTableProps<Item> extends TableProps<Item> {
  /** All items, in their order, under headings. Undefined for a list without headings. */
  readonly groups?: readonly RowGroup<Item>[] | undefined;
}

/** A table; on a phone a list of cards with the same content, because a table would be cut off. */
export const AdaptiveTable = <Item,>({ groups, ...table }: AdaptiveTableProps<Item>) => {
  const isNarrow = useIsNarrow();
  if (!isNarrow) return groups === undefined ? <Table {...table} /> : <GroupedTable {...table} groups={groups} />;
  return (
    <Suspense>
      <CardList {...(table as TableProps)} groups={groups} />
    </Suspense>
  );
};
