import { act } from '@testing-library/react'

/** Hides or shows the tab. */
export function setHidden(hidden: boolean): void {
  Object.defineProperties(document, {
    hidden: { configurable: true, value: hidden },
    visibilityState: { configurable: true, value: hidden ? 'hidden' : 'visible' },
  })
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'))
  })
}
