import { validateView, type View, withFilter } from '@/features/statistic/view'

/** A view of one endpoint. Its name is a parameter and no part of the path: names contain slashes. */
export interface EndpointSearch extends Omit<View, 'endpoint'> {
  name: string
}

export function validateEndpointSearch({ name, ...others }: Record<string, unknown>): EndpointSearch {
  const view = withFilter(validateView(others), 'endpoint', undefined)
  // A name of digits alone arrives as a number.
  return { ...view, name: typeof name === 'string' || typeof name === 'number' ? String(name) : '' }
}

export function viewOf({ name, ...view }: EndpointSearch): View {
  return { ...view, endpoint: name }
}

export function searchOf({ endpoint = '', ...view }: View): EndpointSearch {
  return { ...view, name: endpoint }
}
