/** The views of the register that somebody kept. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { itemViews } from '../contract.ts'

export const itemViewCalls = api(itemViews)
export const itemViewsKey = ['items', 'views']
export const useItemViews = (when: boolean) =>
  useLoad({
    key: itemViewsKey,
    load: (signal) => itemViewCalls.views({}, { signal }),
    on: ['items.views.', 'items.created', 'items.moved', 'items.removed'],
    when,
  }).data
