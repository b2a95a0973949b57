import { type RefObject, useEffect, useState } from 'react'

// Asked a little before it scrolls into view, so that it is usually there by then.
const MARGIN = '300px'

/** Whether the element has come near the visible part of the page; stays true from then on. */
export function useSeen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || element.current === null) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
      },
      { rootMargin: MARGIN },
    )
    observer.observe(element.current)
    return () => {
      observer.disconnect()
    }
  }, [element, seen])
  return seen
}
