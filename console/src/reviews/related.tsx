import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { RelatedApplication } from '../../../api/types.generated.ts';
import { useRelated } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { useTexts } from '../texts/texts.tsx';
import { Applicant } from './applicant.tsx';
import { StateIndicator } from './state-indicator.tsx';

/** Path of an application's case, or of its run if it was not reviewed. */
const pathOf = ({ id, isReviewed }: RelatedApplication): string =>
  isReviewed ? `/reviews/${encodeURIComponent(id)}` : `/applications/${encodeURIComponent(id)}/run`;

/** Number of applications that are shown at first. */
const FIRST = 5;

/** The other applications with the applicant's name, address or e-mail, each with its state and a link. */
export const Related = ({ id }: { id: string }) => {
  const { t, time } = useTexts();
  const related = useRelated(id);
  const [isWhole, setWhole] = useState(false);
  if (related.isError && related.data === undefined)
    return <LoadError error={related.error} retry={() => void related.refetch()} />;
  const { items = [], hasMore = false } = related.data ?? {};
  const shown = isWhole ? items : items.slice(0, FIRST);
  const rest = items.length - shown.length;
  return (
    <AdaptiveTable
      header={
        <Header variant="h2" description={t('related.description')} counter={`(${items.length}${hasMore ? '+' : ''})`}>
          {t('related.title')}
        </Header>
      }
      items={shown}
      trackBy="id"
      loading={related.isPending}
      loadingText={t('app.loading')}
      wrapLines
      variant="container"
      ariaLabels={{ tableLabel: t('related.title') }}
      empty={<Box textAlign="center">{t('related.none')}</Box>}
      footer={
        (rest > 0 || hasMore) && (
          <Box textAlign="center">
            {rest > 0 ? (
              <Button onClick={() => setWhole(true)}>{t('related.show', { count: rest })}</Button>
            ) : (
              t('related.more', { count: items.length })
            )}
          </Box>
        )
      }
      columnDefinitions={[
        {
          id: 'application',
          header: t('reviews.column.application'),
          isRowHeader: true,
          cell: (item) => <PageLink path={pathOf(item)}>{item.id}</PageLink>,
        },
        {
          id: 'applicant',
          header: t('related.applicant'),
          cell: ({ name, address }) => <Applicant name={name} address={address} />,
        },
        {
          id: 'agrees',
          header: t('related.agrees'),
          minWidth: 130,
          cell: ({ agreesOn }) => (
            <SpaceBetween direction="horizontal" size="xxs">
              {agreesOn.map((kind) => (
                <Badge key={kind}>{t(`related.${kind}`)}</Badge>
              ))}
            </SpaceBetween>
          ),
        },
        { id: 'state', header: t('applications.column.state'), cell: ({ state }) => <StateIndicator state={state} /> },
        { id: 'submitted', header: t('case.submitted'), cell: ({ submittedAt }) => time(submittedAt) },
      ]}
    />
  );
};
