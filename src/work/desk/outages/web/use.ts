/** What holds now for who looks; it follows what is published. */
import { useLoad } from '#web/kit/load.ts'
import { outageCalls } from './calls.ts'

export const useOutages = () => useLoad({ key: ['portal', 'outages'], load: (signal) => outageCalls.outages({}, { signal }), on: ['desk.outage'] })
