/** What stands in the settings of a sender, so that it sends to us and shows its key. */
export const senders = ['prometheus', 'vmagent', 'collector', 'telegraf', 'zabbix'] as const
export type Sender = (typeof senders)[number]
export const senderNames: Readonly<Record<Sender, string>> = {
  prometheus: 'Prometheus',
  vmagent: 'vmagent',
  collector: 'OpenTelemetry',
  telegraf: 'Telegraf',
  zabbix: 'Zabbix',
}
export interface Snippet {
  /** Undefined: it is a command. */
  file: string | undefined
  text: string
}
/** `server`: this address; `port`: where senders of Zabbix come. */
export function snippetOf(sender: Sender, server: string, key: string, port: number): Snippet {
  const write = `${server}/api/prometheus/api/v1/write`
  switch (sender) {
    case 'prometheus':
      return { file: '/etc/prometheus/prometheus.yml', text: `remote_write:\n  - url: ${write}\n    authorization:\n      credentials: ${key}` }
    case 'vmagent':
      return {
        file: undefined,
        text: `vmagent -promscrape.config=/etc/prometheus/prometheus.yml \\\n  -remoteWrite.url=${write} \\\n  -remoteWrite.bearerToken=${key}`,
      }
    case 'collector':
      return {
        file: 'config.yaml',
        text: `exporters:\n  otlphttp/spil:\n    metrics_endpoint: ${server}/v1/metrics\n    headers:\n      Authorization: Bearer ${key}\nservice:\n  pipelines:\n    metrics:\n      exporters: [otlphttp/spil]`,
      }
    case 'telegraf':
      return {
        file: '/etc/telegraf/telegraf.d/spil.conf',
        text: `[[outputs.http]]\n  url = "${write}"\n  data_format = "prometheusremotewrite"\n  [outputs.http.headers]\n    Content-Type = "application/x-protobuf"\n    Content-Encoding = "snappy"\n    X-Prometheus-Remote-Write-Version = "0.1.0"\n    Authorization = "Bearer ${key}"`,
      }
    case 'zabbix':
      return { file: undefined, text: `zabbix_sender -z ${new URL(server).hostname} -p ${port} -s ${'"$(hostname)"'} -k backup.size -o 12345` }
  }
}
