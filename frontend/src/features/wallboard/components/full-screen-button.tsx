import { useSyncExternalStore } from 'react'

import { Button } from '@/components/button'
import { messages } from '@/features/wallboard/messages'

/** Not there where the browser knows no full screen, as on some phones. */
export function FullScreenButton() {
  const isFull = useSyncExternalStore(subscribe, () => document.fullscreenElement != null)
  // Undefined in some browsers, whatever the types say.
  if (!(document.fullscreenEnabled as boolean | undefined)) return null
  return (
    <Button
      variant="quiet"
      onClick={() => {
        // Refused at most, and then nothing changes.
        if (isFull) document.exitFullscreen().catch(() => undefined)
        else document.documentElement.requestFullscreen().catch(() => undefined)
      }}
    >
      {isFull ? messages.leaveFullScreen : messages.fullScreen}
    </Button>
  )
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => {
    document.removeEventListener('fullscreenchange', listener)
  }
}
