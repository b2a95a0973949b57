import { linesOf, type TimeChartModel } from '@/components/chart/time-chart-model'
import styles from '@/components/chart/tooltip.module.css'

/** What all rows say about one slice. Built of elements, so that no name can be markup. */
export function tooltipFor(model: TimeChartModel, sliceIndex: number): HTMLElement {
  const box = document.createElement('div')
  box.className = styles.tooltip ?? ''
  const slice = model.slices[sliceIndex]
  if (slice === undefined) return box
  box.append(element('strong', model.formatSlice(slice)))
  const list = document.createElement('dl')
  for (const row of model.rows) {
    for (const line of linesOf(row)) {
      list.append(element('dt', line.label), element('dd', row.format(line.values[sliceIndex] ?? null)))
    }
  }
  box.append(list)
  return box
}

function element(tag: 'strong' | 'dt' | 'dd', text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}
