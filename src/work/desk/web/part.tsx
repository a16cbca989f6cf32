/** How a wing puts something on a page of the desk: one line in the parts.ts of that page. What is not shown is not loaded. */
import { type ComponentType, lazy, Suspense } from 'react'
import { useLooks } from '#web/kit/texts.ts'

export type Words = Readonly<Record<'nl' | 'en', string>>
export interface Part<P> {
  key: string
  Show: ComponentType<P>
  /** Whether it belongs on this page; always unless told. */
  when?: ((props: P) => boolean) | undefined
}
export interface TitledPart<P> extends Part<P> {
  title: Words
  /** Folded until somebody opens it. */
  folded?: boolean
}

type Load<P> = () => Promise<{ default: ComponentType<P> }>
/** `part('desk.tasks', () => import('../../tasks/web/panel.tsx'))` */
export const part = <P extends object>(key: string, load: Load<P>, when?: (props: P) => boolean): Part<P> => ({
  key,
  Show: lazy(load) as unknown as ComponentType<P>,
  when,
})

export const fitting = <P, T extends Part<P>>(parts: readonly T[], props: P): readonly T[] => parts.filter(({ when }) => when?.(props) ?? true)

export function Shown<P extends object>({ one: { Show }, props }: { one: Part<P>; props: NoInfer<P> }) {
  return (
    <Suspense fallback={null}>
      <Show {...props} />
    </Suspense>
  )
}

/** All that fit, one under the other; nothing takes no room. */
export function Parts<P extends object>({ parts, props }: { parts: readonly Part<P>[]; props: NoInfer<P> }) {
  return fitting(parts, props).map((one) => <Shown key={one.key} one={one} props={props} />)
}

/** The words of a part in the language of who looks. */
export function useTitle(): (words: Words) => string {
  const { locale } = useLooks()
  return (words) => words[locale]
}
