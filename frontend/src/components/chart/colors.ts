export interface ChartColors {
  data: string
  muted: string
  line: string
}

/** The colours as they are now where `element` stands; ECharts does not understand var() and light-dark(). */
export function chartColors(element: HTMLElement, dataColor: string): ChartColors {
  const probe = document.createElement('span')
  element.append(probe)
  const resolve = (color: string): string => {
    probe.style.color = color
    return getComputedStyle(probe).color
  }
  const colors = {
    data: resolve(dataColor),
    muted: resolve('var(--text-muted)'),
    line: resolve('var(--line)'),
  }
  probe.remove()
  return colors
}
