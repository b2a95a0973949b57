import { act, fireEvent, screen } from '@testing-library/react'
import { http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { makeDashboard } from '@/testing/factories'
import { overview, problem, signedIn, signedOut } from '@/testing/handlers'
import { makeOverviewItem } from '@/testing/overview-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const IDS = ['a', 'b', 'c'].map((letter) => `d0000000-0000-4000-8000-00000000000${letter}`)
const ITEMS = ['One', 'Two', 'Three'].map((name, index) =>
  makeOverviewItem({ dashboard: makeDashboard({ id: IDS[index] ?? '', name }) }),
)

async function passSeconds(seconds: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(seconds * 1000))
}

function shown(): string | null {
  return screen.getByRole('heading', { level: 1 }).textContent
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the wallboard', () => {
  it('shows one dashboard after the other, for as long as the address says', async () => {
    server.use(signedIn(), overview(ITEMS))
    const { container } = renderApp('/wallboard?every=30')

    expect(await screen.findByRole('heading', { name: 'One' })).toBeVisible()
    expect(screen.getByText('1,200')).toBeVisible()
    expect(screen.getByText('+100% against the day before')).toBeVisible()
    expect(screen.getByText('1 of 3')).toBeVisible()
    await expectAccessible(container)
    await passSeconds(25)
    expect(shown()).toBe('One')
    await passSeconds(6)
    expect(shown()).toBe('Two')
    await passSeconds(31)
    await passSeconds(31)
    expect(shown()).toBe('One')
  })

  it('is moved by keys and stands still when told to', async () => {
    server.use(signedIn(), overview(ITEMS))
    renderApp('/wallboard')
    await screen.findByRole('heading', { name: 'One' })

    fireEvent.keyDown(document.body, { key: 'ArrowLeft' })
    expect(shown()).toBe('Three')
    fireEvent.click(screen.getByRole('button', { name: 'Next dashboard' }))
    expect(shown()).toBe('One')

    fireEvent.click(screen.getByRole('button', { name: 'Pause' }))
    await passSeconds(120)
    expect(shown()).toBe('One')
    fireEvent.click(screen.getByRole('button', { name: 'Go on' }))
    await passSeconds(21)
    expect(shown()).toBe('Two')
  })

  it('shows only the dashboards that the address names', async () => {
    server.use(signedIn(), overview(ITEMS))
    renderApp(`/wallboard?dashboards=${IDS[1] ?? ''}`)

    await screen.findByRole('heading', { name: 'Two' })
    expect(screen.queryByRole('button', { name: 'Pause' })).not.toBeInTheDocument()
  })

  it('says so where there is nothing to show', async () => {
    server.use(signedIn(), overview(ITEMS))
    renderApp('/wallboard?dashboards=none-of-them')

    expect(await screen.findByRole('heading', { name: 'Nothing to show' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'All dashboards' })).toHaveAttribute('href', '/')
  })

  it('leads a new user to the first app', async () => {
    server.use(signedIn(), overview([]))
    renderApp('/wallboard')

    expect(await screen.findByRole('heading', { name: 'No apps yet' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Add an app' })).toHaveAttribute('href', '/dashboards/new')
  })

  it('goes on with what it has while PyDash is away, says how old that is, and catches up', async () => {
    server.use(signedIn(), overview(ITEMS.slice(0, 1)))
    renderApp('/wallboard')
    await screen.findByRole('heading', { name: 'One' })

    server.use(http.get('*/api/v1/overview', () => problem({ status: 503 })))
    await passSeconds(130)
    expect(shown()).toBe('One')
    expect(screen.getByText('PyDash cannot be reached. Last updated 2 minutes ago.')).toHaveAttribute(
      'data-stale',
      'true',
    )

    server.use(
      overview([makeOverviewItem({ dashboard: makeDashboard({ id: IDS[0] ?? '', name: 'One again' }) })]),
    )
    await passSeconds(16)
    expect(await screen.findByRole('heading', { name: 'One again' })).toBeVisible()
    expect(screen.getByText(/^Updated/)).toHaveAttribute('data-stale', 'false')
  })

  it('is for those who are signed in', async () => {
    server.use(...signedOut())
    const { router } = renderApp('/wallboard?every=30')

    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect(router.state.location.search).toEqual({ from: '/wallboard?every=30' })
  })
})
