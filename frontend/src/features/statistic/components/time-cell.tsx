import styles from '@/features/statistic/components/endpoints-table.module.css'
import { executionTime } from '@/lib/format/number'

interface TimeCellProps {
  milliseconds: number | null
}

export function TimeCell({ milliseconds }: TimeCellProps) {
  const { value, unit } = executionTime(milliseconds)
  return (
    <td>
      {value} <span className={styles.unit}>{unit}</span>
    </td>
  )
}
