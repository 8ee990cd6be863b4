import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Me, Review, ReviewReason } from '../../../api/types.generated.ts';
import { type Texts, useTexts } from '../texts/texts.tsx';
import { Applicant } from './applicant.tsx';
import { DueTime } from './due-time.tsx';
import { casePath, type InboxView } from './inbox-filter.ts';
import { MarkBadges } from './mark-badges.tsx';
import { StateIndicator } from './state-indicator.tsx';
import { useOpenInView } from './use-view.ts';

interface ColumnsOptions {
  readonly view: InboxView;
  readonly me: Me;
  /** The beginning of the current minute. */
  readonly nowMs: number;
}

/** Columns of the list of reviews: of pending ones, or of those that are done. */
export const columnsOf = (
  { t, time }: Texts,
  { view, me, nowMs }: ColumnsOptions,
): TableProps.ColumnDefinition<Review>[] => {
  const application: TableProps.ColumnDefinition<Review> = {
    id: 'application',
    header: t('reviews.column.application'),
    isRowHeader: true,
    cell: ({ applicationId }) => <ReviewLink id={applicationId} view={view} />,
  };
  const applicant: TableProps.ColumnDefinition<Review> = {
    id: 'applicant',
    header: t('reviews.column.applicant'),
    minWidth: 120,
    cell: ({ applicant: person }) => (person === undefined ? '–' : <Applicant {...person} />),
  };
  const reasons: TableProps.ColumnDefinition<Review> = {
    id: 'reasons',
    header: t('reviews.column.flagged'),
    minWidth: 130,
    cell: (review) => <Flagged reasons={review.reasons} />,
  };
  const submitter: TableProps.ColumnDefinition<Review> = {
    id: 'submitter',
    header: t('reviews.column.submitter'),
    cell: ({ applicant: person }) => person?.submittedBy ?? '–',
  };
  const requested: TableProps.ColumnDefinition<Review> = {
    id: 'requested',
    header: t('reviews.column.requested'),
    minWidth: 120,
    sortingField: 'requestedAt',
    cell: ({ requestedAt }) => time(requestedAt),
  };
  if (view.tab === 'done')
    return [
      application,
      applicant,
      reasons,
      {
        id: 'state',
        header: t('reviews.column.state'),
        minWidth: 150,
        cell: ({ state }) => <StateIndicator state={state} />,
      },
      { id: 'decided', header: t('reviews.column.decided'), minWidth: 120, cell: ({ decision }) => time(decision?.at) },
      { id: 'by', header: t('decision.by'), minWidth: 130, cell: ({ decision }) => decision?.reviewer ?? '–' },
      submitter,
      requested,
    ];
  return [
    application,
    applicant,
    reasons,
    {
      id: 'due',
      header: t('reviews.column.due'),
      minWidth: 175,
      sortingField: 'dueAt',
      cell: (review) => (
        <>
          <DueTime dueAt={review.dueAt} nowMs={nowMs} /> <MarkBadges review={review} me={me} />
        </>
      ),
    },
    { id: 'claim', header: t('reviews.column.claim'), cell: ({ claim }) => claim?.reviewer ?? '–' },
    submitter,
  ];
};

const Flagged = ({ reasons }: { reasons: readonly ReviewReason[] }) => {
  const { t } = useTexts();
  return (
    <span className="badges">
      {reasons.map((reason) => (
        <Badge key={reason}>{t(`reason.${reason}`)}</Badge>
      ))}
    </span>
  );
};

const ReviewLink = ({ id, view }: { id: string; view: InboxView }) => {
  const { t } = useTexts();
  const open = useOpenInView(view);
  const href = casePath(id, view);
  return (
    <Button
      variant="inline-link"
      href={href}
      ariaLabel={t('reviews.open', { id })}
      onFollow={(event) => {
        event.preventDefault();
        open(href);
      }}
    >
      {id}
    </Button>
  );
};
