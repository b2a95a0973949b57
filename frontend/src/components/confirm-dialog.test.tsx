import { render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import { ConfirmDialog } from '@/components/confirm-dialog'

it('has the way out first, where the focus goes', () => {
  render(
    <ConfirmDialog
      title="Delete it?"
      action="Delete"
      error={null}
      busy={false}
      onConfirm={vi.fn()}
      onClose={vi.fn()}
    >
      <p>It is gone for good.</p>
    </ConfirmDialog>,
  )

  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Cancel', 'Delete'])
})
