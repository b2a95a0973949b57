import { type UseMutationResult, useMutation } from '@tanstack/react-query'

import { ApiError } from '@/lib/api/api-error'
import { api, dataOf } from '@/lib/api/client'
import type { Source, SourceCheckCreate } from '@/lib/api/models'

/** Looks at an app. One that cannot be read is an error, as it is when it is added. */
export function useCheckSource(): UseMutationResult<Source, Error, SourceCheckCreate> {
  return useMutation({ mutationFn: checkSource })
}

async function checkSource(asked: SourceCheckCreate): Promise<Source> {
  const { source, refusal } = await dataOf(api.POST('/api/v1/dashboards/check', { body: asked }))
  if (source !== null) return source
  const detail = refusal?.detail ?? ''
  throw new ApiError({
    type: `/problems/source-${(refusal?.error ?? 'not-readable').replaceAll('_', '-')}`,
    title: detail,
    status: 422,
    detail,
    instance: '',
    errors: [{ pointer: `#/body/${refusal?.field ?? 'url'}`, detail }],
  })
}
