import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import type { Role } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useTexts } from '../texts/texts.tsx';

/** Shows the required roles in place of a page that the user may not see. Only explains: the API enforces the roles. */
export const RoleGuard = ({ roles, children }: { roles: readonly Role[]; children: ReactNode }) => {
  const { t } = useTexts();
  const { me } = useDesk();
  if (roles.some((role) => me.roles.includes(role))) return children;
  return (
    <Alert type="warning" header={t('role.refused')}>
      {t('role.refused-how', { roles: roles.join(', '), user: me.username, own: me.roles.join(', ') })}
    </Alert>
  );
};
