import { type ReactNode, useRef } from 'react'

import { useSeen } from '@/hooks/use-seen'

interface WhenSeenProps {
  /** Of the content, roughly, so that the page does not jump when it comes. */
  height: number
  children: ReactNode
}

/** A part of a long page that asks for its data only when it comes near the visible part. */
export function WhenSeen({ height, children }: WhenSeenProps) {
  const place = useRef<HTMLDivElement>(null)
  const seen = useSeen(place)
  return (
    <div ref={place} style={seen ? undefined : { minHeight: height }}>
      {seen && children}
    </div>
  )
}
