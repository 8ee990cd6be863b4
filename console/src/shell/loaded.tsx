import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isMissing } from '../api/queries.ts';
import { useTexts } from '../texts/texts.tsx';
import { LoadError } from './load-error.tsx';

export interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What the page says if the API knows no such item. */
  readonly missing: { readonly header: string; readonly text: string };
  children(data: Data): ReactNode;
}

/** The page of one item: shows it once it is loaded, and says so if it is loading, missing, or cannot be loaded. */
export const Loaded = <Data,>({ query, missing, children }: LoadedProps<Data>) => {
  const { t } = useTexts();
  if (isMissing(query.error))
    return (
      <Alert type="info" header={missing.header}>
        {missing.text}
      </Alert>
    );
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <LoadError error={query.error} retry={() => void query.refetch()} />;
  return (
    <Box padding="l">
      <Spinner /> {t('app.loading')}
    </Box>
  );
};
