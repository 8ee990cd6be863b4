import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { type InboxView, isFiltered } from './inbox-filter.ts';

export interface InboxProps {
  readonly view: InboxView;
  show(change: Partial<InboxView>): void;
}

/** The filter above the list of reviews, followed by what is said about the list. */
export const FilterBar = ({ view, show, children }: InboxProps & { children: ReactNode }) => {
  const { t } = useTexts();
  const options = [
    { value: '', label: t('reviews.reason.any') },
    { value: 'NAME', label: t('reason.NAME') },
    { value: 'ADDRESS', label: t('reason.ADDRESS') },
  ];
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <div className="search">
        <TextFilter
          filteringText={view.q}
          filteringPlaceholder={t('reviews.search')}
          filteringAriaLabel={t('reviews.search')}
          onChange={({ detail }) => show({ q: detail.filteringText })}
        />
      </div>
      <TextFilter
        filteringText={view.applicant}
        filteringPlaceholder={t('reviews.search-applicant')}
        filteringAriaLabel={t('reviews.search-applicant')}
        onChange={({ detail }) => show({ applicant: detail.filteringText })}
      />
      <Select
        ariaLabel={t('reviews.reason')}
        options={options}
        selectedOption={options.find(({ value }) => value === (view.reason ?? '')) ?? null}
        onChange={({ detail }) => {
          const { value } = detail.selectedOption;
          show({ reason: value === 'NAME' || value === 'ADDRESS' ? value : undefined });
        }}
      />
      {children}
    </SpaceBetween>
  );
};

/** What the list says when it has no rows. */
export const Empty = ({ view, show }: InboxProps) => {
  const { t } = useTexts();
  if (isFiltered(view))
    return (
      <Box textAlign="center" padding="m">
        <SpaceBetween size="s">
          <b>{t('reviews.no-match')}</b>
          <span>{t('reviews.no-match-how')}</span>
          <Button onClick={() => show({ q: '', applicant: '', reason: undefined })}>{t('reviews.clear')}</Button>
        </SpaceBetween>
      </Box>
    );
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="s">
        <b>{t(view.tab === 'done' ? 'reviews.empty.done' : 'reviews.empty')}</b>
        {view.tab !== 'done' && <span>{t(view.tab === 'mine' ? 'reviews.empty.mine' : 'reviews.empty-how')}</span>}
      </SpaceBetween>
    </Box>
  );
};
