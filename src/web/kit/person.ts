/** Who is signed in, and what that person may do. The server decides; this only keeps what cannot be done out of sight or disabled. */
import { createContext, useContext } from 'react'
import type { Locale } from '#platform/i18n.ts'

export interface Me {
  id: string
  name: string
  email: string | null
  locale: Locale
  theme: 'light' | 'dark' | 'system'
  timeZone?: string
  roles: { organisationId: string; organisationName: string; role: string }[]
  /** Each with the organisations in which it is held. */
  permissions: { permission: string; organisationIds: string[] }[]
  homePath?: string
}

export const MeContext = createContext<Me | null>(null)
/** The person who is signed in; null on pages that anyone may see. */
export const useMe = (): Me | null => useContext(MeContext)
export const mayIn = (me: Me | null, permission: string | undefined): boolean =>
  permission === undefined ||
  permission === 'anyone' ||
  (me !== null && (permission === 'signedIn' || me.permissions.some((one) => one.permission === permission)))
/** Whether the person has this permission in at least one organisation. */
export const useMay = (permission: string | undefined): boolean => mayIn(useMe(), permission)
/** Reporters have the portal as their home, everybody else the desk. */
export const homeOf = (me: Me): string => me.homePath ?? (me.roles.every(({ role }) => role === 'reporter') ? '/portal' : '/desk')
