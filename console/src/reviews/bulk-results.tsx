import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import Table from '@cloudscape-design/components/table';
import { useNavigate } from 'react-router';
import type { BulkDecisionItem } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';

export interface BulkResultsProps {
  readonly items: readonly BulkDecisionItem[];
  close(): void;
}

/** Dialog: the reviews of a decision on several that are not decided, each with the reason and a link. */
export const BulkResults = ({ items, close }: BulkResultsProps) => {
  const { t } = useTexts();
  const navigate = useNavigate();
  const open = (path: string) => (event: CustomEvent) => {
    event.preventDefault();
    close();
    navigate(path);
  };
  return (
    <Modal
      visible
      header={t('bulk.others')}
      closeAriaLabel={t('app.close')}
      onDismiss={close}
      footer={<Button onClick={close}>{t('app.close')}</Button>}
    >
      <Table
        variant="embedded"
        items={items}
        trackBy="applicationId"
        wrapLines
        ariaLabels={{ tableLabel: t('bulk.others') }}
        columnDefinitions={[
          {
            id: 'application',
            header: t('reviews.column.application'),
            isRowHeader: true,
            cell: ({ applicationId }) => {
              const path = `/reviews/${encodeURIComponent(applicationId)}`;
              return (
                <Button variant="inline-link" href={path} onFollow={open(path)}>
                  {applicationId}
                </Button>
              );
            },
          },
          { id: 'why', header: t('bulk.why'), cell: ({ result }) => t(`bulk.result.${result}`) },
        ]}
      />
    </Modal>
  );
};
