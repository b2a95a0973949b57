export type LiveStatus = 'connecting' | 'live' | 'reconnecting'

export interface LiveEvents {
  onStatus: (status: LiveStatus) => void
  onMoved: (dashboardId: string) => void
  /** Connected after a time without a connection: whatever moved meanwhile was missed. */
  onCaughtUp: () => void
  /** Asked before each new try: renews an expired session. Rejects where PyDash cannot be reached. */
  ensureSession: () => Promise<unknown>
}

const LIVE_URL = '/api/v1/live'
const RETRY_FIRST_MS = 1000
const RETRY_MAX_MS = 30_000

/**
 * Server-sent events of what moved, for as long as the tab is shown.
 *
 * A hidden tab closes its stream: it has nothing to draw, and over HTTP/1.1 a browser has six connections a
 * host for all its tabs, which forgotten tabs would use up.
 */
export class LiveConnection {
  readonly #events: LiveEvents
  #source: EventSource | undefined
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #missedSome = false
  #started = false

  constructor(events: LiveEvents) {
    this.#events = events
  }

  start(): void {
    this.#started = true
    document.addEventListener('visibilitychange', this.#onVisibility)
    if (!document.hidden) this.#open()
  }

  stop(): void {
    this.#started = false
    document.removeEventListener('visibilitychange', this.#onVisibility)
    this.#close()
  }

  readonly #onVisibility = (): void => {
    this.#close()
    this.#missedSome = true
    this.#failures = 0
    if (!document.hidden) void this.#openWithSession()
  }

  #open(): void {
    const source = new EventSource(LIVE_URL)
    this.#source = source
    source.addEventListener('open', () => {
      this.#failures = 0
      this.#events.onStatus('live')
      if (this.#missedSome) this.#events.onCaughtUp()
      this.#missedSome = false
    })
    source.addEventListener('dashboard_moved', (event) => {
      const dashboardId = movedDashboard(event)
      if (dashboardId !== undefined) this.#events.onMoved(dashboardId)
    })
    // The browser retries some failures by itself and gives up on others (a 401); we treat all alike.
    source.addEventListener('error', () => {
      this.#close()
      this.#retryLater()
    })
  }

  #close(): void {
    this.#source?.close()
    this.#source = undefined
    clearTimeout(this.#retryTimer)
  }

  #retryLater(): void {
    this.#missedSome = true
    this.#events.onStatus('reconnecting')
    const delayMs = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MAX_MS)
    this.#failures += 1
    // Pages that lost the same server do not all come back at the same moment.
    const jittered = delayMs * (0.5 + Math.random() / 2)
    this.#retryTimer = setTimeout(() => void this.#openWithSession(), jittered)
  }

  async #openWithSession(): Promise<void> {
    try {
      await this.#events.ensureSession()
    } catch {
      if (this.#mayOpen()) this.#retryLater()
      return
    }
    if (this.#mayOpen()) this.#open()
  }

  #mayOpen(): boolean {
    return this.#started && !document.hidden && this.#source === undefined
  }
}

/** Undefined for data of a shape that this release does not know. */
function movedDashboard(event: MessageEvent<unknown>): string | undefined {
  const data: unknown = typeof event.data === 'string' ? JSON.parse(event.data) : undefined
  if (typeof data !== 'object' || data === null || !('dashboard_id' in data)) return undefined
  return typeof data.dashboard_id === 'string' ? data.dashboard_id : undefined
}
