export const SCALE_STEPS = 7

/** One colour of a scale and the smallest value that has it. */
export interface ScaleStep {
  from: number
  /** Of the tokens: 1 is the faintest. */
  token: number
}

export interface SequentialScale {
  steps: readonly ScaleStep[]
  /** Undefined where there is nothing: no number, or none of what is counted. */
  stepOf: (value: number | null) => ScaleStep | undefined
}

/**
 * For counts, from one on. Steps grow with the square of their place: a single busy hour would leave all others
 * in the first of even steps.
 */
export function countScale(values: readonly (number | null)[]): SequentialScale {
  return scaleOf(wholeEdges(values))
}

/** For shares in percent: as counts, but below one as well, from the smallest on. */
export function shareScale(values: readonly (number | null)[]): SequentialScale {
  const least = Math.min(...positive(values))
  const [first, ...others] = wholeEdges(values)
  return scaleOf(first === undefined ? [] : [least, ...others.filter((edge) => edge > least)])
}

function wholeEdges(values: readonly (number | null)[]): number[] {
  const most = Math.max(0, ...positive(values))
  if (most === 0) return []
  return Array.from({ length: SCALE_STEPS }, (_, index) =>
    Math.max(1, Math.round(most * (index / SCALE_STEPS) ** 2)),
  )
}

// Times closer to each other than this are the same to whoever waits; more colours would make much of chance.
const STEP_FACTOR_MIN = 1.2

/** For times, which differ by factors: each step is the same factor above the one before. */
export function timeScale(values: readonly (number | null)[]): SequentialScale {
  const known = positive(values)
  if (known.length === 0) return scaleOf([])
  const fastest = Math.min(...known)
  const slowest = Math.max(...known)
  const factor = Math.max(STEP_FACTOR_MIN, (slowest / fastest) ** (1 / SCALE_STEPS))
  const steps = Array.from({ length: SCALE_STEPS }, (_, index) => ({
    from: fastest * factor ** index,
    token: index + 1,
  }))
  return withSteps(steps.filter(({ from }, index) => index === 0 || from < slowest))
}

export function stepColor(step: ScaleStep | undefined): string {
  return step === undefined ? 'var(--sunken)' : `var(--scale-${step.token})`
}

/** Of text on that colour. */
export function onStepColor(step: ScaleStep | undefined): string {
  return step === undefined ? 'var(--text)' : `var(--on-scale-${step.token})`
}

function positive(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null && value > 0) as number[]
}

/** Few different edges take colours from the whole scale. */
function scaleOf(edges: readonly number[]): SequentialScale {
  const different = [...new Set(edges)]
  const stride = different.length > 1 ? (SCALE_STEPS - 1) / (different.length - 1) : 0
  const first = different.length > 1 ? 1 : Math.ceil(SCALE_STEPS / 2)
  return withSteps(different.map((from, index) => ({ from, token: Math.round(first + index * stride) })))
}

function withSteps(steps: readonly ScaleStep[]): SequentialScale {
  return {
    steps,
    stepOf: (value) =>
      value === null || value <= 0 ? undefined : (steps.findLast(({ from }) => value >= from) ?? steps[0]),
  }
}
