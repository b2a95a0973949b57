import { Fragment } from 'react'

import { Mark } from '@/components/mark'
import { RelativeTime } from '@/components/relative-time'
import styles from '@/features/statistic/components/endpoints-table.module.css'
import type { EndpointRow } from '@/features/statistic/endpoint-rows'
import { messages } from '@/features/statistic/messages'
import { executionTime, formatCount } from '@/lib/format/number'
import { endpointMark } from '@/lib/theme/endpoint-mark'

interface EndpointRowViewProps {
  row: EndpointRow
  /** Its visits, as a part of the most visited endpoint's. */
  share: number
  isSelected: boolean
  onSelect: (endpoint: string | undefined) => void
}

export function EndpointRowView({ row, share, isSelected, onSelect }: EndpointRowViewProps) {
  return (
    <tr data-selected={isSelected}>
      <th scope="row">
        <button
          type="button"
          className={styles.name}
          aria-pressed={isSelected}
          onClick={() => {
            onSelect(isSelected ? undefined : row.name)
          }}
        >
          <Mark endpoint={row.name} />
          <span>{breakable(row.name)}</span>
        </button>
      </th>
      <td>
        <span className={styles.visits}>
          <span className={styles.track}>
            <span
              className={styles.share}
              style={{ background: endpointMark(row.name).color, width: `${share * 100}%` }}
            />
          </span>
          {formatCount(row.visits)}
        </span>
      </td>
      <TimeCell milliseconds={row.median} />
      <TimeCell milliseconds={row.p99} />
      <TimeCell milliseconds={row.slowest} />
      <td>{row.lastRequestedAt === null ? messages.never : <RelativeTime moment={row.lastRequestedAt} />}</td>
    </tr>
  )
}

/** Long names break after a dot, slash or underscore rather than within a word. */
function breakable(name: string) {
  return name.split(/(?<=[._/])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

function TimeCell({ milliseconds }: { milliseconds: number | null }) {
  const { value, unit } = executionTime(milliseconds)
  return (
    <td>
      {value} <span className={styles.unit}>{unit}</span>
    </td>
  )
}
