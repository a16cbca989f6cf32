/** The pages about people, as the front knows them; each loads when it is visited. */

import IconUserPlus from '@tabler/icons-react/dist/esm/icons/IconUserPlus.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { webRoom } from '#web/kit/room.ts'
import { Banner } from './web/banner.tsx'
import { people } from './web/mine.ts'
import { roomTexts } from './web/roomTexts.ts'

const password = () => import('./web/choosePassword.tsx')
const organisation = () => import('./web/organisation.tsx')
const administrate = { may: 'people.administrate' } as const
const read = { may: 'people.read' } as const
const stranger = { may: 'anyone', frame: 'bare' } as const

export default webRoom({
  texts: roomTexts,
  banner: Banner,
  pages: [
    { ...stranger, path: '/setup', title: 'people.setUp.title', load: () => import('./web/setUp.tsx') },
    { ...stranger, path: '/sign-in', title: 'people.signIn.title', load: () => import('./web/signIn.tsx') },
    { ...stranger, path: '/forgot', title: 'people.forgot.title', load: () => import('./web/forgot.tsx') },
    { ...stranger, path: '/reset', title: 'people.reset.title', load: () => password().then(({ Reset }) => ({ default: Reset })) },
    {
      ...stranger,
      path: '/invitation',
      title: 'people.invitation.title',
      load: () => password().then(({ Invitation }) => ({ default: Invitation })),
    },
    { path: '/account', title: 'people.account.title', load: () => import('./web/profile.tsx') },
    { path: '/account/security', title: 'people.account.security', load: () => import('./web/security.tsx') },
    { path: '/account/two-step', title: 'people.setUpTwoStep.title', load: () => import('./web/setUpTwoStep.tsx') },
    { path: '/account/tokens', title: 'people.account.tokens', load: () => import('./web/tokens.tsx') },
    { ...read, path: '/people', title: 'people.list.people', load: () => import('./web/personList.tsx') },
    { ...administrate, path: '/people/new', title: 'people.new.title', load: () => import('./web/newPerson.tsx') },
    { ...administrate, path: '/people/import', title: 'people.importing.title', load: () => import('./web/importPeople.tsx') },
    { ...read, path: '/people/$id', title: 'people.list.people', load: () => import('./web/person.tsx') },
    { ...read, path: '/teams', title: 'people.list.teams', load: () => import('./web/teamList.tsx') },
    { ...administrate, path: '/teams/new', title: 'people.team.add', load: () => import('./web/newTeam.tsx') },
    { ...read, path: '/teams/$id', title: 'people.list.teams', load: () => import('./web/team.tsx') },
    { ...read, path: '/organisations', title: 'people.list.organisations', load: () => import('./web/organisationList.tsx') },
    {
      ...administrate,
      path: '/organisations/new',
      title: 'people.organisation.add',
      load: () => organisation().then(({ NewOrganisation }) => ({ default: NewOrganisation })),
    },
    { ...read, path: '/organisations/$id', title: 'people.list.organisations', load: organisation },
  ],
  nav: [{ ...read, to: '/people', title: 'people.list.people', icon: IconUsers, order: 80, also: ['/teams', '/organisations'] }],
  create: [
    { ...administrate, title: 'people.list.invite', to: '/people/new', icon: IconUserPlus },
    { ...administrate, title: 'people.team.add', to: '/teams/new' },
    { ...administrate, title: 'people.organisation.add', to: '/organisations/new' },
  ],
  search: [
    {
      ...read,
      title: 'people.list.people',
      async search(query, signal) {
        const { items } = await people.persons({ query: { search: query.slice(0, 100), limit: 6 } }, { signal })
        return items.map(({ id, name, email }) => ({ id, title: name, to: `/people/${id}`, icon: IconUsers, ...(email && { detail: email }) }))
      },
    },
  ],
})
