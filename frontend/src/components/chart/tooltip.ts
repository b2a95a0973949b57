import { linesOf, type TimeChartModel } from '@/components/chart/time-chart-model'
import styles from '@/components/chart/tooltip.module.css'

export interface TooltipLine {
  label: string
  text: string
}

/** The one look of all tooltips; for ECharts, which draws a box of its own otherwise. */
export const TOOLTIP_FRAME = {
  confine: true,
  padding: 0,
  borderWidth: 0,
  backgroundColor: 'transparent',
  extraCssText: 'box-shadow: none',
  transitionDuration: 0,
}

/** What all rows say about one slice. */
export function tooltipFor(model: TimeChartModel, sliceIndex: number): HTMLElement {
  const slice = model.slices[sliceIndex]
  if (slice === undefined) return tooltipOf('', [])
  const lines = model.rows.flatMap((row) =>
    linesOf(row).map((line) => ({ label: line.label, text: row.format(line.values[sliceIndex] ?? null) })),
  )
  return tooltipOf(model.formatSlice(slice), lines)
}

/** Built of elements, so that no name can be markup. */
export function tooltipOf(title: string, lines: readonly TooltipLine[]): HTMLElement {
  const box = document.createElement('div')
  box.className = styles.tooltip ?? ''
  const list = document.createElement('dl')
  for (const { label, text } of lines) list.append(element('dt', label), element('dd', text))
  box.append(element('strong', title), list)
  return box
}

function element(tag: 'strong' | 'dt' | 'dd', text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}
