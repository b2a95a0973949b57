import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react'

import { csvOf } from '@/components/chart/csv'
import styles from '@/components/chart/export-menu.module.css'
import { type Picture, type PictureWords, pngOf, svgOf } from '@/components/chart/picture'
import type { TableModel } from '@/components/chart/table-model'
import { messages } from '@/components/messages'
import { pageName } from '@/hooks/use-document-title'
import { formatDate } from '@/lib/format/date'
import { isoDay } from '@/lib/format/iso'
import { formatClock } from '@/lib/format/time'
import { userTimezone } from '@/lib/format/zone'
import { fileName, saveFile } from '@/lib/save-file'

const KINDS = ['png', 'svg', 'csv'] as const

type Kind = (typeof KINDS)[number]

interface ExportMenuProps {
  label: string
  table: TableModel
  picture: Picture
}

/** What a chart shows, to take away: as a picture or as values. */
export function ExportMenu({ label, table, picture }: ExportMenuProps) {
  const [open, setOpen] = useState(false)
  const [failed, setFailed] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const choicesId = useId()

  function close(): void {
    setOpen(false)
    button.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && open) close()
  }

  function onBlur(event: FocusEvent): void {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }

  async function save(kind: Kind): Promise<void> {
    close()
    // As wide as it is on the page, so that it looks the same.
    const width = place.current?.closest('figure')?.clientWidth ?? 0
    const { name, words } = savedAs(label)
    try {
      saveFile(`${name}.${kind}`, await contentOf(kind, words, table, picture, width))
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }

  return (
    // Keys are those of the buttons within.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={place} className={styles.menu} onKeyDown={onKeyDown} onBlur={onBlur}>
      {failed && <span role="alert">{messages.exportFailed}</span>}
      <button
        ref={button}
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={choicesId}
        aria-label={messages.exportOf(label)}
        onClick={() => {
          setOpen(!open)
        }}
      >
        {messages.export}
      </button>
      <ul id={choicesId} className={styles.choices} hidden={!open}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <button type="button" className={styles.choice} onClick={() => void save(kind)}>
              {messages.exportKinds[kind]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The same chart of another dashboard, or of another day, is another file. */
function savedAs(label: string): { name: string; words: PictureWords } {
  const now = Date.now()
  const moment = `${formatDate(now)}, ${formatClock(now)}`
  return {
    name: fileName(`${pageName()} ${label} ${isoDay(now)}`),
    words: { title: label, subtitle: messages.asOf(pageName(), moment, userTimezone()) },
  }
}

async function contentOf(
  kind: Kind,
  words: PictureWords,
  table: TableModel,
  picture: Picture,
  width: number,
): Promise<Blob> {
  if (kind === 'csv') return new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' })
  const svg = await svgOf(picture, words, width)
  return kind === 'png' ? pngOf(svg) : new Blob([svg], { type: 'image/svg+xml' })
}
