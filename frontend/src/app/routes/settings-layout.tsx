import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

import styles from '@/app/routes/settings-layout.module.css'
import navStyles from '@/app/routes/sub-nav.module.css'
import { settingsMessages } from '@/features/account/settings-messages'
import { messages as apiKeyMessages } from '@/features/apikey/messages'
import { useDocumentTitle } from '@/hooks/use-document-title'

const exactly = { exact: true }

interface SettingsLayoutProps {
  children: ReactNode
}

/** The pages of what is the user's own. */
export function SettingsLayout({ children }: SettingsLayoutProps) {
  useDocumentTitle(settingsMessages.title)
  return (
    <>
      <header className={styles.header}>
        <h1>{settingsMessages.title}</h1>
        <nav className={navStyles.nav} aria-label={settingsMessages.pages}>
          <Link to="/settings" activeOptions={exactly}>
            {settingsMessages.account}
          </Link>
          <Link to="/settings/security">{settingsMessages.security}</Link>
          <Link to="/settings/api-keys">{apiKeyMessages.page}</Link>
        </nav>
      </header>
      {children}
    </>
  )
}
