import { act, render } from '@testing-library/react'
import { useCallback, useRef } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { useChart } from '@/components/chart/use-chart'
import { chooseTheme } from '@/hooks/use-theme'

let resize: () => void
let see: (isIntersecting: boolean) => void
const drawn = vi.fn<(title: string) => void>()

function Chart({ title }: { title: string }) {
  const container = useRef<HTMLDivElement>(null)
  const optionOf = useCallback(() => {
    drawn(title)
    return {}
  }, [title])
  useChart(container, optionOf, 400)
  return <div ref={container} />
}

beforeEach(() => {
  drawn.mockClear()
  vi.stubGlobal(
    'ResizeObserver',
    class {
      disconnect = vi.fn()
      observe = vi.fn()
      constructor(callback: () => void) {
        resize = callback
      }
    },
  )
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      disconnect = vi.fn()
      observe = vi.fn()
      constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
        see = (isIntersecting) => {
          callback([{ isIntersecting }])
        }
      }
    },
  )
})

afterEach(() => {
  act(() => {
    chooseTheme('system')
  })
})

it('draws a chart once when it appears, and again where there is other room for it', () => {
  const { container } = render(<Chart title="visits" />)
  // As browsers do after observe().
  resize()
  expect(drawn).toHaveBeenCalledTimes(1)

  Object.defineProperty(container.firstElementChild, 'clientWidth', { value: 500 })
  resize()
  expect(drawn).toHaveBeenCalledTimes(2)
})

it('draws what is far from the visible part of the page when it comes near', () => {
  const { rerender } = render(<Chart title="visits" />)
  see(false)
  rerender(<Chart title="visitors" />)
  rerender(<Chart title="errors" />)
  expect(drawn.mock.calls).toEqual([['visits']])

  see(true)
  see(true)
  expect(drawn.mock.calls).toEqual([['visits'], ['errors']])
})

it('draws it before the page is printed', () => {
  const { rerender } = render(<Chart title="visits" />)
  see(false)
  rerender(<Chart title="visitors" />)
  dispatchEvent(new Event('beforeprint'))
  dispatchEvent(new Event('beforeprint'))

  expect(drawn.mock.calls).toEqual([['visits'], ['visitors']])
})

it('draws it in the colours of another theme at once', () => {
  render(<Chart title="visits" />)
  see(false)
  act(() => {
    chooseTheme('dark')
  })

  expect(drawn).toHaveBeenCalledTimes(2)
})
