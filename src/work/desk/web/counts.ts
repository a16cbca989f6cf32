/** The counts beside the names in the navigation and on the views. */
import { useLoad } from '#web/kit/load.ts'
import { calls, careCalls, mailCalls } from './calls.ts'

export const useCounts = () => useLoad({ key: ['desk', 'counts'], load: (signal) => calls.counts({}, { signal }), on: ['cases.'] }).data
export const useNewCount = () => useCounts()?.new
export const useUnprocessedCount = () =>
  useLoad({
    key: ['desk', 'notProcessed', 'count'],
    load: (signal) => mailCalls.notProcessed({ query: { limit: 100 } }, { signal }),
    on: ['desk.mail.'],
  }).data?.items.length
/** Mine, and due. */
export const useCareCount = () =>
  useLoad({ key: ['desk', 'aftercare', 'counts'], load: (signal) => careCalls.counts({}, { signal }), on: ['desk.aftercare.'] }).data?.mine
