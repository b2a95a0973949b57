import { type Document, itemsIn, numberIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure, percent } from '@/features/widget/figures'

const COLOURS = 5

export function FunnelDrawing({ document }: { document: Document }) {
  const items = itemsIn(document)
  const most = Math.max(...items.map((item) => numberIn(item, 'value') ?? 0), 0)
  const reversed = textIn(document, 'type') === 'reverse'
  return (
    <ol className={styles.funnel}>
      {items.map((item, place) => {
        const value = numberIn(item, 'value') ?? 0
        const part = most === 0 ? 0 : value / most
        const depth = Math.min(reversed ? items.length - 1 - place : place, COLOURS - 1)
        return (
          <li key={place}>
            <span className={styles.label}>{textIn(item, 'label')}</span>
            <span>
              {figure(value)}{' '}
              {textIn(document, 'percentage') === 'show' && (
                <span className={styles.muted}>{percent(part)}</span>
              )}
            </span>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect
                x={50 - part * 50}
                width={part * 100}
                height="6"
                className={styles.filledArea}
                opacity={1 - depth * 0.17}
              />
            </svg>
          </li>
        )
      })}
    </ol>
  )
}
