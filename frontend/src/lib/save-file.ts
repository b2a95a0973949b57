// Some browsers begin to read the content only after the click was handled.
const KEPT_MS = 30_000

/** Has the browser save a file, as if it were a link to one. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, KEPT_MS)
}

/** Of what people read: letters and digits of any script stay, all else becomes single dashes. */
export function fileName(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}
