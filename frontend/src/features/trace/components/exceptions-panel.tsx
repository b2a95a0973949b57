import { useQuery } from '@tanstack/react-query'

import { Panel } from '@/components/panel'
import { RelativeTime } from '@/components/relative-time'
import { exceptionsQuery } from '@/features/trace/api/get-exceptions'
import styles from '@/features/trace/components/exceptions-panel.module.css'
import { StackList } from '@/features/trace/components/stack-list'
import { TraceEmpty } from '@/features/trace/components/trace-empty'
import { messages } from '@/features/trace/messages'
import { placeOf } from '@/features/trace/paths'
import type { TraceScope } from '@/features/trace/scope'
import type { ExceptionGroup } from '@/lib/api/models'
import { formatMoment } from '@/lib/format/time'

const HEIGHT = 160

interface ExceptionsPanelProps {
  scope: TraceScope
  monitorLevel?: number | null | undefined
}

/** What calls raised, by type and place. */
export function ExceptionsPanel({ scope, monitorLevel }: ExceptionsPanelProps) {
  const query = useQuery(exceptionsQuery(scope))
  return (
    <Panel
      title={messages.kinds.exceptions.title}
      query={query}
      height={HEIGHT}
      empty={({ items, reading }) =>
        items.length === 0 ? (
          <TraceEmpty name="exceptions" reading={reading} monitorLevel={monitorLevel} />
        ) : undefined
      }
    >
      {({ items }) => (
        <>
          <ul className={styles.groups}>
            {items.map((group) => (
              <li key={group.id}>
                <Group group={group} />
              </li>
            ))}
          </ul>
          <p className={styles.note}>{messages.kept('exceptions')}</p>
        </>
      )}
    </Panel>
  )
}

function Group({ group }: { group: ExceptionGroup }) {
  const innermost = group.stack.at(-1)
  return (
    <details className={styles.group}>
      <summary>
        <span className={styles.what}>
          <span className={styles.type}>{group.type}</span>
          {group.is_handled && (
            <span className={styles.handled} title={messages.handledHint}>
              {messages.handled}
            </span>
          )}
          <span className={styles.message}>{group.message === '' ? messages.noMessage : group.message}</span>
          {innermost !== undefined && (
            <span className={styles.note} title={innermost.file}>
              {placeOf(innermost)} {innermost.function}
            </span>
          )}
        </span>
        <span className={styles.when}>
          <span className={styles.count} title={messages.raisedInWords(group.count)}>
            {messages.raised(group.count)}
          </span>
          <span className={styles.note}>
            {messages.lastSeen} <RelativeTime moment={group.last_at} />
          </span>
        </span>
      </summary>
      <div className={styles.more}>
        <p className={styles.note}>
          {messages.firstSeen}: {formatMoment(Date.parse(group.first_at))}. {messages.lastVersion}:{' '}
          {group.version}.
        </p>
        <StackList frames={group.stack} label={messages.lastStack} />
      </div>
    </details>
  )
}
