import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'

import { Drawing } from '@/features/widget/drawings/drawing'
import type { Kind } from '@/features/widget/kinds'
import { expectAccessible } from '@/testing/axe'

const bar = { start: 0, end: 4 }
const DOCUMENTS: [kind: Kind, document: Record<string, unknown>, shows: string | RegExp][] = [
  ['number', { item: [{ value: 30, prefix: '$' }, { value: 20 }] }, '+50% against before'],
  [
    'rag',
    {
      item: [
        { value: '', text: '' },
        { value: 7, text: 'Orders' },
        { value: '', text: '' },
      ],
    },
    '7',
  ],
  ['text', { item: [{ text: 'home: 5 ms', type: 1 }] }, 'Warning:'],
  ['pie_chart', { item: [{ value: 3, label: 'home', colour: '3c1ea5' }] }, '100%'],
  ['line_chart', { item: [1, 5], settings: { axisx: ['first', 'last'] } }, 'last'],
  ['geck_o_meter', { item: 4, min: { value: 0 }, max: { value: 8, text: 'busy' } }, '8 busy'],
  ['funnel', { item: [{ value: 3, label: 'home' }], type: 'standard', percentage: 'show' }, '100%'],
  [
    'bullet',
    {
      orientation: 'horizontal',
      item: {
        label: 'Orders',
        sublabel: 'Thousands',
        axis: { point: [0, 8] },
        range: { red: bar, amber: bar, green: bar },
        measure: { current: bar },
        comparative: { point: 5 },
      },
    },
    '4 against 5',
  ],
]

it.each(DOCUMENTS)('a %s says in words what it draws', (kind, document, shows) => {
  render(<Drawing kind={kind} document={document} />)

  expect(screen.getAllByText(shows)[0]).toBeVisible()
})

it.each(DOCUMENTS)('a %s of nothing is drawn, too', (kind) => {
  const { container } = render(<Drawing kind={kind} document={{}} />)

  expect(container).not.toHaveTextContent('NaN')
})

it('every kind is accessible', async () => {
  const { container } = render(
    DOCUMENTS.map(([kind, document]) => <Drawing key={kind} kind={kind} document={document} />),
  )

  await expectAccessible(container)
})
