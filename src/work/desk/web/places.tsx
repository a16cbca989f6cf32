/** The pages of the desk beside its list, as one row of links on top of each of them: the rail has one place for the whole desk. */
import type { ComponentProps } from 'react'
import { Page } from '#web/kit/page.tsx'
import { mayIn, useMe } from '#web/kit/person.ts'
import { Places } from '#web/kit/places.tsx'
import { useTitle, type Words } from './part.tsx'

interface DeskPlace {
  to: string
  title: Words
  may: string
}
/** In the order in which they stand, what is used most first; a wing adds a line. */
const places: readonly DeskPlace[] = [
  { to: '/desk', title: { nl: 'Zaken', en: 'Cases' }, may: 'desk.read' },
  { to: '/desk/tasks', title: { nl: 'Taken', en: 'Tasks' }, may: 'desk.tasks' },
  { to: '/desk/shift', title: { nl: 'Dienst', en: 'Shift' }, may: 'desk.work' },
  { to: '/desk/escalations', title: { nl: 'Escalaties', en: 'Escalations' }, may: 'desk.work' },
  { to: '/desk/outages', title: { nl: 'Storingen', en: 'Outages' }, may: 'desk.work' },
  { to: '/desk/changes', title: { nl: 'Wijzigingen', en: 'Changes' }, may: 'desk.read' },
  { to: '/desk/known-errors', title: { nl: 'Bekende fouten', en: 'Known errors' }, may: 'desk.read' },
  { to: '/desk/recurring', title: { nl: 'Terugkerend werk', en: 'Recurring work' }, may: 'desk.work' },
  { to: '/desk/absence', title: { nl: 'Afwezigheid', en: 'Absence' }, may: 'desk.work' },
  { to: '/desk/access', title: { nl: 'Toegang', en: 'Access' }, may: 'desk.read' },
  { to: '/desk/time', title: { nl: 'Tijd', en: 'Time' }, may: 'desk.tasks' },
  { to: '/desk/reports', title: { nl: 'Rapportage', en: 'Reports' }, may: 'desk.read' },
  { to: '/desk/answers', title: { nl: 'Antwoorden', en: 'Answers' }, may: 'desk.work' },
]

const room: Words = { nl: 'Servicedesk', en: 'Service desk' }

export function DeskPlaces() {
  const me = useMe()
  const title = useTitle()
  const mine = places.filter(({ may }) => mayIn(me, may))
  return <Places label={title(room)} places={mine.map((one) => ({ to: one.to, title: title(one.title) }))} />
}

/** A page of the desk beside its list: it stands under the desk, with the way to the other ones on top. */
export function DeskPage({ children, ...page }: Omit<ComponentProps<typeof Page>, 'under'>) {
  const title = useTitle()
  const mayRead = mayIn(useMe(), 'desk.read')
  return (
    <Page {...page} under={mayRead ? [{ label: title(room), to: '/desk' }] : []}>
      <DeskPlaces />
      {children}
    </Page>
  )
}
