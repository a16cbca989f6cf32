/** Talking to the imports. */
import { api } from '#web/kit/api.ts'
import { itemImports } from '../contract.ts'

export const importCalls = api(itemImports)
export const addFile = (file: File, organisationId: string) =>
  importCalls.addImport(
    { query: { organisationId }, raw: file },
    { headers: { 'x-file-name': encodeURIComponent(file.name) }, contentType: 'application/octet-stream' },
  )
export const faultsFileOf = (id: string) => `/api/items/imports/${id}/faults.csv`
