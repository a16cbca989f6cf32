/** Keys for programs that use Spil in my name. */
import { Button } from '@mantine/core'
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs'
import { useState } from 'react'
import { api } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { Copy } from '#web/kit/copy.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import { access as contract, type Token } from '../access/contract.ts'
import classes from './account.module.css'
import { AccountPage } from './accountPage.tsx'
import { NewToken } from './newToken.tsx'
import { webTexts } from './texts.ts'

const access = api(contract)
const key = ['people/tokens']

export default function Tokens() {
  const t = useText(webTexts)
  const reload = useReload()
  const { data, error, refetch } = useLoad({ key, load: (signal) => access.tokens({}, { signal }), on: ['people.token'] })
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<{ name: string; token: string }>()
  const [revoking, setRevoking] = useState<Token>()
  return (
    <AccountPage part="tokens">
      <p className={classes.text}>{t('people.tokens.lead')}</p>
      {made && (
        <div className={classes.below} role="status">
          <Note tone="green">
            {t('people.tokens.made', { name: made.name })}
            <div className={classes.once}>
              <span className={`mono ${classes.secret}`}>{made.token}</span>
              <Copy text={made.token} />
            </div>
          </Note>
        </div>
      )}
      <Section
        title={t('people.tokens.title')}
        actions={
          !making && (
            <Button size="xs" onClick={() => setMaking(true)}>
              {t('people.tokens.new')}
            </Button>
          )
        }
      >
        {making && (
          <NewToken
            close={() => setMaking(false)}
            made={async (token) => {
              setMaking(false)
              setMade(token)
              await reload(key)
            }}
          />
        )}
        {error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeletons rows={3} />
        ) : data.items.length === 0 ? (
          !making && (
            <Empty icon={IconKey} title={t('people.tokens.none')}>
              {t('people.tokens.noneWhat')}
            </Empty>
          )
        ) : (
          <TokenList items={data.items} revoke={setRevoking} />
        )}
      </Section>
      <Confirm
        opened={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('people.tokens.revokeTitle', { name: revoking?.name })}
        consequences={t('people.tokens.revokeWhat')}
        verb={t('people.tokens.revoke')}
        danger
        onConfirm={async () => {
          if (!revoking) return
          await access.revokeToken({ params: { id: revoking.id } })
          toast(t('people.tokens.revoked', { name: revoking.name }))
          await reload(key)
        }}
      />
    </AccountPage>
  )
}

function TokenList({ items, revoke }: { items: readonly Token[]; revoke: (token: Token) => void }) {
  const t = useText(webTexts)
  return (
    <ul className={`${classes.items} ${classes.below}`}>
      {items.map((token) => (
        <li key={token.id} className={classes.item}>
          <div className={classes.what}>
            <span className={classes.name}>{token.name}</span>
            <span className={classes.detail}>
              {token.scope === null ? t('people.tokens.all') : <span className="mono">{token.scope.join(', ')}</span>} · {t('people.tokens.until')}{' '}
              <Time at={token.expiresAt} as="day" /> ·{' '}
              {token.lastUsedAt ? (
                <>
                  {t('people.tokens.used')} <Time at={token.lastUsedAt} />
                </>
              ) : (
                t('people.tokens.neverUsed')
              )}
            </span>
          </div>
          <Button size="xs" variant="default" onClick={() => revoke(token)} aria-label={t('people.tokens.revokeNamed', { name: token.name })}>
            {t('people.tokens.revoke')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
