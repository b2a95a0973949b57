import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'

import { EndpointTraces } from '@/app/endpoint-traces'
import { createQueryClient } from '@/lib/api/query-client'
import { expectAccessible } from '@/testing/axe'
import { server } from '@/testing/server'
import {
  listOf,
  makeException,
  makeFrame,
  makeOutlier,
  makeOutlierDetails,
  makeProfile,
  makeProfileNode,
} from '@/testing/trace-factories'

const DASHBOARD = 'd0000000-0000-4000-8000-000000000001'
const API = `*/api/v1/dashboards/${DASHBOARD}`
const NOT_OFFERED = { is_offered: false, read_at: null }

const NODES = [
  makeProfileNode({ code: 'def cart():', total_ms: 40, self_ms: 4 }),
  makeProfileNode({ code: 'find()', depth: 1, share: 0.9, total_ms: 36, self_ms: 6 }),
  makeProfileNode({ code: 'query()', depth: 2, share: 0.75, total_ms: 30, self_ms: 30, count: 1 }),
]

interface Given {
  outliers?: object
  profile?: object
  exceptions?: object
}

function renderTraces(given: Given, monitorLevel: number | null = 3) {
  server.use(
    http.get(`${API}/outliers`, () => HttpResponse.json(given.outliers ?? listOf([]))),
    http.get(`${API}/outliers/:id`, () => HttpResponse.json(makeOutlierDetails())),
    http.get(`${API}/profile`, () => HttpResponse.json(given.profile ?? makeProfile([]))),
    http.get(`${API}/exceptions`, () => HttpResponse.json(given.exceptions ?? listOf([]))),
  )
  const question = { dashboardId: DASHBOARD, view: {}, known: { firstCallAt: null, rawFrom: null } }
  const queryClient = createQueryClient()
  const view = render(
    <QueryClientProvider client={queryClient}>
      <EndpointTraces question={question} endpoint="cart" monitorLevel={monitorLevel} />
    </QueryClientProvider>,
  )
  return { ...view, queryClient, user: userEvent.setup() }
}

it('opens an outlier with its stack, its request and its host', async () => {
  const { user, baseElement } = renderTraces({ outliers: listOf([makeOutlier()]) })

  await user.click(await screen.findByRole('button', { name: /Show the outlier of/ }))
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText('rows = find(words)')).toBeVisible()
  expect(within(dialog).getByText('https://shop.example/cart?token=[masked]')).toBeVisible()
  expect(within(dialog).getByRole('row', { name: 'Cookie [masked]' })).toBeVisible()
  expect(within(dialog).getByText('6 GB of 8 GB (75%)')).toBeVisible()
  expect(within(dialog).getByText('Processor 2: 80% busy')).toBeInTheDocument()
  await expectAccessible(baseElement)

  await user.click(within(dialog).getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
})

it('shows a profile as a table whose lines open and close', async () => {
  const { user, baseElement } = renderTraces({ profile: makeProfile(NODES) })

  const line = await screen.findByRole('row', { name: /query/ })
  expect(within(line).getByText('75%')).toBeVisible()
  expect(within(line).getAllByText('15 ms')).toHaveLength(2)
  expect(within(line).getByText('1 of 2')).toBeVisible()
  await expectAccessible(baseElement)

  const find = screen.getByRole('button', { name: 'Show what find() calls' })
  expect(find).toHaveAttribute('aria-expanded', 'true')
  await user.click(find)
  expect(screen.queryByText('query()')).not.toBeInTheDocument()
  await user.click(find)
  expect(screen.getByText('query()')).toBeVisible()
})

it('shows a profile as a flame chart that the keyboard walks and enlarges', async () => {
  const { user, baseElement } = renderTraces({ profile: makeProfile(NODES) })
  await user.click(await screen.findByRole('radio', { name: 'Flame chart' }))

  const chart = screen.getByRole('listbox', { name: 'Flame chart of cart' })
  chart.focus()
  await user.keyboard('{ArrowDown}')
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('find()')
  await expectAccessible(baseElement)

  await user.keyboard('{Enter}')
  expect(screen.queryByText('def cart():')).not.toBeInTheDocument()
  expect(screen.getByRole('option', { name: /query/ })).toHaveStyle({ left: '0%' })
  await user.keyboard('{Escape}')
  expect(screen.getAllByRole('option')).toHaveLength(3)
})

it('stays at a line of the flame chart when new data has others before it', async () => {
  const { user, queryClient } = renderTraces({ profile: makeProfile(NODES) })
  await user.click(await screen.findByRole('radio', { name: 'Flame chart' }))
  await user.click(screen.getByRole('option', { name: /find/ }))
  expect(screen.getAllByRole('option')).toHaveLength(2)

  const first = makeProfileNode({ code: 'check()', depth: 1, share: 0.05 })
  server.use(http.get(`${API}/profile`, () => HttpResponse.json(makeProfile(NODES.toSpliced(1, 0, first)))))
  await queryClient.invalidateQueries()
  await waitFor(() => {
    expect(screen.getByRole('option', { name: /query/ })).toHaveStyle({ left: '0%' })
  })

  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('find()')
  expect(screen.queryByRole('option', { name: /check/ })).not.toBeInTheDocument()
})

it('shows an exception with how often, and its stack when it is opened', async () => {
  const raised = makeException({ stack: [makeFrame({ code: 'outer()' }), makeFrame({ line: 77 })] })
  const { user, baseElement } = renderTraces({ exceptions: listOf([raised]) })

  await user.click(await screen.findByText('KeyError'))
  expect(screen.getByText("'box'")).toBeVisible()
  expect(screen.getByText('12×')).toBeVisible()
  expect(screen.getByText('outer()')).toBeVisible()
  expect(screen.getByText('app/shop/cart.py:77 cart', { selector: 'summary *' })).toBeVisible()
  await expectAccessible(baseElement)
})

it('says what an app needs that gives none', async () => {
  renderTraces({
    outliers: listOf([], NOT_OFFERED),
    profile: makeProfile([], NOT_OFFERED),
    exceptions: listOf([], NOT_OFFERED),
  })
  expect(await screen.findByText('This app gives PyDash no outliers')).toBeVisible()
  expect(await screen.findAllByText(/the export of FMD 1 has none/)).toHaveLength(2)
})

it('says which monitor level there has to be', async () => {
  renderTraces({}, 1)
  expect(
    await screen.findByText(/profiles calls at monitor level 3; this endpoint is at level 1/),
  ).toBeVisible()
  expect(await screen.findByText('No exceptions in this time')).toBeVisible()
})
