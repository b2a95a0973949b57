// Two tones, the second one lower: heard as "something is wrong" in any language.
const TONES_HZ = [880, 587]
const TONE_SECONDS = 0.16
const GAP_SECONDS = 0.06
const VOLUME = 0.12
// Without it each tone would begin and end with a click.
const FADE_SECONDS = 0.02

/** Says nothing where the browser allows no sounds: they never are the only sign of what happened. */
export function playAlarm(): void {
  if (!navigator.userActivation.hasBeenActive) return
  const context = new AudioContext()
  TONES_HZ.forEach((frequency, index) => {
    const start = context.currentTime + index * (TONE_SECONDS + GAP_SECONDS)
    const end = start + TONE_SECONDS
    const oscillator = new OscillatorNode(context, { frequency })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(VOLUME, start + FADE_SECONDS)
    gain.gain.setValueAtTime(VOLUME, end - FADE_SECONDS)
    gain.gain.linearRampToValueAtTime(0, end)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(start)
    oscillator.stop(end)
    if (index === TONES_HZ.length - 1) oscillator.onended = () => void context.close()
  })
}
