import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { Combobox } from '@/components/combobox'
import { namesQuery } from '@/features/statistic/api/get-names'
import { messages } from '@/features/statistic/messages'
import { isComplete, type Question } from '@/features/statistic/question'
import { type FilterName, type View, withFilter } from '@/features/statistic/view'

interface FilterPickerProps {
  question: Question
  name: FilterName
  onChange: (view: View) => void
}

/** One filter, chosen from the names that have calls; any other name can be typed. */
export function FilterPicker({ question, name, onChange }: FilterPickerProps) {
  const [opened, setOpened] = useState(false)
  const query = useQuery({ ...namesQuery(question, name), enabled: opened && isComplete(question) })
  const names = query.data ?? []
  return (
    <Combobox
      label={messages.filterNames[name]}
      placeholder={messages.filterAll[name]}
      value={question.view[name]}
      options={names.map((each) => ({
        value: each.name,
        label: each.name,
        hint: messages.calls(each.calls),
      }))}
      status={messages.namesStatus(query)}
      free
      onOpen={() => {
        setOpened(true)
      }}
      onChange={(value) => {
        onChange(withFilter(question.view, name, value))
      }}
    />
  )
}
