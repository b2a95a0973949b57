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
      await nextChance()
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
