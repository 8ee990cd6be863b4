import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/texts.tsx';
import type { Notice } from './notice.ts';
import { useNotices } from './notices.tsx';

/** A countdown has the role timer, whose changes screen readers do not announce. */
const ROLES = {
  error: 'alert',
  warning: 'alert',
  'in-progress': 'timer',
  success: undefined,
  info: undefined,
} as const;

/** One message with its buttons. `children` follow its text. */
export const NoticeRow = ({ notice, children }: { notice: Notice; children?: ReactNode }) => {
  const { remove } = useNotices();
  const { t } = useTexts();
  const { id, type, content, action, isDismissible = true } = notice;
  return (
    <div className="notice">
      <div className="notice-text" role={ROLES[type]} title={content}>
        <StatusIndicator type={type}>{content}</StatusIndicator>
      </div>
      {action}
      {children}
      {isDismissible && (
        <Button variant="icon" iconName="close" ariaLabel={t('app.dismiss')} onClick={() => remove(id)} />
      )}
    </div>
  );
};

/** A message that has no place in the stack: only screen readers announce it. */
export const UnseenNotice = ({ notice: { type, content } }: { notice: Notice }) => (
  <div className="unseen" role={ROLES[type]}>
    {content}
  </div>
);
