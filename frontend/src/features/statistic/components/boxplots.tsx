import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'

import { Button } from '@/components/button'
import { BoxChart } from '@/components/chart/box-chart'
import { boxHeight } from '@/components/chart/box-model'
import { EmptyNotice } from '@/components/empty-notice'
import { Panel } from '@/components/panel'
import { SegmentedControl } from '@/components/segmented-control'
import type { NamedBox } from '@/features/statistic/api/get-boxplots'
import type { Answered } from '@/features/statistic/api/panel-query'
import { messages } from '@/features/statistic/messages'
import { spreadMessages } from '@/features/statistic/spread-messages'

const SCALES = ['linear', 'log'] as const
// More are a list rather than a picture; the rest is a press away.
const ROWS_MAX = 20
const ROWS_LIKELY = 8

type Scale = (typeof SCALES)[number]

interface BoxplotsProps {
  query: UseQueryResult<Answered<NamedBox[]>>
  title: string
  rowTitle: string
  colorOf: (name: string) => string
  /** Which are left out first where they are many. */
  drop: 'first' | 'last'
}

/** How execution times are spread, row by row. */
export function Boxplots({ query, title, rowTitle, colorOf, drop }: BoxplotsProps) {
  const [scale, setScale] = useState<Scale>('log')
  const [all, setAll] = useState(false)
  return (
    <Panel
      title={title}
      query={query}
      height={boxHeight(ROWS_LIKELY)}
      tools={
        <SegmentedControl
          legend={messages.scale}
          name="box-scale"
          options={SCALES.map((value) => ({ value, label: messages.scales[value] }))}
          value={scale}
          onChange={setScale}
        />
      }
      empty={({ view, answer }) =>
        answer.length === 0 ? (
          <EmptyNotice title={messages.noCallsInView(view)}>{messages.noCallsHint}</EmptyNotice>
        ) : undefined
      }
    >
      {({ view, answer }) => {
        const some = drop === 'last' ? answer.slice(0, ROWS_MAX) : answer.slice(-ROWS_MAX)
        const rows = (all ? answer : some).map(({ name, box }) => ({
          label: name,
          color: colorOf(name),
          spread: box,
        }))
        return (
          <>
            <BoxChart label={`${title}, ${messages.timeWords(view)}`} model={{ rowTitle, rows, scale }} />
            {some.length < answer.length && (
              <Button
                variant="quiet"
                aria-expanded={all}
                onClick={() => {
                  setAll(!all)
                }}
              >
                {all ? spreadMessages.showFewer : spreadMessages.showAllRows(answer.length)}
              </Button>
            )}
          </>
        )
      }}
    </Panel>
  )
}
