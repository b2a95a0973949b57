import { useEffect } from 'react'

/** Keeps the screen on as long as the page is shown, where the browser knows how. */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return undefined
    let lock: WakeLockSentinel | undefined
    let left = false
    const hold = async () => {
      // The browser takes the lock back whenever the page is hidden.
      if (document.hidden) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (left) await lock.release()
      } catch {
        // Not allowed, or the battery is low: the screen does as it is set.
      }
    }
    const onVisibility = () => void hold()
    void hold()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      left = true
      document.removeEventListener('visibilitychange', onVisibility)
      void lock?.release()
    }
  }, [])
}
