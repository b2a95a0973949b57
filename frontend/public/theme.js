// Runs before the first paint, so that a chosen theme does not flash the other one. The app's own code
// (src/hooks/use-theme.ts) comes later and reads what is set here.
try {
  const theme = localStorage.getItem('pydash.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; the system's theme is shown.
}
