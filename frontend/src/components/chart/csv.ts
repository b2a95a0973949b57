import type { TableColumn, TableModel } from '@/components/chart/table-model'

// What spreadsheets take for the beginning of a formula.
const FORMULA = /^[=+\-@\t\r]/
const TO_QUOTE = /[",\r\n]/

/** As RFC 4180 has it, with plain numbers; no value is an empty field. */
export function csvOf({ rowTitle, rows, columns }: TableModel): string {
  const head = [rowTitle, ...columns.map(heading)].map(field)
  const lines = rows.map((row, index) => [
    field(row.plain ?? row.label),
    ...columns.map((column) => String(column.values[index] ?? '')),
  ])
  return [head, ...lines].map((fields) => `${fields.join(',')}\r\n`).join('')
}

function heading({ label, unit }: TableColumn): string {
  return unit === undefined ? label : `${label} (${unit})`
}

/** Names come from the monitored app, and so from whoever calls it: none may become a formula. */
function field(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return TO_QUOTE.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
