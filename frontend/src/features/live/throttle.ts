/**
 * Runs the work of a key at once and then at most once an interval, however often it is asked for. What is asked
 * for within an interval runs at its end, so the last one is never lost.
 */
export class Throttle {
  readonly #intervalMs: number
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #waiting = new Map<string, () => void>()

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
  }

  run(key: string, work: () => void): void {
    if (this.#timers.has(key)) {
      this.#waiting.set(key, work)
      return
    }
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#intervalOver(key)
      }, this.#intervalMs),
    )
    work()
  }

  /** Forgets what waits. */
  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#waiting.clear()
  }

  #intervalOver(key: string): void {
    this.#timers.delete(key)
    const work = this.#waiting.get(key)
    if (work === undefined) return
    this.#waiting.delete(key)
    this.run(key, work)
  }
}
