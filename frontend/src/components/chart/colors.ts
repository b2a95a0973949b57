export interface ChartColors {
  data: string
  muted: string
  line: string
  text: string
  background: string
  /** What CSS says, var(--...) included, as a colour that can be drawn with. */
  of: (color: string) => string
}

/** The colours as they are now where `element` stands; ECharts does not understand var() and light-dark(). */
export function chartColors(element: HTMLElement, dataColor: string): ChartColors {
  const known = new Map<string, string>()
  const of = (color: string): string => {
    const resolved = known.get(color) ?? resolve(element, color)
    known.set(color, resolved)
    return resolved
  }
  return {
    data: of(dataColor),
    muted: of('var(--text-muted)'),
    line: of('var(--line)'),
    text: of('var(--text)'),
    background: of('var(--background)'),
    of,
  }
}

function resolve(element: HTMLElement, color: string): string {
  const probe = document.createElement('span')
  probe.style.color = color
  element.append(probe)
  const resolved = getComputedStyle(probe).color
  probe.remove()
  return resolved
}
