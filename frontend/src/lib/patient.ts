const AGAIN_MS = 5000

/**
 * A part of the app that is loaded later, however long it takes until the server can be reached: until then the page
 * stays as it is. Rejects where the server is there and the part is not, as after a new release.
 */
export async function patient<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load()
    } catch (error) {
      if (await isReachable()) throw error
      do await nextChance()
      while (!(await haveStyles()))
    }
  }
}

/** Whether there is another release than this page's. */
export async function isSuperseded(): Promise<boolean> {
  const ours = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src')
  try {
    const answer = await fetch('/', { cache: 'no-store' })
    return answer.ok && ours != null && !(await answer.text()).includes(ours)
  } catch {
    return false
  }
}

/** Asks anew for styles that did not arrive. The bundler would not: it asks for each once. */
async function haveStyles(): Promise<boolean> {
  const missing = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter(
    (link) => !hasArrived(link),
  )
  const arrived = missing.map(
    async (link) =>
      new Promise<boolean>((resolve) => {
        const again = link.cloneNode() as HTMLLinkElement
        again.onload = () => {
          resolve(true)
        }
        again.onerror = () => {
          resolve(false)
        }
        link.replaceWith(again)
      }),
  )
  return (await Promise.all(arrived)).every(Boolean)
}

function hasArrived({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet?.cssRules !== undefined
  } catch {
    // In Chromium those that failed have rules that nobody may read.
    return false
  }
}

async function isReachable(): Promise<boolean> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' })
    return true
  } catch {
    return false
  }
}

/** The browser says when it is online again; whether the server is there it does not know. */
async function nextChance(): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, AGAIN_MS)
    addEventListener('online', done)

    function done(): void {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
  })
}
