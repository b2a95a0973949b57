import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

import { messages } from '@/app/messages'
import styles from '@/app/routes/signed-in-layout.module.css'
import { forgetUser } from '@/app/session-end'
import { ThemeToggle } from '@/components/theme-toggle'
import { Wordmark } from '@/components/wordmark'
import { getCurrentUser } from '@/features/account/api/get-current-user'
import { AccountMenu } from '@/features/account/components/account-menu'
import { LiveIndicator } from '@/features/live/components/live-indicator'
import { userTimezone } from '@/lib/format/locale'

const route = getRouteApi('/signed-in')

export function SignedInLayout() {
  const { user } = route.useRouteContext()
  const router = useRouter()
  const queryClient = useQueryClient()
  const ensureSession = useCallback(() => getCurrentUser(), [])
  return (
    <div className={styles.layout}>
      <a className={styles.skip} href="#content">
        {messages.skip}
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.home}>
          <Wordmark name={messages.product} />
        </Link>
        <LiveIndicator ensureSession={ensureSession} />
        <AccountMenu
          user={user}
          onSignedOut={() => {
            forgetUser(queryClient)
            void router.navigate({ to: '/sign-in' })
          }}
        />
      </header>
      <main id="content" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <footer className={styles.footer}>
        <p>{messages.timezone(userTimezone())}</p>
        <ThemeToggle />
      </footer>
    </div>
  )
}
