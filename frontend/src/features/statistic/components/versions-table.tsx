import { Choice, ScrollingTable, TimeCell } from '@/components/table'
import styles from '@/features/statistic/components/endpoints-table.module.css'
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
    <ScrollingTable
      label={messages.versions}
      className={styles.table}
      head={messages.versionColumns(view).map(({ label, covers }) => (
        <th key={label} scope="col" title={covers}>
          {label}
        </th>
      ))}
    >
      {versionRows(breakdown).map((row) => (
        <Row key={row.name} row={row} isSelected={row.name === selected} onSelect={onSelect} />
      ))}
    </ScrollingTable>
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
          <Choice
            isSelected={isSelected}
            title={messages.onlyVersion(name)}
            onSelect={() => {
              onSelect(isSelected ? undefined : name)
            }}
          >
            {name === '' ? messages.noVersion : name}
          </Choice>
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
