const STEPS = [1, 2, 5]
const TICKS_MAX = 9

export interface ValueAxis {
  min: number
  max: number
  ticks: number[]
}

/** Ends at round numbers just outside of all values, which must be above 0. So many labels have room. */
export function logAxis(values: readonly number[], ticksMax = TICKS_MAX): ValueAxis {
  const lowest = Math.min(...values)
  const highest = Math.max(...values)
  const round: number[] = []
  for (let power = Math.floor(Math.log10(lowest)); power <= Math.ceil(Math.log10(highest)); power += 1) {
    // 10 ** -1 is exact enough for labels of three digits.
    round.push(...STEPS.map((step) => step * 10 ** power))
  }
  const min = round.findLast((value) => value <= lowest) ?? lowest
  const max = round.find((value) => value >= highest) ?? highest
  const within = round.filter((value) => value >= min && value <= max)
  const powers = within.filter((value) => Number.isInteger(Number(Math.log10(value).toFixed(9))))
  if (within.length <= Math.min(ticksMax, TICKS_MAX)) return { min, max, ticks: within }
  return { min, max, ticks: thinned(powers.length > 1 ? powers : within, ticksMax) }
}

/** Every second, or every third, and so on, until so many are left. */
function thinned(ticks: readonly number[], most: number): number[] {
  const step = Math.ceil(ticks.length / Math.max(1, most))
  return ticks.filter((_, index) => index % step === 0)
}
