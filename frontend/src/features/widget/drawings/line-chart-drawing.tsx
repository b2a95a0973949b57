import { asNumber, type Document, listIn, recordIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure } from '@/features/widget/figures'
import { messages } from '@/features/widget/messages'

const WIDTH = 320
const HEIGHT = 120

export function LineChartDrawing({ document }: { document: Document }) {
  const values = listIn(document, 'item').map((value) => asNumber(value) ?? 0)
  const settings = recordIn(document, 'settings')
  const labels = listIn(settings, 'axisx').map(String)
  const colour = textIn(settings, 'colour')
  const most = Math.max(...values, 0)
  const points = values.map((value, place) => {
    const x = values.length === 1 ? WIDTH / 2 : (place / (values.length - 1)) * WIDTH
    return `${x},${HEIGHT - (most === 0 ? 0 : (value / most) * HEIGHT)}`
  })
  return (
    <figure className={styles.line}>
      <svg
        viewBox={`-4 -4 ${WIDTH + 8} ${HEIGHT + 8}`}
        role="img"
        aria-label={messages.line(values.length, figure(Math.min(...values)), figure(most))}
      >
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className={styles.axis} />
        <polyline
          points={points.join(' ')}
          className={styles.stroke}
          stroke={colour === '' ? 'var(--accent)' : `#${colour}`}
        />
        {values.length === 1 && <circle cx={WIDTH / 2} cy={0} r="3" className={styles.dot} />}
      </svg>
      <p className={styles.ends}>
        <span>{labels[0]}</span>
        <span>{figure(most)} ↑</span>
        <span>{labels.at(-1)}</span>
      </p>
      <details>
        <summary className={styles.muted}>{messages.asTable}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{messages.point}</th>
              <th scope="col">{messages.value}</th>
            </tr>
          </thead>
          <tbody>
            {values.map((value, place) => (
              <tr key={place}>
                <td>{place + 1}</td>
                <td>{figure(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
