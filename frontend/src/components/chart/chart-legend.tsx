import styles from '@/components/chart/chart-legend.module.css'
import type { LegendEntry } from '@/components/chart/grid-model'

interface ChartLegendProps {
  entries: readonly LegendEntry[]
}

/** What the colours of a chart stand for. */
export function ChartLegend({ entries }: ChartLegendProps) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ color, label }) => (
        <li key={label} className={styles.entry}>
          <span className={styles.swatch} style={{ background: color }} />
          {label}
        </li>
      ))}
    </ul>
  )
}
