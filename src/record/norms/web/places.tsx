/** The pages about norms, as one row of links on top of its lists. */
import { Places } from '#web/kit/places.tsx'
import { useText } from '#web/kit/texts.ts'
import { roomTexts } from './roomTexts.ts'

const places = [
  { to: '/norms', title: 'norms.expectations.title' },
  { to: '/norms/baselines', title: 'norms.baselines.title' },
  { to: '/norms/deviations', title: 'norms.deviations.title' },
  { to: '/norms/exceptions', title: 'norms.exceptions.title' },
  { to: '/norms/compliance', title: 'norms.compliance.title' },
  { to: '/norms/policy', title: 'norms.policy.title' },
] as const
export function NormPlaces() {
  const t = useText(roomTexts)
  return <Places label={t('norms.title')} places={places.map(({ to, title }) => ({ to, title: t(title) }))} />
}
