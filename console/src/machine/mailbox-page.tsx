import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { type Mail, useMail } from './local-api.ts';
import './mailbox.css';

/** Page: all mails that the local system has sent. */
export default function MailboxPage() {
  const { t, time } = useTexts();
  const mails = useMail();
  const [chosen, choose] = useState<Mail>();
  if (mails.isError && mails.data === undefined)
    return <LoadError error={mails.error} retry={() => void mails.refetch()} />;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('mailbox.description')}>
        {t('mailbox.title')}
      </Header>
      <AdaptiveTable
        items={mails.data?.slice(0, 200) ?? []}
        trackBy={({ sentAt, subject }) => `${sentAt} ${subject}`}
        loading={mails.isPending}
        loadingText={t('app.loading')}
        wrapLines
        selectionType="single"
        selectedItems={chosen ? [chosen] : []}
        onSelectionChange={({ detail }) => choose(detail.selectedItems[0])}
        onRowClick={({ detail }) => choose(detail.item)}
        header={
          <Header variant="h2" counter={`(${mails.data?.length ?? 0})`} actions={<Freshness query={mails} />}>
            {t('mailbox.title')}
          </Header>
        }
        empty={
          <Box textAlign="center" padding="m">
            <SpaceBetween size="s">
              <b>{t('mailbox.empty')}</b>
              <span>{t('mailbox.empty-how')}</span>
            </SpaceBetween>
          </Box>
        }
        ariaLabels={{
          tableLabel: t('mailbox.title'),
          selectionGroupLabel: t('mailbox.title'),
          itemSelectionLabel: (_, { subject }) => subject,
        }}
        columnDefinitions={[
          { id: 'sent', header: t('mailbox.sent'), cell: ({ sentAt }) => time(sentAt) },
          { id: 'subject', header: t('mailbox.subject'), cell: ({ subject }) => subject, isRowHeader: true },
          { id: 'to', header: t('mailbox.to'), cell: ({ to }) => to },
        ]}
      />
      <Container header={<Header variant="h2">{chosen?.subject ?? t('mailbox.text')}</Header>}>
        {chosen ? <pre className="mail">{chosen.text}</pre> : <Box>{t('mailbox.choose')}</Box>}
      </Container>
    </SpaceBetween>
  );
}
