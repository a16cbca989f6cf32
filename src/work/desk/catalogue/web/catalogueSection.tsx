/** In the settings: what can be asked for, in its order. */
import { ActionIcon, Button } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconList from '@tabler/icons-react/dist/esm/icons/IconListSearch.mjs'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { catalogueCalls } from './calls.ts'
import classes from './catalogue.module.css'
import { moved } from './editor.ts'
import { editorWords } from './editorTexts.ts'
import { useWord } from './formFields.tsx'

export default function CatalogueSection({ organisationId, may }: SettingsProps) {
  const t = useText(editorWords)
  const word = useWord()
  const go = useGo()
  const reload = useReload()
  const key = ['desk/catalogue', 'items', organisationId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => catalogueCalls.items({ query: { organisationId } }, { signal }),
    on: ['desk.catalogue.'],
  })
  const items = data?.items ?? []
  const move = async (at: number, by: 1 | -1) => {
    try {
      await catalogueCalls.orderItems({ body: { organisationId, ids: moved(items, at, by).map(({ id }) => id) } })
      await reload(key)
    } catch (thrown) {
      toastProblem(thrown, t('edit.section'))
    }
  }
  const add = may && <Button onClick={() => go(`/desk/catalogue/new?organisation=${organisationId}`)}>{t('edit.add')}</Button>
  return (
    <Section title={t('edit.section')} actions={items.length > 0 ? add : undefined}>
      <p className="dim">{t('edit.section.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data && items.length === 0 && (
        <Empty icon={IconList} title={t('edit.empty')} action={add}>
          {t('edit.empty.text')}
        </Empty>
      )}
      <ul className={classes.offers}>
        {items.map((one, at) => {
          const name = word(one.definition.name)
          return (
            <li key={one.id} className={classes.cardHead}>
              <Link to={`/desk/catalogue/${one.id}`} className={classes.offer} style={{ flex: 1 }}>
                <span className={classes.offerHead}>
                  <strong>{name}</strong>
                  <StateBadge meaning={one.active ? 'held' : 'cancelled'}>{t(one.active ? 'edit.on' : 'edit.off')}</StateBadge>
                </span>
                <span className="dim small">
                  {t(`catalogue.kind.${one.definition.kind}`)} · {t('edit.version', { version: one.version })}
                </span>
              </Link>
              {may && (
                <span>
                  <ActionIcon variant="subtle" color="gray" disabled={at === 0} aria-label={t('edit.up', { name })} onClick={() => void move(at, -1)}>
                    <IconUp size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={at === items.length - 1}
                    aria-label={t('edit.down', { name })}
                    onClick={() => void move(at, 1)}
                  >
                    <IconDown size={16} aria-hidden />
                  </ActionIcon>
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
