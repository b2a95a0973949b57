import { useState } from 'react'

import { SegmentedControl } from '@/components/segmented-control'
import { CustomRange } from '@/features/statistic/components/custom-range'
import { messages } from '@/features/statistic/messages'
import { DEFAULT_RANGE, RANGE_NAMES, type View, withRange, withTime } from '@/features/statistic/view'

const OPTIONS = [...RANGE_NAMES, 'custom'] as const

interface RangePickerProps {
  view: View
  onChange: (view: View) => void
}

/** The time of a page: one of some usual ranges, or any from the calendar. */
export function RangePicker({ view, onChange }: RangePickerProps) {
  const [choosing, setChoosing] = useState(false)
  const { range = DEFAULT_RANGE, from, until } = view
  const isCustom = choosing || from !== undefined
  return (
    <>
      <SegmentedControl
        legend={messages.range}
        name="range"
        options={OPTIONS.map((value) => ({ value, label: messages.rangeLabels[value] }))}
        value={isCustom ? 'custom' : range}
        onChange={(chosen) => {
          setChoosing(chosen === 'custom')
          if (chosen !== 'custom') onChange(withRange(view, chosen))
        }}
      />
      {isCustom && (
        <CustomRange
          // Another time, for example from a chart, fills the fields anew.
          key={`${from ?? ''}/${until ?? ''}`}
          from={from}
          until={until}
          onChange={(startMs, endMs) => {
            setChoosing(false)
            onChange(withTime(view, startMs, endMs))
          }}
        />
      )}
    </>
  )
}
