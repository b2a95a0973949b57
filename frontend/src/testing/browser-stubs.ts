import { FakeEventSource } from '@/testing/fake-event-source'

/** What browsers have and jsdom has not, as far as the app asks for it. */
export function installBrowserStubs(): void {
  Object.assign(globalThis, {
    EventSource: FakeEventSource,
    IntersectionObserver: AlwaysVisible,
    ResizeObserver: NeverResized,
    matchMedia: () => ({ matches: false, addEventListener: ignore, removeEventListener: ignore }),
    scrollTo: ignore,
  })
  // Charts are drawn as large as their element, and measure text where they can.
  Object.defineProperties(HTMLElement.prototype, {
    clientWidth: { get: () => 800, configurable: true },
    clientHeight: { get: () => 400, configurable: true },
  })
  Element.prototype.scrollIntoView = ignore
  HTMLCanvasElement.prototype.getContext = () => null
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
}

class AlwaysVisible {
  readonly #callback: IntersectionObserverCallback

  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback
  }

  observe(target: Element): void {
    const entry = { target, isIntersecting: true } as unknown as IntersectionObserverEntry
    this.#callback([entry], this as unknown as IntersectionObserver)
  }

  disconnect(): void {
    ignore()
  }
}

class NeverResized {
  observe(): void {
    ignore()
  }

  disconnect(): void {
    ignore()
  }
}

function ignore(): void {
  // Nothing to do.
}
