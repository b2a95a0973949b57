import { useLocation } from '@tanstack/react-router'

/** The code of a link in a mail of ours. It stands behind the #, which browsers send to no server. */
export function useMailedCode(): string | undefined {
  const hash = useLocation({ select: (location) => location.hash })
  return hash === '' ? undefined : hash
}
