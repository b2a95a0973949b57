import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'

import { Button } from '@/components/button'
import { ErrorBoundary } from '@/components/error-boundary'
import { ErrorNotice } from '@/components/error-notice'
import { messages } from '@/components/messages'
import styles from '@/components/panel.module.css'
import { Skeleton } from '@/components/skeleton'
import { formatClock } from '@/lib/format/time'

interface PanelProps<Data> {
  title: string
  query: UseQueryResult<Data>
  /** Of the content, roughly, so that the page does not jump when it arrives. */
  height: number
  /** Shown instead of the content where the data says that there is nothing to show. */
  empty?: (data: Data) => ReactNode
  tools?: ReactNode
  children: (data: Data) => ReactNode
}

/** A part of a page with data of its own: it loads, fails, is empty or grows old by itself. */
export function Panel<Data>({ title, query, height, empty, tools, children }: PanelProps<Data>) {
  const headingId = useId()
  return (
    <section className={styles.panel} aria-labelledby={headingId}>
      <header className={styles.header}>
        <h2 id={headingId}>{title}</h2>
        {tools !== undefined && <div className={styles.tools}>{tools}</div>}
      </header>
      <PanelBody title={title} query={query} height={height} empty={empty}>
        {children}
      </PanelBody>
    </section>
  )
}

type PanelBodyProps<Data> = Pick<PanelProps<Data>, 'title' | 'query' | 'height' | 'children'> & {
  empty?: ((data: Data) => ReactNode) | undefined
}

/** The states of a panel without its frame, for places that have a heading of their own. */
export function PanelBody<Data>({ title, query, height, empty, children }: PanelBodyProps<Data>) {
  const { data, error, isPlaceholderData } = query
  const retry = () => void query.refetch()
  if (data === undefined) {
    if (error !== null) return <ErrorNotice error={error} onRetry={retry} />
    return <Skeleton label={title} height={height} />
  }
  return (
    <ErrorBoundary fallback={(failure, reset) => <ErrorNotice error={failure} onRetry={reset} />}>
      {error !== null && (
        <div className={styles.stale} role="status">
          <span>{messages.stale(formatClock(query.dataUpdatedAt))}</span>
          <Button variant="quiet" onClick={retry}>
            {messages.retry}
          </Button>
        </div>
      )}
      <div className={styles.body} data-outdated={isPlaceholderData || error !== null}>
        {empty?.(data) ?? children(data)}
      </div>
    </ErrorBoundary>
  )
}
