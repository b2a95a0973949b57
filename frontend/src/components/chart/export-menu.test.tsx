import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { PropsWithChildren } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { BoxChart } from '@/components/chart/box-chart'
import { GridChart } from '@/components/chart/grid-chart'
import { hourGrid } from '@/components/chart/hour-grid'
import { useDocumentTitle } from '@/hooks/use-document-title'
import { countScale } from '@/lib/theme/sequential-scale'
import { expectAccessible } from '@/testing/axe'

interface Saved {
  name: string
  content: Blob
}

// jsdom has neither.
const url = Object.assign(URL, {
  createObjectURL: (content: Blob) => `blob:${content.type}`,
  revokeObjectURL: () => undefined,
})

/** What the browser would have saved. */
function watchFiles(): Saved[] {
  const saved: Saved[] = []
  const create = vi.spyOn(url, 'createObjectURL')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    const [content] = create.mock.lastCall ?? []
    if (content !== undefined) saved.push({ name: this.download, content })
  })
  return saved
}

function textOf(file: Saved | undefined): Promise<string> {
  const reader = new FileReader()
  return new Promise((resolve) => {
    reader.onload = () => {
      resolve(reader.result as string)
    }
    reader.readAsText(file?.content ?? new Blob())
  })
}

function Page({ children }: PropsWithChildren) {
  useDocumentTitle('cart/<id>', shop)
  return children
}

const shop = () => 'Web shop'
const spread = { count: 9, min: 1, p25: 2, p50: 3, p75: 4, max: 50 }
const boxes = (
  <Page>
    <BoxChart
      label="Execution times, by version"
      model={{ rowTitle: 'Version', scale: 'log', rows: [{ label: 'v<1>', color: 'rgb(1, 2, 3)', spread }] }}
    />
  </Page>
)

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('saving a chart', () => {
  it('gives its values', async () => {
    const saved = watchFiles()
    const user = userEvent.setup()
    render(boxes)

    await user.click(screen.getByRole('button', { name: 'Save: Execution times, by version' }))
    await user.click(screen.getByRole('button', { name: 'Values (CSV)' }))

    // A file says of which dashboard and which day it is.
    expect(saved[0]?.name).toMatch(/^web-shop-cart-id-execution-times-by-version-\d{4}-\d\d-\d\d\.csv$/)
    await expect(textOf(saved[0])).resolves.toMatch(
      /^Version,Calls,Fastest \(ms\),.*\r\nv<1>,9,1,2,3,4,50\r\n$/,
    )
  })

  it('draws it anew with title and colours of its own', async () => {
    const saved = watchFiles()
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(600)
    const user = userEvent.setup()
    render(boxes)

    await user.click(screen.getByRole('button', { name: /^Save/ }))
    await user.click(screen.getByRole('button', { name: 'Drawing (SVG)' }))
    await waitFor(() => {
      expect(saved).toHaveLength(1)
    })

    const text = await textOf(saved[0])
    const drawing = new DOMParser().parseFromString(text, 'image/svg+xml')
    const words = [...drawing.querySelectorAll('text')].map((each) => each.textContent)
    expect(words).toEqual(expect.arrayContaining(['Execution times, by version', 'v<1>', '9 calls', '10 ms']))
    expect(words[1]).toMatch(/^Web shop, cart\/<id> · as of .* 20\d\d, .*, Europe\/Amsterdam$/)
    expect(text).toContain('rgb(1, 2, 3)')
    // Nothing in it depends on a page around it.
    expect(drawing.querySelector('style')).toBeNull()
  })

  it('says so where the browser cannot', async () => {
    watchFiles()
    vi.stubGlobal(
      'Image',
      class {
        decode = () => Promise.reject(new Error('no picture'))
      },
    )
    const user = userEvent.setup()
    render(boxes)

    await user.click(screen.getByRole('button', { name: /^Save/ }))
    await user.click(screen.getByRole('button', { name: 'Picture (PNG)' }))

    expect(await screen.findByRole('alert')).toHaveTextContent('It could not be saved.')
  })

  it('is closed by Escape and by going on, and by nothing else', async () => {
    const user = userEvent.setup()
    render(boxes)
    const toggle = screen.getByRole('button', { name: /^Save/ })
    expect(screen.queryByRole('button', { name: 'Values (CSV)' })).not.toBeInTheDocument()

    await user.click(toggle)
    await user.tab()
    expect(screen.getByRole('button', { name: 'Picture (PNG)' })).toHaveFocus()
    await user.keyboard('{Escape}')
    expect(toggle).toHaveFocus()
    expect(toggle).toHaveAttribute('aria-expanded', 'false')

    await user.keyboard('{Enter}')
    await user.tab({ shift: true })
    await user.tab({ shift: true })
    expect(toggle).toHaveAttribute('aria-expanded', 'false')
  })
})

describe('a heatmap', () => {
  it('is drawn, has a legend, a table and no trouble for those who do not see it', async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => ({
      hour,
      startMs: Date.parse('2026-11-20T23:00:00Z') + hour * 3_600_000,
      value: hour,
    }))
    const model = hourGrid([{ startMs: hours[0]?.startMs ?? 0, hours }], {
      label: 'Visits',
      scale: countScale([23]),
      format: (value) => `${value ?? 0} calls`,
      formatStep: String,
      summary: 'At most 23 calls.',
    })
    const { container } = render(<GridChart label="Visits per hour" model={model} />)
    const user = userEvent.setup()

    const chart = screen.getByRole('img', { name: 'Visits per hour. At most 23 calls.' })
    await waitFor(() => {
      expect(chart.querySelectorAll('svg path').length).toBeGreaterThanOrEqual(24)
    })
    expect(screen.getByText('from 17')).toBeVisible()
    await user.click(screen.getByText('Values as a table'))
    expect(screen.getAllByRole('row')).toHaveLength(25)
    await expectAccessible(container)
  })
})
