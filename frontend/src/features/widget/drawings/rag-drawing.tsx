import { type Document, itemsIn, numberIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure } from '@/features/widget/figures'
import { messages } from '@/features/widget/messages'

const COLOURS = ['red', 'amber', 'green'] as const

export function RagDrawing({ document }: { document: Document }) {
  const items = itemsIn(document)
  return (
    <dl className={styles.rag}>
      {COLOURS.map((colour, place) => {
        const value = numberIn(items[place] ?? {}, 'value')
        return (
          <div key={colour} className={styles.lamp} data-colour={colour} data-lit={value !== null}>
            <dt>{messages.colours[colour]}</dt>
            <dd>
              <span className={styles.medium}>{value === null ? '–' : figure(value)}</span>{' '}
              {textIn(items[place] ?? {}, 'text')}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
