import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Combobox } from '@/components/combobox'
import { namesQuery } from '@/features/statistic/api/get-names'
import { messages } from '@/features/statistic/messages'
import { isComplete, type Question } from '@/features/statistic/question'
import { type Comparison, comparisonWith, type View, withComparison } from '@/features/statistic/view'

interface ComparisonPickerProps {
  question: Question
  onChange: (view: View) => void
}

/** What the page is compared with: the time before, or a version. */
export function ComparisonPicker({ question, onChange }: ComparisonPickerProps) {
  const [opened, setOpened] = useState(false)
  const query = useQuery({ ...namesQuery(question, 'version'), enabled: opened && isComplete(question) })
  const { view } = question
  const choices = new Set<Comparison>([
    'previous',
    ...(query.data ?? []).map(({ name }) => comparisonWith(name)),
    ...(view.compare === undefined ? [] : [view.compare]),
  ])
  return (
    <Combobox
      label={messages.compare}
      placeholder={messages.compareNothing}
      value={view.compare}
      options={[...choices].map((choice) => ({ value: choice, label: messages.comparison(choice) }))}
      status={messages.namesStatus(query)}
      onOpen={() => {
        setOpened(true)
      }}
      onChange={(value) => {
        onChange(
          withComparison(
            view,
            [...choices].find((choice) => choice === value),
          ),
        )
      }}
    />
  )
}
