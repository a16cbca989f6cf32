/** The map: every page of every room, loaded when visited, behind the guards of setting up and signing in. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, useMatch } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { parseQuery, writeQuery } from './kit/links.tsx'
import { homeOf, mayIn } from './kit/person.ts'
import type { PageRoute } from './kit/room.ts'
import { queries } from './queries.ts'
import { rooms } from './rooms.ts'
import { sessionOf } from './session.ts'
import { Bare } from './shell/bare.tsx'
import { Broken, Missing, NotAllowed, Pending } from './shell/failures.tsx'
import { Shell } from './shell/shell.tsx'

const isAnyone = (page: PageRoute) => page.may === 'anyone'

/** Sends people who may not be here to where they belong; `to` brings them back after signing in. */
async function guard(page: PageRoute, href: string) {
  const session = await sessionOf(queries)
  if (!session.installed) {
    if (page.path !== '/setup') throw redirect({ to: '/setup' as never })
    return { refused: false }
  }
  if (page.path === '/setup') throw redirect({ to: '/' as never })
  if (session.me === null && !isAnyone(page)) throw redirect({ to: '/sign-in', search: { to: href } } as never)
  if (page.path === '/sign-in' && session.me) throw redirect({ to: homeOf(session.me) as never })
  return { refused: !mayIn(session.me, page.may ?? 'signedIn') }
}

const root = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Broken })
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Bare })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const session = await sessionOf(queries)
    throw redirect({ to: (!session.installed ? '/setup' : session.me ? homeOf(session.me) : '/sign-in') as never })
  },
})

function routeOf(page: PageRoute) {
  const Component = lazyRouteComponent(page.load) as ComponentType & { preload?: () => Promise<unknown> }
  return createRoute({
    getParentRoute: () => ((page.frame ?? 'shell') === 'bare' ? bare : shell),
    path: page.path,
    beforeLoad: ({ location }) => guard(page, location.href),
    loader: () => Component.preload?.(),
    component: function Guarded() {
      const refused = useMatch({ strict: false, select: (match) => (match.context as { refused?: boolean }).refused })
      return refused ? <NotAllowed /> : <Component />
    },
  })
}

export function makeRouter() {
  const pages = rooms.flatMap((room) => room.pages)
  const inShell = pages.filter((page) => page.frame !== 'bare')
  const tree = root.addChildren([
    home,
    shell.addChildren(inShell.map(routeOf)),
    bare.addChildren(pages.filter((page) => page.frame === 'bare').map(routeOf)),
  ])
  return createRouter({
    routeTree: tree,
    parseSearch: (text) => parseQuery(text),
    stringifySearch: writeQuery,
    defaultPreload: 'intent',
    defaultPreloadDelay: 60,
    defaultPendingMs: 300,
    defaultPendingComponent: Pending,
    scrollRestoration: true,
    scrollToTopSelectors: ['#content'],
  })
}
