import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

import styles from '@/components/button.module.css'

interface ButtonAnchorProps extends ComponentProps<'a'> {
  variant?: 'primary' | 'plain'
}

function ButtonAnchor({ variant = 'plain', children, ...anchor }: ButtonAnchorProps) {
  return (
    <a {...anchor} className={styles.button} data-variant={variant}>
      {children}
    </a>
  )
}

/** A link to a page that is the next thing to do. */
export const ButtonLink = createLink(ButtonAnchor)
