/** What rooms show on the page of a record of a room below them. That page asks for it here, so that it need not know the rooms above it. */
import { type ComponentType, type Context, lazy, type ReactNode, Suspense, useContext, useEffect } from 'react'
import type { Texts } from '#platform/i18n.ts'
import { useMe } from './person.ts'
import { textOf, useLooks } from './texts.ts'

export interface Panel<Subject> {
  key: string
  /** Text key. */
  title: string
  /** Smaller stands higher. */
  order: number
  /** A permission, held in an organisation of the record. */
  may: string
  /** Among the facts at the right, folding under its title. Otherwise it draws its own section in the story, or nothing where it has nothing to say. */
  aside?: boolean
  load: () => Promise<{ default: ComponentType<{ subject: Subject; title: string }> }>
}
export interface ShownPanel {
  key: string
  title: string
  order: number
  aside: boolean
  content: ReactNode
}

/** Each component is made lazy once; `fetch` has it at hand by the time that the record is there. */
export const panelsOf = <Subject,>(rooms: readonly { texts: Texts; panels?: readonly Panel<Subject>[] | undefined }[]) =>
  rooms.flatMap(({ texts, panels = [] }) =>
    panels.map(({ load, ...panel }) => {
      let loading: ReturnType<typeof load> | undefined
      const fetch = () => {
        loading ??= load()
        return loading
      }
      return { ...panel, texts, fetch, Panel: lazy(fetch) }
    }),
  )
export type Panels<Subject> = ReturnType<typeof panelsOf<Subject>>

/** Begins to load them while the record itself is still on its way. */
export function usePanelsSoon<Subject>(from: Context<Panels<Subject>>): void {
  const panels = useContext(from)
  useEffect(() => {
    for (const { fetch } of panels) fetch().catch(() => undefined)
  }, [panels])
}

/** Those that this person may see of this record. `where`: the organisations whose permissions count. */
export function usePanels<Subject>(from: Context<Panels<Subject>>, subject: Subject, where: readonly string[]): readonly ShownPanel[] {
  const me = useMe()
  const { locale } = useLooks()
  const mayHere = (may: string) =>
    me?.permissions.some(({ permission, organisationIds }) => permission === may && where.some((id) => organisationIds.includes(id))) ?? false
  return useContext(from)
    .filter(({ may }) => mayHere(may))
    .map(({ key, title: textKey, order, aside = false, texts, Panel }) => {
      const title = textOf(texts, locale)(textKey)
      const content = (
        <Suspense key={key} fallback={null}>
          <Panel subject={subject} title={title} />
        </Suspense>
      )
      return { key, title, order, aside, content }
    })
}
