/** Keys by which programs outside show whose they are, as rows that can be revoked. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from './confirm.tsx'
import classes from './keys.module.css'
import { keyTexts } from './keyTexts.ts'
import { useText } from './texts.ts'
import { Time } from './time.tsx'
import { toast, toastProblem } from './toast.tsx'

export interface Key {
  id: string
  organisationId: string
  name: string
  createdAt: string
  usedAt: string | null
  revokedAt: string | null
}
interface Props {
  keys: readonly Key[]
  /** Of each organisation, where there is more than one. */
  names?: ReadonlyMap<string, string>
  /** What follows from it, before it is done. */
  consequences: string
  revoke(key: Key): Promise<unknown>
}
export function KeyRows({ keys, names, consequences, revoke }: Props) {
  const t = useText(keyTexts)
  const [revoking, setRevoking] = useState<Key>()
  const confirmed = async () => {
    if (!revoking) return
    await revoke(revoking).then(
      () => toast(t('kit.keys.revoked', { name: revoking.name })),
      (thrown: unknown) => toastProblem(thrown, t('kit.keys.failed')),
    )
  }
  return (
    <>
      <ul className={classes.list} aria-label={t('kit.keys')}>
        {keys.map((one) => (
          <Row key={one.id} of={one} organisation={names?.get(one.organisationId)} revoke={() => setRevoking(one)} />
        ))}
      </ul>
      <Confirm
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('kit.keys.revokeTitle', { name: revoking?.name ?? '' })}
        consequences={consequences}
        verb={t('kit.keys.revoke')}
        danger
        onConfirm={confirmed}
      />
    </>
  )
}
function Row({
  of: { name, createdAt, usedAt, revokedAt },
  organisation,
  revoke,
}: {
  of: Key
  organisation: string | undefined
  revoke: () => void
}) {
  const t = useText(keyTexts)
  return (
    <li className={classes.row} data-over={revokedAt !== null || undefined}>
      <span className={classes.wide}>
        {name}
        <span className="dim small">
          {organisation !== undefined && ` · ${organisation}`}
          {' · '}
          {t('kit.keys.made')} <Time at={createdAt} as="day" />
          {' · '}
          {usedAt ? (
            <>
              {t('kit.keys.used')} <Time at={usedAt} />
            </>
          ) : (
            t('kit.keys.unused')
          )}
        </span>
      </span>
      {revokedAt ? (
        <span className="dim small">
          {t('kit.keys.revokedAt')} <Time at={revokedAt} as="day" />
        </span>
      ) : (
        <Button size="xs" variant="default" aria-label={t('kit.keys.revokeOne', { name })} onClick={revoke}>
          {t('kit.keys.revoke')}
        </Button>
      )}
    </li>
  )
}
