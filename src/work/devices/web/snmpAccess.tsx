/** How devices are asked: the version of SNMP, and its community, or its user and passwords. */
import { NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useText, useWords } from '#web/kit/texts.ts'
import { authProtocols, type NewAccess, privProtocols, type Target } from '../snmp/contract.ts'
import classes from './snmp.module.css'
import { snmpTexts } from './snmpTexts.ts'

export interface DraftedAccess {
  protocol: NewAccess['protocol']
  community: string
  user: string
  auth: (typeof authProtocols)[number] | ''
  authPassword: string
  priv: (typeof privProtocols)[number] | ''
  privPassword: string
}
export const draftOf = (access: Target['access'] | undefined): DraftedAccess => ({
  protocol: access?.protocol ?? '2c',
  community: '',
  user: access?.user ?? '',
  // Of a version without users, what is safest of the other is offered.
  auth: access?.protocol === '3' ? (access.auth ?? '') : 'sha256',
  authPassword: '',
  priv: access?.protocol === '3' ? (access.priv ?? '') : 'aes',
  privPassword: '',
})
export function accessOf({ protocol, community, user, auth, authPassword, priv, privPassword }: DraftedAccess): NewAccess {
  if (protocol !== '3') return { protocol, community }
  return {
    ...{ protocol, user: user.trim() },
    ...(auth && { auth: { protocol: auth, password: authPassword } }),
    ...(priv && { priv: { protocol: priv, password: privPassword } }),
  }
}

/** As makers write them. */
const names: Readonly<Record<string, string>> = {
  ...{ md5: 'MD5', sha: 'SHA-1', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' },
  ...{ aes: 'AES-128', aes256b: 'AES-256 (Blumenthal)', aes256r: 'AES-256 (Reeder, Cisco)' },
}
const versions = ['1', '2c', '3'] as const

interface Props {
  access: DraftedAccess
  set: (part: Partial<DraftedAccess>) => void
}
export function AccessFields({ access, set }: Props) {
  const t = useText(snmpTexts)
  return (
    <>
      <NativeSelect
        label={t('devices.snmp.protocol')}
        description={t('devices.snmp.protocolWhat')}
        value={access.protocol}
        onChange={(event) => set({ protocol: versions.find((one) => one === event.currentTarget.value) ?? '2c' })}
        data={versions.map((version) => ({ value: version, label: `v${version}` }))}
      />
      {access.protocol === '3' ? (
        <User access={access} set={set} />
      ) : (
        <Secret label={t('devices.snmp.community')} value={access.community} put={(community) => set({ community })} />
      )}
    </>
  )
}

function User({ access, set }: Props) {
  const t = useText(snmpTexts)
  const choices = (all: readonly string[]) => [
    { value: '', label: t('devices.snmp.without') },
    ...all.map((value) => ({ value, label: names[value] ?? value })),
  ]
  return (
    <>
      <TextInput
        label={t('devices.snmp.user')}
        required
        maxLength={100}
        autoComplete="off"
        value={access.user}
        onChange={(event) => set({ user: event.currentTarget.value })}
      />
      <div className={classes.two}>
        <NativeSelect
          label={t('devices.snmp.auth')}
          value={access.auth}
          onChange={(event) => set({ auth: authProtocols.find((one) => one === event.currentTarget.value) ?? '' })}
          data={choices(authProtocols)}
        />
        {access.auth !== '' && (
          <Secret least={8} label={t('devices.snmp.authPassword')} value={access.authPassword} put={(authPassword) => set({ authPassword })} />
        )}
      </div>
      <div className={classes.two}>
        <NativeSelect
          label={t('devices.snmp.priv')}
          value={access.priv}
          onChange={(event) => set({ priv: privProtocols.find((one) => one === event.currentTarget.value) ?? '' })}
          data={choices(privProtocols)}
        />
        {access.priv !== '' && (
          <Secret least={8} label={t('devices.snmp.privPassword')} value={access.privPassword} put={(privPassword) => set({ privPassword })} />
        )}
      </div>
    </>
  )
}

function Secret({ label, value, put, least }: { label: string; value: string; put: (value: string) => void; least?: number }) {
  const t = useText(snmpTexts)
  const words = useWords()
  return (
    <PasswordInput
      label={label}
      required
      maxLength={200}
      // What the browser would fill in here is of its own account.
      autoComplete="new-password"
      {...(least && { minLength: least, title: t('devices.snmp.eight') })}
      visibilityToggleButtonProps={{ 'aria-label': words('kit.password.show') }}
      value={value}
      onChange={(event) => put(event.currentTarget.value)}
    />
  )
}
