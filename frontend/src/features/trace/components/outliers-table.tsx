import { useState } from 'react'

import { Button } from '@/components/button'
import { ScrollingTable, TimeCell } from '@/components/table'
import styles from '@/features/trace/components/trace.module.css'
import { messages } from '@/features/trace/messages'
import type { Outlier } from '@/lib/api/models'
import { formatMoment, formatMomentInFull } from '@/lib/format/time'

const ROWS_AT_FIRST = 10

interface OutliersTableProps {
  outliers: readonly Outlier[]
  onShow: (outlierId: string) => void
}

export function OutliersTable({ outliers, onShow }: OutliersTableProps) {
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? outliers : outliers.slice(0, ROWS_AT_FIRST)
  const { columns } = messages
  return (
    <div className={styles.stacked}>
      <ScrollingTable
        label={messages.kinds.outliers.title}
        className={styles.table}
        head={
          <>
            <th scope="col">{columns.at}</th>
            <th scope="col" className={styles.number}>
              {columns.time}
            </th>
            <th scope="col" className={styles.number}>
              {columns.status}
            </th>
            <th scope="col">{columns.version}</th>
            <th scope="col">{columns.groupBy}</th>
            <th scope="col">{columns.ip}</th>
          </>
        }
      >
        {shown.map((outlier) => (
          <OutlierRow key={outlier.id} outlier={outlier} onShow={onShow} />
        ))}
      </ScrollingTable>
      <p className={styles.note}>{messages.kept('outliers')}</p>
      {shown.length < outliers.length && (
        <Button
          variant="quiet"
          onClick={() => {
            setShowsAll(true)
          }}
        >
          {messages.showAll(outliers.length)}
        </Button>
      )}
    </div>
  )
}

function OutlierRow({ outlier, onShow }: { outlier: Outlier; onShow: (outlierId: string) => void }) {
  const at = Date.parse(outlier.at)
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={styles.open}
          title={formatMomentInFull(at)}
          aria-label={messages.openOutlier(formatMoment(at))}
          onClick={() => {
            onShow(outlier.id)
          }}
        >
          {formatMoment(at)}
        </button>
      </th>
      <TimeCell milliseconds={outlier.execution_ms} />
      <td className={styles.number}>{outlier.status === 0 ? messages.unknown : outlier.status}</td>
      <td>{outlier.version}</td>
      <td>{outlier.group_by}</td>
      <td>{outlier.ip}</td>
    </tr>
  )
}
