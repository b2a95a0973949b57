import { asNumber, type Document, listIn, numberIn, recordIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure, share } from '@/features/widget/figures'
import { messages } from '@/features/widget/messages'

const LENGTH = 300
const COLOURS = ['red', 'amber', 'green'] as const

/** Upright ones, too, are drawn lying: here it is about the values. */
export function BulletDrawing({ document }: { document: Document }) {
  const item = recordIn(document, 'item')
  const points = listIn(recordIn(item, 'axis'), 'point').map((point) => asNumber(point) ?? 0)
  const least = Math.min(...points)
  const most = Math.max(...points)
  const at = (value: number) => share(value, least, most) * LENGTH
  const bar = (span: Document) => {
    const start = at(numberIn(span, 'start') ?? 0)
    return { x: start, width: Math.max(0, at(numberIn(span, 'end') ?? 0) - start) }
  }
  const measure = recordIn(item, 'measure')
  const current = recordIn(measure, 'current')
  const comparative = numberIn(recordIn(item, 'comparative'), 'point') ?? 0
  const label = messages.against(figure(numberIn(current, 'end') ?? 0), figure(comparative))
  return (
    <div className={styles.bullet}>
      <p>
        {label} <span className={styles.muted}>{textIn(item, 'sublabel')}</span>
      </p>
      <svg viewBox={`0 0 ${LENGTH} 40`} role="img" aria-label={label}>
        {COLOURS.map((colour) => (
          <rect
            key={colour}
            {...bar(recordIn(recordIn(item, 'range'), colour))}
            height="40"
            className={styles.band}
            data-colour={colour}
          />
        ))}
        <rect {...bar(recordIn(measure, 'projected'))} y="12" height="16" className={styles.projected} />
        <rect {...bar(current)} y="14" height="12" className={styles.current} />
        <rect
          x={Math.max(0, at(comparative) - 1.5)}
          y="6"
          width="3"
          height="28"
          className={styles.comparative}
        />
      </svg>
      <p className={styles.ends}>
        {points.map((point, place) => (
          <span key={place}>{figure(point)}</span>
        ))}
      </p>
    </div>
  )
}
