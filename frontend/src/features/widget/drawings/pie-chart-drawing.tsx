import { type Document, itemsIn, numberIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure, percent } from '@/features/widget/figures'

const RADIUS = 16
const AROUND = 2 * Math.PI * RADIUS

/** Sectors are dashes of one wide ring each; the legend says the same to those who do not see them. */
export function PieChartDrawing({ document }: { document: Document }) {
  const items = itemsIn(document)
  const values = items.map((item) => numberIn(item, 'value') ?? 0)
  const total = values.reduce((sum, value) => sum + value, 0)
  const shares = values.map((value) => (total === 0 ? 0 : value / total))
  const sectors = items.map((item, place) => ({
    label: textIn(item, 'label'),
    colour: `#${textIn(item, 'colour')}`,
    value: values[place] ?? 0,
    share: shares[place] ?? 0,
    before: shares.slice(0, place).reduce((sum, share) => sum + share, 0),
  }))
  return (
    <div className={styles.pie}>
      <svg viewBox="0 0 64 64" aria-hidden="true">
        {sectors.map((sector, place) => (
          <circle
            key={place}
            cx="32"
            cy="32"
            r={RADIUS}
            fill="none"
            stroke={sector.colour}
            strokeWidth={2 * RADIUS}
            strokeDasharray={`${sector.share * AROUND} ${AROUND}`}
            transform={`rotate(${sector.before * 360 - 90} 32 32)`}
          />
        ))}
      </svg>
      <ul className={styles.legend}>
        {sectors.map((sector, place) => (
          <li key={place}>
            <svg viewBox="0 0 8 8" aria-hidden="true">
              <rect width="8" height="8" fill={sector.colour} />
            </svg>
            <span className={styles.label}>{sector.label}</span>
            <span>
              {figure(sector.value)} <span className={styles.muted}>{percent(sector.share)}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
