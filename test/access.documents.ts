/** For the walk of every endpoint as every role: a page and a file of ours, published for everybody, that who works for us may write in. */
import { documents, nobody } from '#record/documents/contract.ts'
import type { Input, Ours } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

export interface Documents {
  documents: {
    pageId: string
    fileId: string
    /** Attaches the page to the first case, for the request that takes it off. */
    place(): Promise<void>
  }
}

export async function documentsOf(house: Spil, bea: Member, caseId: string): Promise<Documents> {
  const by = house.as(documents, bea.token)
  const page = await by.writePage({ body: { title: 'Het apparaat instellen', text: 'Zo.' } })
  const file = await by.addFile({ query: {}, raw: 'een bestand' }, { contentType: 'text/plain', headers: { 'x-file-name': 'apparaat.txt' } })
  for (const { id } of [page, file]) {
    await by.publish({ params: { id, number: 1 }, body: { version: 1 } })
    await by.change({ params: { id }, body: { version: 2, read: { ...nobody, everybody: true } } })
  }
  const place = async () => {
    await by.attach({ params: { id: page.id }, body: { kind: 'case', id: caseId } })
  }
  return { documents: { pageId: page.id, fileId: file.id, place } }
}

export const documentsInputs: Readonly<Record<string, (ours: Ours) => Input | Promise<Input>>> = {
  'documents.documents': ({ organisationId }) => ({ query: { organisationId } }),
  'documents.attached': ({ caseId }) => ({ query: { kind: 'case', id: caseId } }),
  'documents.preview': () => ({ body: { text: '**a**' } }),
  'documents.writePage': ({ organisationId }) => ({ body: { title: 'Iets', organisationId } }),
  'documents.addFile': ({ organisationId }) => ({ query: { organisationId }, raw: 'tekst' }),
  'documents.document': ({ documents: { pageId } }) => ({ params: { id: pageId } }),
  'documents.change': ({ documents: { pageId } }) => ({ params: { id: pageId }, body: { version: 99, title: 'Anders' } }),
  'documents.saveText': ({ documents: { pageId } }) => ({ params: { id: pageId }, body: { base: 99, text: 'Anders' } }),
  'documents.saveFile': ({ documents: { fileId } }) => ({ params: { id: fileId }, query: { base: '99' }, raw: 'tekst' }),
  'documents.version': ({ documents: { pageId } }) => ({ params: { id: pageId, number: '1' } }),
  'documents.restore': ({ documents: { pageId } }) => ({ params: { id: pageId, number: '1' }, body: { base: 99 } }),
  'documents.publish': ({ documents: { pageId } }) => ({ params: { id: pageId, number: '1' }, body: { version: 99 } }),
  'documents.withdraw': ({ documents: { pageId } }) => ({ params: { id: pageId }, body: { version: 99 } }),
  'documents.download': ({ documents: { fileId } }) => ({ params: { id: fileId, number: '1' } }),
  'documents.readAgain': ({ documents: { pageId } }) => ({ params: { id: pageId, number: '1' } }),
  'documents.attach': ({ documents: { pageId }, caseId }) => ({ params: { id: pageId }, body: { kind: 'case', id: caseId } }),
  'documents.detach': async ({ documents: { pageId, place }, caseId }) => {
    await place()
    return { params: { id: pageId, kind: 'case', place: caseId } }
  },
}

/** In the order of `who`: rep eng lead sec dba cli aud adm anon stranger. */
export const documentsExpectations: Readonly<Record<string, string>> = {
  'documents.documents': '+ + + + + + + + . 0',
  'documents.attached': '+ + + + + + + + . .',
  'documents.reminders': '. + + + + . . + . 0',
  'documents.readReminders': '. + + + + . . + . 0',
  'documents.preview': '. + + + + . . + . 0',
  'documents.writePage': '. + + + + . . + . 0',
  'documents.addFile': '. + + + + . . + . 0',
  'documents.document': '+ + + + + + + + . .',
  'documents.change': '. + + + + . . + . .',
  'documents.saveText': '. + + + + . . + . .',
  'documents.saveFile': '. + + + + . . + . .',
  'documents.version': '+ + + + + + + + . .',
  'documents.restore': '. + + + + . . + . .',
  'documents.publish': '. + + + + . . + . .',
  'documents.withdraw': '. + + + + . . + . .',
  'documents.download': '+ + + + + + + + . .',
  'documents.readAgain': '. + + + + . . + . .',
  'documents.attach': '. + + + + . . + . .',
  'documents.detach': '. + + + + . . + . .',
}
