/** The school as it is watched: its things by name, and who does what. */
import type { Actor, App } from '#platform/room.ts'
import type { Desk } from './desk.ts'
import type { Thing } from './measured.ts'

export interface Watch {
  app: App
  desk: Desk
  /** By name. */
  things: ReadonlyMap<string, Thing>
  /** When what is measured begins. */
  began: number
  actor(login: string): Actor
}
export const idOf = ({ things }: Watch, name: string): string => {
  const thing = things.get(name)
  if (!thing) throw new Error(`the register has no ${name}`)
  return thing.id
}
