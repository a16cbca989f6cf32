/** The clients of the desk, and what several pages ask in the same way. */
import { people } from '#record/people/contract.ts'
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { useMe } from '#web/kit/person.ts'
import { deskAftercare } from '../aftercare/contract.ts'
import { desk, deskGrants } from '../contract.ts'
import { deskMail } from '../mail/contract.ts'
import { deskSearch } from '../search/contract.ts'

export const calls = api(desk)
export const mailCalls = api(deskMail)
export const careCalls = api(deskAftercare)
export const searchCalls = api(deskSearch)
export const peopleCalls = api(people)

/** Attaches one file to a case. */
export const attach = (caseId: string, file: File, visibility: 'public' | 'internal') =>
  calls.attach(
    { params: { id: caseId }, query: { visibility }, raw: file },
    { contentType: file.type || 'application/octet-stream', headers: { 'x-file-name': encodeURIComponent(file.name || 'file') } },
  )

/** Teams and people change seldom; `people.` events load them again. */
export const useTeams = (organisationId?: string) =>
  useLoad({
    key: ['people/teams', organisationId ?? ''],
    load: (signal) => peopleCalls.teams({ query: { limit: 200, ...(organisationId && { organisationId }) } }, { signal }),
    on: ['people.'],
  }).data?.items.filter(({ active }) => active)

const working: readonly string[] = deskGrants['desk.work']
/** Who can be given work in this organisation. */
export function useEngineers(organisationId: string | undefined) {
  const { data } = useLoad({
    key: ['people/engineers', organisationId ?? ''],
    load: (signal) => peopleCalls.persons({ query: { limit: 200, active: 'true', ...(organisationId && { organisationId }) } }, { signal }),
    on: ['people.'],
  })
  return data?.items.filter(({ roles }) =>
    roles.some((one) => working.includes(one.role) && (organisationId === undefined || one.organisationId === organisationId)),
  )
}

/** For `useMyOrganisations`: also who reads and does no work. */
export const reading: readonly string[] = deskGrants['desk.read']

/** The organisations in which I hold one of these roles, by name. */
export function useMyOrganisations(among: readonly string[] = working): readonly { id: string; name: string }[] {
  const me = useMe()
  const found = new Map((me?.roles ?? []).filter(({ role }) => among.includes(role)).map((one) => [one.organisationId, one.organisationName]))
  return [...found].map(([id, name]) => ({ id, name }))
}
