/** The services that a case can be about, to choose from. */
import { useLoad } from '#web/kit/load.ts'
import { catalogueCalls } from './calls.ts'

/** `now`: what is there already stays a choice, also when the catalogue no longer knows it. */
export function useServices(organisationId: string, now: string | null | undefined) {
  const { data } = useLoad({
    key: ['desk/services', organisationId],
    load: (signal) => catalogueCalls.services({ query: { organisationId } }, { signal }),
    when: organisationId !== '',
    on: ['desk.catalogue.'],
  })
  const services = data?.items ?? []
  const names = services.map(({ name }) => name)
  return { services, names: now && !names.includes(now) ? [now, ...names] : names }
}
