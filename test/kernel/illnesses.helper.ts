// What makes a machine ill, as shell commands: firewalls and managers of networks that are not there for real.

export const daemon = (name: string) => `mkdir -p /sys/fs/cgroup/system.slice/${name}.service`;
export const filterForward = (family: string) =>
  `nft add table ${family} filter; nft add chain ${family} filter FORWARD "{ type filter hook forward priority 0; policy drop; }"`;
export const bridgeCalls = (value: number) =>
  `for one in iptables ip6tables; do echo ${value} >/proc/sys/net/bridge/bridge-nf-call-$one; done`;
/** A command of the machine, in place of the real one. */
const command = (name: string, text: string) =>
  `mkdir -p /run/test-harness/bin; printf '%s\\n' '#!/bin/sh -e' '${text}' >/run/test-harness/bin/${name}; chmod 755 /run/test-harness/bin/${name}`;
/** The part of firewalld 1.3's rules that decides on what is forwarded, and how it puts a device into a zone. */
export const firewalld = `nft -f - <<'END'
table inet firewalld {
  chain filter_FORWARD {
    type filter hook forward priority filter + 10; policy accept;
    ct state { established, related } accept
    jump filter_FORWARD_ZONES
    reject with icmpx admin-prohibited
  }
  chain filter_FORWARD_ZONES { goto filter_FWD_public; }
  chain filter_FWD_public { reject with icmpx admin-prohibited; }
  chain filter_FWD_trusted { accept; }
}
END
${command('firewall-cmd', 'test "$1" = --zone=trusted; IFS==; set -- $2; nft insert rule inet firewalld filter_FORWARD_ZONES iifname "$2" goto filter_FWD_trusted')}`;
/** ufw 0.36's policy, and what `ufw route allow in on DEV` comes to. */
export const ufw = `${filterForward('ip')}; ${filterForward('ip6')}
nft add chain ip filter ufw-user-forward; nft add rule ip filter FORWARD jump ufw-user-forward
nft add chain ip6 filter ufw6-user-forward; nft add rule ip6 filter FORWARD jump ufw6-user-forward
${command('ufw', 'case $3 in in) key=iifname ;; *) key=oifname ;; esac; nft add rule ip filter ufw-user-forward $key "$5" accept; nft add rule ip6 filter ufw6-user-forward $key "$5" accept')}`;
