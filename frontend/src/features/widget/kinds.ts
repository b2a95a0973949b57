import type { WidgetDraft } from '@/lib/api/models'

export type Kind = WidgetDraft['definition']['kind']

export const KINDS = [
  'number',
  'rag',
  'text',
  'pie_chart',
  'line_chart',
  'geck_o_meter',
  'funnel',
  'bullet',
] as const satisfies readonly Kind[]

/** How what is entered becomes part of the definition; a field that is left empty does not. */
export type Entry = 'text' | 'number' | 'numbers' | 'check' | 'choice'

export const OPTIONS = {
  by: 'choice',
  top: 'number',
  previous: 'check',
  prefix: 'text',
  absolute: 'check',
  reverse: 'check',
  amber: 'number',
  red: 'number',
  timeslice: 'choice',
  colour: 'text',
  minimum: 'number',
  maximum: 'number',
  minimum_text: 'text',
  maximum_text: 'text',
  type: 'choice',
  percentage: 'choice',
  sort: 'check',
  axis_points: 'numbers',
  comparative: 'number',
  projected: 'number',
  sublabel: 'text',
  red_range: 'numbers',
  amber_range: 'numbers',
  green_range: 'numbers',
  orientation: 'choice',
  auto_scale: 'check',
} as const satisfies Record<string, Entry>

export type Option = keyof typeof OPTIONS

/** Of each kind, in the order they are asked for. */
export const OPTIONS_OF: Record<Kind, readonly Option[]> = {
  number: ['prefix', 'previous', 'absolute', 'reverse'],
  rag: ['amber', 'red'],
  text: ['by', 'top', 'amber', 'red'],
  pie_chart: ['by', 'top'],
  line_chart: ['timeslice', 'colour'],
  geck_o_meter: ['minimum', 'minimum_text', 'maximum', 'maximum_text'],
  funnel: ['by', 'top', 'type', 'percentage', 'sort'],
  bullet: [
    'axis_points',
    'comparative',
    'projected',
    'sublabel',
    'red_range',
    'amber_range',
    'green_range',
    'orientation',
    'auto_scale',
  ],
}

export const REQUIRED: readonly string[] = ['maximum', 'axis_points']

export const CHOICES: Partial<Record<Option, readonly string[]>> = {
  by: ['endpoint', 'version', 'group_by', 'ip', 'status'],
  timeslice: ['minute', 'hour', 'day', 'week', 'month', 'year'],
  type: ['standard', 'reverse'],
  percentage: ['show', 'hide'],
  orientation: ['horizontal', 'vertical'],
}

export const FILTERS = ['endpoint', 'version', 'group_by', 'ip', 'status'] as const
export type Filter = (typeof FILTERS)[number]

// The last one is a range that the others cannot say, as the API takes them.
export const RANGES = ['hour', 'day', 'week', 'month', 'all', 'dates', 'kept'] as const
export type RangeChoice = (typeof RANGES)[number]

/** Ranges that move on with the time. */
export const LAST = {
  hour: { count: 60, unit: 'minute' },
  day: { count: 24, unit: 'hour' },
  week: { count: 7, unit: 'day' },
  month: { count: 30, unit: 'day' },
} as const
