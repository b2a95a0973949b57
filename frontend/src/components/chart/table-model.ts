/** The values of a chart, one by one: to read, copy and download. */
export interface TableModel {
  /** What a row is: a time, an endpoint, a version. */
  rowTitle: string
  rows: readonly TableRow[]
  columns: readonly TableColumn[]
  /** On the page the last row is the first; a file keeps their order. */
  newestFirst?: boolean
}

export interface TableRow {
  /** As people read it. */
  label: string
  /** As programs read it, where that differs: a time with its offset. */
  plain?: string
}

export interface TableColumn {
  label: string
  /** Of the plain numbers; the formatted ones have it with them. */
  unit?: string | undefined
  /** One a row. */
  values: readonly (number | null)[]
  format: (value: number | null) => string
}
