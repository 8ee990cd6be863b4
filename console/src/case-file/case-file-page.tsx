import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import type { CaseFile } from '../../../api/types.generated.ts';
import { asHtml } from '../../../case-file/as-html.ts';
import { verifyFile } from '../../../case-file/verify.ts';
import { useCaseFile } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { saveFile } from '../shell/save-file.ts';
import { useTexts } from '../texts/texts.tsx';
import { EntriesTable } from './entries-table.tsx';
import { Proof } from './proof.tsx';
import { Verification } from './verification.tsx';

/** Page: everything that happened to an application, verified in the browser, to save and to print. */
export default function CaseFilePage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const found = useCaseFile(id);
  return (
    <Loaded query={found} missing={{ header: t('file.none', { id }), text: t('file.none-how') }}>
      {(file) => <Shown file={file} freshness={<Freshness query={found} />} />}
    </Loaded>
  );
}

const Shown = ({ file, freshness }: { file: CaseFile; freshness: React.ReactNode }) => {
  const { t } = useTexts();
  const { applicationId: id, entries } = file;
  const findings = useMemo(() => verifyFile(entries, file), [entries, file]);
  const exported = () => ({ exportedAt: new Date().toISOString(), ...file, findings });
  const path = `/applications/${encodeURIComponent(id)}`;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={freshness}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="download"
              onClick={() => saveFile(`${id}.json`, 'application/json', JSON.stringify(exported(), null, 2))}
            >
              {t('file.save-json')}
            </Button>
            <Button iconName="file" onClick={() => saveFile(`${id}.html`, 'text/html', asHtml(exported()))}>
              {t('file.save-page')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('file.title', { id })}
      </Header>
      <Verification count={entries.length} findings={findings} sealed={file.sealed} />
      <SpaceBetween direction="horizontal" size="l">
        {entries.some(({ kind }) => kind === 'REVIEW_OPENED') && (
          <PageLink path={`/reviews/${encodeURIComponent(id)}`}>{t('file.to-review')}</PageLink>
        )}
        <PageLink path={`${path}/run`}>{t('file.to-run')}</PageLink>
      </SpaceBetween>
      <EntriesTable entries={entries} findings={findings} />
      <Proof entries={entries} />
    </SpaceBetween>
  );
};
