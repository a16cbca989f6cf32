/** What stands in the settings of an agent, so that it sends to us and shows its key. The name beside the key is free; agents insist on one. */
export const settingAgents = ['fusioninventory', 'glpi', 'ocs'] as const
export type SettingAgent = (typeof settingAgents)[number]
/** As the challenge of the door names it (`receiving/`): OCS shows its key to no other. */
export const realm = 'Spil'

export interface Settings {
  file: string
  text: string
  /** In one command. */
  once: string
  /** In one command of Windows, when installing. */
  windows?: string
}
export function settingsOf(agent: SettingAgent, server: string, key: string): Settings {
  const plain = `server = ${server}\nuser = spil\npassword = ${key}`
  const coded = { user: btoa('spil'), password: btoa(key) }
  const options = `--server=${server} --user=spil --password=${key}`
  switch (agent) {
    case 'fusioninventory':
      return { file: '/etc/fusioninventory/agent.cfg', text: plain, once: `sudo fusioninventory-agent ${options}` }
    case 'glpi':
      return {
        file: '/etc/glpi-agent/conf.d/spil.cfg',
        text: plain,
        once: `sudo glpi-agent ${options}`,
        windows: `msiexec /i GLPI-Agent.msi /quiet SERVER=${server} USER=spil PASSWORD=${key} RUNNOW=1`,
      }
    case 'ocs':
      return {
        file: '/etc/ocsinventory/ocsinventory-agent.cfg',
        // It takes name and password in base64.
        text: `server=${server}\nrealm=${realm}\nuser=${coded.user}\npassword=${coded.password}`,
        once: `sudo ocsinventory-agent --nolocal --server=${server} --realm=${realm} --user=${coded.user} --password=${coded.password}`,
      }
  }
}
