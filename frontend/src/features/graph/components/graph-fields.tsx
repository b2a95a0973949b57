import { SelectField } from '@/components/select-field'
import { TextField } from '@/components/text-field'
import styles from '@/features/graph/components/graph-editor.module.css'
import {
  drawable,
  isGraphStatistic,
  KINDS,
  maySplit,
  SLICES,
  SPLITS,
  STATISTICS,
} from '@/features/graph/draft'
import { messages } from '@/features/graph/messages'
import type { GraphWrite } from '@/lib/api/models'

interface GraphFieldsProps {
  graph: GraphWrite
  fieldError: (field: keyof GraphWrite) => string | undefined
  onChange: (graph: GraphWrite) => void
}

const NONE = 'none'
const AUTO = 'auto'
const SPLIT_CHOICES = [NONE, ...SPLITS] as const
const SLICE_CHOICES = [AUTO, ...SLICES] as const

/** All of a graph but its filters. */
export function GraphFields({ graph, fieldError, onChange }: GraphFieldsProps) {
  const change = (changed: Partial<GraphWrite>) => {
    onChange(drawable({ ...graph, ...changed }))
  }
  return (
    <>
      <TextField
        label={messages.name}
        value={graph.title}
        maxLength={100}
        required
        error={fieldError('title')}
        onChange={({ target }) => {
          change({ title: target.value })
        }}
      />
      <div className={styles.pair}>
        <SelectField
          label={messages.statistic}
          options={STATISTICS.map((value) => ({ value, label: messages.statistics[value] }))}
          value={isGraphStatistic(graph.statistic) ? graph.statistic : 'median_execution_time'}
          onChange={(statistic) => {
            change({ statistic })
          }}
        />
        <SelectField
          label={messages.kind}
          options={KINDS.map((value) => ({ value, label: messages.kinds[value] }))}
          value={graph.kind}
          onChange={(kind) => {
            change({ kind })
          }}
        />
      </div>
      {graph.kind !== 'heatmap' && (
        <div className={styles.pair}>
          <SelectField
            label={messages.split}
            hint={maySplit(graph) ? undefined : messages.splitHint}
            options={SPLIT_CHOICES.map((value) => ({ value, label: messages.splits[value] }))}
            value={graph.split ?? NONE}
            disabled={!maySplit(graph)}
            onChange={(split) => {
              change({ split: split === NONE ? null : split })
            }}
          />
          <SelectField
            label={messages.slice}
            options={SLICE_CHOICES.map((value) => ({ value, label: messages.slices[value] }))}
            value={graph.slice ?? AUTO}
            onChange={(slice) => {
              change({ slice: slice === AUTO ? null : slice })
            }}
          />
        </div>
      )}
      <TextField
        label={messages.status}
        hint={messages.statusHint}
        type="number"
        min={0}
        max={999}
        value={graph.status ?? ''}
        error={fieldError('status')}
        onChange={({ target }) => {
          change({ status: target.value === '' ? null : Number(target.value) })
        }}
      />
    </>
  )
}
