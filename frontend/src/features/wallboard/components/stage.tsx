import { type ReactNode, useEffect } from 'react'

import { Button } from '@/components/button'
import { Freshness } from '@/features/wallboard/components/freshness'
import { FullScreenButton } from '@/features/wallboard/components/full-screen-button'
import styles from '@/features/wallboard/components/stage.module.css'
import { messages } from '@/features/wallboard/messages'
import { useRotation } from '@/features/wallboard/use-rotation'
import { useWakeLock } from '@/hooks/use-wake-lock'

interface StageProps {
  slides: readonly { key: string; content: ReactNode }[]
  everySeconds: number
  updatedAt: number
  /** What is wrong with a part of it. */
  notice?: string | undefined
}

/** One slide at a time over the whole screen. What was last known stays, however long nothing new comes. */
export function Stage({ slides, everySeconds, updatedAt, notice }: StageProps) {
  const { index, isPaused, move, setPaused } = useRotation(slides.length, everySeconds)
  const slide = slides[index]
  useWakeLock()

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'ArrowLeft') move(-1)
      else if (event.key === 'ArrowRight') move(1)
    }
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('keydown', onKey)
    }
  }, [move])

  return (
    <main className={styles.stage} tabIndex={-1}>
      <div key={slide?.key} className={styles.slide}>
        {slide?.content}
      </div>
      <footer className={styles.footer}>
        <Freshness updatedAt={updatedAt} />
        {notice !== undefined && <p>{notice}</p>}
        <div className={styles.controls} role="group" aria-label={messages.controls}>
          {slides.length > 1 && (
            <>
              <span className={styles.place}>{messages.place(index + 1, slides.length)}</span>
              <Button
                variant="quiet"
                aria-label={messages.previous}
                onClick={() => {
                  move(-1)
                }}
              >
                ←
              </Button>
              <Button
                variant="quiet"
                onClick={() => {
                  setPaused(!isPaused)
                }}
              >
                {isPaused ? messages.resume : messages.pause}
              </Button>
              <Button
                variant="quiet"
                aria-label={messages.next}
                onClick={() => {
                  move(1)
                }}
              >
                →
              </Button>
            </>
          )}
          <FullScreenButton />
        </div>
      </footer>
    </main>
  )
}
