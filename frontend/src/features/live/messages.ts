import type { LiveStatus } from '@/features/live/live-connection'

export const messages: Record<LiveStatus, { label: string; hint: string }> = {
  connecting: { label: 'Connecting', hint: 'Connecting to PyDash.' },
  live: { label: 'Live', hint: 'Charts follow new calls as they arrive.' },
  reconnecting: {
    label: 'Reconnecting',
    hint: 'The live connection is lost. Charts are refreshed every 15 s meanwhile.',
  },
}
