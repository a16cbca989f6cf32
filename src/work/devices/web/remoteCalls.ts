/** How a device can be worked on from here, and opening what was given. */
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { devicesRemote } from '../remote/contract.ts'

export const remote = api(devicesRemote)
export const handsKey = (itemId: string) => ['devices', 'remote', itemId]
export const useHands = (itemId: string) =>
  useLoad({
    key: handsKey(itemId),
    load: (signal) => remote.hands({ params: { id: itemId } }, { signal }),
    about: [`item/${itemId}`],
    on: ['devices.templatesChanged'],
  })

/** Pages beside this one; programs of this computer without leaving it. */
export function openLink(url: string): void {
  const link = document.createElement('a')
  link.href = url
  if (/^https?:/i.test(url)) link.target = '_blank'
  link.rel = 'noopener noreferrer'
  link.click()
}
