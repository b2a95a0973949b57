import { type Document, itemsIn, numberIn, textIn } from '@/features/widget/document'
import styles from '@/features/widget/drawings/drawing.module.css'
import { figure, percent } from '@/features/widget/figures'
import { messages } from '@/features/widget/messages'

export function NumberDrawing({ document }: { document: Document }) {
  const [current = {}, previous] = itemsIn(document)
  const now = numberIn(current, 'value')
  const before = previous === undefined ? null : numberIn(previous, 'value')
  return (
    <div className={styles.number}>
      <p className={styles.large}>
        {textIn(current, 'prefix')}
        {now === null ? messages.noValue : figure(now)}
      </p>
      {now !== null && before !== null && (
        <p className={styles.muted} data-good={isBetter(now, before, textIn(document, 'type') === 'reverse')}>
          {messages.change(change(now, before, textIn(document, 'absolute') === 'true'))}
        </p>
      )}
    </div>
  )
}

function change(now: number, before: number, absolute: boolean): string {
  if (absolute || before === 0) return figure(now - before, 'exceptZero')
  return percent((now - before) / before, 'exceptZero')
}

function isBetter(now: number, before: number, lessIsBetter: boolean): boolean {
  return lessIsBetter ? now <= before : now >= before
}
