const PARTS_SHOWN = 3

/** The end of a path, which tells files of an app apart; of a package, its path in there. */
export function shortPath(file: string): string {
  const parts = file.split(/[\\/]/).filter((part) => part !== '')
  const packages = Math.max(parts.lastIndexOf('site-packages'), parts.lastIndexOf('dist-packages'))
  const shown = packages >= 0 ? parts.slice(packages + 1) : parts.slice(-PARTS_SHOWN)
  return shown.join('/')
}

export function placeOf({ file, line }: { file: string; line: number }): string {
  return file === '' ? '' : `${shortPath(file)}:${line}`
}
