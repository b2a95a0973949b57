import { Table } from '@/components/table'
import type { Settled } from '@/features/statistic/api/settled'
import styles from '@/features/statistic/components/endpoints-table.module.css'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import type { View } from '@/features/statistic/view'
import type { Breakdown } from '@/lib/api/models'
import { formatCount, formatShare } from '@/lib/format/number'

// What the API says for calls without one.
const UNKNOWN = '0'

interface StatusTableProps {
  view: View
  codes: Settled<Breakdown>
}

export function StatusTable({ view, codes }: StatusTableProps) {
  if (codes.answer === null) return <p className={styles.note}>{codes.problem}</p>
  const { rows } = codes.answer
  const total = rows.reduce((sum, { calls }) => sum + calls, 0)
  return (
    <Table
      className={styles.table}
      title={messages.callsCovered(view)}
      head={messages.statusColumns.map((label) => (
        <th key={label} scope="col">
          {label}
        </th>
      ))}
    >
      {rows.map(({ key, calls }) => (
        <tr key={key}>
          <th scope="row">{key === UNKNOWN ? messages.statusUnknown : (key ?? spreadMessages.allOthers)}</th>
          <td>{formatCount(calls)}</td>
          <td>{formatShare(calls / total)}</td>
        </tr>
      ))}
    </Table>
  )
}
