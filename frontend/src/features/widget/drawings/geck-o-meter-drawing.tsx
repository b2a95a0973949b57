import { type Document, numberIn, recordIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure, share } from '@/features/widget/figures'
import { messages } from '@/features/widget/messages'

const ARC = 'M 10 60 A 50 50 0 0 1 110 60'
const AROUND = Math.PI * 50

export function GeckOMeterDrawing({ document }: { document: Document }) {
  const ends = [recordIn(document, 'min'), recordIn(document, 'max')].map((end) => ({
    value: numberIn(end, 'value') ?? 0,
    text: textIn(end, 'text'),
  }))
  const least = ends[0]?.value ?? 0
  const most = ends[1]?.value ?? 0
  const value = numberIn(document, 'item') ?? least
  const filled = share(value, least, most) * AROUND
  return (
    <div className={styles.meter}>
      <svg
        viewBox="0 0 120 66"
        role="img"
        aria-label={messages.of(figure(value), figure(least), figure(most))}
      >
        <path d={ARC} className={styles.track} />
        <path d={ARC} className={styles.filled} strokeDasharray={`${filled} ${AROUND}`} />
        <text x="60" y="58" textAnchor="middle" className={styles.reading}>
          {figure(value)}
        </text>
      </svg>
      <p className={styles.ends}>
        {ends.map((end, place) => (
          <span key={place}>
            {figure(end.value)} {end.text}
          </span>
        ))}
      </p>
    </div>
  )
}
