import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'

import { Panel } from '@/components/panel'
import { expectComplaint } from '@/testing/setup'

const ask = vi.fn<() => Promise<string>>()
let broken = false

function Content({ text }: { text: string }) {
  if (broken) throw new Error('cannot draw this')
  return <p>{text}</p>
}

function TestPanel() {
  const query = useQuery({ queryKey: ['panel'], queryFn: ask, retry: false })
  return (
    <Panel
      title="Numbers"
      query={query}
      height={100}
      empty={(text) => (text === '' ? <p>Nothing yet</p> : undefined)}
    >
      {(text) => <Content text={text} />}
    </Panel>
  )
}

function renderPanel() {
  const queryClient = new QueryClient()
  render(
    <QueryClientProvider client={queryClient}>
      <TestPanel />
    </QueryClientProvider>,
  )
  return { queryClient, user: userEvent.setup() }
}

describe('a panel', () => {
  it('waits', () => {
    ask.mockReturnValue(new Promise(() => undefined))
    renderPanel()
    expect(screen.getByText('Loading Numbers')).toBeInTheDocument()
  })

  it('is empty', async () => {
    ask.mockResolvedValue('')
    renderPanel()
    expect(await screen.findByText('Nothing yet')).toBeVisible()
  })

  it('fails and recovers', async () => {
    ask.mockRejectedValueOnce(new Error('boom')).mockResolvedValue('42')
    const { user } = renderPanel()
    await user.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('42')).toBeVisible()
  })

  it('keeps what it has where it cannot be updated, and says since when', async () => {
    ask.mockResolvedValueOnce('42').mockRejectedValueOnce(new Error('boom')).mockResolvedValue('43')
    const { queryClient, user } = renderPanel()
    await screen.findByText('42')

    await queryClient.invalidateQueries()
    expect(await screen.findByText(/Could not be updated since/)).toBeVisible()
    expect(screen.getByText('42')).toBeVisible()

    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('43')).toBeVisible()
    expect(screen.queryByText(/Could not be updated/)).not.toBeInTheDocument()
  })

  it('breaks alone', async () => {
    broken = true
    ask.mockResolvedValue('42')
    const { user } = renderPanel()
    expect(await screen.findByRole('alert')).toHaveTextContent('This part of the page failed.')
    expect(screen.getByRole('heading', { name: 'Numbers' })).toBeVisible()
    expectComplaint(/cannot draw this/)

    broken = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(screen.getByText('42')).toBeVisible()
  })
})
