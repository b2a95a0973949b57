import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { expectAccessible } from '@/testing/axe'
import { overview, signedIn } from '@/testing/handlers'
import { makeThreeItems } from '@/testing/overview-factories'
import { renderApp } from '@/testing/render-app'
import { server } from '@/testing/server'

const THREE = makeThreeItems()

function names(): (string | null)[] {
  return screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)
}

describe('the view of the overview', () => {
  it('is searched by name and URL, and by state', async () => {
    server.use(signedIn(), overview(THREE))
    const { user, router } = renderApp('/')
    await screen.findByRole('heading', { name: 'Web shop' })
    expect(screen.getByText('3 shown')).toBeVisible()

    await user.type(screen.getByRole('searchbox'), 'example ACC')
    await waitFor(() => {
      expect(names()).toEqual(['Accounts'])
    })
    expect(router.state.location.search).toEqual({ search: 'example ACC' })

    await user.click(screen.getByRole('radio', { name: 'Needs attention' }))
    expect(await screen.findByText('No dashboard is like that')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Show all' }))
    expect(await screen.findByText('3 shown')).toBeVisible()
    expect(screen.getByRole('searchbox')).toHaveValue('')

    await user.click(screen.getByRole('radio', { name: 'Needs attention' }))
    await waitFor(() => {
      expect(names()).toEqual(['Billing'])
    })
  })

  it('says in its field what is searched for after going back', async () => {
    server.use(signedIn(), overview(THREE))
    const { user, router } = renderApp('/?search=billing')
    expect(await screen.findByRole('searchbox')).toHaveValue('billing')
    await user.click(screen.getByRole('link', { name: 'Dashboards' }))
    await waitFor(() => {
      expect(screen.getByRole('searchbox')).toHaveValue('')
    })

    router.history.back()

    await waitFor(() => {
      expect(names()).toEqual(['Billing'])
    })
    expect(screen.getByRole('searchbox')).toHaveValue('billing')
  })

  it.each([
    ['name', ['Accounts', 'Billing', 'Web shop']],
    ['state', ['Billing', 'Accounts', 'Web shop']],
    ['visits', ['Web shop', 'Billing', 'Accounts']],
    ['visits_change', ['Billing', 'Web shop', 'Accounts']],
    ['p95', ['Web shop', 'Billing', 'Accounts']],
    ['p95_change', ['Web shop', 'Billing', 'Accounts']],
    ['uptime', ['Billing', 'Web shop', 'Accounts']],
  ])('is sorted by %s', async (sort, expected) => {
    server.use(signedIn(), overview(THREE))
    const { user } = renderApp('/')
    await screen.findByRole('heading', { name: 'Web shop' })

    await user.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), sort)

    await waitFor(() => {
      expect(names()).toEqual(expected)
    })
  })

  it('is a table, too, whose headers sort it one way and the other', async () => {
    server.use(signedIn(), overview(THREE))
    const { user, router, container } = renderApp('/')
    await user.click(await screen.findByRole('radio', { name: 'Table' }))
    const rows = () => screen.getAllByRole('rowheader').map((header) => header.textContent)
    await screen.findByRole('table')
    expect(rows()).toEqual(['Web shop', 'Billing', 'Accounts'])
    await expectAccessible(container)

    await user.click(screen.getByRole('button', { name: 'Visits' }))
    const header = screen.getByRole('columnheader', { name: 'Visits' })
    await waitFor(() => {
      expect(header).toHaveAttribute('aria-sort', 'descending')
    })
    await user.click(screen.getByRole('button', { name: 'Uptime' }))
    await waitFor(() => {
      expect(rows()).toEqual(['Billing', 'Web shop', 'Accounts'])
    })
    await user.click(screen.getByRole('button', { name: 'Uptime' }))
    await waitFor(() => {
      expect(rows()).toEqual(['Web shop', 'Billing', 'Accounts'])
    })
    expect(router.state.location.search).toEqual({ layout: 'table', sort: 'uptime', reversed: true })
  })
})
