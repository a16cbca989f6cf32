/** Who follows the case, on its page. */
import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, PersonChip, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { useTeams } from '../../web/calls.ts'
import classes from '../../web/case/case.module.css'
import type { CaseProps } from '../../web/case/parts.ts'
import { watchingCalls } from './calls.ts'
import { watchingWords } from './texts.ts'

const kinds = ['everything', 'public', 'moves'] as const

export default function Watchers({ page }: CaseProps) {
  const t = useText(watchingWords)
  const reload = useReload()
  const { id, organisationId } = page.case
  const params = { id }
  const key = ['desk', 'watchers', id]
  const { data, error, refetch } = useLoad({ key, load: (signal) => watchingCalls.watchers({ params }, { signal }), about: [`case/${id}`] })
  const run = async (change: () => Promise<unknown>) => {
    try {
      await change()
    } catch (thrown) {
      toastProblem(thrown, t('watch.title'))
    }
    await reload(key)
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={1} />
  const mine = data.find(({ me }) => me)
  return (
    <>
      {data.length === 0 && <p className="dim">{t('watch.none')}</p>}
      <ul className={classes.sublist}>
        {data.map((one) => {
          const { id: watcher, name } = one.person ?? one.team ?? { id: '', name: '' }
          return (
            <li key={one.id} className={classes.line}>
              <PersonChip name={name} detail={one.team ? t('watch.team') : t(`watch.what.${one.what}`)} />
              {page.mayWork && !one.me && (
                <ActionIcon
                  size="sm"
                  aria-label={t('watch.remove', { name })}
                  onClick={() => void run(() => watchingCalls.removeWatcher({ params: { id, watcher } }))}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              )}
            </li>
          )
        })}
      </ul>
      {mine && (
        <NativeSelect
          mt="xs"
          size="xs"
          label={t('watch.what')}
          value={mine.what}
          onChange={(event) => {
            const what = event.currentTarget.value as (typeof kinds)[number]
            void run(() => watchingCalls.watch({ params, body: { what } }))
          }}
          data={kinds.map((value) => ({ value, label: t(`watch.what.${value}`) }))}
        />
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        mt="xs"
        ml={-8}
        onClick={() => void run(() => (mine ? watchingCalls.unwatch({ params }) : watchingCalls.watch({ params, body: {} })))}
      >
        {t(mine ? 'watch.stop' : 'watch.follow')}
      </Button>
      {page.mayWork && <Add caseId={id} organisationId={organisationId} known={data.map((one) => (one.person ?? one.team)?.id ?? '')} run={run} />}
    </>
  )
}

interface AddProps {
  caseId: string
  organisationId: string
  known: readonly string[]
  run: (change: () => Promise<unknown>) => Promise<void>
}
function Add({ caseId, organisationId, known, run }: AddProps) {
  const t = useText(watchingWords)
  const params = { id: caseId }
  const teams = useTeams(organisationId) ?? []
  const colleagues = useColleagues(caseId, true) ?? []
  const fresh = <T extends { id: string }>(all: readonly T[]) => all.filter(({ id }) => !known.includes(id))
  return (
    <NativeSelect
      mt="xs"
      size="xs"
      aria-label={t('watch.add')}
      value=""
      onChange={(event) => {
        const chosen = event.currentTarget.value
        if (chosen === '') return
        const team = teams.some(({ id }) => id === chosen)
        void run(() => watchingCalls.addWatcher({ params, body: team ? { teamId: chosen } : { personId: chosen } }))
      }}
      data={[
        { value: '', label: t('watch.add') },
        ...fresh(teams).map(({ id, name }) => ({ value: id, label: `${t('watch.team')}: ${name}` })),
        ...fresh(colleagues).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}

/** Staff who may see the case. */
const useColleagues = (caseId: string, when: boolean) =>
  useLoad({ key: ['desk', 'colleagues', caseId], load: (signal) => watchingCalls.colleagues({ params: { id: caseId } }, { signal }), when }).data
