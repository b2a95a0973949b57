import { Link, Outlet } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'

import { messages } from '@/app/messages'
import styles from '@/app/routes/signed-in-layout.module.css'
import { useCurrentUser } from '@/app/use-current-user'
import { useSignedOut } from '@/app/use-signed-out'
import { ThemeToggle } from '@/components/theme-toggle'
import { Wordmark } from '@/components/wordmark'
import { useChangeSettings } from '@/features/account/api/change-settings'
import { getCurrentUser } from '@/features/account/api/get-current-user'
import { AccountMenu } from '@/features/account/components/account-menu'
import { useFailureSound } from '@/features/dashboard/use-failure-sound'
import { LiveIndicator } from '@/features/live/components/live-indicator'
import { chooseTheme } from '@/hooks/use-theme'
import { userTimezone } from '@/lib/format/zone'

export function SignedInLayout() {
  const user = useCurrentUser()
  const onSignedOut = useSignedOut()
  const ensureSession = useCallback(() => getCurrentUser(), [])
  const { mutate: changeSettings } = useChangeSettings()
  useFailureSound(user.sounds)

  // The account's, so that it is the same in every browser.
  useEffect(() => {
    chooseTheme(user.theme)
  }, [user.theme])

  return (
    <div className={styles.layout}>
      <a className={styles.skip} href="#content">
        {messages.skip}
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.home}>
          <Wordmark name={messages.product} />
        </Link>
        <nav className={styles.nav} aria-label={messages.mainPages}>
          <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
            {messages.dashboards}
          </Link>
        </nav>
        <LiveIndicator ensureSession={ensureSession} />
        <AccountMenu
          user={user}
          links={<Link to="/settings">{messages.settings}</Link>}
          onSignedOut={onSignedOut}
        />
      </header>
      <main id="content" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <footer className={styles.footer}>
        <p>{messages.timezone(userTimezone())}</p>
        <ThemeToggle
          onChosen={(theme) => {
            changeSettings({ theme })
          }}
        />
      </footer>
    </div>
  )
}
