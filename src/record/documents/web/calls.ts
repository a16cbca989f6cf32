/** Talking to the room of documents. */
import { api } from '#web/kit/api.ts'
import { documents } from '../contract.ts'

export const documentCalls = api(documents)

const asUpload = (file: File) => ({
  headers: { 'x-file-name': encodeURIComponent(file.name) },
  contentType: file.type || 'application/octet-stream',
})
type Kind = NonNullable<Parameters<typeof documentCalls.addFile>[0]['query']>['kind']
/** A draft from a file. */
export const addFile = (file: File, query: { kind: Kind; organisationId: string | undefined; title?: string }) =>
  documentCalls.addFile({ query, raw: file }, asUpload(file))
/** A new version of a file. */
export const saveFile = (id: string, base: number, note: string, file: File) =>
  documentCalls.saveFile({ params: { id }, query: { base, note }, raw: file }, asUpload(file))

export const fileAt = (id: string, number: number) => `/api/documents/${id}/versions/${number}/file`
