import type { Room } from '#platform/room.ts'

/** A room with nothing in it but what the test needs. */
export const room = (parts: Partial<Room>): Room => ({
  name: 'made-up',
  contract: {},
  texts: {},
  grants: {},
  handlers: {},
  on: [],
  jobs: [],
  services: [],
  commands: [],
  folder: import.meta.dirname,
  ...parts,
})
