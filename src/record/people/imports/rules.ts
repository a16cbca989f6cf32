/** What a row of the file says, or what is wrong with it. Pure: organisations, teams and names of roles are arguments. */
import { Email, type Role, roles } from '../contract.ts'
import { type Column, columns } from './contract.ts'

export interface Fault {
  row: number
  column: Column | null
  code: string
  values?: Record<string, string | number>
}

export interface Said {
  row: number
  name: string
  email: string
  organisationId: string
  roles: Role[]
  teamId: string | null
  locale: 'nl' | 'en' | null
}

export interface Known {
  /** Folded name -> id. */
  organisations: ReadonlyMap<string, string>
  /** Organisation id -> folded name -> id. */
  teams: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Folded name in either language, or the key itself -> role. */
  roles: ReadonlyMap<string, Role>
  defaultOrganisationId: string
}

/** Lower case and without accents, as the database compares names. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

const headers: Readonly<Record<string, Column>> = {
  name: 'name',
  naam: 'name',
  email: 'email',
  'e-mail': 'email',
  mail: 'email',
  'e-mailadres': 'email',
  emailadres: 'email',
  organisation: 'organisation',
  organization: 'organisation',
  organisatie: 'organisation',
  role: 'role',
  rol: 'role',
  team: 'team',
  locale: 'locale',
  language: 'locale',
  taal: 'locale',
}

/** Where each column stands; English and Dutch headers are understood. */
export function columnsOf(cells: readonly string[]): { places: Map<Column, number>; faults: Fault[] } {
  const places = new Map<Column, number>()
  const faults: Fault[] = []
  for (const [index, cell] of cells.entries()) {
    const column = headers[fold(cell)]
    if (!column) faults.push({ row: 1, column: null, code: 'people.import.columnUnknown', values: { column: cell.slice(0, 60) } })
    else if (places.has(column)) faults.push({ row: 1, column, code: 'people.import.columnTwice', values: { column } })
    else places.set(column, index)
  }
  for (const column of ['name', 'email'] as const)
    if (!places.has(column)) faults.push({ row: 1, column, code: 'people.import.columnMissing', values: { column } })
  return { places, faults }
}

/** Labels of roles as people write them. */
export function rolesByName(labels: (role: Role) => readonly string[]): Map<string, Role> {
  return new Map(roles.flatMap((role) => [role, ...labels(role)].map((label) => [fold(label), role] as const)))
}

/** One row; `faults` says everything that is wrong with it. */
export function readRow(
  row: number,
  cells: readonly string[],
  places: ReadonlyMap<Column, number>,
  known: Known,
): { said: Said | null; faults: Fault[] } {
  const faults: Fault[] = []
  const cell = (column: Column) => (places.has(column) ? (cells[places.get(column) ?? -1] ?? '') : '')
  const fault = (column: Column, code: string) => {
    faults.push({ row, column, code, values: { value: cell(column).slice(0, 100) } })
  }
  for (const column of columns) if (cell(column).length > 254 || cell(column).includes('\u0000')) fault(column, 'people.import.tooLong')
  const name = cell('name')
  if (name === '') fault('name', 'people.import.required')
  else if (name.length > 120) fault('name', 'people.import.tooLong')
  const email = Email.safeParse(cell('email'))
  if (cell('email') === '') fault('email', 'people.import.required')
  else if (!email.success) fault('email', 'people.import.email')
  const organisationId = cell('organisation') === '' ? known.defaultOrganisationId : known.organisations.get(fold(cell('organisation')))
  if (organisationId === undefined) fault('organisation', 'people.import.organisation')
  const wanted = cell('role') === '' ? [] : cell('role').split(/[|/]/)
  const found = wanted.map((label) => known.roles.get(fold(label)))
  if (found.includes(undefined)) fault('role', 'people.import.role')
  const teamId = cell('team') === '' ? null : organisationId && known.teams.get(organisationId)?.get(fold(cell('team')))
  if (organisationId !== undefined && teamId === undefined) fault('team', 'people.import.team')
  const locale = fold(cell('locale')) || null
  if (locale !== null && locale !== 'nl' && locale !== 'en') fault('locale', 'people.import.locale')
  if (faults.length > 0 || !email.success || organisationId === undefined) return { said: null, faults }
  const roles = found.filter((role) => role !== undefined)
  return { said: { row, name, email: email.data, organisationId, roles, teamId: teamId ?? null, locale: locale as Said['locale'] }, faults }
}

/** The same address in two rows is one person with more roles or teams; under two names it is a mistake. */
export function namedTwice(all: readonly Said[]): Fault[] {
  const first = new Map<string, Said>()
  return all.flatMap((said) => {
    const before = first.get(said.email)
    if (!before) first.set(said.email, said)
    return before && before.name !== said.name
      ? [{ row: said.row, column: 'email' as const, code: 'people.import.twice', values: { row: before.row } }]
      : []
  })
}
