import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { RowGroup } from './row-group.ts';

/** The row of a heading. It stands among the items, because a table of the component library has only rows of items. */
class HeadingRow {
  readonly key: string;
  readonly text: string;

  constructor({ id, heading }: RowGroup<unknown>) {
    this.key = `heading-${id}`;
    this.text = heading;
  }
}

type GroupedTableProps<Item> = TableProps<Item> & { readonly groups: readonly RowGroup<Item>[] };

/** A table with a heading before each group of rows. A heading cannot be selected. */
export const GroupedTable = <Item,>({ groups, ...table }: GroupedTableProps<Item>) => {
  const { columnDefinitions, trackBy, isItemDisabled, onRowClick, ariaLabels } = table;
  const rows = groups.flatMap((group) => [new HeadingRow(group), ...group.items]);
  const labelOf = ariaLabels?.itemSelectionLabel;
  return (
    <Table<Item | HeadingRow>
      {...(table as TableProps<Item | HeadingRow>)}
      items={rows}
      trackBy={(row) => (row instanceof HeadingRow ? row.key : keyOf(row, trackBy))}
      columnDefinitions={columnDefinitions.map((column) => ({
        ...(column as TableProps.ColumnDefinition<Item | HeadingRow>),
        cell: (row) => (row instanceof HeadingRow ? column.isRowHeader && <Heading row={row} /> : column.cell(row)),
      }))}
      isItemDisabled={(row) => row instanceof HeadingRow || (isItemDisabled?.(row) ?? false)}
      onRowClick={(event) => {
        if (!(event.detail.item instanceof HeadingRow)) onRowClick?.(event as Parameters<typeof onRowClick>[0]);
      }}
      {...(ariaLabels && {
        ariaLabels: {
          ...(ariaLabels as TableProps.AriaLabels<Item | HeadingRow>),
          itemSelectionLabel: (_, row) =>
            row instanceof HeadingRow ? row.text : (labelOf?.({ selectedItems: [] }, row) ?? ''),
        },
      })}
    />
  );
};

const keyOf = <Item,>(item: Item, trackBy: TableProps<Item>['trackBy']): string =>
  typeof trackBy === 'function' ? trackBy(item) : String(item[trackBy as keyof Item]);

const Heading = ({ row }: { row: HeadingRow }) => <h2 className="row-heading">{row.text}</h2>;
