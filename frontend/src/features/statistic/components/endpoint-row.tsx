import type { ReactNode } from 'react'

import { Breakable } from '@/components/breakable'
import { Sparkline } from '@/components/chart/sparkline'
import { Mark } from '@/components/mark'
import { RelativeTime } from '@/components/relative-time'
import { TimeCell } from '@/components/table'
import styles from '@/features/statistic/components/endpoints-table.module.css'
import { endpointMessages } from '@/features/statistic/endpoint-messages'
import type { EndpointRow } from '@/features/statistic/endpoint-rows'
import { messages } from '@/features/statistic/messages'
import { formatCount, formatShare, NO_VALUE } from '@/lib/format/number'
import { endpointMark } from '@/lib/theme/endpoint-mark'

interface EndpointRowViewProps {
  row: EndpointRow
  link: (endpoint: string, children: ReactNode) => ReactNode
}

export function EndpointRowView({ row, link }: EndpointRowViewProps) {
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>
          <Mark endpoint={row.name} />
          {link(row.name, <Breakable name={row.name} />)}
        </span>
      </th>
      <td>
        <span className={styles.visits}>
          {row.course !== null && (
            <span className={styles.course}>
              <Sparkline
                label={messages.visits}
                values={row.course}
                color={endpointMark(row.name).color}
                format={(value) => messages.calls(value ?? 0)}
              />
            </span>
          )}
          <span className={styles.count}>{formatCount(row.visits)}</span>
        </span>
      </td>
      <CountCell count={row.today} />
      <CountCell count={row.week} />
      <CountCell count={row.all} />
      <TimeCell milliseconds={row.median} />
      <TimeCell milliseconds={row.p99} />
      <td>{row.errors === null ? NO_VALUE : formatShare(row.errors)}</td>
      <td className={styles.muted}>
        {row.lastRequestedAt === null ? (
          endpointMessages.never
        ) : (
          <RelativeTime moment={row.lastRequestedAt} />
        )}
      </td>
      <td className={styles.muted}>{row.level ?? NO_VALUE}</td>
    </tr>
  )
}

function CountCell({ count }: { count: number | null }) {
  return <td>{count === null ? NO_VALUE : formatCount(count)}</td>
}
