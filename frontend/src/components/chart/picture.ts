import { type ChartColors, chartColors } from '@/components/chart/colors'
import type { ChartOption } from '@/components/chart/echarts'
import type { LegendEntry } from '@/components/chart/grid-model'
import { element, legendOf, text, wrapped } from '@/components/chart/picture-parts'

export interface Heading {
  text: string
  left: number
  /** Of the line it stands on. */
  baseline: number
}

/** How to draw a chart anew, apart from the page. */
export interface Picture {
  height: number
  draw: (colors: ChartColors, width: number) => Promise<ChartOption>
  /** As CSS says it; of what has one colour only. */
  color?: string
  /** What the page writes over the plots. */
  headings?: readonly Heading[]
  legend?: readonly LegendEntry[]
}

export interface PictureWords {
  title: string
  /** Of which page it is, and when. */
  subtitle: string
}

const SVG_TYPE = 'image/svg+xml'
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
const PADDING_PX = 16
const LINE_FACTOR = 1.3
const HEADER_GAP_PX = 14
const TITLE_SIZE_PX = 14
const HEADING_SIZE_PX = 12
// Screens with small pixels, and print.
const PNG_SCALE = 2

/** A picture that needs nothing around it: its own background, title, legend, and colours of the page's theme. */
export async function svgOf(picture: Picture, words: PictureWords, width: number): Promise<string> {
  const colors = chartColors(document.body, picture.color ?? 'var(--accent)')
  const legend = legendOf(picture.legend ?? [], width, colors)
  const header = headerOf(words, width, colors)
  const size = {
    width: width + 2 * PADDING_PX,
    height: header.height + picture.height + legend.height + 2 * PADDING_PX,
  }
  const svg = element('svg', {
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    'font-family': FONT,
  })
  svg.append(
    element('rect', { ...size, fill: colors.background }),
    moved(PADDING_PX, header.parts),
    moved(PADDING_PX + header.height, [
      await plotsOf(picture, colors, width),
      ...(picture.headings ?? []).map((heading) =>
        text(heading.text, heading.left, heading.baseline, HEADING_SIZE_PX, colors.muted),
      ),
    ]),
    moved(PADDING_PX + header.height + picture.height, legend.parts),
  )
  return new XMLSerializer().serializeToString(svg)
}

function headerOf({ title, subtitle }: PictureWords, width: number, colors: ChartColors) {
  const lines = [
    ...wrapped(title, width, TITLE_SIZE_PX).map((line) => ({ line, size: TITLE_SIZE_PX, fill: colors.text })),
    ...wrapped(subtitle, width, HEADING_SIZE_PX).map((line) => ({
      line,
      size: HEADING_SIZE_PX,
      fill: colors.muted,
    })),
  ]
  let baseline = 0
  const parts = lines.map(({ line, size, fill }) => {
    baseline += size * LINE_FACTOR
    return text(line, 0, baseline, size, fill)
  })
  return { parts, height: baseline + HEADER_GAP_PX }
}

function moved(down: number, parts: readonly Element[]): SVGElement {
  const group = element('g', { transform: `translate(${PADDING_PX} ${down})` })
  group.append(...parts)
  return group
}

async function plotsOf(picture: Picture, colors: ChartColors, width: number): Promise<Element> {
  const [{ createChart }, option] = await Promise.all([
    import('@/components/chart/echarts'),
    picture.draw(colors, width),
  ])
  const chart = createChart(null, undefined, { renderer: 'svg', ssr: true, width, height: picture.height })
  try {
    chart.setOption({ ...option, tooltip: { show: false } })
    const plots = new DOMParser().parseFromString(chart.renderToSVGString(), SVG_TYPE).documentElement
    // It says only what changes under a pointer.
    plots.querySelector('style')?.remove()
    return plots
  } finally {
    chart.dispose()
  }
}

/** The same in pixels. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:${SVG_TYPE};charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width * PNG_SCALE
  canvas.height = image.height * PNG_SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('This browser cannot make a picture of that size.'))
      else resolve(blob)
    }, 'image/png')
  })
}
