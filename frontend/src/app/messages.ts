export const messages = {
  product: 'PyDash',
  skip: 'Skip to content',
  timezone: (zone: string) => `Times are in ${zone}.`,
  notFoundTitle: 'Page not found',
  notFound: 'There is no page at this address. It may have moved, or the link may be mistyped.',
  pages: 'Pages of this dashboard',
  statistics: 'Statistics',
  graphs: 'Graphs',
  home: 'Go to all dashboards',
  failedTitle: 'This page could not be opened',
  toDashboard: 'Dashboard',
}
