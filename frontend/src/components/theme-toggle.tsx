import { messages } from '@/components/messages'
import { SegmentedControl } from '@/components/segmented-control'
import { chooseTheme, type ThemeChoice, useThemeChoice } from '@/hooks/use-theme'

const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark']

interface ThemeToggleProps {
  onChosen?: (choice: ThemeChoice) => void
}

export function ThemeToggle({ onChosen }: ThemeToggleProps) {
  const chosen = useThemeChoice()
  return (
    <SegmentedControl
      legend={messages.theme.label}
      name="theme"
      options={CHOICES.map((value) => ({ value, label: messages.theme[value] }))}
      value={chosen}
      onChange={(choice) => {
        chooseTheme(choice)
        onChosen?.(choice)
      }}
    />
  )
}
