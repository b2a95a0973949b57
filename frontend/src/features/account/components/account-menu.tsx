import { type FocusEvent, type ReactNode, useId, useRef, useState } from 'react'

import { useLogout } from '@/features/account/api/logout'
import styles from '@/features/account/components/account-menu.module.css'
import { messages } from '@/features/account/messages'
import type { User } from '@/lib/api/models'

interface AccountMenuProps {
  user: User
  /** Links to pages of the user's own. */
  links: ReactNode
  onSignedOut: () => void
}

export function AccountMenu({ user, links, onSignedOut }: AccountMenuProps) {
  const logout = useLogout()
  const [open, setOpen] = useState(false)
  const toggle = useRef<HTMLButtonElement>(null)
  const choicesId = useId()

  function onBlur(event: FocusEvent): void {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }

  return (
    // Keys are those of what is within.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={styles.menu}
      onBlur={onBlur}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !open) return
        setOpen(false)
        toggle.current?.focus()
      }}
    >
      <button
        ref={toggle}
        type="button"
        className={styles.toggle}
        aria-label={messages.menuOf(user.name)}
        aria-expanded={open}
        aria-controls={choicesId}
        onClick={() => {
          setOpen(!open)
        }}
      >
        <span className={styles.name}>{user.name}</span>
      </button>
      <div id={choicesId} className={styles.choices} hidden={!open}>
        <p className={styles.mail}>{user.mail}</p>
        {/* A link leads to another page, where the menu is not wanted any more. */}
        {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
        <div
          onClick={() => {
            setOpen(false)
          }}
        >
          {links}
        </div>
        <button
          type="button"
          className={styles.choice}
          aria-disabled={logout.isPending}
          onClick={() => {
            if (!logout.isPending) logout.mutate(undefined, { onSuccess: onSignedOut })
          }}
        >
          {messages.signOut}
        </button>
        {logout.isError && (
          <p role="alert" className={styles.failed}>
            {messages.signOutFailed}
          </p>
        )}
      </div>
    </div>
  )
}
