/** The views that somebody kept. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { deskViews } from '../contract.ts'

export const viewCalls = api(deskViews)
export const viewsKey = ['desk', 'views']
export const useViews = () =>
  useLoad({ key: viewsKey, load: (signal) => viewCalls.views({}, { signal }), on: ['desk.views.', 'cases.opened', 'cases.moved', 'cases.assigned'] })
    .data
