import { Button } from '@/components/button'
import { useLogout } from '@/features/account/api/logout'
import styles from '@/features/account/components/account-menu.module.css'
import { messages } from '@/features/account/messages'
import type { User } from '@/lib/api/models'

interface AccountMenuProps {
  user: User
  onSignedOut: () => void
}

export function AccountMenu({ user, onSignedOut }: AccountMenuProps) {
  const logout = useLogout()
  return (
    <div className={styles.menu}>
      {logout.isError && (
        <span role="alert" className={styles.failed}>
          {messages.signOutFailed}
        </span>
      )}
      <span className={styles.name} title={user.mail}>
        {user.name}
      </span>
      <Button
        variant="quiet"
        busy={logout.isPending}
        onClick={() => {
          logout.mutate(undefined, { onSuccess: onSignedOut })
        }}
      >
        {messages.signOut}
      </Button>
    </div>
  )
}
