/** The clients of the life of devices. */
import { api } from '#web/kit/api.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { devicesLifecycle } from '../../lifecycle/contract.ts'
import { devicesProvisioning } from '../../provisioning/contract.ts'

export const lifecycle = api(devicesLifecycle)
export const provisioning = api(devicesProvisioning)
/** Sends the files that are to prove a step; answers their ids. */
export const sendEvidence = (item: PanelItem, files: readonly File[]): Promise<string[]> =>
  Promise.all(
    files.map(async (file) => {
      const sent = { headers: { 'x-file-name': encodeURIComponent(file.name) }, contentType: file.type || 'application/octet-stream' }
      return (await lifecycle.addEvidence({ params: { id: item.id }, raw: file }, sent)).id
    }),
  )
export const evidenceAt = (id: string): string => `/api/devices/evidence/${id}`
