/** The text of a field of a form; empty where the form has no such field. */
export function fieldText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** The number in a field of a form; null where nothing was entered. */
export function fieldNumber(form: FormData, name: string): number | null {
  const text = fieldText(form, name).trim()
  return text === '' ? null : Number(text)
}
