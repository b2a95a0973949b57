/** Readers of a widget's document, which is Geckoboard's: what is not as it should be reads as nothing. */

export type Document = Record<string, unknown>

const isRecord = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function recordIn(document: Document, name: string): Document {
  const value = document[name]
  return isRecord(value) ? value : {}
}

export function listIn(document: Document, name: string): unknown[] {
  const value = document[name]
  return Array.isArray(value) ? value : []
}

export function itemsIn(document: Document): Document[] {
  return listIn(document, 'item').filter(isRecord)
}

export function numberIn(document: Document, name: string): number | null {
  return asNumber(document[name])
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

export function textIn(document: Document, name: string): string {
  const value = document[name]
  return typeof value === 'string' ? value : ''
}
