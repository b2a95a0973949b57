import { SegmentedControl } from '@/components/segmented-control'
import { messages } from '@/features/statistic/messages'
import { RANGE_NAMES, type RangeName } from '@/features/statistic/range'

interface RangePickerProps {
  value: RangeName
  onChange: (range: RangeName) => void
}

export function RangePicker({ value, onChange }: RangePickerProps) {
  return (
    <SegmentedControl
      legend={messages.range}
      name="range"
      options={RANGE_NAMES.map((name) => ({ value: name, label: messages.ranges[name].label }))}
      value={value}
      onChange={onChange}
    />
  )
}
