# ---- The steps of the lab: ip -batch, settings, nft. A step that fails ends the run; the way out undoes it.
mode='' made='' message='' signal='' building='' undoing='' claims='' inherited=''

# Where there are many namespaces, two jobs work inside of them. Each walks through the lab: one takes every step but the
# second half of the namespaces, the other, in a mode of its own, takes nothing but that.
turn=0 half='' ours=yes job=''
halve() {
  half='' turn=0 mode=count-namespaces
  lab
  test "${turn}" -lt 16 || half=$(((turn + 1) / 2))
  turn=0
}
beside() { # MODE
  trap - EXIT
  trap 'exit 1' HUP INT TERM # when the step that runs has ended
  mode=${1} turn=0
  lab
}
divide() { # says whether the next namespace is ours
  turn=$((turn + 1)) ours=yes
  test -n "${half}" || return 0
  case ${mode} in
    *-beside) test "${turn}" -gt "${half}" || ours='' ;;
    *) test "${turn}" -le "${half}" || ours='' ;;
  esac
  case ${mode}${turn} in up1) beside up-beside & job=$! ;; *) ;; esac
}
join() { # What went wrong in the other job it has said itself, unless somebody killed it.
  test -n "${job}" || return 0
  ended=0
  wait "${job}" || ended=$?
  job=''
  test "${ended}" -le 1 || note "a job of this run ended with ${ended}"
  test "${ended}" = 0 || exit 1
}

root() { # BATCH
  case ${mode} in
    check | status | doctor) printf '%s\n' "+ root${1}" ;;
    up)
      join
      show 'ip ' "${1}"
      test "${say}" = only || message=$(ip -batch - 2>&1 <<END
${1#?}
END
      ) || failed "$?" root "${1}"
      # the first of them makes the namespaces
      case ${made} in '') write_down made; made=yes ;; *) ;; esac ;;
    *) ;;
  esac
}

write_down() { # JOURNAL-LINE
  test "${say}" = only || printf '%s\n' "${1}" >>"${state}" || { note "cannot write ${state}"; exit 1; }
}

# Links that end in namespaces alone are made from an empty namespace: kernels before 6.13 look whether a name is taken
# where ip runs, and the machine may well have an eth0 of its own.
links() { # BATCH
  case ${mode} in
    check | status) printf '%s\n' "+ root${1}" ;;
    doctor) printf '%s\n' "+ links${1}" ;;
    up)
      show 'unshare --net ip ' "${1}"
      test "${say}" = only || message=$(unshare --net ip -batch - 2>&1 <<END
${1#?}
END
      ) || failed "$?" links "${1}" ;;
    *) ;;
  esac
}

inside() { # NAMESPACE forward=none|inet|inet6|both DEVICES BATCH
  divide
  test -n "${ours}" || return 0
  case ${mode} in
    up | up-beside)
      test -z "${say}" || show_inside "$@"
      # exec saves bash a process
      test "${say}" = only || message=$(exec nsenter --net="/run/netns/${1}" sh -ec "${settle}" sh "${2#*=}" "${3}" "${inherited}" 2>&1 <<END
${4#?}
END
      ) || failed "$?" "ns ${1}" "${4}" ;;
    status | status-beside)
      printf '%s\n' "+ ns ${1}${4}" "@ ns ${1}"
      case ${4} in *' nodad'*) rules6=yes ;; *) rules6='' ;; esac # has an IPv6 address
      test ! -e "/run/netns/${1}" || nsenter --net="/run/netns/${1}" sh -c "${differing}" sh "${2#*=}" "${3}" "${inherited}" "${rules6}" 2>&1 <<END || true
${everything}
END
      ;;
    look) show "ip -n ${1} -N -j " "${everything}" ;;
    doctor) printf '%s\n' "+ ns ${1}${4}" ;;
    *) ;;
  esac
}

# Routes and addresses tell their family, rules do not: without -6, ip takes every rule for one of IPv4.
rules6() { # NAMESPACE BATCH
  test -n "${ours}" || return 0
  case ${mode} in
    up | up-beside)
      show "ip -6 -n ${1} " "${2}"
      test "${say}" = only || message=$(exec nsenter --net="/run/netns/${1}" ip -6 -batch - 2>&1 <<END
${2#?}
END
      ) || failed "$?" "ns ${1}" "${2}" ;;
    status | status-beside)
      printf '%s\n' "+6 ns ${1}${2}" "@6 ns ${1}"
      test ! -e "/run/netns/${1}" || nsenter --net="/run/netns/${1}" ip -6 -N -j rule show 2>&1 || true ;;
    look) show "ip -6 -n ${1} " 'rule show' ;;
    *) ;;
  esac
}

# A new namespace takes these from the machine, so they are set both ways. Forwarding and disable_ipv6 of all set every
# device's own too. Of rp_filter and accept_dad the larger of all's and the device's counts, and default comes too late
# for devices that exist. Without IPv6 in the kernel its files are not there. Nobody may ping in a new namespace. Where
# br_netfilter is loaded, the rules of IP, nat among them, count for what a bridge passes on.
settings="
inet=0 inet6=0
case \${1} in both) inet=1 inet6=1 ;; inet) inet=1 ;; inet6) inet6=1 ;; *) ;; esac
cd /proc/sys/net
each() {
  set_to \${inet} ipv4/ip_forward
  let_all_ping
  for device in all default \${1}; do set_to 0 ipv4/conf/\${device}/rp_filter; done
  for setting in \${2}; do
    name=\${setting%=*} wanted=\${setting#*=}
    for device in default \${1}; do set_to \${wanted} ipv4/conf/\${device}/\${name}; done
    test \${name} != accept_redirects || wanted=\$((1 - inet)) # as the kernel has it
    set_to \${wanted} ipv4/conf/all/\${name}
  done
  for rules in iptables ip6tables arptables; do set_to 0 bridge/bridge-nf-call-\${rules}; done
  test -e ipv6/conf || return 0
  set_to \${inet6} ipv6/conf/all/forwarding
  set_to 0 ipv6/conf/all/disable_ipv6
  for device in all default \${1}; do set_to 0 ipv6/conf/\${device}/accept_dad; done
}"
settle="${settings}
set_to() { test ! -e \${2} || echo \${1} >\${2}; }
let_all_ping() {
  echo 0 2147483647 >ipv4/ping_group_range || echo 0 0 >ipv4/ping_group_range || : # a sandbox knows one group
} 2>/dev/null
each \"\${2}\" \"\${3:-}\"
exec ip -batch -"
differing="${settings}
set_to() {
  test -e \${2} || return 0
  value=
  read -r value <\${2} || true
  test \"\${value}\" = \${1} || echo \"! net/\${2} is \${value}, not \${1}\"
}
let_all_ping() {
  read -r value <ipv4/ping_group_range || true
  case \${value} in 0*) ;; *) echo \"! net/ipv4/ping_group_range is \${value}, not 0 2147483647\" ;; esac
}
each \"\${2}\" \"\${3:-}\"
test -z \"\${4}\" || { echo %6; ip -6 -N -j rule show; echo %4; }
exec ip -N -j -batch -"
listing="${settings}
set_to() { printf '%s ' \"net/\${2}=\${1}\"; }
let_all_ping() { printf '%s ' \"'net/ipv4/ping_group_range=0 2147483647'\"; }
each \"\${2}\" \"\${3:-}\""
everything='addr show
route show table all
neigh show nud permanent
rule show'

show_inside() {
  values=$(sh -c "${listing}" sh "${2#*=}" "${3}")
  show "ip netns exec ${1} sysctl -eqw " "${values}" # -e: some may not be there
  show "ip -n ${1} " "${4}"
}

table() { # root|NAMESPACE RULESET
  name=${2#*create table }
  name=${name%%"${newline}"*}
  place=${2#* # } place=${place%%"${newline}"*}
  case ${1} in
    root) node=root enter='' ;;
    *)
      test -n "${ours}" || return 0
      node="ns ${1}" enter="--net=/run/netns/${1}" ;;
  esac
  case ${node}-${mode} in root-*-beside) return ;; *) ;; esac
  case ${mode} in
    doctor) printf '%s\n' "? table ${1} ${name}" ;;
    check) if test "${1}" = root && nft list table "${name% *}" "${name#* }" >/dev/null 2>&1; then
      printf '%s\n' '@ root' "! an nft table ${name} exists already # ${place}"
    fi ;;
    up | up-beside)
      show '' "${enter:+ip netns exec ${1} }nft -f - <<'END'${2}${newline}END"
      test -n "${enter}" || write_down "table ${name}"
      test "${say}" = only || message=$(${enter:+nsenter "${enter}"} nft -f - 2>&1 <<END
${2#?}
END
      ) || failed "$?" "${node}" "${2}" "table ${name}" ;;
    status | status-beside)
      printf '%s\n' "& ${node}${2}" '&'
      case ${1} in
        root) nft list table "${name% *}" "${name#* }" 2>/dev/null || true ;;
        *) nsenter "${enter}" nft list ruleset 2>/dev/null || true ;;
      esac ;;
    *) ;;
  esac
}

# Ends the run with what ip or nft complained about and the line of the lab that it comes from.
failed() { # EXIT-CODE NODE STEPS [JOURNAL-LINE]
  case ${1} in # a step that died of the signal that is meant for all of us
    129) stop HUP ;;
    130) stop INT ;;
    143) stop TERM ;;
    *) ;;
  esac
  said=${message%%"${newline}"*} said=${said:-ended with ${1}}
  number=${message##*-:}
  number=${number##*stdin:}
  number=${number%%[!0-9]*}
  step=$(printf '%s\n' "${3}" | sed -n "$((${number:-0} + 1))p")
  case ${step} in *' # '*) place=${step##* # } ;; *) steps=${3}; between ;; esac
  case ${message} in # somebody else made it since it was looked up: not for the undo
    *'File exists'*) foreign=${4:-$(printf '%s\n' "${step}" | sed -n 's/^ *netns add \([^ ]*\).*/ns \1/p')} ;;
    *) ;;
  esac
  printf '%s\n' "${place}: ${2}: ${said}" >&2
  exit 1
}
# The lines that it may come from where no step is numbered, as ip does not where it cannot read one: those of the steps
# with the word that it complains about, or of all.
between() {
  word=${said%\"*}
  place=$(printf '%s\n' "${steps}" | awk -v word="${word##*\"}" '
    / # / {
      line = file = $NF; sub(/.*:/, "", line); sub(/:.*/, "", file)
      ours = index($0, " " word " ") > 0
      if (ours > named) { named = 1; low = high = 0 }
      if (ours < named) next
      if (!low || line + 0 < low) low = line + 0
      if (line + 0 > high) high = line + 0
    }
    END { print file ":" low (high > low ? "-" high : "") }')
}
