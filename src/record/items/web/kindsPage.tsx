/** The kinds of items of an organisation. */
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { ItemPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

export default function KindsPage() {
  const t = useText(webTexts)
  return (
    <Page title={t('items.kinds.title')} under={[{ label: t('items.title'), to: '/items' }]}>
      <ItemPlaces />
    </Page>
  )
}
