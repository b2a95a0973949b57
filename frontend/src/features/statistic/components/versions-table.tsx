import styles from '@/features/statistic/components/endpoints-table.module.css'
import { TimeCell } from '@/features/statistic/components/time-cell'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'
import { type VersionRow, versionRows } from '@/features/statistic/version-rows'
import type { View } from '@/features/statistic/view'
import type { Breakdown } from '@/lib/api/models'
import { formatChange, formatCount, formatShare, NO_VALUE } from '@/lib/format/number'

interface VersionsTableProps {
  view: View
  breakdown: Breakdown
  selected: string | undefined
  onSelect: (version: string | undefined) => void
}

export function VersionsTable({ view, breakdown, selected, onSelect }: VersionsTableProps) {
  return (
    // A part that scrolls sideways on a phone must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={messages.versions}>
      <table className={styles.table}>
        <thead>
          <tr>
            {messages.versionColumns(view).map(({ label, covers }) => (
              <th key={label} scope="col" title={covers}>
                <span className={styles.heading}>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versionRows(breakdown).map((row) => (
            <Row key={row.name} row={row} isSelected={row.name === selected} onSelect={onSelect} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  row: VersionRow
  isSelected: boolean
  onSelect: (version: string | undefined) => void
}

function Row({ row, isSelected, onSelect }: RowProps) {
  const { name } = row
  return (
    <tr data-selected={isSelected}>
      <th scope="row">
        {name === null ? (
          spreadMessages.allOthers
        ) : (
          <button
            type="button"
            className={styles.choice}
            aria-pressed={isSelected}
            title={messages.onlyVersion(name)}
            onClick={() => {
              onSelect(isSelected ? undefined : name)
            }}
          >
            {name === '' ? messages.noVersion : name}
          </button>
        )}
      </th>
      <td>{formatCount(row.visits)}</td>
      <td>{formatShare(row.share)}</td>
      <TimeCell milliseconds={row.median} />
      <td>{row.change === null ? NO_VALUE : formatChange(row.change)}</td>
      <TimeCell milliseconds={row.p90} />
      <TimeCell milliseconds={row.p99} />
      <td>{row.errors === null ? NO_VALUE : formatShare(row.errors)}</td>
    </tr>
  )
}
