import type { ChartColors } from '@/components/chart/colors'
import type { LegendEntry } from '@/components/chart/grid-model'

const SVG = 'http://www.w3.org/2000/svg'
const SWATCH_PX = 12
const LINE_PX = 20
const TEXT_PX = 12
// A little more than letters of that size take, so that entries never touch.
const LETTER_PX = 6.8
const LETTER_PART = LETTER_PX / TEXT_PX
const GAP_PX = 16

type Attributes = Record<string, string | number>

export function element(tag: 'svg' | 'g' | 'line' | 'rect' | 'text', attributes: Attributes): SVGElement {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  return made
}

export function text(words: string, x: number, y: number, size: number, fill: string): SVGElement {
  const made = element('text', { x, y, fill, 'font-size': size })
  made.textContent = words
  return made
}

/** In as many lines as it needs; letters are about half as wide as high. */
export function wrapped(words: string, width: number, size: number): string[] {
  const lettersMax = width / (size * LETTER_PART)
  return words.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    return last === undefined || last.length + 1 + word.length > lettersMax
      ? [...lines, word]
      : [...lines.slice(0, -1), `${last} ${word}`]
  }, [])
}

/** Swatches with their words, in as many lines as they need. */
export function legendOf(
  entries: readonly LegendEntry[],
  width: number,
  colors: ChartColors,
): { parts: SVGElement[]; height: number } {
  const parts: SVGElement[] = []
  let left = 0
  let top = entries.length === 0 ? 0 : LINE_PX / 2
  for (const { color, label, mark } of entries) {
    const room = 1.5 * SWATCH_PX + label.length * LETTER_PX
    if (left > 0 && left + room > width) {
      left = 0
      top += LINE_PX
    }
    parts.push(
      swatch(mark, left, top, colors.of(color)),
      text(label, left + 1.5 * SWATCH_PX, top + SWATCH_PX - 2, TEXT_PX, colors.muted),
    )
    left += room + GAP_PX
  }
  return { parts, height: entries.length === 0 ? 0 : top + LINE_PX }
}

function swatch(mark: LegendEntry['mark'], x: number, y: number, color: string): SVGElement {
  if (mark === undefined || typeof mark === 'object') {
    const opacity = mark?.opacity ?? 1
    return element('rect', { x, y, width: SWATCH_PX, height: SWATCH_PX, fill: color, opacity })
  }
  const middle = y + SWATCH_PX / 2
  const dashes = mark === 'dashed' ? { 'stroke-dasharray': '4 2' } : {}
  const ends = { x1: x, y1: middle, x2: x + SWATCH_PX, y2: middle }
  return element('line', { ...ends, stroke: color, 'stroke-width': 2, ...dashes })
}
