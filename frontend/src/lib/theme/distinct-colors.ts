import { endpointMark, MARK_COLORS } from '@/lib/theme/endpoint-mark'

/**
 * A colour for each endpoint of a chart that shows up to eight by colour alone. Each has its own one, the first to
 * have it keeps it, and who comes later gets one that is free: layers of one colour are one layer to the eye.
 */
export function distinctColors(names: readonly string[]): Map<string, string> {
  const free = new Set(Array.from({ length: MARK_COLORS }, (_, index) => `var(--series-${index + 1})`))
  const chosen = new Map<string, string>()
  for (const name of names) {
    const { color } = endpointMark(name)
    if (free.delete(color)) chosen.set(name, color)
  }
  for (const name of names) {
    if (chosen.has(name)) continue
    const [next = endpointMark(name).color] = free
    free.delete(next)
    chosen.set(name, next)
  }
  return chosen
}
