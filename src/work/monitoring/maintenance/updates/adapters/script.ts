/**
 * The script that asks a host what waits on it, and what it prints: one line of JSON that begins with {"spil":"updates". It changes nothing, needs no
 * rights, and reads what its host knows already; whoever refreshes the lists of packages is the host itself.
 */
import type { FactValue } from '#record/items/facts/contract.ts'
import { factsOf, Printed } from '../rules.ts'
import { readApt } from './apt.ts'
import { readDnf } from './dnf.ts'

const mark = '{"spil":"updates"'
/** The facts in what a host printed; undefined when it printed no such line, or one that cannot be read. */
export function factsOfScript(out: string): { key: string; value: FactValue }[] | undefined {
  const line = out.split('\n').find((one) => one.startsWith(mark))
  if (line === undefined) return undefined
  let printed: Printed
  try {
    printed = Printed.parse(JSON.parse(line))
  } catch {
    return undefined
  }
  return factsOf(printed.by === 'apt' ? readApt(printed) : readDnf(printed))
}

export const script = `#!/bin/sh
# What waits on this host, for Spil. Reads only.
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin; export PATH
quote() { tr -d '\\000-\\010\\013-\\037\\177' | cut -c 1-300 | sed 's/\\\\/\\\\\\\\/g; s/"/\\\\"/g; s/	/ /g'; }
list() { head -n 300 | quote | sed 's/^/"/; s/$/"/' | paste -s -d , -; }
one() { head -n 1 | cut -c 1-100 | quote | tr -d '\\n'; }
running=''; newest=''; needrestart=''; required=null; reasons=''; last=''
if command -v apt-get >/dev/null 2>&1; then
  by=apt
  found=$(apt-get -s -q -o Debug::NoLocking=1 dist-upgrade 2>/dev/null | grep '^Inst ' || true)
  security=$(printf '%s\\n' "$found" | grep -c -E '^Inst .*\\([^)]*(-security|Debian-Security|UbuntuESM)' || true)
  required=false
  [ -e /var/run/reboot-required ] && required=true
  [ -r /var/run/reboot-required.pkgs ] && reasons=$(sort -u /var/run/reboot-required.pkgs | list)
  if command -v needrestart >/dev/null 2>&1; then
    needrestart=$(needrestart -b -k 2>/dev/null | sed -n 's/^NEEDRESTART-KSTA: //p' | one)
  fi
  last=$( (cat /var/log/apt/history.log; zcat /var/log/apt/history.log.1.gz) 2>/dev/null | sed -n 's/^End-Date: *\\([0-9-]*\\).*/\\1/p' | sort | tail -n 1 | one)
  kernels=$(ls /boot/vmlinuz-* 2>/dev/null | sed 's|.*/vmlinuz-||')
elif command -v dnf >/dev/null 2>&1; then
  by=dnf
  found=$(dnf -q -C check-update 2>/dev/null | sed '/^Obsoleting/,$d' | awk 'NF == 3 { print $1, $2, $3 }' || true)
  secure=$(dnf -q -C updateinfo list --security 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u || true)
  security=$(printf '%s\\n' "$secure" | grep -c . || true)
  [ -n "$secure" ] && found=$(printf '%s\\n' "$secure" | sed 's/^/! /'; printf '%s\\n' "$found")
  if command -v needs-restarting >/dev/null 2>&1; then
    why=$(needs-restarting -r 2>/dev/null); code=$?
    [ $code -eq 0 ] && required=false
    [ $code -eq 1 ] && required=true && reasons=$(printf '%s\\n' "$why" | sed -n 's/^ *\\* *//p' | list)
  fi
  last=$(rpm -qa --last 2>/dev/null | head -n 1 | sed 's/^[^ ]* *//' | one)
  [ -n "$last" ] && last=$(date -d "$last" +%Y-%m-%d 2>/dev/null)
  kernels=$(ls /boot/vmlinuz-* 2>/dev/null | sed 's|.*/vmlinuz-||' | grep -v -e '^0-rescue')
else
  echo 'Neither apt-get nor dnf is here' >&2; exit 1
fi
if [ -n "$kernels" ] && ! grep -q -s -E 'docker|lxc|kubepods|containerd' /proc/1/cgroup && [ ! -e /.dockerenv ]; then
  running=$(uname -r | one); newest=$(printf '%s\\n' "$kernels" | sort -V | tail -n 1 | one)
  printf '%s\\n' "$kernels" | grep -q -x -F "$running" || newest=''
fi
waiting=$(printf '%s\\n' "$found" | grep -v '^! ' | grep -c . || true)
printf '{"spil":"updates","by":"%s","waiting":%s,"security":%s,"lines":[%s],' "$by" "$waiting" "$security" "$(printf '%s\\n' "$found" | grep . | list)"
printf '"required":%s,"reasons":[%s],"running":"%s","newest":"%s","needrestart":"%s","last":"%s"}\\n' "$required" "$reasons" "$running" "$newest" "$needrestart" "$last"
`
