import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'

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
  /** The same function as long as it says the same. */
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
      {({ view, answer }) => (
        <>
          <Boxes
            label={messages.chartLabel(title, view)}
            boxes={answer}
            rowTitle={rowTitle}
            colorOf={colorOf}
            drop={all ? undefined : drop}
            scale={scale}
          />
          {answer.length > ROWS_MAX && (
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
      )}
    </Panel>
  )
}

interface BoxesProps extends Pick<BoxplotsProps, 'rowTitle' | 'colorOf'> {
  label: string
  boxes: readonly NamedBox[]
  /** Undefined where all are shown. */
  drop: BoxplotsProps['drop'] | undefined
  scale: Scale
}

function Boxes({ label, boxes, rowTitle, colorOf, drop, scale }: BoxesProps) {
  const model = useMemo(() => {
    const shown =
      drop === undefined ? boxes : drop === 'last' ? boxes.slice(0, ROWS_MAX) : boxes.slice(-ROWS_MAX)
    const rows = shown.map(({ name, box }) => ({ label: name, color: colorOf(name), spread: box }))
    return { rowTitle, rows, scale }
  }, [boxes, rowTitle, colorOf, drop, scale])
  return <BoxChart label={label} model={model} />
}
