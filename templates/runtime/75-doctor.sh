# ---- doctor: what on this machine would keep the lab from working. It only reads.
# The lab in lines as `compare` has them, and behind "% " what the machine says.
symptoms() {
  mode=doctor
  wishes=$(set -e; lab)
  printf '%s\n' "${wishes}"
  case ${wishes} in *' type bridge'* | *"${newline}? forward "*) firewall ;; *) ;; esac
  case ${wishes} in *'link add name'*) managers; kinds ;; *) ;; esac
  case ${wishes} in *"${newline}? table "*) translation ;; *) ;; esac
}

# The tables that decide on what is forwarded, and those that give it another source.
firewall() {
  if command -v nft >/dev/null; then
    ! command -v iptables-nft >/dev/null || echo '% iptables-nft'
    chains=$(nft list chains 2>/dev/null) || true
    tables=''
    case ${chains} in
      *' hook forward '* | *' hook postrouting '*) tables=$(printf '%s\n' "${chains}" | awk '
        $1 == "table" { table = $2 " " $3 }
        / filter hook forward | nat hook postrouting / && !told[table]++ { print table }') ;;
      *) ;;
    esac
    IFS=${newline}
    for table in ${tables}; do
      unset IFS
      nft -t list table "${table% *}" "${table#* }" 2>/dev/null | sed 's/^/% nft /' || true
    done
    unset IFS
  else
    rules iptables-nft filter:nat
    rules ip6tables-nft filter:nat
  fi
  legacy ip_tables_names iptables-legacy iptables
  legacy ip6_tables_names ip6tables-legacy ip6tables
}
legacy() { # FILE COMMAND…
  tables=''
  { while read -r table; do tables=${tables}:${table}; done </proc/net/"${1}"; } 2>/dev/null || true
  if command -v "${2}" >/dev/null; then rules "${2}" "${tables}"; else rules "${3}" "${tables}"; fi
}
rules() { # COMMAND TABLES; to ask for another table would make it
  command -v "${1}" >/dev/null || return 0
  case ${2} in *filter*) "${1}" -S 2>/dev/null | sed "s/^/% ${1} /" || true ;; *) ;; esac
  case ${2} in *nat*) "${1}" -t nat -S POSTROUTING 2>/dev/null | sed "s/^/% ${1} /" || true ;; *) ;; esac
}

# Who takes new devices for his own.
managers() {
  if test -d /sys/fs/cgroup/system.slice/NetworkManager.service || test -d /sys/fs/cgroup/systemd/system.slice/NetworkManager.service; then
    grep -qs '=="veth".*NM_UNMANAGED}="1"' /usr/lib/udev/rules.d/*-nm-unmanaged.rules /lib/udev/rules.d/*-nm-unmanaged.rules ||
      grep -qsE '^(unmanaged-devices *=.*driver:veth|no-auto-default *= *\*)' /etc/NetworkManager/NetworkManager.conf \
        /etc/NetworkManager/conf.d/*.conf /usr/lib/NetworkManager/conf.d/*.conf || echo '% manager'
  fi
  test -d /sys/fs/cgroup/system.slice/systemd-networkd.service || test -d /sys/fs/cgroup/systemd/system.slice/systemd-networkd.service || return 0
  echo '% networkd'
  for setting in Routes RoutingPolicyRules; do
    ! grep -qsiE "^ManageForeign${setting} *= *(no|false|off|0)" /etc/systemd/networkd.conf /etc/systemd/networkd.conf.d/*.conf || echo "% keeps ${setting}"
  done
  set --
  for unit in /etc/systemd/network/*.network /run/systemd/network/*.network /usr/lib/systemd/network/*.network /lib/systemd/network/*.network; do
    test ! -f "${unit}" || set -- "$@" "${unit}"
  done
  awk 'FNR == 1 { print "% file " FILENAME } { print "% line " $0 }' "$@" </dev/null
}

# Whether the kernel can make what the lab has. That is tried out, but not where it surely can: a module is loaded or
# lies ready, or (not for `doctor` itself, for it takes its time) no modules are seen from here at all.
kinds() {
  for kind in veth bridge; do
    case ${wishes} in *" type ${kind}"*) ready "${kind}" ;; *) ready=yes ;; esac
    test -n "${ready}" || try_out "${kind}" ip -batch - <<END
link add name netgen-1 type ${kind}
END
  done
}
translation() {
  ready nft_masq
  test -n "${ready}" || try_out nft_masq nft -f - <<'END'
table inet netgen { chain postrouting { type nat hook postrouting priority 100; masquerade; }; }
END
}
ready() { # MODULE
  ready=yes
  test ! -e "/sys/module/${1}" || return 0
  read -r _ _ release _ </proc/version
  for file in "/lib/modules/${release}"/kernel/*/"${1}".ko* "/lib/modules/${release}"/kernel/*/*/"${1}".ko*; do
    test ! -e "${file}" || return 0
  done
  for file in /lib/modules/*; do
    test ! -e "${file}" || ready=''
  done
  test -z "${thorough}" || ready=''
}
try_out() { # MODULE COMMAND… in a namespace that is gone at once
  module=${1}
  shift
  said=$(unshare --net "$@" 2>&1) || printf '%s\n' "% missing ${module} ${said%%"${newline}"*}"
}

# What the doctor says, before the first change; he looks while others do. The lab is built all the same, unless that
# cannot end well.
thorough=''
examine() {
  examination &
  examining=$!
}
examined() { # verdict: 0 nothing, 1 something, 2 it cannot be built
  verdict=0
  wait "${examining}" || verdict=$?
}
examination() {
  ailments=$(set -e; diagnose symptoms)
  test -n "${ailments}" || exit 0
  printf '%s\n' "${ailments}" | sed 's/^[!~] //' >&2
  case ${newline}${ailments} in *"${newline}! "*) exit 2 ;; *) exit 1 ;; esac
}

doctor() {
  thorough=yes
  if test "${say}" = only; then
    show '' "nft list chains
ls -d /sys/fs/cgroup/system.slice/NetworkManager.service /sys/fs/cgroup/system.slice/systemd-networkd.service
sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.default.forwarding net.ipv6.conf.all.forwarding net.ipv6.conf.all.disable_ipv6"
    return
  fi
  examine
  examined
  problems=''
  test "${verdict}" = 0 || problems=yes
  problem_of_tools
  problem_of_root
  if test -n "${problems}"; then echo "${lab}: something is in the way"; exit 1; fi
  echo "${lab}: nothing is in the way"
}
problem() { note "${1}"; problems=yes; }
problem_of_tools() {
  for tool in ${tools}; do
    command -v "${tool}" >/dev/null || case ${tool} in
      nft) problem 'nft is missing, and the lab translates addresses (Debian: nftables)' ;;
      ping) problem 'ping is missing, and verify needs it (Debian: iputils-ping)' ;;
      ip) problem 'ip is missing (Debian: iproute2)' ;;
      *) problem "${tool} is missing (Debian: util-linux)" ;;
    esac
  done
}
problem_of_root() {
  user=$(id -u)
  if test "${user}" = 0; then
    test -w /proc/sys/net/ipv4/conf/all/forwarding || problem '/proc/sys cannot be written here: leave this container, or start it with more rights (docker run --privileged)'
    return
  fi
  note 'the firewall was not looked at: that needs root'
  can_unshare
  test -z "${why}" || problem "sandbox needs root here: ${why}"
}
