/**
 * For `validateSearch` of routes: what `read` makes of an address, and nothing else. The router would lay it over the
 * address, so that what was left out as senseless came to the page all the same.
 */
export function onlyValid<Search extends object>(
  read: (given: Record<string, unknown>) => Search,
): (given: Record<string, unknown>) => Search {
  return (given) => ({
    ...Object.fromEntries(Object.keys(given).map((name) => [name, undefined])),
    ...read(given),
  })
}
