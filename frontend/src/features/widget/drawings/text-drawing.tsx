import { type Document, itemsIn, numberIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { messages } from '@/features/widget/messages'

export function TextDrawing({ document }: { document: Document }) {
  return (
    <ul className={styles.messages}>
      {itemsIn(document).map((item, place) => {
        const type = numberIn(item, 'type') ?? 0
        return (
          <li key={place} data-type={type}>
            {type !== 0 && <strong>{messages.marks[type]}: </strong>}
            {textIn(item, 'text')}
          </li>
        )
      })}
    </ul>
  )
}
