/** Changes of many items: mine, with the way back. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { itemBulk } from '../contract.ts'

export const bulkCalls = api(itemBulk)
export const bulksKey = ['items', 'bulks']
export const useBulks = (when = true) => useLoad({ key: bulksKey, load: (signal) => bulkCalls.bulks({}, { signal }), when })
