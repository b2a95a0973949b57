import { useEffect } from 'react'

let pageWords: () => string = () => ''

/**
 * Names the page in the tab and for screen readers. `within` gives what its title alone does not tell: of which
 * dashboard an endpoint is.
 */
export function useDocumentTitle(title: string, within?: () => string | undefined): void {
  useEffect(() => {
    document.title = `${title} · PyDash`
    pageWords = () => [within?.(), title].filter((part) => part !== undefined).join(', ')
  }, [title, within])
}

/** Which page is open, in full: for what is taken away from it. */
export function pageName(): string {
  return pageWords()
}
