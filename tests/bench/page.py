"""What a browser says of a page: when it was drawn, and how long its frames took. Run inside the page."""

# Of all that was painted the largest, in milliseconds since the navigation; known once nothing more comes.
LARGEST_PAINT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const { startTime, element } = list.getEntries().at(-1)
    resolve({ ms: startTime, text: element?.textContent.slice(0, 60) ?? '' })
  }).observe({ type: 'largest-contentful-paint', buffered: true })
})"""

# Milliseconds since the navigation until `selector` is there and no part in view loads any more, painted.
DRAWN = """(selector) => new Promise((resolve) => {
  const inView = (element) => element.getBoundingClientRect().top < innerHeight
  const look = () => {
    const loading = [...document.querySelectorAll('[aria-busy=true], [data-outdated=true]')].some(inView)
    if (document.querySelector(selector) === null || loading) requestAnimationFrame(look)
    else requestAnimationFrame(() => resolve(performance.now()))
  }
  look()
})"""

# Milliseconds from the mouse being released until the chart with `label` shows other slices, painted. The chart's
# description changes with its data and its paths are drawn after that; the second frame afterwards begins once the
# first was painted, so the figure is up to a frame too long, never too short. `page` is the same of all in view.
WATCH_REDRAW = """(label) => {
  const described = () => document.querySelector(`[role=img][aria-label^="${label}"]`).getAttribute('aria-label')
  const before = described()
  let released, isDescribed = false
  const painted = () => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - released)))
  })
  addEventListener('pointerup', (event) => { released = event.timeStamp }, { capture: true, once: true })
  window.redrawn = new Promise((resolve) => {
    const observer = new MutationObserver((records) => {
      for (const { target, attributeName } of records) {
        isDescribed ||= attributeName === 'aria-label' && described() !== before
        if (!isDescribed || target.closest('svg') === null) continue
        observer.disconnect()
        resolve(painted())
        return
      }
    })
    observer.observe(document.querySelector('main'), { attributes: true, childList: true, subtree: true })
  })
}"""
REDRAWN = "() => window.redrawn"

# The longest time between two frames, in milliseconds, until it is asked for.
WATCH_FRAMES = """() => {
  let last, longest = 0, handle
  const frame = (now) => {
    if (last !== undefined) longest = Math.max(longest, now - last)
    last = now
    handle = requestAnimationFrame(frame)
  }
  handle = requestAnimationFrame(frame)
  window.longestFrame = () => { cancelAnimationFrame(handle); return longest }
}"""
LONGEST_FRAME = "() => window.longestFrame()"
