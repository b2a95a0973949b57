import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'

import { ThemeToggle } from '@/components/theme-toggle'

it('shows a chosen theme, remembers it, and goes back to what the system says', async () => {
  const user = userEvent.setup()
  render(<ThemeToggle />)
  expect(screen.getByRole('radio', { name: 'System' })).toBeChecked()

  await user.click(screen.getByRole('radio', { name: 'Dark' }))
  expect(document.documentElement.dataset.theme).toBe('dark')
  expect(localStorage.getItem('pydash.theme')).toBe('dark')

  await user.click(screen.getByRole('radio', { name: 'System' }))
  expect(document.documentElement.dataset.theme).toBeUndefined()
  expect(localStorage.getItem('pydash.theme')).toBeNull()
})
