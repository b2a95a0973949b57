import { useEffect, useState } from 'react'

export interface Rotation {
  index: number
  isPaused: boolean
  move: (by: number) => void
  setPaused: (isPaused: boolean) => void
}

/** Goes round `count` places, each for so many seconds; moved by hand, the next one waits its full time. */
export function useRotation(count: number, everySeconds: number): Rotation {
  const [place, setPlace] = useState(0)
  const [isPaused, setPaused] = useState(false)
  // There may be fewer than there were.
  const index = count === 0 ? 0 : place % count

  useEffect(() => {
    if (isPaused || count < 2) return undefined
    const timer = setTimeout(() => {
      setPlace(index + 1)
    }, everySeconds * 1000)
    return () => {
      clearTimeout(timer)
    }
  }, [count, everySeconds, index, isPaused])

  return {
    index,
    isPaused,
    move: (by) => {
      setPlace((index + by + count) % Math.max(1, count))
    },
    setPaused,
  }
}
