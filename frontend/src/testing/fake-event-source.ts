import { act } from '@testing-library/react'

/** An EventSource that a test opens, fails and speaks for. */
export class FakeEventSource extends EventTarget {
  static opened: FakeEventSource[] = []

  readonly url: string
  closed = false

  constructor(url: string) {
    super()
    this.url = url
    FakeEventSource.opened.push(this)
  }

  static reset(): void {
    FakeEventSource.opened = []
  }

  static get latest(): FakeEventSource {
    const latest = FakeEventSource.opened.at(-1)
    if (latest === undefined) throw new Error('no EventSource was opened')
    return latest
  }

  close(): void {
    this.closed = true
  }

  connect(): void {
    this.#emit(new Event('open'))
  }

  fail(): void {
    this.#emit(new Event('error'))
  }

  move(dashboardId: string, appliedSequence: number): void {
    const data = JSON.stringify({ dashboard_id: dashboardId, applied_sequence: appliedSequence })
    this.#emit(new MessageEvent('dashboard_moved', { data }))
  }

  #emit(event: Event): void {
    act(() => {
      this.dispatchEvent(event)
    })
  }
}
