import { http, HttpResponse } from 'msw'
import { expect, it, vi } from 'vitest'

import { isSuperseded, patient } from '@/lib/patient'
import { server } from '@/testing/server'

const ROOT = 'http://pydash.test/'
const failure = new TypeError('Failed to fetch dynamically imported module')

function answersWith(script: string) {
  return http.get(ROOT, () => HttpResponse.html(`<script type="module" src="${script}"></script>`))
}

it('waits for the server, and then loads', async () => {
  server.use(http.head(ROOT, () => HttpResponse.error(), { once: true }))
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure).mockResolvedValue('the part')
  const loaded = patient(load)
  await vi.waitFor(() => {
    dispatchEvent(new Event('online'))
    expect(load).toHaveBeenCalledTimes(2)
  })

  expect(await loaded).toBe('the part')
})

it('asks anew for styles that did not arrive, which the bundler would not', async () => {
  server.use(http.head(ROOT, () => HttpResponse.error(), { once: true }))
  const lost = document.createElement('link')
  lost.rel = 'stylesheet'
  document.head.append(lost)
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(failure).mockResolvedValue('the part')
  const loaded = patient(load)
  const again = await vi.waitFor(() => {
    dispatchEvent(new Event('online'))
    const link = document.querySelector('link[rel="stylesheet"]')
    expect(link).not.toBe(lost)
    return link
  })
  expect(load).toHaveBeenCalledTimes(1)

  again?.dispatchEvent(new Event('load'))
  expect(await loaded).toBe('the part')
  again?.remove()
})

it('gives up where the server is there and the part is not', async () => {
  server.use(http.head(ROOT, () => new HttpResponse()))

  await expect(patient(() => Promise.reject(failure))).rejects.toBe(failure)
})

it('knows another release by its script', async () => {
  const ours = document.createElement('script')
  ours.type = 'module'
  ours.setAttribute('src', '/assets/index-1.js')
  document.head.append(ours)

  server.use(answersWith('/assets/index-1.js'))
  expect(await isSuperseded()).toBe(false)
  server.use(answersWith('/assets/index-2.js'))
  expect(await isSuperseded()).toBe(true)
  server.use(http.get(ROOT, () => HttpResponse.error()))
  expect(await isSuperseded()).toBe(false)
  ours.remove()
})
